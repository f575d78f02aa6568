"""Undo, backup and restore through the command line, with a real server and a phone that must follow."""

import json
import os
import stat

from peers import items
from peers.processes import NotReady
from peers.world import PeerTest


class Undo(PeerTest):
    def shared(self, names=("Adam", "Bedřich")):
        """An account and two phones that agree on some contacts."""
        account = self.account()
        phones = [self.phone(account), self.phone(account)]
        for number, name in enumerate(names, 1):
            account.put("contact", "item-%d" % number, items.sample("contact", name, number))
        for phone in phones:
            phone.sync(kinds=["contact"])
            self.assertEqual(len(phone.items("contact")), len(names))
        return account, phones

    def history(self, account):
        return json.loads(self.bridge.run("history", "--account", account.login[0], "--json"))

    def newest(self, account, what):
        return next(line for line in self.history(account) if line["what"] == what)

    def test_a_deleted_contact_comes_back_byte_by_byte(self):
        account, (first, second) = self.shared()
        before = account.bodies("contact")
        first.delete("contact", "Adam")
        first.sync(kinds=["contact"])
        second.sync(kinds=["contact"])
        self.assertEqual(len(second.items("contact")), 1)
        entry = str(self.newest(account, "deleted")["entry"])
        dry = self.bridge.run("undo", entry, "--dry-run")
        self.assertIn("restored", dry)
        self.assertIn("nothing was written", dry)
        self.assertEqual(len(account.bodies("contact")), 1)
        self.assertIn("restored", self.bridge.run("undo", entry))
        self.assertEqual(account.bodies("contact"), before)
        for phone in (first, second):
            phone.sync(kinds=["contact"])
            phone.find("contact", "Adam")
        self.assertIn("undone already", self.bridge.run("undo", entry))

    def test_a_session_and_back(self):
        account, (first, second) = self.shared()
        first.edit("contact", "Adam", "+420 222 111 001", "+420 222 999 001")
        first.delete("contact", "Bedřich")
        first.put("contact", "new", items.sample("contact", "Cyril", 3, on="phone"))
        first.sync(kinds=["contact"])
        session = "s%d" % self.newest(account, "created")["session"]
        report = json.loads(self.bridge.run("undo", session, "--json"))
        self.assertEqual(sorted(line["outcome"] for line in report["lines"]), ["changed", "removed", "restored"])
        account.find("contact", "+420 222 111 001")
        account.find("contact", "Bedřich")
        self.assertEqual(len(account.bodies("contact")), 2)
        self.bridge.run("undo", "u%d" % report["step"])
        account.find("contact", "+420 222 999 001")
        account.find("contact", "Cyril")
        self.assertEqual(len(account.bodies("contact")), 2)
        for phone in (first, second):
            phone.sync(kinds=["contact"])
            phone.find("contact", "+420 222 999 001")
            self.assertEqual(len(phone.items("contact")), 2)

    def test_a_later_edit_survives(self):
        account, (first, _) = self.shared(names=("Adam",))
        first.edit("contact", "Adam", "+420 222 111 001", "+420 222 999 001")
        first.sync(kinds=["contact"])
        entry = str(self.newest(account, "updated")["entry"])
        path = account.find("contact", "Adam")
        account.edit(path, "END:VCARD", "X-LATER:kept\r\nEND:VCARD")
        self.assertIn("TEL", self.bridge.run("undo", entry))
        account.find("contact", "X-LATER:kept")
        account.find("contact", "+420 222 111 001")

    def test_exit_codes(self):
        account, (first, _) = self.shared(names=("Adam",))
        self.bridge.run("undo", "nonsense", expect=2)
        self.bridge.run("undo", "999999", expect=1)
        first.put("contact", "new", items.sample("contact", "Cyril", 3, on="phone"))
        first.sync(kinds=["contact"])
        entry = str(self.newest(account, "created")["entry"])
        account.edit(account.find("contact", "Cyril"), "END:VCARD", "NOTE:later\r\nEND:VCARD")
        self.assertIn("not undone", self.bridge.run("undo", entry, expect=1))
        account.find("contact", "NOTE:later")


class BackupAndRestore(PeerTest):
    def test_while_the_server_runs_and_back(self):
        account = self.account()
        phone = self.phone(account)
        for number, name in enumerate(("Adam", "Bedřich"), 1):
            account.put("contact", "item-%d" % number, items.sample("contact", name, number))
        phone.sync(kinds=["contact"])
        file = os.path.join(self.folder, "backup.sqlite")
        self.bridge.run("backup", file)
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.bridge.run("backup", file, expect=1)
        self.bridge.run("backup", file, "--force")
        self.bridge.run("restore", file, expect=1)

        phone.edit("contact", "Adam", "+420 222 111 001", "+420 222 999 001")
        phone.sync(kinds=["contact"])
        self.bridge.stop()
        self.assertIn("before-restore", self.bridge.run("restore", file))
        self.bridge.start()
        phone.put("contact", "new", items.sample("contact", "Cyril", 3, on="phone"))
        phone.sync(kinds=["contact"])
        self.assertEqual(len(phone.items("contact")), 3)
        self.assertEqual(len(account.bodies("contact")), 3)
        account.find("contact", "+420 222 999 001")
        before = account.etags()
        phone.sync(kinds=["contact"])
        self.assertEqual(account.etags(), before, "a sync without changes wrote on the server")

    def test_a_damaged_state_is_refused_with_advice(self):
        file = os.path.join(self.folder, "sound.sqlite")
        self.bridge.run("backup", file)
        self.bridge.stop()
        state = os.path.join(self.bridge.state, "footbridge.sqlite")
        for name in (state + "-wal", state + "-shm"):
            if os.path.exists(name):
                os.unlink(name)
        with open(state, "wb") as damaged:
            damaged.write(b"A" * 8192)
        with self.assertRaises(NotReady):
            self.bridge.start()
        self.assertIn("footbridge restore", self.bridge.log_text())
        self.bridge.run("restore", file)
        self.bridge.start()
