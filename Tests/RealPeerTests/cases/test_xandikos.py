"""Xandikos, which has no authentication of its own: a stored account with a password for phones."""

import os

from peers import items
from peers.upstream import KINDS, Xandikos
from peers.world import PeerTest


class StoredAccount(PeerTest):
    def test_two_way_with_all_four_databases(self):
        xandikos = Xandikos(os.path.join(self.folder, "xandikos")).start()
        self.addCleanup(xandikos.stop)
        account = xandikos.account()
        account.login = ("lanterna", "keypad-8")
        self.bridge.add_account("lanterna", xandikos.url, None, None, "keypad-8")
        # Xandikos says of every calendar that it holds everything: which is which has to be told.
        self.bridge.run(
            "account", "set", "lanterna", "contacts=contacts", "calendar=calendar", "tasks=tasks", "notes=notes")
        device = self.device(account, auth="md5")
        for kind in KINDS:
            account.put(kind, "jakub", items.sample(kind, "Jakub", 1))
            device.put(kind, "1", items.sample(kind, "Ladi", 2, on="phone"))
        device.sync()
        self.assertInSync(device, account, count=2)

        account.edit(account.find("contact", "Jakub"), "+420 601 000 001", "+420 777 000 001")
        device.edit("event", "Ladi", "SUMMARY:Ladi", "SUMMARY:Ladi v Brně")
        account.delete(account.find("task", "Jakub"))
        device.delete("note", "Ladi")
        device.sync()
        self.assertInSync(device, account)
        self.assertEqual(
            {kind: len(account.bodies(kind)) for kind in KINDS}, {"contact": 2, "event": 2, "task": 1, "note": 1})
        self.assertQuiet(device, account)

    def test_such_a_server_is_refused_as_pass_through(self):
        """Any password would do there: signing in with it proves nothing."""
        xandikos = Xandikos(os.path.join(self.folder, "open")).start()
        self.addCleanup(xandikos.stop)
        self.bridge.stop()
        self.bridge.upstream, radicale = xandikos.url, self.bridge.upstream
        self.bridge.start()

        def restore():
            self.bridge.stop()
            self.bridge.upstream = radicale
            self.bridge.start()

        self.addCleanup(restore)
        account = self.account()
        device = self.device(account)
        device.sync(expect=1)
