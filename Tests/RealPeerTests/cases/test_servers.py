"""Two phones and a third client on one account of each server: all sides equal in the end, nothing lost, nothing doubled. First each
changes items of its own, then all three change the same ones at the same moment.

`make test` does this with sabre/dav, `make test-servers` with all (Calypso, which renames what is written and doubles what two write at
once, the first half); FOOTBRIDGE_SERVERS names others.
"""

import os
import threading

from cases.same_items import SameItems, title
from peers import items
from peers.processes import free_port
from peers.servers import SERVERS
from peers.syncevolution import STORES
from peers.upstream import COLLECTIONS, Snapshot
from peers.world import PeerTest

COUNTS = {"contact": 80, "event": 60, "task": 40, "note": 20}
ALL = [name for name in SERVERS if name not in ("mod_dav", "wsgidav")]


def sample(kind, name, number, on="server"):
    """An ordinary item; a note of more lines than two, so that several people can write in it."""
    if kind != "note":
        return items.sample(kind, name, number, on)
    text = "číslo %d\nchléb\npolévka\nmléko" % number
    return items.note(name, text) if on == "phone" else items.journal(name, text.replace("\n", "\\n"), number)


def chosen():
    names = os.environ.get("FOOTBRIDGE_SERVERS", "sabre")
    return ALL if names == "all" else [name for name in names.split() if name in ALL]


class OnServer(SameItems, PeerTest):
    """The suite; its subclasses name their server."""

    server = None

    @classmethod
    def start_upstream(cls):
        # Some servers run as users of their own.
        os.chmod(cls.folder, 0o711)
        return SERVERS[cls.server](os.path.join(cls.folder, "server"), free_port()).start()

    def stored_account(self):
        """An account with one collection for each kind, said by its name: servers bring some of their own."""
        account = self.upstream.account()
        account.login = ("lanterna", "keypad-8")
        user, password = (account.name, account.password) if self.upstream.needs_login else (None, None)
        self.bridge.add_account("lanterna", self.upstream.url, user, password, "keypad-8")
        # Where they are made by hand, their home does not say what they are.
        names = {COLLECTIONS[kind][0]: COLLECTIONS[kind][0] if self.upstream.makes_collections else account.paths[kind]
                 for kind in account.kinds}
        self.bridge.run("account", "set", "lanterna", *["%s=%s" % pair for pair in names.items()])
        return account

    def test_two_phones_and_a_third_client(self):
        account = self.stored_account()
        kinds = account.kinds
        stores = [STORES[kind] for kind in kinds]
        phones = [
            self.device(account, stores=stores),
            self.device(account, stores=stores, version="1.1", wbxml=False),
        ]
        self.paths = {}
        for kind in kinds:
            for number in range(0, COUNTS[kind], 2):
                self.paths[kind, number] = account.put(
                    kind, "server-%d" % number, sample(kind, "Jakub%03d" % number, number))
                phones[0].put(kind, str(number), sample(kind, "Ladi%03d" % number, number + 1, on="phone"))
        self.sync_until_equal(phones, account, COUNTS)

        # Each of three hands changes items of its own, while the phones sync.
        hands = threading.Thread(target=self.edit_upstream, args=(account, kinds))
        for kind in kinds:
            for number in range(0, 10, 2):
                self.rename(phones[0], kind, "Ladi%03d" % number, "Anna")
                self.rename(phones[1], kind, "Ladi%03d" % (number + 10), "Berta")
            phones[0].delete(kind, "Jakub002")
            phones[1].delete(kind, "Jakub004")
        hands.start()
        for phone in phones:
            phone.sync()
        hands.join()
        self.assertEqual(self.trouble, [])
        counts = {kind: COUNTS[kind] - 3 for kind in kinds}
        self.sync_until_equal(phones, account, counts)
        after = Snapshot(account)
        for kind in kinds:
            there = "\n".join(after.bodies(kind).values())
            for name in ("Anna", "Berta", "Cora"):
                self.assertEqual(there.count(title(kind, name)), 5, "%s, %s" % (kind, name))
            for name in ("Jakub002", "Jakub004", "Jakub006"):
                self.assertNotIn(name, there)
        for phone in phones:
            self.assertQuiet(phone, account)
        if self.upstream.keeps_names:
            self.change_the_same_items(phones, account, counts)
        else:
            print("%s doubles an item that two clients write at once: each had its own" % self.upstream.name)

    def rename(self, phone, kind, name, other):
        phone.edit(kind, name, name, other + name[-3:])

    def edit_upstream(self, account, kinds):
        self.trouble = []
        try:
            for kind in kinds:
                for number in range(10, 20, 2):
                    account.edit(self.paths[kind, number], "Jakub%03d" % number, "Cora%03d" % number)
                account.delete(self.paths[kind, 6])
        except Exception as error:  # told by the test, which runs elsewhere
            self.trouble.append(repr(error))

    def sync_until_equal(self, phones, account, counts):
        for _ in range(2):
            for phone in phones:
                phone.sync()
        there = Snapshot(account)
        for phone in phones:
            self.assertInSync(phone, there, kinds=account.kinds)
        for kind in account.kinds:
            self.assertEqual(len(there.bodies(kind)), counts[kind], kind)


for each in chosen():
    name = "".join(part.capitalize() for part in each.replace("_", "-").split("-"))
    globals()["On" + name] = type("On" + name, (OnServer,), {"server": each, "__module__": __name__})
del OnServer
