"""Notes as text files of a WebDAV folder, at WsgiDAV: with SyncEvolution and with `footbridge phone`. At Apache's mod_dav, too, where
FOOTBRIDGE_SERVERS names it: `make test-servers`."""

import json
import os

from peers.processes import free_port
from peers.servers.mod_dav import ModDAV
from peers.servers.wsgidav import WsgiDAV, WsgiDAVDigest
from peers.world import PeerTest


class NoteFolder(PeerTest):
    has_digest = True

    def folder_server(self, folder, digest):
        return (WsgiDAVDigest if digest else WsgiDAV)(folder, free_port()).start()

    def folder_account(self, name, digest=False):
        """An account whose server has nothing but a folder of notes."""
        server = self.folder_server(os.path.join(self.folder, name), digest)
        self.addCleanup(server.stop)
        self.bridge.add_account(name, server.url, "alice", "secret", "keypad-9")
        self.bridge.run("account", "set", name, "notes=/Notes")
        account = self.account()
        account.login = (name, "keypad-9")
        return server, account

    def both_ways(self, name, digest):
        server, account = self.folder_account(name, digest)
        server.write("Shopping.txt", b"Shopping\r\nmilk\r\n")
        server.write("Ideas.md", "# Ideas\n\n- \u00e4pfel\n")
        server.write("photo.jpg", b"\xff\xd8\x00no text")
        check = self.bridge.run("check", name)
        self.assertIn("as text files, without sync-collection, 2 items", check)
        phone = self.phone(account)
        phone.put("note", "plan", "Plan for May\nplant \u20ac 5")
        phone.sync(kinds=["note"])
        self.assertEqual(
            sorted(phone.items("note").values()),
            ["# Ideas\n\n- \u00e4pfel", "Plan for May\nplant \u20ac 5", "Shopping\nmilk"])
        self.assertEqual(server.files()["Plan for May.txt"], "Plan for May\nplant \u20ac 5\n".encode())

        phone.edit("note", "Shopping", "milk", "oat milk")
        server.write("Ideas.md", "# Ideas\n\n- \u00e4pfel\n- birnen\n")
        phone.sync(kinds=["note"])
        self.assertEqual(server.files()["Shopping.txt"], b"Shopping\r\noat milk\r\n")
        self.assertIn("# Ideas\n\n- \u00e4pfel\n- birnen", phone.items("note").values())

        # A rename moves nothing; a deletion goes either way.
        os.rename(os.path.join(server.notes, "Plan for May.txt"), os.path.join(server.notes, "Plan.txt"))
        before = phone.items("note")
        phone.sync(kinds=["note"])
        self.assertEqual(phone.items("note"), before)
        phone.edit("note", "Plan for May", "plant", "plants")
        os.unlink(os.path.join(server.notes, "Ideas.md"))
        phone.sync(kinds=["note"])
        self.assertEqual(server.files()["Plan.txt"], "Plan for May\nplants \u20ac 5\n".encode())
        self.assertEqual(len(phone.items("note")), 2)
        phone.delete("note", "Shopping")
        phone.sync(kinds=["note"])
        self.assertEqual(sorted(server.files()), ["Plan.txt", "photo.jpg"])
        times = {name: os.stat(os.path.join(server.notes, name)).st_mtime_ns for name in server.files()}
        phone.sync(kinds=["note"])
        self.assertEqual(
            times, {name: os.stat(os.path.join(server.notes, name)).st_mtime_ns for name in server.files()})

    def test_both_ways_with_basic(self):
        self.both_ways("basic", digest=False)

    def test_both_ways_with_digest(self):
        if not self.has_digest:
            self.skipTest("started with Basic alone")
        self.both_ways("digest", digest=True)

    def test_two_phones_and_syncevolution(self):
        """Two devices make notes of one title, and change the same note in different lines."""
        server, account = self.folder_account("two")
        first, second = self.phone(account), self.device(account, stores=["memo"])
        first.put("note", "a", "Shopping\nfrom the phone")
        first.sync(kinds=["note"])
        second.put("note", "b", "Shopping\nfrom the desktop")
        second.sync()
        first.sync(kinds=["note"])
        self.assertEqual(
            server.files(), {
                "Shopping.txt": b"Shopping\nfrom the phone\n", "Shopping (2).txt": b"Shopping\nfrom the desktop\n"})
        self.assertEqual(len(first.items("note")), 2)
        self.assertEqual(len(second.items("note")), 2)
        server.write("List.txt", "one\ntwo\nthree\nfour\n")
        first.sync(kinds=["note"])
        second.sync()
        first.edit("note", "three", "one", "ONE")
        second.edit("note", "four", "four", "FOUR")
        first.sync(kinds=["note"])
        second.sync()
        first.sync(kinds=["note"])
        self.assertEqual(server.files()["List.txt"], b"ONE\ntwo\nthree\nFOUR\n")
        self.assertIn("ONE\ntwo\nthree\nFOUR", first.items("note").values())

    def test_undo(self):
        server, account = self.folder_account("undone")
        server.write("List.txt", b"\xef\xbb\xbfone\r\ntwo\r\n")
        phone = self.phone(account)
        phone.sync(kinds=["note"])
        phone.edit("note", "two", "two", "2")
        phone.sync(kinds=["note"])
        self.assertEqual(server.files()["List.txt"], b"\xef\xbb\xbfone\r\n2\r\n")
        lines = json.loads(self.bridge.run("history", "--account", "undone", "--json"))
        entry = next(line["entry"] for line in lines if line["what"] == "updated")
        self.assertIn("changed", self.bridge.run("undo", str(entry)))
        self.assertEqual(server.files()["List.txt"], b"\xef\xbb\xbfone\r\ntwo\r\n")
        phone.sync(kinds=["note"])
        self.assertEqual(list(phone.items("note").values()), ["one\ntwo"])

    def test_a_folder_that_is_not_there(self):
        server, _ = self.folder_account("missing")
        self.bridge.run("account", "set", "missing", "notes=/Notizen")
        output = self.bridge.run("check", "missing", expect=1)
        self.assertIn("there is no collection /Notizen/", output)


if {"mod_dav", "all"} & set(os.environ.get("FOOTBRIDGE_SERVERS", "").split()):

    class NoteFolderOnModDAV(NoteFolder):
        has_digest = False

        def folder_server(self, folder, digest):
            # Apache runs as a user of its own.
            os.chmod(self.folder, 0o711)
            return ModDAV(folder, free_port()).start()
