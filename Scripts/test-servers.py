#!/usr/bin/python3
"""Runs the conformance suite of the DAV client against every server it is proven on, and prints what each does otherwise.

    ONLY='sogo cyrus' REPORT=docs/servers.md Scripts/test-servers.py

ONLY: names from Tests/RealPeerTests/serve.py --list. REPORT replaces the section "conformance" of that file; it takes a run of all
servers. Exit 1 when a promise does not hold, and then nothing is written.
"""

import datetime
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def run(names):
    """The suite's exit status and its cells by server and check, in the order of the checks."""
    command = ["swift", "test", "--skip-build", "--filter", "ConformanceTests"]
    environment = dict(os.environ, FOOTBRIDGE_SERVERS=names)
    cells = {}
    with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as tests:
        for line in tests.stdout:
            parts = line.rstrip("\n").split("|")
            if len(parts) == 4 and parts[0].endswith("conformance"):
                cells.setdefault(parts[1], {})[parts[2]] = parts[3]
            elif "✘" in line or "error:" in line:
                print(line.rstrip()[:400], file=sys.stderr)
    return tests.returncode, cells


def tables(cells):
    """A table for servers of calendars and cards, and one for folders of files."""
    suites = {}
    for server, checks in cells.items():
        suites.setdefault("a folder's login" in checks, {})[server] = checks
    return "\n\n".join(table(suites[suite]) for suite in sorted(suites))


def table(cells):
    """A line for each check, and under it what single servers do otherwise."""
    servers = sorted(cells, key=str.lower)
    checks = max((list(checks) for checks in cells.values()), key=len)
    numbers, notes = {}, []
    rows = ["| check | %s |" % " | ".join(servers), "|---" * (len(servers) + 1) + "|"]
    for check in checks:
        row = []
        for server in servers:
            words = cells[server].get(check, "not run")
            if words != "yes":
                if words not in numbers:
                    numbers[words] = len(numbers) + 1
                    notes.append("%d. %s" % (numbers[words], words))
                words = "[%d]" % numbers[words]
            row.append(words)
        rows.append("| %s | %s |" % (check, " | ".join(row)))
    return "\n".join([*rows, *([""] if notes else []), *notes])


def main():
    names = os.environ.get("ONLY") or "all"
    code, cells = run(names)
    if not cells:
        print("no server was tried", file=sys.stderr)
        return 1
    text = tables(cells)
    print(text)
    if code or not os.environ.get("REPORT"):
        return code
    if names != "all":
        print("REPORT takes a run of all servers", file=sys.stderr)
        return 2
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    head = "%s, commit %s: `make test-servers`. \"yes\": all that the suite asks holds; a number: it holds in the server's own way.\n\n" % (
        datetime.datetime.now(datetime.timezone.utc).date(), commit)
    done = subprocess.run(
        [os.path.join(ROOT, "Scripts/section.py"), os.environ["REPORT"], "conformance"], input=head + text, text=True, cwd=ROOT,
        check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
