#!/usr/bin/python3
"""Breaks the bridge on purpose, one line at a time, and looks whether the simulated world sees it.

    run.py [--only WORD]... [--seeds 5000] [--report FILE --date DATE --commit ID] [--minutes 60]
    run.py --list       the faults, and whether each still applies; builds nothing
    run.py -- --no-losses    what comes behind -- narrows the world, as options of prove

The faults are in Tests/Mutations. All of them are built into one copy of the sources as switches. First the copy runs
without any: what fails then is not theirs. Then each acts alone until a promise breaks in a seed that keeps all
promises without it. Exit code 1 when one survives, 2 when one no longer applies or the copy does not build.
"""

import argparse
import os
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "Scripts"))

import section  # noqa: E402
from mutate import mutations, report  # noqa: E402
from mutate.judge import Broken, Judge  # noqa: E402
from mutate.sources import Copy  # noqa: E402

MUTANT_SECONDS = 600


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", default=[], help="faults whose name contains this word")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--seeds", type=int, default=5000, help="seeds within which each fault must be caught")
    parser.add_argument("--control", type=int, default=400, help="seeds that must pass without a fault")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=60, help="the whole run after the build takes no longer")
    parser.add_argument("--report", help="put the result into this Markdown file, as the section on mutations")
    parser.add_argument("--date", help="for the report")
    parser.add_argument("--commit", help="for the report")
    parser.add_argument("scope", nargs="*", help="options of prove")
    return parser.parse_args(arguments)


def judge_all(chosen, judge, options):
    """The findings of what time allowed."""
    start = time.monotonic()
    findings = []
    for mutation in chosen:
        if time.monotonic() - start > options.minutes * 60:
            print("    out of time: %d faults not tried" % (len(chosen) - len(findings)))
            break
        finding = judge.judge(mutation, options.seeds)
        findings.append(finding)
        print("%-9s %-38s %s" % (mutation.layer, mutation.name, finding.words), flush=True)
        if finding.detail:
            print("          %s" % finding.detail[:150], flush=True)
    return findings, time.monotonic() - start


def main(arguments):
    options = options_of(arguments)
    copy = Copy(ROOT, os.path.join(ROOT, ".build", "mutate"))
    try:
        every = mutations.read(os.path.join(ROOT, "Tests", "Mutations"))
        chosen = [each for each in every if not options.only or any(word in each.name for word in options.only)]
        copy.make(every)
    except mutations.Stale as error:
        print(error, file=sys.stderr)
        return 2
    if options.list:
        for each in chosen:
            print("%-9s %-38s %s" % (each.layer, each.name, each.breaks))
        print("%d faults, all apply" % len(chosen))
        return 0
    if not chosen:
        print("no fault's name contains: %s" % " ".join(options.only), file=sys.stderr)
        return 2
    print("building a copy with %d faults as switches" % len(every), flush=True)
    problem = copy.build()
    if problem:
        print("the copy does not build:\n%s" % problem, file=sys.stderr)
        return 2
    judge = Judge(copy.program, options.scope, options.jobs, MUTANT_SECONDS)
    try:
        problem = judge.control(options.control)
    except Broken as error:
        print(error, file=sys.stderr)
        return 2
    if problem:
        print("without any fault, so a failure proves little:\n%s" % problem, flush=True)
    findings, seconds = judge_all(chosen, judge, options)
    caught = sum(finding.is_caught for finding in findings)
    print("%d of %d faults caught in %.0f s" % (caught, len(chosen), seconds))
    if options.report:
        section.write(options.report, "mutations", report.text(findings, options, options.control, seconds, len(every)))
    return 0 if caught == len(chosen) and not problem else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
