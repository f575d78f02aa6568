#!/usr/bin/python3
"""Replaces one section of a Markdown file and leaves all the others as they are.

    section.py FILE NAME < text

A section stands between the lines `<!-- section: NAME -->` and `<!-- end: NAME -->`. One that is not there yet is put at
the end; a file that does not exist yet is made. `make prove`, `make torture` and `make mutate` write their reports into
docs/reliability.md this way.
"""

import os
import sys

HEAD = """# Reliability

What the simulated world, real kills and deliberate faults showed when they last ran. Each marked section is written by the
command it names, never by hand; [testing.md](testing.md) says how these tests work.
"""


class Unmarked(Exception):
    """The file's marks do not pair up, so nothing was written."""


def replaced(whole, name, text):
    """The file's text with this section's text between its marks."""
    begin, end = "<!-- section: %s -->" % name, "<!-- end: %s -->" % name
    section = [begin, *text.strip("\n").split("\n"), end]
    lines = whole.rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if line.strip() == begin]
    ends = [number for number, line in enumerate(lines) if line.strip() == end]
    if not starts and not ends:
        return "\n".join([*lines, "", *section, ""])
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        raise Unmarked("section %s does not begin and end exactly once" % name)
    return "\n".join([*lines[:starts[0]], *section, *lines[ends[0] + 1:], ""])


def write(path, name, text):
    """Replaces the section in the file, all or nothing."""
    whole = HEAD
    if os.path.exists(path):
        with open(path) as file:
            whole = file.read()
    whole = replaced(whole, name, text)
    draft = "%s.%d.partial" % (path, os.getpid())
    with open(draft, "w") as file:
        file.write(whole)
    os.replace(draft, path)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        write(sys.argv[1], sys.argv[2], sys.stdin.read())
    except (OSError, Unmarked) as error:
        sys.exit("%s: %s" % (sys.argv[1], error))


if __name__ == "__main__":
    main()
