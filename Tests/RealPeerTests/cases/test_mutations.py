"""The deliberate faults of `make mutate` fit the sources: one that no longer applies is found before that long run."""

import os
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.insert(0, os.path.join(ROOT, "Scripts", "mutate"))

import mutations  # noqa: E402


class Mutations(unittest.TestCase):
    def test_each_applies_once(self):
        every = mutations.read(os.path.join(ROOT, "Tests", "Mutations"))
        self.assertGreaterEqual(len(every), 20)
        for mutation in every:
            with self.subTest(mutation.name), open(os.path.join(ROOT, mutation.file)) as file:
                start, end = mutation.span(file.read())
                self.assertLess(start, end)


if __name__ == "__main__":
    unittest.main()
