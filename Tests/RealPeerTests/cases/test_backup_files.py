"""What a phone sends to a URL that asks for a backup, and how it is brought back, through the command line."""

import json
import os

from peers import items
from peers.world import PeerTest


class BackupFiles(PeerTest):
    def backed_up(self, parameters="backup=old"):
        """An account and a phone with three contacts and an event, of which the phone has made a backup."""
        account = self.account()
        phone = self.phone(account)
        for number, name in enumerate(("Adam", "Bert", "Cyril"), 1):
            phone.put("contact", str(number), items.sample("contact", name, number))
        phone.put("event", "1", items.sample("event", "Meeting", 1))
        phone.sync(kinds=["contact", "event"])
        said = phone.sync(kinds=["contact", "event"], parameters=parameters)
        self.assertIn("->203", said)
        return account, phone

    def test_files_and_back(self):
        account, phone = self.backed_up()
        name = account.login[0]
        files = self.private_files(os.path.join(self.bridge.state, "backup-files"))
        mine = {path: text for path, text in files.items() if path.startswith("%s/%s/" % (name, phone.name))}
        self.assertEqual(
            sorted(mine.values()),
            sorted(list(phone.items("contact").values()) + list(phone.items("event").values())))
        names = sorted(os.path.basename(path) for path in mine)
        self.assertTrue(all(each.startswith("old20") for each in names), names)
        self.assertEqual([each[11:15] for each in names], ["0001", "0002", "0003", "0004"])

        listed = json.loads(self.bridge.run("backup-files", "list", name, "--json"))
        self.assertEqual([(each["device"], len(each["files"])) for each in listed], [(phone.name, 4)])
        self.assertIn("3 vcf", self.bridge.run("backup-files", "list", name))

        kept = account.bodies("contact")
        phone.delete("contact", "Bert")
        phone.sync(kinds=["contact", "event"])  # compares everything: Bert comes back to the phone
        phone.delete("contact", "Bert")
        phone.sync(kinds=["contact", "event"])
        self.assertEqual(len(account.bodies("contact")), 2)
        dry = self.bridge.run("backup-files", "import", name, "--dry-run")
        self.assertIn("nothing was written", dry)
        self.assertIn("1 created, 3 there already", dry)
        self.assertEqual(len(account.bodies("contact")), 2)
        report = json.loads(self.bridge.run("backup-files", "import", name, "--json"))
        self.assertEqual([line["outcome"] for line in report["lines"]].count("created"), 1)
        self.assertEqual(len(account.bodies("contact")), len(kept))
        account.find("contact", "Bert")
        phone.sync(kinds=["contact", "event"])
        phone.find("contact", "Bert")
        self.bridge.run("undo", "u%d" % report["step"])
        phone.sync(kinds=["contact", "event"])
        self.assertEqual(len(phone.items("contact")), 2)

    def test_a_phone_that_never_synced(self):
        account = self.account()
        phone = self.phone(account)
        phone.put("contact", "1", items.sample("contact", "Dora", 4))
        phone.sync(kinds=["contact"], parameters="BACKUP")
        self.assertEqual(account.bodies("contact"), {})
        self.assertIn("created", self.bridge.run("backup-files", "import", account.login[0], "--device", phone.name))
        account.find("contact", "Dora")

    def test_files_of_ones_own(self):
        account, _ = self.backed_up()
        name = account.login[0]
        own = os.path.join(self.bridge.state, "own.vcf")
        with open(own, "w", encoding="utf-8") as file:
            file.write("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Own;Olga;;;\r\nFN:Olga Own\r\nTEL:+49 777\r\nEND:VCARD\r\n")
        self.assertIn("created", self.bridge.run("backup-files", "import", name, own))
        account.find("contact", "Olga")
        self.bridge.run("backup-files", "import", name, own + ".missing", expect=1)
        self.bridge.run("backup-files", "import", "nobody-here", own, expect=1)
        self.bridge.run("backup-files", "import", name, own, "--backup", "x", expect=2)
        self.bridge.run("backup-files", "import", name, "--backup", "x", expect=1)
