"""One account on a line of its own, its phone, and what becomes of the items that both sides make, change and delete."""

from . import compare, items
from .fault_line import FaultLine
from .phone import Phone

KINDS = ("contact", "event")
PASSWORD = "keypad-7"
MOST_SYNCS = 4
# What a phone's user types over, and what another client does.
EDITS = {
    "phone": {"contact": ("+420 222 111", "+420 222 999"), "event": ("Kavárna Špejchar", "Knihovna")},
    "server": {"contact": ("Hodinář", "Knihař"), "event": ("lupu", "deštník")},
}


class TwoSides:
    def __init__(self, folder, upstream, bridge, has_multiget=True):
        self.folder, self.bridge = folder, bridge
        self.account = upstream.account()
        self.line = FaultLine(upstream.port, has_multiget)
        self.name = "phone-" + self.account.name
        bridge.add_account(self.name, self.line.url, self.account.name, self.account.password, PASSWORD)
        self.phone = self.new_phone(self.name)
        self.paths = {}
        # kind -> title -> text, of what both sides must have in the end.
        self.expected = {kind: {} for kind in KINDS}

    def new_phone(self, name):
        return Phone(self.folder, self.bridge.url, self.name, PASSWORD, name)

    def close(self):
        self.line.stop()

    # What happens on the two sides

    def type(self, kind, title, number):
        """A new item on the phone."""
        text = items.sample(kind, title, number, on="phone")
        self.phone.put(kind, title, text)
        self.expected[kind][title] = text

    def store(self, kind, title, number):
        """A new item at the server."""
        text = items.sample(kind, title, number)
        self.paths[kind, title] = self.account.put(kind, title, text)
        self.expected[kind][title] = text

    def edited(self, kind, title, side):
        old, new = EDITS[side][kind]
        self.expected[kind][title] = self.expected[kind][title].replace(old, new)
        return old, new

    def meet(self):
        """Each side has items of its own, and they have one in common."""
        for kind in KINDS:
            for number, title in enumerate(("Adam", "Bert", "Emil"), 1):
                self.type(kind, title, number)
            for number, title in enumerate(("Emil", "Cyril", "Dora"), 3):
                self.store(kind, title, number)

    def part(self):
        """Both are changed: each side adds, edits and deletes one item."""
        for kind in KINDS:
            self.phone.edit(kind, "Adam", *self.edited(kind, "Adam", "phone"))
            self.phone.delete(kind, "Bert")
            self.type(kind, "Filip", 6)
            self.account.edit(self.paths[kind, "Cyril"], *self.edited(kind, "Cyril", "server"))
            self.account.delete(self.paths[kind, "Dora"])
            self.store(kind, "Gita", 7)
            for title in ("Bert", "Dora"):
                del self.expected[kind][title]

    # Syncs

    def sync(self):
        """How many items this sync moved; None when it failed."""
        report = self.phone.report(KINDS)
        stores = report["stores"]
        if report.get("failure") or any(each.get("status") or each["problems"] for each in stores):
            return None
        return sum(
            each[side][what] for each in stores for side in ("sent", "received")
            for what in ("adds", "replaces", "deletes"))

    def settle(self):
        """Syncs until nothing moves and nothing is written; returns what is wrong with that."""
        for _ in range(MOST_SYNCS):
            before = self.account.etags()
            moved = self.sync()
            if moved == 0 and self.account.etags() == before:
                return []
        return ["after %d syncs without faults there is no rest: the last one %s" % (
            MOST_SYNCS, "failed" if moved is None else "moved %d items" % moved)]

    # What must be

    def differences(self):
        """What the server, the phone and a phone that comes for the first time have, other than expected."""
        found = self.compared("server", {kind: self.account.bodies(kind) for kind in KINDS})
        found += self.compared("phone", {kind: self.phone.items(kind) for kind in KINDS})
        before = self.account.etags()
        second = self.new_phone(self.name + "-2")
        second.report(KINDS)
        found += self.compared("second phone", {kind: second.items(kind) for kind in KINDS})
        if self.account.etags() != before:
            found.append("a second phone's first sync wrote on the server")
        return found

    def compared(self, side, held):
        return [
            "%s: %s" % (side, line) for kind in KINDS for line in compare.differences(
                kind, list(held[kind].values()), list(self.expected[kind].values()), (side, "expectation"))]

    def told(self):
        """What footbridge says about this account and its phones: its log, and the history of its writes."""
        log = [line for line in self.bridge.log_text().splitlines() if self.name in line]
        return "\n".join(log) + "\n" + self.bridge.run("history", "--account", self.name)
