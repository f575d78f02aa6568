"""The CalDAV server is away while a phone syncs: refused, or served from what was known, with changes that wait."""

import json
import re
import time

from peers import items
from peers.world import PeerTest


class Outage(PeerTest):
    def agreed(self, *settings, **options):
        """An account and a phone that hold the same two items of each kind, with settings of the account."""
        account = self.account()
        phone = self.phone(account, **options)
        self.paths = {}
        for kind in account.kinds:
            self.paths[kind] = account.put(kind, "jakub", items.sample(kind, "Jakub", 1))
            phone.put(kind, "ladi", items.sample(kind, "Ladi", 2, on="phone"))
        phone.sync()
        self.assertSame(phone, account, 2)
        if settings:
            self.bridge.run("account", "set", account.name, *settings)
        return account, phone

    def assertSame(self, phone, account, count):
        for kind in account.kinds:
            self.assertEqual(self.names(phone.items(kind)), self.names(account.bodies(kind)), kind)
            self.assertEqual(len(account.bodies(kind)), count, kind)

    @staticmethod
    def names(bodies):
        """What people call the items, whatever else their forms say."""
        found = [re.search(r"Jakub|Ladi|Anna|Berta|Cora|Dora", body) for body in bodies.values()]
        return sorted(match.group() if match else "?" for match in found)

    def device(self, account):  # the row that the administrator sees
        devices = json.loads(self.bridge.run("device", "list", account.name, "--json"))
        self.assertEqual(len(devices), 1)
        return devices[0]

    def waiting(self, account):  # of each datastore, how many changes and deletions have not gone up
        return [store["waitingChanges"] + store["waitingDeletions"] for store in self.device(account)["datastores"]]

    def test_changes_wait_and_go_up_by_themselves(self):
        account, phone = self.agreed("offline=queue")
        self.upstream.stop()
        for kind in account.kinds:
            phone.edit(kind, "Jakub", "Jakub", "Anna")
            phone.put(kind, "berta", items.sample(kind, "Berta", 3, on="phone"))
            phone.delete(kind, "Ladi")
        phone.sync()
        # Once more, over what waits already.
        for kind in account.kinds:
            phone.edit(kind, "Berta", "Berta", "Cora")
        phone.sync()
        device = self.device(account)
        for store in device["datastores"]:
            self.assertEqual((store["waitingChanges"], store["waitingDeletions"]), (2, 1), store)
        shown = self.bridge.run("device", "show", str(device["number"]))
        for word in ("WAITING SINCE", "Anna", "Cora", "1 deletions", "couldn't connect"):
            self.assertIn(word.lower(), shown.lower())
        self.assertNotIn("(no name)", shown)
        self.assertIn("pending", self.bridge.run("history", "--account", account.name))

        self.upstream.start()
        deadline = time.monotonic() + 150
        # What waits is asked of the bridge: a listing read while upkeep writes may name what is gone a moment later.
        while any(self.waiting(account)):  # upkeep comes once a minute, and left the server alone for another
            self.assertLess(time.monotonic(), deadline, "changes wait still")
            time.sleep(0.5)
        for kind in account.kinds:
            self.assertEqual(self.names(account.bodies(kind)), ["Anna", "Cora"], kind)
        self.assertSame(phone, account, 2)
        before = account.etags()
        self.assertNotIn("error", phone.sync().lower().replace("errors", ""))
        self.assertEqual(account.etags(), before)
        self.assertSame(phone, account, 2)

    def test_a_restart_and_others_edits_meanwhile(self):
        account, phone = self.agreed("offline=queue")
        self.upstream.stop()
        for kind in account.kinds:
            phone.edit(kind, "Jakub", "Jakub", "Anna")
        phone.sync()
        self.bridge.stop()
        self.bridge.start()
        self.upstream.start()
        for kind in account.kinds:
            account.edit(account.find(kind, "Ladi"), "Ladi", "Dora")
        phone.sync()
        for kind in account.kinds:
            self.assertEqual(self.names(account.bodies(kind)), ["Anna", "Dora"], kind)
        self.assertSame(phone, account, 2)

    def test_without_the_setting_nothing_is_taken_and_nothing_lost(self):
        account, phone = self.agreed()
        self.upstream.stop()
        for kind in account.kinds:
            phone.edit(kind, "Jakub", "Jakub", "Anna")
        phone.sync(expect=1)
        self.assertTrue(all(store["waitingChanges"] == 0 for store in self.device(account)["datastores"]))
        self.upstream.start()
        told = phone.sync()
        self.assertNotIn("201", told, "a slow sync")
        for kind in account.kinds:
            self.assertEqual(self.names(account.bodies(kind)), ["Anna", "Ladi"], kind)
        self.assertSame(phone, account, 2)
