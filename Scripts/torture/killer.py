"""Kills footbridge at a moment that was drawn before: after so many seconds, or when a relay sees its n-th request."""

import statistics
import threading

from peers import faults

AT_A_TIME = "after a while"


class Typical:
    """Medians of what a sync takes, so that moments are drawn from within one."""

    def __init__(self, first):
        self.seen = [first]

    def add(self, value):
        self.seen = (self.seen + [value])[-15:]

    @property
    def value(self):
        return statistics.median(self.seen)


class Plan:
    """When to kill: `where` is a relay's name (or AT_A_TIME), `count` the request (or seconds)."""

    def __init__(self, where, moment, count):
        self.where, self.moment, self.count = where, moment, count

    def __str__(self):
        if self.where == AT_A_TIME:
            return "%.3f s after the start" % self.count
        return "when request %d on the %s side was %s" % (self.count, self.where, self.moment)


class Killer:
    def __init__(self, bridge, relays, random, note):
        self.bridge, self.relays, self.random, self.note = bridge, relays, random, note
        self.lock = threading.Lock()
        self.killed = threading.Event()
        self.plan, self.seen, self.timer = None, 0, None
        self.duration = Typical(0.3)
        self.requests = {relay.name: Typical(8) for relay in relays}

    def draw(self):
        """A moment within a typical sync; sometimes a little later, then nobody may be killed."""
        where = self.random.choice([AT_A_TIME] + [relay.name for relay in self.relays] * 2)
        if where == AT_A_TIME:
            return Plan(where, None, self.random.uniform(0, self.duration.value))
        moment = self.random.choice(faults.MOMENTS)
        return Plan(where, moment, self.random.randint(1, max(1, round(self.requests[where].value))))

    def arm(self, plan):
        with self.lock:
            self.killed.clear()
            self.plan, self.seen = plan, 0
            if plan.where == AT_A_TIME:
                self.timer = threading.Timer(plan.count, self.strike)
                self.timer.daemon = True
                self.timer.start()

    def disarm(self):
        with self.lock:
            self.plan = None
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None

    def saw(self, relay, moment):
        """Told by the relays' threads."""
        with self.lock:
            plan = self.plan
            if plan is None or plan.where != relay.name or plan.moment != moment:
                return
            self.seen += 1
            due = self.seen >= plan.count
        if due:
            self.strike()

    def strike(self):
        with self.lock:
            if self.plan is None:
                return
            plan, self.plan = self.plan, None
            self.bridge.kill()
            self.note("kill -9 %s" % plan)
            self.killed.set()
