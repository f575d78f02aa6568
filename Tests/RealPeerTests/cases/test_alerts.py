"""Server alerts through a real gateway and a real program, and provisioning documents judged by libwbxml."""

import base64
import hashlib
import hmac
import os
import stat
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from peers import bridge, wire
from peers.bridge import Footbridge
from peers.gateway import Gateway
from peers.items import contact
from peers.phone import Phone
from peers.world import PeerTest

WAP_PUSH = bytes.fromhex("0605040b84c002")


def trigger(message):
    """What a phone reads from the SMS, its digest checked: everything behind the digest."""
    head = bytes.fromhex("010603ceaf85")
    assert message["text"].startswith(head), message["text"].hex()
    notification = message["text"][len(head):]
    digest, rest = notification[:16], notification[16:]
    server = base64.b64encode(hashlib.md5(b"footbridge:").digest())
    content = base64.b64encode(hashlib.md5(rest).digest())
    assert digest == hashlib.md5(server + b"::" + content).digest(), "the digest is wrong"
    return rest


class Alerts(PeerTest):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway()
        url = "http://127.0.0.1:%d/cgi-bin/sendsms?username=fb&password=hush&coding=1" % cls.gateway.port
        cls.settings = {
            "FOOTBRIDGE_ALERTS_URL": url + "&to={phone}&udh={udh}&text={text}",
            "FOOTBRIDGE_ALERTS_POLL": "1 s", "FOOTBRIDGE_ALERTS_QUIET": "1 s"}
        super().setUpClass()

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        cls.gateway.stop()

    def number(self, name):
        table = self.bridge.run("device", "list")
        return next(line.split()[0] for line in table.splitlines() if name in line)

    def test_a_change_at_the_server_reaches_the_phone(self):
        account = self.account()
        account.put("contact", "anna", contact("Anna", "Adler"))
        phone = self.phone(account)
        phone.sync(kinds=["contact"])
        number = self.number(phone.name)
        self.bridge.run("device", "set", number, "alerts=on", "phone=+49 171 1234567")
        before = len(self.gateway.messages)
        account.put("contact", "boris", contact("Boris", "Brandt"))
        message = self.gateway.wait(before + 1)[-1]
        self.assertEqual(message["to"], b"+491711234567")
        self.assertEqual(message["udh"], WAP_PUSH)
        rest = trigger(message)
        self.assertEqual(rest[:2], bytes([0x03, 0x18]))
        self.assertEqual(rest[7:18], b"\x0afootbridge")
        self.assertEqual(rest[18:20], bytes([0x10, 0x60]))
        self.assertTrue(rest.endswith(b"\x08contacts"), rest)
        self.assertIn("last alert", self.bridge.run("device", "show", number))
        # It comes, and is not called again.
        phone.sync(kinds=["contact"])
        self.assertEqual(len(phone.items("contact")), 2)
        time.sleep(4)
        self.assertEqual(len(self.gateway.messages), before + 1)
        self.assertNotIn("hush", self.bridge.log_text())

    def test_on_demand(self):
        account = self.account()
        phone = self.phone(account)
        phone.sync(kinds=["contact", "event"])
        number = self.number(phone.name)
        refused = self.bridge.run("device", "alert", number, expect=1)
        self.assertEqual(refused, "")
        self.bridge.run("device", "set", number, "phone=+4930123")
        before = len(self.gateway.messages)
        said = self.bridge.run("device", "alert", number, "calendar", "--mode", "from-server", "--user", "ask")
        self.assertIn("(+4930123): calendar", said)
        rest = trigger(self.gateway.wait(before + 1)[-1])
        self.assertEqual(rest[1], 0x38)
        self.assertEqual(rest[19], 0x90)
        shown = self.bridge.run("device", "alert", number, "--show")
        self.assertIn("application/vnd.syncml.ds.notification", shown)
        self.assertIn("udh " + WAP_PUSH.hex(), shown)
        self.assertEqual(len(self.gateway.messages), before + 1, "--show sends nothing")

    def test_push_in_the_url_and_an_old_phone(self):
        account = self.account()
        user, password = account.login
        phone = Phone(
            self.folder, self.relay.url + "?push", user, password, "old-phone", version="1.1", old=True)
        phone.sync(kinds=["contact"])
        number = self.number("old-phone")
        self.assertIn("alerts=on", self.bridge.run("device", "show", number))
        self.bridge.run("device", "set", number, "phone=+4940123")
        before = len(self.gateway.messages)
        account.put("contact", "anna", contact("Anna", "Adler"))
        parts = [each for each in self.gateway.wait(before + 2)[before:] if each["to"] == b"+4940123"]
        # Too long for one SMS: the parts say so, and a phone puts them together.
        parts.sort(key=lambda part: part["udh"][5])
        self.assertEqual([part["udh"][4:6] for part in parts], [bytes([2, 1]), bytes([2, 2])])
        pdu = b"".join(part["text"] for part in parts)
        head = b"\x01\x06\x1fapplication/vnd.syncml+wbxml\0\xaf\x85"
        self.assertTrue(pdu.startswith(head), pdu)
        message = wire.Message(pdu[len(head):])
        self.assertEqual(message.alerts(), [206])
        self.assertEqual(message.text("SyncHdr/Target/LocURI"), "old-phone")
        self.assertEqual(message.text("SyncBody/Alert/Item/Source/LocURI"), "contacts")

    def test_a_document_by_sms(self):
        account = self.account()
        phone = self.phone(account)
        phone.sync(kinds=["contact"])
        before = len(self.gateway.messages)
        said = self.bridge.run(
            "device", "provision", phone.name, "--send", "--phone", "+49 60 123", "--pin", "1234")
        count = int(said.split()[-2])
        parts = self.gateway.wait(before + count)[before:]
        self.assertEqual({part["to"] for part in parts}, {b"+4960123"})
        pdu = b"".join(part["text"] for part in sorted(parts, key=lambda part: part["udh"][5]))
        self.assertEqual(pdu[:9], bytes.fromhex("01062f1f2db6918192"))
        document = pdu[50:]
        self.assertEqual(pdu[9:49].decode(), hmac.new(b"1234", document, "sha1").hexdigest().upper())
        self.assertIn(b'value="w5"', wire.to_xml(document))

    def test_a_gateway_that_refuses(self):
        account = self.account()
        phone = self.phone(account)
        phone.sync(kinds=["contact"])
        number = self.number(phone.name)
        self.bridge.run("device", "set", number, "phone=+4950123")
        self.gateway.status = 403
        try:
            self.bridge.run("device", "alert", number, expect=1)
        finally:
            self.gateway.status = 202


