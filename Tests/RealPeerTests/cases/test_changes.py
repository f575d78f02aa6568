"""Add, change and delete: on the server, on the phone, on both, and on both the same item."""

from peers import items
from peers.syncevolution import STORES
from peers.upstream import KINDS
from peers.world import PeerTest


class Changes(PeerTest):
    def shared(self, **options):
        """An account and a device that agree on three items of each kind."""
        account = self.account()
        device = self.device(account, **options)
        for kind in KINDS:
            for number, name in enumerate(("Adam", "Bedřich", "Cyril"), 1):
                account.put(kind, "item-%d" % number, items.sample(kind, name, number))
        device.sync()
        kinds = [kind for kind in KINDS if STORES[kind] in device.stores]
        self.assertInSync(device, account, kinds=kinds, count=3)
        return account, device

    def test_add_change_delete_on_the_server(self):
        account, device = self.shared()
        for kind in KINDS:
            account.put(kind, "new", items.sample(kind, "Dana", 4))
            account.delete(account.find(kind, "Cyril"))
        account.edit(account.find("contact", "Adam"), "+420 222 111 001", "+420 222 999 001")
        account.edit(account.find("event", "Adam"), "T103000Z", "T113000Z")
        account.edit(account.find("task", "Adam"), "T160000Z", "T180000Z")
        account.edit(account.find("note", "Adam"), "řádek 1", "jiný řádek")
        before = account.etags()
        outcome = device.sync()
        self.assertEqual(account.etags(), before, "the phone changed nothing, and yet something was written")
        for store in device.stores:
            self.assertEqual(
                outcome.changes(store), {"local-added": 1, "local-updated": 1, "local-removed": 1}, store)
        self.assertInSync(device, account, count=3)
        device.find("contact", "+420 222 999 001")
        self.assertQuiet(device, account)

    def test_add_change_delete_on_the_phone(self):
        account, device = self.shared()
        for kind in KINDS:
            device.put(kind, "new", items.sample(kind, "Dana", 4, on="phone"))
            device.delete(kind, "Cyril")
        device.edit("contact", "Adam", "+420 222 111 001", "+420 222 999 001")
        device.edit("event", "Adam", "SUMMARY:Adam", "SUMMARY:Adam a Eva")
        device.edit("task", "Adam", "SUMMARY:Adam", "SUMMARY:Adam a Eva")
        device.edit("note", "Adam", "řádek 1", "jiný řádek")
        untouched = {path: tag for path, tag in account.etags().items() if path.endswith(("item-2.vcf", "item-2.ics"))}
        device.sync()
        self.assertInSync(device, account, count=3)
        account.find("contact", "+420 222 999 001")
        account.find("event", "Adam a Eva")
        after = account.etags()
        self.assertEqual({path: after.get(path) for path in untouched}, untouched, "untouched items were written")
        self.assertQuiet(device, account)

    def test_changes_on_both_sides_to_different_items(self):
        account, device = self.shared(version="1.1", wbxml=False)
        for kind in KINDS:
            account.put(kind, "server", items.sample(kind, "Server", 5))
            device.put(kind, "phone", items.sample(kind, "Phone", 6, on="phone"))
            # Not the phone's highest number: its file database would give that one to the server's new item in the same
            # session, and report the item as its own addition afterwards.
            account.delete(account.find(kind, "Cyril"))
            device.delete(kind, "Bedřich")
        device.sync()
        self.assertInSync(device, account, count=3)
        self.assertQuiet(device, account)

    def test_both_sides_change_different_fields_of_one_item(self):
        account, device = self.shared()
        account.edit(account.find("contact", "Adam"), "+420 222 111 001", "+420 222 999 001")
        device.edit("contact", "Adam", "+420 601 000 001", "+420 601 999 001")
        account.edit(account.find("event", "Adam"), "Kavárna Špejchar", "Knihovna")
        device.edit("event", "Adam", "SUMMARY:Adam", "SUMMARY:Adam a Eva")
        device.sync()
        self.assertInSync(device, account, count=3)
        for number in ("+420 222 999 001", "+420 601 999 001"):
            account.find("contact", number)
            device.find("contact", number)
        for text in ("Knihovna", "Adam a Eva"):
            account.find("event", text)
            device.find("event", text)
        self.assertQuiet(device, account)

    def test_both_sides_change_the_same_field_the_phone_wins_and_history_keeps_the_other(self):
        account, device = self.shared()
        account.edit(account.find("contact", "Adam"), "+420 601 000 001", "+420 601 888 001")
        device.edit("contact", "Adam", "+420 601 000 001", "+420 601 999 001")
        device.sync()
        self.assertInSync(device, account, count=3)
        account.find("contact", "+420 601 999 001")
        self.assertIn("888 001", self.bridge.run("history", "--account", account.login[0]))
        self.assertQuiet(device, account)

    def test_deleted_here_changed_there_the_change_wins(self):
        account, device = self.shared()
        account.delete(account.find("contact", "Adam"))
        device.edit("contact", "Adam", "+420 601 000 001", "+420 601 999 001")
        device.delete("contact", "Bedřich")
        account.edit(account.find("contact", "Bedřich"), "+420 601 000 002", "+420 601 999 002")
        device.sync()
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=3)
        account.find("contact", "+420 601 999 001")
        account.find("contact", "+420 601 999 002")
        self.assertQuiet(device, account)

    def test_deleted_on_both_sides(self):
        account, device = self.shared()
        for kind in KINDS:
            account.delete(account.find(kind, "Adam"))
            device.delete(kind, "Adam")
        device.sync()
        self.assertInSync(device, account, count=2)
        self.assertQuiet(device, account)

    def test_a_luid_used_again_for_another_person_is_a_new_item(self):
        """A phone restored from an old backup gives its names anew: nobody may turn into somebody else."""
        account, device = self.shared(stores=["addressbook"])
        device.put("contact", device.find("contact", "Adam"), items.contact("Zdeněk", "Kovář", 77, uid=False))
        device.sync(expect=None)
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=4)
        for text in ("FN:Adam Novák", "FN:Zdeněk Kovář"):
            account.find("contact", text)
        self.assertQuiet(device, account)

    def test_the_same_item_on_both_sides_at_the_first_sync_stays_one(self):
        account = self.account()
        device = self.device(account)
        for kind in KINDS:
            account.put(kind, "same", items.sample(kind, "Adam", 1))
            text = items.sample(kind, "Adam", 1, on="phone")
            device.put(kind, "1", "".join(
                line for line in text.splitlines(keepends=True) if not line.startswith("UID:")))
        before = account.etags()
        device.sync()
        self.assertInSync(device, account, count=1)
        self.assertEqual(account.etags(), before, "an echo was written")
        self.assertQuiet(device, account)


