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