class Programs(PeerTest):
    """alerts.command, without a shell in between."""

    def program(self, name, body):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + body)
        os.chmod(path, stat.S_IRWXU)
        return path

    def other_bridge(self, name, command):
        """A bridge of its own with a configuration file, over the same upstream."""
        path = os.path.join(self.folder, name + ".yaml")
        with open(path, "w") as file:
            file.write("alerts:\n  timeout: 1 s\n  command: [%s]\n" % ", ".join("'%s'" % word for word in command))
        other = Footbridge(os.path.join(self.folder, name), self.upstream.url, {"FOOTBRIDGE_CONFIG": path}).start()
        self.addCleanup(other.stop)
        return other

    def synced(self, other, name):
        account = self.account()
        user, password = account.login
        Phone(self.folder, other.url, user, password, name).sync(kinds=["contact"])
        other.run("device", "set", name, "phone=+49 1234")

    def test_a_program_gets_the_bytes(self):
        out = os.path.join(self.folder, "out")
        program = self.program("send", 'printf "%%s\\n" "$@" > %s\nenv >> %s\n' % (out, out))
        other = self.other_bridge("one", [program, "--to={phone}", "$(id) {device}", "{hex}"])
        self.synced(other, "phone-a")
        other.run("device", "alert", "phone-a")
        with open(out) as file:
            lines = file.read().splitlines()
        self.assertEqual(lines[:2], ["--to=+491234", "$(id) phone-a"])
        found = dict(line.partition("=")[::2] for line in lines if line.startswith("FOOTBRIDGE_"))
        self.assertEqual(found["FOOTBRIDGE_ALERT_HEX"], lines[2])
        self.assertEqual(base64.b64decode(found["FOOTBRIDGE_ALERT_BASE64"]).hex(), lines[2])
        self.assertEqual(found["FOOTBRIDGE_ALERT_PDU"], "010603ceaf85" + lines[2])
        self.assertEqual(found["FOOTBRIDGE_ALERT_SMS"], "0605040b84c002:010603ceaf85" + lines[2])
        self.assertEqual(found["FOOTBRIDGE_ALERT_TYPE"], "application/vnd.syncml.ds.notification")
        self.assertNotIn("FOOTBRIDGE_CONFIG", found)

    def test_programs_that_fail_or_stay(self):
        for name, body in (("fails", "exit 3\n"), ("stays", "exec sleep 60\n"), ("deaf", "trap '' TERM\nsleep 2\nsleep 9\n")):
            other = self.other_bridge(name, [self.program(name + ".sh", body)])
            self.synced(other, "phone-" + name)
            started = time.monotonic()
            other.run("device", "alert", "phone-" + name, expect=1)
            self.assertLess(time.monotonic() - started, 20)
        other = self.other_bridge("missing", ["/nowhere/send"])
        self.synced(other, "phone-missing")
        other.run("device", "alert", "phone-missing", expect=1)


class Provisioning(PeerTest):
    def parameters(self, xml):
        root = ElementTree.fromstring(xml)
        return [(each.get("name"), each.get("value")) for each in root.iter("parm")]

    def binary(self, *arguments):
        done = subprocess.run(
            [bridge.binary(), "device", "provision", *arguments, "--state", self.bridge.state],
            env=bridge.environment(self.bridge.settings), capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_both_forms_say_the_same(self):
        account = self.account(stored=True)
        name, password = account.login
        phone = self.phone(account)
        phone.sync(kinds=["contact", "event"])
        xml = self.binary(phone.name, "--with-password")
        found = self.parameters(xml)
        self.assertIn(("APPID", "w5"), found)
        self.assertIn(("ADDR", self.relay.url), found)
        self.assertIn(("AAUTHNAME", name), found)
        self.assertIn(("AAUTHSECRET", password), found)
        self.assertIn(("APROTOCOL", "1.2"), found)
        self.assertEqual([value for key, value in found if key == "URI"], ["contacts", "calendar"])
        self.assertEqual(self.parameters(wire.to_xml(self.binary(phone.name, "--with-password", "--wbxml"))), found)
        # libwbxml's reading of our XML, and of what it makes of it.
        self.assertEqual(self.parameters(wire.to_xml(wire.to_wbxml(xml))), found)
        self.assertNotIn(password.encode(), self.binary(phone.name))
        new = self.parameters(self.binary("--account", name, "--url", "http://sync.example.org"))
        self.assertIn(("ADDR", "http://sync.example.org/syncml"), new)
        self.assertEqual(len([key for key, _ in new if key == "URI"]), 4)