class ThreeDevices(PeerTest):
    """The server has Jakub, the devices Ladi, Milan and Bruce; after syncs 1, 2, 3, 1, 2 all four have all four."""

    def converge(self, kind, on="phone", **options):
        account = self.account()
        devices = [self.device(account, **options) for _ in range(3)]
        account.put(kind, "jakub", items.sample(kind, "Jakub", 1))
        for number, (device, name) in enumerate(zip(devices, ("Ladi", "Milan", "Bruce")), 2):
            device.put(kind, "1", items.sample(kind, name, number, on=on))
        held = []
        for at in (0, 1, 2, 0, 1):
            devices[at].sync()
            held.append(len(devices[at].items(kind)))
        self.assertEqual(held, [2, 3, 4, 4, 4])
        for device in devices:
            self.assertInSync(device, account, kinds=[kind], count=4)
        for device in devices:
            self.assertQuiet(device, account)

    def test_contacts(self):
        self.converge("contact")

    def test_events_with_devices_in_old_formats(self):
        self.converge(
            "event", on="old phone", calendar="text/x-vcalendar", wire_calendar="text/x-vcalendar", version="1.1")

    def test_an_edit_on_one_device_reaches_the_others(self):
        account = self.account()
        devices = [self.device(account, wbxml=at != 1, version=("1.0", "1.1", "1.2")[at]) for at in range(3)]
        account.put("contact", "jakub", items.sample("contact", "Jakub", 1))
        for device in devices:
            device.sync()
        devices[0].edit("contact", "Jakub", "+420 601 000 001", "+420 601 111 001")
        devices[1].edit("contact", "Jakub", "+420 222 111 001", "+420 222 222 001")
        for at in (0, 1, 2, 0, 1):
            devices[at].sync()
        for device in devices:
            self.assertInSync(device, account, kinds=["contact"], count=1)
            device.find("contact", "+420 601 111 001")
            device.find("contact", "+420 222 222 001")
