"""XML and WBXML, SyncML 1.0, 1.1 and 1.2, Basic and MD5: each once, two-way, with all four databases."""

from peers import items, wire
from peers.syncevolution import STORES
from peers.upstream import KINDS
from peers.world import PeerTest


class Combination(PeerTest):
    """What happens in each combination; the subclasses name them."""

    is_wbxml = None

    def combine(self, version, auth):
        account = self.account(stored=auth == "md5")
        device = self.device(account, version=version, wbxml=self.is_wbxml, auth=auth)
        for kind in KINDS:
            account.put(kind, "jakub", items.sample(kind, "Jakub", 1))
            device.put(kind, "1", items.sample(kind, "Ladi", 2, on="phone"))
        self.relay.clear()

        first = device.sync()
        self.assertEqual({first.mode(store) for store in STORES.values()}, {"slow"})
        self.assertInSync(device, account, count=2)
        self.check_credentials(auth)

        account.edit(account.find("contact", "Jakub"), "+420 601 000 001", "+420 777 000 001")
        account.edit(account.find("event", "SUMMARY:Jakub"), "SUMMARY:Jakub", "SUMMARY:Jakub v Brně")
        account.delete(account.find("task", "SUMMARY:Jakub"))
        account.put("note", "milan", items.sample("note", "Milan", 3))
        device.edit("contact", "Ladi", "+420 222 111 002", "+420 222 333 002")
        device.edit("task", "Ladi", "SUMMARY:Ladi", "SUMMARY:Ladi a Bruce")
        device.delete("event", "SUMMARY:Ladi")
        device.put("note", "9", items.note("Bruce", "z telefonu"))

        second = device.sync()
        self.assertEqual({second.mode(store) for store in STORES.values()}, {"two-way"})
        self.assertInSync(device, account)
        self.assertEqual(
            {kind: len(account.bodies(kind)) for kind in KINDS}, {"contact": 2, "event": 1, "task": 1, "note": 4})
        for kind, text in (("contact", "+420 777 000 001"), ("contact", "+420 222 333 002"),
                           ("event", "Jakub v Brně"), ("task", "Ladi a Bruce"), ("note", "z telefonu")):
            account.find(kind, text)
            device.find(kind, text)
        self.assertOnTheWire(version, self.is_wbxml)
        self.assertEqual(self.alerts_sent()[-4:], [200] * 4)
        self.assertQuiet(device, account)

    def check_credentials(self, auth):
        """The accepted message carried this kind of credentials, and the header's status was 212 or 200."""
        accepted = [
            (message.credential_type(), reply.status("SyncHdr")) for message, reply in
            wire.messages(self.relay.exchanges) if message.credential_type()]
        self.assertEqual(accepted[-1][0], "syncml:auth-" + auth)
        self.assertIn(accepted[-1][1], (200, 212))


class XML(Combination):
    is_wbxml = False

    def test_syncml_1_0_basic(self):
        self.combine("1.0", "basic")

    def test_syncml_1_0_md5(self):
        self.combine("1.0", "md5")

    def test_syncml_1_1_basic(self):
        self.combine("1.1", "basic")

    def test_syncml_1_1_md5(self):
        self.combine("1.1", "md5")

    def test_syncml_1_2_basic(self):
        self.combine("1.2", "basic")

    def test_syncml_1_2_md5(self):
        self.combine("1.2", "md5")


class WBXML(XML):
    is_wbxml = True
