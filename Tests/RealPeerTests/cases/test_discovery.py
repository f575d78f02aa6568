"""A server that is found by the DNS of its domain, over TLS, and what `footbridge check` says on the way."""

import os
import random
import ssl

from peers import items
from peers.bridge import PACKAGE_ROOT
from peers.faults import FaultyRelay
from peers.names import StubNames
from peers.upstream import PASSWORD
from peers.world import PeerTest

CERTIFICATES = os.path.join(PACKAGE_ROOT, "Tests", "DAVClientTests", "Peers")


class ByDomain(PeerTest):
    """Radicale behind TLS on localhost, which is a domain here whose DNS names its port."""

    # The domain, not the address.
    is_told_by_settings = True

    @classmethod
    def start_upstream(cls):
        upstream = super().start_upstream()
        cls.door = FaultyRelay("tls", upstream.port, random.Random(1))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(CERTIFICATES, "server.pem"))
        cls.door.listener.socket = context.wrap_socket(cls.door.listener.socket, server_side=True)
        place = [["SRV", 0, 1, cls.door.port, "localhost"], ["TXT", "path=/"]]
        cls.names = StubNames({
            "_caldavs._tcp.localhost": place, "_carddavs._tcp.localhost": place,
            "_caldavs._tcp.away.localhost": [["SRV", 0, 1, cls.door.port, "localhost"]],
            "_caldav._tcp.plain.localhost": [["SRV", 0, 1, 80, "dav.plain.localhost"]],
            "_caldavs._tcp.silent.localhost": [["FAIL"]],
        })
        cls.settings = {
            "FOOTBRIDGE_UPSTREAM": "localhost", "FOOTBRIDGE_NAME_SERVER": cls.names.address,
            "FOOTBRIDGE_CA_FILE": os.path.join(CERTIFICATES, "ca.pem"),
        }
        return upstream

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.door.stop()
        cls.names.stop()

    def check(self, account, *options, expect=0, **settings):
        usual = dict(self.bridge.settings)
        self.bridge.settings.update(settings)
        try:
            return self.bridge.run(
                "check", account.name, "--password-stdin", *options, lines=[PASSWORD], expect=expect)
        finally:
            self.bridge.settings = usual

    def test_each_step_is_told(self):
        account = self.account()
        told = self.check(account)
        place = "https://localhost:%d/" % self.door.port
        self.assertIn("_caldavs._tcp.localhost: points to %s" % place, told)
        self.assertIn("calendars are in %s%s/" % (place, account.name), told)
        self.assertIn("Radicale", told)
        for line in told.splitlines():
            self.assertTrue(line.startswith(("ok", "note")), line)

    def test_a_write_is_proven_and_leaves_nothing(self):
        account = self.account()
        for kind, name in (("contact", "contacts"), ("event", "calendar"), ("note", "notes")):
            told = self.check(account, "--write", name)
            self.assertIn("made, read, changed and removed an item", told)
            self.assertEqual(account.bodies(kind), {})
        told = self.check(account, "--write", "contcts", expect=1)
        self.assertIn("did you mean", told)

    def test_phones_sync_by_it(self):
        account = self.account()
        phone = self.phone(account)
        account.put("contact", "jakub", items.sample("contact", "Jakub", 1))
        phone.put("event", "ladi", items.sample("event", "Ladi", 2, on="phone"))
        phone.sync()
        self.assertEqual(len(phone.items("contact")), 1)
        self.assertEqual(len(account.bodies("event")), 1)

    def test_another_host_gets_the_password_only_by_leave(self):
        account = self.account()
        before = len(self.door.exchanges)
        told = self.check(account, expect=1, FOOTBRIDGE_UPSTREAM="away.localhost")
        self.assertIn("upstream-hosts", told)
        self.assertEqual(len(self.door.exchanges), before)
        told = self.check(
            account, FOOTBRIDGE_UPSTREAM="away.localhost", FOOTBRIDGE_UPSTREAM_HOSTS="localhost:%d" % self.door.port)
        self.assertIn("calendars are in", told)

    def test_what_dns_does_not_say_is_told(self):
        account = self.account()
        self.assertIn("without TLS", self.check(account, expect=1, FOOTBRIDGE_UPSTREAM="plain.localhost"))
        self.assertIn("cannot be asked", self.check(account, expect=1, FOOTBRIDGE_UPSTREAM="silent.localhost"))
