"""A server that offers HTTP/2: everything goes over it, and all that is asked at once shares a connection."""

import os

from peers import items
from peers.bridge import PACKAGE_ROOT
from peers.http2 import HTTP2Door
from peers.upstream import KINDS
from peers.world import PeerTest

CERTIFICATES = os.path.join(PACKAGE_ROOT, "Tests", "DAVClientTests", "Peers")


class HTTP2(PeerTest):
    # The door, not the Radicale behind it.
    is_told_by_settings = True

    @classmethod
    def start_upstream(cls):
        upstream = super().start_upstream()
        cls.door = HTTP2Door(upstream, CERTIFICATES).start()
        cls.settings = {
            "FOOTBRIDGE_UPSTREAM": cls.door.url, "FOOTBRIDGE_CA_FILE": os.path.join(CERTIFICATES, "ca.pem")}
        return upstream

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.door.stop()

    def test_both_ways(self):
        account = self.account()
        device = self.device(account)
        for kind in KINDS:
            for number in range(20):
                account.put(kind, "jakub%d" % number, items.sample(kind, "Jakub%d" % number, number))
                device.put(kind, str(number), items.sample(kind, "Ladi%d" % number, number, on="phone"))
        device.sync()
        self.assertInSync(device, account, count=40)
        asked = self.door.requests()
        self.assertEqual({each["version"] for each in asked}, {"2"})
        # The phone's items, one PUT each, and what was asked for before.
        self.assertGreater(len(asked), 4 * 20)
        self.assertLessEqual(len({each["peer"] for each in asked}), 2, "a connection for each request, or nearly so")
        self.assertEqual([each["status"] for each in asked].count("401"), 1)
        self.assertQuiet(device, account)
