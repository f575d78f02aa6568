#!/usr/bin/python3
"""Replaces one section of a Markdown file and leaves all the others as they are.

    section.py FILE NAME [--keep] < text

A section stands between the lines `<!-- section: NAME -->` and `<!-- end: NAME -->`. One that is not there yet is put at
the end; a file that does not exist yet is made. `make prove`, `make torture` and `make mutate` write their reports into
docs/reliability.md this way.

With --keep, the list of a section adds up: a line `- NAME: ...` stays until the text has another one of that name, so that a
long run may be made in parts. Each such line says itself when it was made, and of what.
"""

import os
import re
import sys

HEAD = """# Reliability

What the simulated world, real kills and deliberate faults showed when they last ran. Each marked section is written by the
command it names, never by hand; [testing.md](testing.md) says how these tests work.
"""


class Unmarked(Exception):
    """The file's marks do not pair up, so nothing was written."""


def is_named(line):
    return line.startswith("- ") and ":" in line


def name_of(line):
    return line.split(":")[0]


def in_order(line):
    """Names by their words, and the numbers in them as numbers."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name_of(line))]


def added_up(old, new):
    """The new lines, with the old ones of other names in their list."""
    names = {name_of(line) for line in new if is_named(line)}
    named = [line for line in new if is_named(line)] + [
        line for line in old if is_named(line) and name_of(line) not in names]
    first = next((number for number, line in enumerate(new) if is_named(line)), len(new))
    return [*new[:first], *sorted(named, key=in_order), *(line for line in new[first:] if not is_named(line))]


def replaced(whole, name, text, keeps=False):
    """The file's text with this section's text between its marks."""
    begin, end = "<!-- section: %s -->" % name, "<!-- end: %s -->" % name
    lines = whole.rstrip("\n").split("\n")
    section = [begin, *text.strip("\n").split("\n"), end]
    starts = [number for number, line in enumerate(lines) if line.strip() == begin]
    ends = [number for number, line in enumerate(lines) if line.strip() == end]
    if not starts and not ends:
        return "\n".join([*lines, "", *section, ""])
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        raise Unmarked("section %s does not begin and end exactly once" % name)
    if keeps:
        section = [begin, *added_up(lines[starts[0] + 1:ends[0]], section[1:-1]), end]
    return "\n".join([*lines[:starts[0]], *section, *lines[ends[0] + 1:], ""])


def write(path, name, text, keeps=False):
    """Replaces the section in the file, all or nothing."""
    whole = HEAD
    if os.path.exists(path):
        with open(path) as file:
            whole = file.read()
    whole = replaced(whole, name, text, keeps)
    draft = "%s.%d.partial" % (path, os.getpid())
    with open(draft, "w") as file:
        file.write(whole)
    os.replace(draft, path)


def main():
    keeps = sys.argv[3:] == ["--keep"]
    if len(sys.argv) != 3 and not keeps:
        sys.exit(__doc__)
    try:
        write(sys.argv[1], sys.argv[2], sys.stdin.read(), keeps)
    except (OSError, Unmarked) as error:
        sys.exit("%s: %s" % (sys.argv[1], error))


if __name__ == "__main__":
    main()
