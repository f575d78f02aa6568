"""Two phones and a third client change the same items at the same moment: what they do, and what must be there afterwards."""

import re

from peers import compare
from peers.third import Moment, ThirdClient, wait_until
from peers.upstream import Snapshot

# What the second phone and the third client change in an item, each a property of its own: before and after. A note has two: its
# text, of which the first phone has the title, and what phones do not see.
PARTS = {
    "contact": (("Hodinář", "Zvonař"), ("První řádek", "Třetí řádek")),
    "event": (("Kavárna Špejchar", "Knihovna"), ("lupu", "mapu")),
    "task": (("T160000Z", "T180000Z"), ("Úkol číslo", "Práce číslo")),
    "note": (("chléb", "sýr"), ("END:VJOURNAL", "CATEGORIES:Kuchyně\r\nEND:VJOURNAL")),
}
# Where all write.
SAME_PLACE = {"contact": "První řádek", "event": "lupu", "task": "Úkol číslo", "note": "chléb"}
HANDS = ("first", "second", "third")
# SOGo deletes whatever If-Match says (footbridge knows, see WriteTrust): there the third client looks before it writes.
LOOK_FIRST = ("sogo",)
DELETED_BY_THIRD = ("Cora010", "Cora012")
DELETED_BY_SECOND = ("Cora014", "Cora016")


def title(kind, name):
    """How the one line begins that names an item at the server."""
    return ("FN:" if kind == "contact" else "SUMMARY:") + name


def said(hand, kind, name):
    """What a hand writes where all write."""
    return "hand-%s-%s-%s" % (hand, kind, name[-3:])


class SameItems:
    """Annas are changed in three places, Bertas in one place by all; of Coras one hand deletes what another one changes."""

    def change_the_same_items(self, phones, account, counts):
        third = ThirdClient(account, looks_first=self.server in LOOK_FIRST)
        paths = self.open_all(third, account)
        self.type_on_phones(phones, paths)
        self.sync_while_third_types(phones, account, third, paths)
        self.assertGreater(third.late, 0, "the third client was always first")
        self.sync_until_equal(phones, account, counts)
        history, after = self.bridge.run("history", "--account", "lanterna", "--limit", "10000"), Snapshot(account)
        for kind in account.kinds:
            there = ["\n".join(compare.unfolded(body)) for body in after.bodies(kind).values()]
            for _, name in filter(lambda key: key[0] == kind, paths):
                seen = "\n".join(third.seen.get(paths[kind, name], []))
                self.assertNothingLost(kind, name, there, history + seen)
        for phone in phones:
            self.assertQuiet(phone, account)

    @staticmethod
    def open_all(third, account):
        """Opens the items that all change in the third client; (kind, name) -> path."""
        before, paths = Snapshot(account), {}
        for kind in account.kinds:
            for path, body in before.bodies(kind).items():
                name = re.search(title(kind, r"(\w+)"), body)[1]
                if re.match("Anna|Berta", name) or name in DELETED_BY_THIRD + DELETED_BY_SECOND:
                    paths[kind, name] = path
                    third.open(path)
        return paths

    @staticmethod
    def type_on_phones(phones, paths):
        for kind, name in paths:
            if name.startswith("Anna"):
                phones[0].edit(kind, name, name, name.replace("Anna", "Dora"))
                phones[1].edit(kind, name, *PARTS[kind][0])
            elif name.startswith("Berta"):
                for phone, hand in zip(phones, HANDS):
                    phone.edit(kind, name, SAME_PLACE[kind], said(hand, kind, name))
            elif name in DELETED_BY_THIRD:
                phones[0].edit(kind, name, *PARTS[kind][0])
            else:
                phones[1].delete(kind, name)

    def sync_while_third_types(self, phones, account, third, paths):
        """A third of its edits lie at the server when the phones, which have just heard what is there, send theirs; a third come
        while those are written; the rest is typed into what it had read before, when one phone is done."""
        waves = [[], [], []]
        for key in paths:
            waves[int(key[1][-3:]) // 2 % 3].append(key)
        moment = Moment(self.relay, phones)
        sessions = [phone.start() for phone in phones]
        try:
            moment.wait()
            self.type_as_third(third, paths, waves[0])
            tags = account.dav.members(account.paths["contact"])
            moment.end()
            wait_until(lambda: account.dav.members(account.paths["contact"]) != tags)
            self.type_as_third(third, paths, waves[1])
            wait_until(lambda: any(session.poll() is not None for session in sessions))
            self.type_as_third(third, paths, waves[2])
        finally:
            moment.end()
            outcomes = [phone.finish(session) for phone, session in zip(phones, sessions)]
        for phone, outcome in zip(phones, outcomes):
            self.assertEqual(outcome.code, 0, "%s\n%s" % (phone.name, outcome.errors()))

    @staticmethod
    def type_as_third(third, paths, keys):
        for kind, name in keys:
            path = paths[kind, name]
            if name in DELETED_BY_THIRD:
                third.delete(path)
            elif name in DELETED_BY_SECOND:
                # In view of the phone: what it cannot show is no reason to keep what its user deletes.
                third.change(path, *PARTS[kind][0])
            elif name.startswith("Berta"):
                third.change(path, r"%s|hand-\w+-\w+-\d+" % SAME_PLACE[kind], said("third", kind, name))
            else:
                third.change(path, *PARTS[kind][1])

    def assertNothingLost(self, kind, name, there, elsewhere):
        """What the hands did to one item is in it, once; of what they wrote in one place, the rest is `elsewhere`: in the history,
        or before the eyes of who typed over it."""
        now = name.replace("Anna", "Dora")
        found = [text for text in there if re.search(title(kind, now + r"\b"), text)]
        self.assertEqual(len(found), 1, "%s %s:\n%s" % (kind, now, "\n".join(found)))
        second, third = (new.splitlines()[0] for _, new in PARTS[kind])
        for part in {"Anna": (second, third), "Cora": (second,)}.get(name[:4], ()):
            self.assertEqual(found[0].count(part), 1, "%r in %s %s:\n%s" % (part, kind, now, found[0]))
        if name.startswith("Berta"):
            words = [said(hand, kind, name) for hand in HANDS]
            kept = [word for word in words if word in found[0]]
            self.assertEqual(len(kept), 1, found[0])
            for word in words:
                self.assertTrue(word in kept or word in elsewhere, "%s of %s %s is nowhere" % (word, kind, name))
