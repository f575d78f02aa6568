#!/usr/bin/python3
"""Compares recurrence rules in time zones with python-dateutil and zoneinfo: the same starts over ten years.

    Tests/Oracles/recurrence.py PROVE [--rules 5000] [--seed 1]

PROVE is the binary of `swift build -c release --product prove`. Prints the first differences with the rule they are of; exit
status 1 when there is any. Rules are those that RFC 5545 section 3.3.10 allows; each starts at its own first match, since the
two sides count a start that is none differently. BYSETPOS is left out of weekly rules, where dateutil counts only the days of the
first week that are not before the start.
"""

import argparse
import datetime
import multiprocessing
import random
import subprocess
import sys
import zoneinfo

from dateutil import rrule

ZONES = """Europe/Berlin Europe/London Europe/Dublin Atlantic/Azores America/New_York America/St_Johns America/Havana
America/Sao_Paulo America/Asuncion America/Santiago Africa/Cairo Africa/Casablanca Asia/Tehran Asia/Kolkata Asia/Kathmandu
Asia/Tokyo Asia/Beirut Australia/Sydney Australia/Lord_Howe Pacific/Chatham""".split()
DAYS = "MO TU WE TH FR SA SU".split()
YEARS = 10


def some(values, most, dice):
    return sorted(dice.sample(list(values), dice.randint(1, most)))


def ordinal_days(dice, reach):
    return ",".join(
        (str(dice.choice([1, 2, 3, 4, -1, -2])) if reach else "") + day for day in some(DAYS, 3, dice))


def parts(dice):
    """A rule without its end, as a list of parts."""
    frequency = dice.choice(["YEARLY"] * 4 + ["MONTHLY"] * 5 + ["WEEKLY"] * 4 + ["DAILY"] * 3 + ["HOURLY"])
    found = ["FREQ=" + frequency]
    if dice.random() < 0.5:
        found.append("INTERVAL=%d" % dice.randint(2, 9))
    if dice.random() < 0.3:
        found.append("WKST=" + dice.choice(DAYS))
    by = []

    def maybe(chance, make):
        if dice.random() < chance:
            by.append(make())

    maybe(0.25, lambda: "BYMONTH=" + ",".join(map(str, some(range(1, 13), 4, dice))))
    if frequency in ("YEARLY", "MONTHLY", "DAILY"):
        days = list(range(1, 32)) + list(range(-31, 0))
        maybe(0.25, lambda: "BYMONTHDAY=" + ",".join(map(str, some(days, 3, dice))))
    if frequency == "YEARLY" and not any(part.startswith("BYMONTH") for part in by):
        maybe(0.15, lambda: "BYYEARDAY=" + ",".join(map(str, some([1, 59, 60, 100, 200, 365, 366, -1, -100, -366], 3, dice))))
    reach = frequency == "MONTHLY" or frequency == "YEARLY"
    has_days = any(part.startswith(("BYMONTHDAY", "BYYEARDAY")) for part in by)
    maybe(0.5 if frequency != "DAILY" else 0.3, lambda: "BYDAY=" + ordinal_days(dice, reach and not has_days and dice.random() < 0.6))
    if frequency in ("DAILY", "WEEKLY", "MONTHLY") :
        maybe(0.15, lambda: "BYHOUR=" + ",".join(map(str, some(range(24), 3, dice))))
        maybe(0.1, lambda: "BYMINUTE=" + ",".join(map(str, some(range(60), 2, dice))))
    if by and frequency not in ("HOURLY", "WEEKLY") and dice.random() < 0.2:
        by.append("BYSETPOS=" + ",".join(map(str, some([1, 2, 3, -1, -2], 2, dice))))
    return found + by


def case(seed):
    """The line that asks for a rule, and the starts that dateutil and zoneinfo have for it, in seconds."""
    dice = random.Random(seed)
    form = "%Y%m%dT%H%M%S"
    while True:
        zone = zoneinfo.ZoneInfo(dice.choice(ZONES))
        start = datetime.datetime(2023, 1, 1) + datetime.timedelta(minutes=15 * dice.randrange(4 * 24 * 730))
        last = start + datetime.timedelta(days=365 * YEARS)
        text = parts(dice)
        if "FREQ=HOURLY" in text:
            last = start + datetime.timedelta(days=60)
        rule = rrule.rrulestr(";".join(text), dtstart=start)
        first = rule.after(start, inc=True)
        if first is None or first > last:
            continue
        ending = dice.random()
        if ending < 0.3:
            text.append("COUNT=%d" % dice.randint(1, 60))
            rule = rrule.rrulestr(";".join(text), dtstart=first)
        elif ending < 0.6:
            until = (first + datetime.timedelta(minutes=dice.randrange(60 * 24 * 2000))).replace(tzinfo=zone)
            utc = until.astimezone(datetime.timezone.utc)
            wall = utc.astimezone(zone).replace(tzinfo=None)
            rule = rrule.rrulestr(";".join(text + ["UNTIL=" + wall.strftime("%Y%m%dT%H%M%S")]), dtstart=first)
            text.append("UNTIL=" + utc.strftime("%Y%m%dT%H%M%SZ"))
        else:
            rule = rrule.rrulestr(";".join(text), dtstart=first)
        line = "\t".join([zone.key, first.strftime(form), ";".join(text), last.strftime(form)])
        return line, [str(seconds(wall, zone)) for wall in rule.between(first, last, inc=True)]


def seconds(wall, zone):
    return int(wall.replace(tzinfo=zone).timestamp())


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("prove")
    options.add_argument("--rules", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with multiprocessing.Pool() as pool:
        cases = pool.map(case, ["%d/%d" % (given.seed, number) for number in range(given.rules)], chunksize=20)
    lines = [line for line, _ in cases]
    answers = subprocess.run(
        [given.prove, "--occurrences"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    if len(answers) != len(cases):
        sys.exit("%d answers to %d rules" % (len(answers), len(cases)))
    differences, starts = 0, 0
    for (line, wanted), answer in zip(cases, answers):
        starts += len(wanted)
        if answer.split() == wanted:
            continue
        differences += 1
        if differences <= 10:
            own = answer.split() if not answer.startswith("error") else [answer]
            place = next((i for i, (a, b) in enumerate(zip(own, wanted)) if a != b), min(len(own), len(wanted)))
            print("%s\n  from number %d: %s, dateutil %s" % (line, place, own[place:place + 3], wanted[place:place + 3]))
    print("%d rules in %d zones, %d starts, %d rules differ (seed %d)"
          % (len(cases), len(ZONES), starts, differences, given.seed))
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
