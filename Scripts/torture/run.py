#!/usr/bin/python3
"""Kills footbridge -9 at random moments, over and over, between phones and a server on bad lines, and looks whether
anything was lost or doubled.

    run.py [--kills 300] [--seed 1] [--minutes N] [--report FILE --date DATE --commit ID] [--keep FOLDER] [--no-disk]

Three simulated phones (`footbridge phone`) of one account and a third party at the server add, edit and delete
contacts, events and notes; every value they type carries a serial number. Phones sync through relays that drop, cut and
delay messages on both sides of footbridge. After each kill the database is checked, and footbridge starts again on it.
After every tenth the weather is good until nothing moves any more; then the invariants are checked (invariants.py). At
the end the state's disk is full for a while (disk.py; needs root for a small tmpfs).

The seed decides who does what and when to strike; how far a sync has come by then is up to the machine. Exit code 1
when a promise was broken; the transcripts are kept then.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "Scripts"), os.path.join(ROOT, "Tests", "RealPeerTests")]
os.environ.setdefault("FOOTBRIDGE_BINARY", os.path.join(ROOT, ".build", "release", "footbridge"))

import section  # noqa: E402
from peers import bridge, processes  # noqa: E402
from peers.dav import DAVError  # noqa: E402
from peers.processes import NotReady  # noqa: E402
from torture import disk, invariants  # noqa: E402
from torture.killer import AT_A_TIME, Plan  # noqa: E402
from torture.report import Failure, Report  # noqa: E402
from torture.world import Violation, World  # noqa: E402

BETWEEN_SETTLING = 10
# After so many kills everything begins anew, with another account: deletions count for seven days.
ERA = 50
MOST_FAILURES = 10
# Faults a request on the phones' side and on the server's, of one.
WEATHERS = ((0, 0), (0.1, 0.05), (0.3, 0.05), (0.05, 0.25), (0.25, 0.25))


class Torture:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = processes.scratch_folder("footbridge-torture-")
        self.counts = Counter()
        self.begin = time.monotonic()
        self.world = World(os.path.join(self.folder, "kills"), self.random, self.counts)
        self.report = Report(options, [phone.described for phone in self.world.phones])
        self.first_steps()

    def first_steps(self):
        """Something to begin with: items at the server and on the phones, and a first sync in good weather."""
        for user in (self.world.third, *self.world.phones):
            for kind in ("contact",) * 4 + ("event",) * 2 + ("note",):
                with self.world.model.lock:
                    self.world.note("%s %s" % (user.name, user.add(kind)))
        self.world.settle()
        self.world.model.settled()
        self.settled_kills = self.counts["kills"]
        self.era_began = self.counts["kills"]

    # One step: users type, phones sync, footbridge is killed

    def step(self):
        world = self.world
        for user in (world.third, *world.phones):
            for _ in range(self.random.choice((0, 1, 1, 2, 4))):
                user.act()
        patience = self.random.choice((0, 0, 5))
        world.weather(
            *self.random.choice(WEATHERS), patience=patience, meddling=self.random.choice((0, 0, 0.05)), slow=0.08)
        phones = self.random.sample(world.phones, self.random.choice((1, 1, 2)))
        world.killer.arm(world.killer.draw())
        self.restarts_left = self.random.choice((0, 0, 0, 1, 2))
        world.syncs(phones, once_killed=self.after_kill)
        world.killer.disarm()
        if world.killer.killed.is_set():
            self.after_kill()
        world.assert_alive()

    def after_kill(self):
        """The database is looked at, and footbridge starts again; sometimes it is killed while it does, or again in
        the same sync."""
        world = self.world
        world.killer.killed.clear()
        self.counts["kills"] += 1
        world.check_state()
        if self.random.random() < 0.1:
            self.kill_while_starting()
        world.restart()
        if self.restarts_left:
            self.restarts_left -= 1
            world.killer.arm(world.killer.draw())

    def kill_while_starting(self):
        world = self.world
        world.killer.arm(Plan(AT_A_TIME, None, self.random.uniform(0, 0.12)))
        why = ""
        try:
            world.bridge.start()
        except NotReady as error:
            why = str(error)
        world.killer.disarm()
        world.killer.killed.clear()
        code = world.bridge.process.poll()
        if code is None:
            world.bridge.stop()  # the moment came too late, or before there was a process
        elif code != -signal.SIGKILL:
            raise Violation(("restarts", why))
        else:
            self.counts["kills"] += 1
            self.counts["kills while starting"] += 1
            world.check_state()

    def settle(self):
        self.world.settle()
        invariants.check(self.world)
        self.counts["settled"] += 1
        self.settled_kills = self.counts["kills"]
        self.world.clear()

    # The run

    def is_over(self):
        minutes = self.options.minutes
        if minutes and time.monotonic() - self.begin > minutes * 60:
            return True
        return self.counts["kills"] >= self.options.kills or len(self.report.failures) >= MOST_FAILURES

    def run(self):
        has_failed = False
        while not self.is_over():
            try:
                if has_failed:
                    has_failed = False
                    self.start_anew()
                self.step()
                if self.counts["kills"] - self.settled_kills >= BETWEEN_SETTLING or self.is_over():
                    self.settle()
                    self.say("%d kills" % self.counts["kills"])
                    if self.counts["kills"] - self.era_began >= ERA and not self.is_over():
                        self.start_anew()
            except Violation as violation:
                has_failed = True
                self.failed(violation)
            except (AssertionError, DAVError, NotReady) as error:
                has_failed = True
                self.failed(Violation(("commands and servers answer", str(error))))
        if not self.options.no_disk:
            self.fill_the_disk()
        self.world.close()
        return self.finish()

    def start_anew(self):
        self.world.killer.disarm()
        self.world.weather(0, 0)
        if self.world.bridge.process.poll() is not None:
            self.world.bridge.start()
        self.world.clear()
        self.world.events.clear()
        self.world.new_account()
        self.first_steps()

    def failed(self, violation, world=None, where=None):
        world = world or self.world
        where = where or "seed %d, around kill %d" % (self.options.seed, self.counts["kills"])
        folder = os.path.join(self.options.keep, where.replace(" ", "-").replace(",", ""))
        world.keep(folder, violation)
        self.report.failures.append(Failure(where, violation, folder))
        self.say(str(self.report.failures[-1]))

    def fill_the_disk(self):
        line, _ = disk.run(
            self.folder, self.random, self.counts,
            lambda world, violation: self.failed(violation, world, "seed %d, full disk" % self.options.seed))
        self.report.disk = line
        self.say("full disk: %s" % line)

    def finish(self):
        seconds = time.monotonic() - self.begin
        sides = {line.name: line.faults for line in self.world.lines}
        text = self.report.text(self.counts, sides, seconds)
        print(text)
        if self.options.report:
            section.write(self.options.report, "torture", text)
        return 1 if self.report.failures else 0

    def say(self, text):
        print("%6.1f s  %s" % (time.monotonic() - self.begin, text), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="end after so many minutes, whatever the number of kills")
    parser.add_argument("--report", help="write the report to this file's section, in Markdown")
    parser.add_argument("--date", help="for the report")
    parser.add_argument("--commit", help="for the report")
    parser.add_argument("--keep", default=os.path.join(ROOT, ".build", "torture"), help="where transcripts are kept")
    parser.add_argument("--no-disk", action="store_true", help="without the full disk")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all that was started and mounted goes away
    if not os.access(bridge.binary(), os.X_OK):
        sys.exit("no program at %s: `make torture` builds it first" % bridge.binary())
    return Torture(options).run()


if __name__ == "__main__":
    sys.exit(main())
