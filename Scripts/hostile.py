#!/usr/bin/python3
"""Runs hostile peers in full numbers against the release build, and writes down how much memory that took.

    hostile.py [SCENARIO...] [--quick] [--report FILE --date DATE --commit ID]

The scenarios are those of Tests/RealPeerTests/peers/hostile.py: connections that never end a request, huge headers, bombs,
sessions that never go on, a phone with a million items, servers whose replies do not end. Meanwhile an honest phone syncs.
Exit code 1 when memory went beyond the scenario's bound, an honest phone could not sync, or the process did not recover.
"""

import argparse
import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "Scripts"), os.path.join(ROOT, "Tests", "RealPeerTests")]
os.environ.setdefault("FOOTBRIDGE_BINARY", os.path.join(ROOT, ".build", "release", "footbridge"))

import section  # noqa: E402
from peers import bridge, hostile  # noqa: E402


def run(scenario, numbers):
    """(result, what went wrong) of one scenario on a stage of its own."""
    stage = hostile.Stage(numbers)
    try:
        return scenario(stage), None
    except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
        print(stage.bridge.log_tail(15))
        return None, "%s: %s" % (scenario.__name__, error)
    finally:
        stage.stop()


def report(results, failures, options, seconds):
    """The Markdown of the run."""
    lines = ["## Hostile peers", ""]
    lines += ["%s, commit %s: `make hostile`, %.0f minutes, release build in front of Radicale. Growth is the peak of the "
              "process's resident memory over its size before; an honest phone of another user syncs meanwhile." % (
                  options.date or "undated", options.commit or "unknown", seconds / 60), ""]
    lines += ["| what | memory grew by | bound | slowest honest session |", "|---|---:|---:|---:|"]
    for result in results:
        lines.append("| %s | %.0f MiB | %d MiB | %.1f s |" % (
            result.what, result.grown / hostile.MIB, result.bound // hostile.MIB, result.slowest))
    lines += ["", "The process went on and recovered each time." if not failures else "Failed:"]
    lines += ["- %s" % failure for failure in failures]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="parts of scenarios' names; none: all")
    parser.add_argument("--quick", action="store_true", help="the numbers of the tests")
    parser.add_argument("--report", help="put the result into this Markdown file, as the section on hostile peers")
    parser.add_argument("--date", help="for the report")
    parser.add_argument("--commit", help="for the report")
    options = parser.parse_args()
    if not os.access(bridge.binary(), os.X_OK):
        sys.exit("no program at %s: `make hostile` builds it first" % bridge.binary())
    chosen = [each for each in hostile.SCENARIOS if not options.words or any(w in each.__name__ for w in options.words)]
    if not chosen:
        sys.exit("no scenario's name contains: %s" % " ".join(options.words))
    begin = time.monotonic()
    results, failures = [], []
    for scenario in chosen:
        result, failure = run(scenario, hostile.Numbers(options.quick))
        if failure:
            failures.append(failure)
            print("FAIL %s" % failure, flush=True)
        else:
            results.append(result)
            print("ok   %s: grew by %.1f MiB of %d, honest phone %.1f s, %.0f s" % (
                result.what, result.grown / hostile.MIB, result.bound // hostile.MIB, result.slowest, result.seconds),
                flush=True)
    if options.report:
        section.write(
            options.report, "hostile peers", report(results, failures, options, time.monotonic() - begin))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
