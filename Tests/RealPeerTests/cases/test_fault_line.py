"""Each request that footbridge sends to its server fails in turn, in each way: afterwards all sides are equal again.

A case is a story, a position and a fault: the request number `position` of the story's sync meets the fault. The line
then is good, and the phone syncs until nothing moves. `make test` takes a share of the cases; FOOTBRIDGE_FAULTS names
others: `all`, or cases like `changes-7-reset-after` and `changes-every-weak-etag`.
"""

import collections
import concurrent.futures
import os
import sys
import threading
import time
import unittest

from peers.fault_line import EVERY
from peers.line_faults import FAULTS, SPELLINGS, TIMEOUT
from peers.two_sides import TwoSides
from peers.upstream import Radicale
from peers.world import PeerTest, evidence_folder

CHOSEN = os.environ.get("FOOTBRIDGE_FAULTS", "")
# How far apart the positions are at which a share of the cases puts one fault and the next; it takes every position.
STRIDE = 5
# Cases at work at once, those left out that wait for a time-out.
AT_ONCE = 3


class Story(PeerTest):
    """The suite; its subclasses say what happens before the sync that is disturbed."""

    settings = {"FOOTBRIDGE_LOG_LEVEL": "debug"}
    name = None
    has_multiget = True
    # The faults that a share has once, by their numbers.
    in_share = slice(None)
    # The methods at one of which a share has each of them once more, a time-out (60 s, while others run) only there.
    writes = ()
    # Fault -> positions of the cases that wait for a repair of footbridge: they alone may fail, and must.
    awaiting = {}

    @classmethod
    def setUpClass(cls):
        cls.named = sorted(each for each in CHOSEN.split() if each.startswith(cls.name + "-"))
        if CHOSEN not in ("", "all") and not cls.named:
            raise unittest.SkipTest("FOOTBRIDGE_FAULTS names cases of other stories")
        super().setUpClass()

    @classmethod
    def start_upstream(cls):
        users = ["user%04d" % number for number in range(2000)]
        return Radicale(os.path.join(cls.folder, "radicale"), users).start()

    def keep_evidence(self):
        pass  # each failed case keeps its own

    def begin(self):
        return TwoSides(self.folder, self.upstream, self.bridge, self.has_multiget)

    def prepare(self, sides):
        """All that comes before the sync that is disturbed."""
        raise NotImplementedError

    def undisturbed(self):
        """The requests of the sync without a fault, in their order: the positions."""
        sides = self.begin()
        self.prepare(sides)
        sides.line.begin()
        sides.sync()
        requests = list(sides.line.exchanges)
        self.assertEqual(sides.settle() + sides.differences(), [])
        sides.close()
        return requests

    # Which cases

    def cases(self, requests):
        """(position, fault) of each chosen case; those that wait long come first."""
        found = []
        faults = list(enumerate(FAULTS.values()))
        for number, fault in faults if CHOSEN else faults[self.in_share]:
            fitting = [
                at for at, request in enumerate(requests, 1)
                if fault.fits(request) and self.makes_sense(request)]
            if not CHOSEN:
                writes = [at for at in fitting if requests[at - 1].method in self.writes]
                ways = (writes,) if fault.name == TIMEOUT else (writes, fitting)
                fitting = sorted({way[number * STRIDE % len(way)] for way in ways if way})
            found += [(at, fault) for at in fitting]
            if fault.name in SPELLINGS and (CHOSEN or self.writes):
                found.append((EVERY, fault))
        if self.named:
            found = [case for case in found if self.label(*case) in self.named]
            self.assertEqual(sorted(self.label(*case) for case in found), self.named, "no such cases")
        return sorted(found, key=lambda case: case[1].name != TIMEOUT)

    def makes_sense(self, request):
        return True

    def label(self, position, fault):
        return "%s-%s-%s" % (self.name, position, fault.name)

    # The test

    def test_each_request_fails_in_each_way(self):
        began = time.monotonic()
        requests = self.undisturbed()
        cases = self.cases(requests)
        waiting = [case for case in cases if case[1].name == TIMEOUT]
        self.busy = threading.Semaphore(AT_ONCE)
        failed = {}
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool, \
                concurrent.futures.ThreadPoolExecutor(max(1, len(waiting))) as waiting_room:
            running = {
                (waiting_room if case in waiting else pool).submit(self.problems, *case, requests): case
                for case in cases}
            for done in concurrent.futures.as_completed(running):
                if done.result():
                    failed[running[done]] = done.result()
        awaited = [case for case in cases if case[0] in self.awaiting.get(case[1].name, ())]
        print("%s: %d requests (%s), %d cases, %d failed of which %d await a repair, %.0f s" % (
            self.name, len(requests), methods(requests), len(cases), len(failed),
            sum(1 for case in failed if case in awaited), time.monotonic() - began), file=sys.stderr)
        for case in awaited:
            if case in failed:
                del failed[case]
            else:
                failed[case] = ["is mended: it need not be among those that wait for a repair any more"]
        if failed:
            self.fail("%d cases:\n\n" % len(failed) + "\n\n".join(
                "%s at %s: FOOTBRIDGE_FAULTS=%s Tests/RealPeerTests/run.py test_fault_line\n  %s" % (
                    fault.name, at if at == EVERY else requests[at - 1].method, self.label(at, fault),
                    "\n  ".join(problems))
                for (at, fault), problems in sorted(failed.items(), key=lambda item: self.label(*item[0]))))

    def problems(self, position, fault, requests):
        """What is wrong in the end of a case."""
        sides = None
        try:
            with self.busy:
                sides = self.begin()
                self.prepare(sides)
            sides.line.begin(position, fault)
            sides.sync()
            sides.line.heal()
            early = sides.line.early()
            time.sleep(fault.rest)  # the fault itself
            with self.busy:
                problems = self.judge(sides, fault, None if position == EVERY else requests[position - 1])
            problems += ["%s came in spite of Retry-After" % each.method for each in early]
        except Exception as error:  # told with the others
            problems = ["%s: %s" % (type(error).__name__, error)]
        if sides:
            sides.close()
            if problems:
                self.keep(sides, self.label(position, fault), problems)
        return problems

    def judge(self, sides, fault, request):
        """What is wrong once the line is good again. `request`: the one that should have met the fault; None: each."""
        met = sides.line.met
        if met is None:
            return ["no request met the fault: the sync made %d" % len(sides.line.exchanges)]
        problems = sides.settle() + sides.differences()
        if request and met.method != request.method:
            problems.append("the fault met %s, and not %s" % (met.method, request.method))
        if fault.name == TIMEOUT and not met.outlasted:
            problems.append("footbridge did not give up")
        return problems

    @staticmethod
    def keep(sides, label, problems):
        """The case's requests and what footbridge says of them, for whoever looks into it."""
        folder = os.path.join(evidence_folder(), "test_fault_line")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, label + ".txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(problems) + "\n\n")
            for number, each in enumerate(sides.line.exchanges, 1):
                file.write("== %d %s %s\n%s\n\n%s\n-- %s%s\n%s\n%s\n" % (
                    number, each.method, each.path, each.headers, each.body.decode(errors="replace"), each.status,
                    " (%s)" % each.fault.name if each.fault else "", each.reply_headers,
                    each.reply.decode(errors="replace")))
            file.write(sides.told())


def methods(requests):
    """Such as "2 DELETE, 4 PUT"."""
    counts = collections.Counter(request.method for request in requests)
    return ", ".join("%d %s" % (counts[each], each) for each in sorted(counts))


class FirstSync(Story):
    """The server is discovered, and a phone and its account meet: each has items of its own."""

    name = "first"
    in_share = slice(0, None, 2)
    def prepare(self, sides):
        sides.meet()


class Changes(Story):
    """Both sides add, edit and delete."""

    name = "changes"
    writes = ("PUT", "DELETE")

    def prepare(self, sides):
        sides.meet()
        sides.sync()
        sides.part()


class ChangesOneByOne(Changes):
    """The same with a server that gives items by GET only: those requests are disturbed."""

    name = "one-by-one"
    has_multiget = False
    in_share = slice(1, None, 2)
    writes = ()

    def makes_sense(self, request):
        return request.method == "GET"


del Story
