"""The report in marked sections (Scripts/section.py): each tool replaces its own and no other."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "Scripts"))

import section  # noqa: E402


class Sections(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "report.md")

    def text(self):
        with open(self.path) as file:
            return file.read()

    def test_a_new_file_gets_a_head_and_the_section(self):
        section.write(self.path, "torture", "## Kills\n\nnone\n")
        self.assertEqual(
            self.text(), section.HEAD + "\n<!-- section: torture -->\n## Kills\n\nnone\n<!-- end: torture -->\n")

    def test_only_its_own_section_is_replaced(self):
        section.write(self.path, "torture", "old kills")
        section.write(self.path, "simulation", "seeds")
        with open(self.path, "a") as file:
            file.write("\nBy hand.\n")
        before = self.text()
        section.write(self.path, "torture", "new kills\nand more")
        self.assertEqual(self.text(), before.replace("old kills", "new kills\nand more"))
        section.write(self.path, "torture", "old kills")
        self.assertEqual(self.text(), before)

    def test_a_list_adds_up_when_it_is_to_be_kept(self):
        section.write(self.path, "laws", "head\n\n- seeds 9 to 20: one\n\n| table |", keeps=True)
        section.write(self.path, "laws", "head 2\n\n- seeds 100 to 200: two\n\n| table 2 |", keeps=True)
        section.write(self.path, "laws", "head 3\n\n- seeds 9 to 20: three\n\n| table 3 |", keeps=True)
        self.assertIn("\n".join([
            "<!-- section: laws -->", "head 3", "", "- seeds 9 to 20: three", "- seeds 100 to 200: two", "", "| table 3 |",
            "<!-- end: laws -->"]), self.text())
        section.write(self.path, "laws", "- seeds 1 to 2: four")
        self.assertNotIn("seeds 100", self.text())

    def test_broken_marks_leave_the_file_alone(self):
        for broken in ("<!-- section: torture -->\n", "<!-- end: torture -->\n",
                       "<!-- end: torture -->\n<!-- section: torture -->\n"):
            with open(self.path, "w") as file:
                file.write(broken)
            with self.assertRaises(section.Unmarked):
                section.write(self.path, "torture", "text")
            self.assertEqual(self.text(), broken)
            self.assertEqual(os.listdir(os.path.dirname(self.path)), ["report.md"])


if __name__ == "__main__":
    unittest.main()
