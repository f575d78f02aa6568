#!/usr/bin/python3
"""Runs the end-to-end suites against real peers on loopback: each class in a process of its own, some at once.

    run.py                          everything
    run.py -l                       lists the names
    run.py combinations modes       the suites whose full name contains one of these words
    run.py test_rich.RichItems.test_one_number_changes

    -j N        how many at once (default: as many as there are processors, 2 to 4)
    -v          shows the output of suites that pass, too

    FOOTBRIDGE_BINARY   the binary under test (default: .build/debug/footbridge of this package)
    FOOTBRIDGE_TEST_EVIDENCE  where messages and logs of failed tests go (default: .build/real-peer-tests/failures)
    FOOTBRIDGE_FAULTS   which faults test_fault_line tries: all, or cases by name (default: a share)
    KEEP=1              leaves the servers' and phones' folders behind
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from peers import bridge, syncevolution, world  # noqa: E402

# Long ones first, so that the last to end is a short one.
FIRST = ["test_fault_line.Changes", "test_volume", "test_servers", "test_kill", "test_combinations", "test_modes"]
# Seconds that a class may take.
CASE_SECONDS = 3600 if os.environ.get("FOOTBRIDGE_FAULTS") == "all" else 600


def all_tests():
    """Full names ("test_x.Class.test_y") in the order of their files."""
    found = []

    def walk(suite):
        for test in suite:
            if isinstance(test, unittest.TestSuite):
                walk(test)
            elif isinstance(test, unittest.loader._FailedTest):
                raise SystemExit("cannot load %s: %s" % (test.id(), test._exception))
            else:
                found.append(test.id().removeprefix("cases."))

    walk(unittest.defaultTestLoader.discover(os.path.join(HERE, "cases"), top_level_dir=HERE))
    return found


def run_class(name, tests):
    """One class in its own process. Returns (name, passed, seconds, summary line, output)."""
    started = time.monotonic()
    command = [sys.executable, "-B", os.path.abspath(__file__), "--inside"] + tests
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    running.add(child)
    try:
        output, _ = child.communicate(timeout=CASE_SECONDS)
    except subprocess.TimeoutExpired:
        child.terminate()
        output, _ = child.communicate()
        output += b"\nnot finished within %d s" % CASE_SECONDS
    running.discard(child)
    text = output.decode(errors="replace")
    return name, child.returncode == 0, time.monotonic() - started, text


def inside(tests):
    """The child's work: plain unittest, verbose."""
    suite = unittest.defaultTestLoader.loadTestsFromNames(["cases." + test for test in tests])
    result = unittest.TextTestRunner(sys.stderr, verbosity=2).run(suite)
    return 0 if result.wasSuccessful() else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="parts of full names; none: everything")
    parser.add_argument("-l", "--list", action="store_true")
    parser.add_argument("-j", "--jobs", type=int, default=min(4, max(2, os.cpu_count() or 2)))
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return inside(options.words)

    tests = [test for test in all_tests() if not options.words or any(word in test for word in options.words)]
    if options.list:
        print("\n".join(tests))
        return 0
    if not tests:
        print("no test's name contains: %s" % " ".join(options.words), file=sys.stderr)
        return 2
    if any(not test.startswith("test_harness") for test in tests) and not os.access(bridge.binary(), os.X_OK):
        print("no binary at %s: run `swift build` first, or set FOOTBRIDGE_BINARY" % bridge.binary(), file=sys.stderr)
        return 2
    syncevolution.curl_callbacks()
    shutil.rmtree(world.evidence_folder(), ignore_errors=True)

    classes = {}
    for test in tests:
        classes.setdefault(test.rsplit(".", 1)[0], []).append(test)
    order = sorted(classes, key=lambda name: next((at for at, head in enumerate(FIRST) if name.startswith(head)), 99))
    started = time.monotonic()
    failed = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        pending = [pool.submit(run_class, name, classes[name]) for name in order]
        for done in concurrent.futures.as_completed(pending):
            name, passed, seconds, output = done.result()
            count = len(classes[name])
            skipped = len(re.findall(r"\.\.\. skipped", output))
            note = ", %d skipped" % skipped if skipped else ""
            print("%s %-40s %2d %s%s, %.1f s" % (
                "ok  " if passed else "FAIL", name, count, "case" if count == 1 else "cases", note, seconds))
            if not passed:
                failed.append(name)
            if options.verbose or not passed:
                print("     " + output.replace("\n", "\n     "))
            sys.stdout.flush()
    print("real peers: %d cases in %d suites, %d failed, %.0f s" % (
        len(tests), len(classes), len(failed), time.monotonic() - started))
    for name in failed:
        print("  failed: %s" % name)
    return 1 if failed else 0


running = set()
if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        for child in list(running):
            child.terminate()
        os._exit(130)
