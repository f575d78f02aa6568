"""One test class's world: a Radicale, a footbridge in front of it, a relay that records, and phones."""

import itertools
import os
import shutil
import stat
import sys
import unittest

from . import compare, wire
from .bridge import PACKAGE_ROOT, Footbridge
from .phone import Phone
from .processes import scratch_folder
from .relay import Relay
from .syncevolution import STORES, Device
from .upstream import KINDS, PASSWORD, Radicale


def evidence_folder():
    """Where the messages and logs of failed tests are kept."""
    usual = os.path.join(PACKAGE_ROOT, ".build", "real-peer-tests", "failures")
    return os.environ.get("FOOTBRIDGE_TEST_EVIDENCE") or usual


class PeerTest(unittest.TestCase):
    """Starts everything once per class; every test takes an account of its own, so tests do not disturb each other."""

    settings = {}
    # True where footbridge learns of its server by the settings alone.
    is_told_by_settings = False
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = scratch_folder()
        cls.upstream = cls.start_upstream()
        upstream = None if cls.is_told_by_settings else cls.upstream.url
        cls.bridge = Footbridge(os.path.join(cls.folder, "footbridge"), upstream, cls.settings).start()
        cls.relay = Relay(cls.bridge.port)
        cls.numbers = itertools.count(1)

    @classmethod
    def start_upstream(cls):
        return Radicale(os.path.join(cls.folder, "radicale")).start()

    @classmethod
    def tearDownClass(cls):
        cls.relay.stop()
        cls.bridge.stop()
        cls.upstream.stop()

    def run(self, result=None):
        """Keeps what is needed to understand a failure, before later tests overwrite it."""
        before = len(result.failures) + len(result.errors) if result else 0
        super().run(result)
        if result and len(result.failures) + len(result.errors) > before:
            self.keep_evidence()

    def keep_evidence(self):
        folder = os.path.join(evidence_folder(), self.id().removeprefix("cases."))
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for number, each in enumerate(self.relay.exchanges):
            for direction, body in (("sent", each.body), ("reply", each.reply)):
                try:
                    text = wire.to_xml(body)
                except AssertionError:
                    text = body
                with open(os.path.join(folder, "%03d-%s.xml" % (number, direction)), "wb") as file:
                    file.write(text)
        with open(os.path.join(folder, "footbridge.log"), "w") as file:
            file.write(self.bridge.log_text())
        print("\n%s: messages and log are in %s\nlast lines of footbridge's log:\n%s\n" % (
            self.id(), folder, self.bridge.log_tail(15)), file=sys.stderr)

    # Accounts and phones

    def account(self, stored=False):
        """An unused account. Pass-through: the phone's login is tried upstream. Stored: footbridge knows it and gives
        phones a password of their own, which MD5 needs from the first message on."""
        account = self.upstream.account()
        account.login = (account.name, PASSWORD)
        if stored:
            account.login = ("phone-" + account.name, "keypad-7")
            self.bridge.add_account(
                account.login[0], self.upstream.url, account.name, account.password, account.login[1])
        return account

    def device(self, account, **options):
        user, password = account.login
        name = options.pop("name", "dev-%d" % next(self.numbers))
        return Device(self.folder, options.pop("url", self.relay.url), user, password, name, **options)

    def phone(self, account, **options):
        user, password = account.login
        return Phone(self.folder, self.relay.url, user, password, "phone-%d" % next(self.numbers), **options)

    # What tests assert

    def private_files(self, root):
        """Paths below a folder, relative to it, with each file's text; all of it is its owner's alone."""
        found = {}
        for folder, _, names in os.walk(root):
            self.assertEqual(stat.S_IMODE(os.stat(folder).st_mode), 0o700)
            for name in names:
                path = os.path.join(folder, name)
                self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600, path)
                with open(path, encoding="utf-8", newline="") as file:
                    found[os.path.relpath(path, root)] = file.read()
        return found

    def assertInSync(self, device, account, kinds=KINDS, count=None):
        """Phone and server hold the same items, property by property (and so many of each kind)."""
        report = []
        for kind in kinds:
            here, there = list(device.items(kind).values()), list(account.bodies(kind).values())
            report += compare.differences(kind, here, there)
            if count is not None and len(there) != count:
                report.append("%d items of kind %s on the server, expected %d" % (len(there), kind, count))
        if report:
            self.fail("%s and the server differ:\n  %s" % (device.name, "\n  ".join(report)))

    def assertQuiet(self, device, account):
        """Another sync moves nothing, in either direction, and writes nothing on the server."""
        before = account.etags()
        outcome = device.sync()
        moved = {store: outcome.changes(store) for store in device.stores if outcome.changes(store)}
        self.assertEqual(moved, {}, "a sync without changes moved items")
        self.assertEqual(account.etags(), before, "a sync without changes wrote on the server")

    def assertOnTheWire(self, version, is_wbxml):
        """Every recorded message and reply has this version and encoding, and the HTTP form old phones need."""
        expected = wire.WBXML if is_wbxml else wire.XML
        self.assertTrue(self.relay.exchanges)
        for each in self.relay.exchanges:
            self.assertEqual(each.status, 200)
            self.assertEqual(each.headers["Content-Type"], expected)
            self.assertEqual(each.reply_headers["Content-Type"], expected)
            self.assertEqual(int(each.reply_headers["Content-Length"]), len(each.reply))
            self.assertIsNone(each.reply_headers["Transfer-Encoding"])
        for message, reply in wire.messages(self.relay.exchanges):
            for side in (message, reply):
                self.assertEqual(side.text("SyncHdr/VerDTD"), version)
                self.assertEqual(side.text("SyncHdr/VerProto"), "SyncML/" + version)
            self.assertEqual(reply.text("SyncHdr/SessionID"), message.text("SyncHdr/SessionID"))

    def alerts_sent(self):
        """The alert codes in the messages that phones sent since the relay was cleared (222 left out)."""
        return [code for message, _ in wire.messages(self.relay.exchanges) for code in message.alerts() if code != 222]
