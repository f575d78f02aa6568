"""Behind a reverse proxy that changes host, port and path: phones follow RespURI, so it must be the public one."""

from peers import items, wire
from peers.relay import Relay
from peers.upstream import KINDS
from peers.world import PeerTest

PREFIX = "/phones/syncml"


class Proxy(PeerTest):
    def run_behind(self, relay, **options):
        account = self.account()
        device = self.device(account, url=relay.url, **options)
        for kind in KINDS:
            account.put(kind, "jakub", items.sample(kind, "Jakub", 1))
            device.put(kind, "1", items.sample(kind, "Ladi", 2, on="phone"))
        device.sync()
        self.assertInSync(device, account, count=2)
        self.assertEqual(relay.strangers, [], "the phone was sent to paths that the proxy does not know")
        for _, reply in wire.messages(relay.exchanges):
            self.assertTrue(
                reply.text("SyncHdr/RespURI").startswith(relay.url), reply.text("SyncHdr/RespURI"))
        self.assertGreater(len(relay.exchanges), 2)
        self.assertQuiet(device, account)

    def restart_with(self, settings):
        self.bridge.stop()
        self.bridge.settings = settings
        self.bridge.start()

    def proxy(self, forwarded):
        relay = Relay(self.bridge.port, prefix=PREFIX, forwarded=forwarded)
        self.addCleanup(relay.stop)
        return relay

    def test_public_url(self):
        relay = self.proxy(forwarded=False)
        self.restart_with({"FOOTBRIDGE_PUBLIC_URL": relay.url[:-len("/syncml")]})
        self.run_behind(relay)
        self.run_behind(relay, wbxml=False, version="1.1")

    def test_forwarded_headers_of_a_trusted_proxy(self):
        relay = self.proxy(forwarded=True)
        self.restart_with({"FOOTBRIDGE_TRUSTED_PROXIES": "127.0.0.1"})
        self.run_behind(relay)

    def test_forwarded_headers_of_a_stranger_do_not_count(self):
        relay = self.proxy(forwarded=True)
        self.restart_with({"FOOTBRIDGE_TRUSTED_PROXIES": "10.99.0.0/16"})
        account = self.account()
        self.device(account, url=relay.url).sync(expect=None)
        first = wire.messages(relay.exchanges)[0][1].text("SyncHdr/RespURI")
        self.assertTrue(first.startswith("http://127.0.0.1:%d/" % self.bridge.port), first)

    def test_without_a_proxy_the_host_header_counts(self):
        self.restart_with({})
        relay = Relay(self.bridge.port)
        self.addCleanup(relay.stop)
        self.run_behind(relay)
