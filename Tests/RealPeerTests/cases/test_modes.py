"""Each sync mode once in XML and once in WBXML: what the alert says is what happens."""

from peers import items, wire
from peers.world import PeerTest


class Mode(PeerTest):
    """Four contacts on both sides, then one more on each, one changed on each; the mode decides what moves."""

    is_wbxml = None

    def prepared(self, **options):
        account = self.account()
        device = self.device(account, wbxml=self.is_wbxml, stores=["addressbook"], **options)
        for number, name in enumerate(("Adam", "Bedřich", "Cyril", "Dana"), 1):
            account.put("contact", name.lower().replace("ř", "r"), items.sample("contact", name, number))
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=4)
        account.put("contact", "server", items.sample("contact", "Server", 5))
        account.edit(account.find("contact", "Adam"), "+420 601 000 001", "+420 601 111 001")
        device.put("contact", "phone", items.sample("contact", "Phone", 6))
        device.edit("contact", "Bedřich", "+420 601 000 002", "+420 601 222 002")
        self.relay.clear()
        return account, device

    def names(self, side):
        texts = (side.items("contact") if hasattr(side, "items") else side.bodies("contact")).values()
        known = ("Adam", "Bedřich", "Cyril", "Dana", "Server", "Phone")
        return sorted(name for text in texts for name in known if "%s Novák" % name in text)

    def assertHolds(self, side, names, numbers, absent=()):
        self.assertEqual(self.names(side), sorted(names))
        text = "".join((side.items("contact") if hasattr(side, "items") else side.bodies("contact")).values())
        for number in numbers:
            self.assertIn(number, text)
        for number in absent:
            self.assertNotIn(number, text)

    def two_way_200(self):
        account, device = self.prepared()
        device.sync("two-way")
        self.assertEqual(self.alerts_sent(), [200])
        self.assertInSync(device, account, kinds=["contact"], count=6)
        self.assertHolds(account, EVERYBODY, [SERVER_NUMBER, PHONE_NUMBER])
        self.assertQuiet(device, account)

    def slow_201(self):
        account, device = self.prepared()
        device.sync("slow")
        self.assertEqual(self.alerts_sent(), [201])
        self.assertInSync(device, account, kinds=["contact"], count=6)
        self.assertHolds(account, EVERYBODY, [SERVER_NUMBER, PHONE_NUMBER])
        self.assertQuiet(device, account)

    def one_way_from_phone_202(self):
        account, device = self.prepared()
        device.sync("one-way-from-local")
        self.assertEqual(self.alerts_sent(), [202])
        self.assertHolds(account, EVERYBODY, [SERVER_NUMBER, PHONE_NUMBER])
        self.assertHolds(device, FRIENDS + ["Phone"], [PHONE_NUMBER], absent=[SERVER_NUMBER])
        device.sync("two-way")
        self.assertInSync(device, account, kinds=["contact"], count=6)

    def refresh_from_phone_203(self):
        account, device = self.prepared()
        device.sync("refresh-from-local")
        self.assertEqual(self.alerts_sent(), [203])
        self.assertInSync(device, account, kinds=["contact"], count=5)
        self.assertHolds(account, FRIENDS + ["Phone"], [PHONE_NUMBER])
        self.assertQuiet(device, account)

    def one_way_from_server_as_this_client_does_it_200(self):
        account, device = self.prepared()
        device.sync("one-way-from-remote")
        self.assertEqual(self.alerts_sent(), [200])
        self.assertHolds(device, EVERYBODY, [SERVER_NUMBER])
        self.assertHolds(account, FRIENDS + ["Server"], [SERVER_NUMBER], absent=[PHONE_NUMBER])

    def one_way_from_server_204(self):
        account = self.account()
        phone = self.phone(account, wbxml=self.is_wbxml)
        for number, name in enumerate(FRIENDS, 1):
            account.put("contact", "friend-%d" % number, items.sample("contact", name, number))
        phone.sync(kinds=["contact"])
        self.assertInSync(phone, account, kinds=["contact"], count=4)
        account.put("contact", "server", items.sample("contact", "Server", 5))
        phone.put("contact", "own", items.sample("contact", "Phone", 6))
        self.relay.clear()
        phone.sync(mode="one-way-from-server", kinds=["contact"])
        self.assertEqual(self.alerts_sent(), [204])
        self.assertHolds(phone, EVERYBODY, [])
        self.assertHolds(account, FRIENDS + ["Server"], [])
        phone.sync(kinds=["contact"])
        self.assertInSync(phone, account, kinds=["contact"], count=6)

    def refresh_from_server_205(self):
        account, device = self.prepared(properties={"enableRefreshSync": 1})
        device.sync("refresh-from-remote")
        self.assertEqual(self.alerts_sent(), [205])
        self.assertInSync(device, account, kinds=["contact"], count=5)
        self.assertHolds(device, FRIENDS + ["Server"], [SERVER_NUMBER], absent=[PHONE_NUMBER])
        self.assertQuiet(device, account)

    def anchor_mismatch_508(self):
        """A phone whose anchors do not fit is told 508 and syncs slowly; nothing is doubled."""
        account, device = self.prepared()
        phone = self.phone(account, wbxml=self.is_wbxml)
        phone.sync(kinds=["contact"])
        self.forget_on_the_server(account)
        self.relay.clear()
        phone.sync(kinds=["contact"])
        codes = [code for _, reply in wire.messages(self.relay.exchanges) for name, code in reply.statuses()
                 if name == "Alert"]
        self.assertIn(508, codes)
        self.assertInSync(phone, account, kinds=["contact"], count=5)

    def forget_on_the_server(self, account):
        listing = self.bridge.run("device", "list", account.login[0])
        for line in listing.splitlines():
            for word in line.split():
                if word.startswith("phone-"):
                    self.bridge.run("device", "resync", word)
                    return
        self.fail("`footbridge device list` does not name the phone:\n" + listing)


FRIENDS = ["Adam", "Bedřich", "Cyril", "Dana"]
EVERYBODY = FRIENDS + ["Server", "Phone"]
SERVER_NUMBER, PHONE_NUMBER = "+420 601 111 001", "+420 601 222 002"


class XML(Mode):
    is_wbxml = False

    test_200_two_way = Mode.two_way_200
    test_201_slow = Mode.slow_201
    test_202_one_way_from_phone = Mode.one_way_from_phone_202
    test_203_refresh_from_phone = Mode.refresh_from_phone_203
    test_200_one_way_from_server_of_this_client = Mode.one_way_from_server_as_this_client_does_it_200
    test_204_one_way_from_server = Mode.one_way_from_server_204
    test_205_refresh_from_server = Mode.refresh_from_server_205
    test_508_slow_sync_asked_for_by_the_server = Mode.anchor_mismatch_508


class WBXML(XML):
    is_wbxml = True
