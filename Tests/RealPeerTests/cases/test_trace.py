"""Traces and suspended sessions, through the command line and real folders."""

import os

from peers import items
from peers.world import PeerTest


class Trace(PeerTest):
    def traced_files(self):
        return self.private_files(os.path.join(self.bridge.state, "traces"))

    def test_a_traced_phone(self):
        account = self.account()
        phone = self.phone(account)
        account.put("contact", "adam", items.sample("contact", "Adam", 1))
        phone.sync(kinds=["contact"])
        self.assertFalse(os.path.exists(os.path.join(self.bridge.state, "traces")))
        said = self.bridge.run("device", "trace", phone.name, "on")
        self.assertIn(os.path.join(self.bridge.state, "traces"), said)
        phone.put("contact", "bert", items.sample("contact", "Bert", 2))
        phone.sync(kinds=["contact"])
        files = self.traced_files()
        report = next(text for path, text in files.items() if path.endswith("report.txt"))
        self.assertIn("from the device: 1 new, 0 changed, 0 deleted", report)
        self.assertIn("created: Bert", report)
        first = next(text for path, text in files.items() if path.endswith("01-phone.xml"))
        self.assertIn("<SyncML", first)
        for text in files.values():
            self.assertNotIn(account.login[1], text)
        self.assertIn("no more", self.bridge.run("device", "trace", phone.name, "off"))
        count = len(files)
        phone.sync(kinds=["contact"])
        self.assertEqual(len(self.traced_files()), count)
        self.bridge.run("device", "trace", phone.name, "maybe", expect=2)


class Suspension(PeerTest):
    def test_a_suspended_sync_goes_on(self):
        account = self.account()
        phone = self.phone(account)
        for number in range(60):
            text = items.sample("contact", "Person%d" % number, number)
            long = text.replace("END:VCARD", "NOTE:%s\r\nEND:VCARD" % ("long " * 600))
            self.assertNotEqual(text, long)
            phone.put("contact", "item-%d" % number, long)
        said = phone.run("sync", "contacts", "--suspend-after", "2")
        self.assertIn("suspended", said)
        self.assertEqual(len(account.bodies("contact")), 0)
        rest = phone.run("sync", "contacts", "--resume")
        self.assertIn("201 resumed", rest)
        self.assertEqual(len(account.bodies("contact")), 60)
        self.assertIn("exclude each other", phone.run("sync", "--suspend-after", "2", "--resume", expect=None))
