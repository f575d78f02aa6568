"""The harness checks itself first: comparer, servers and SyncEvolution's recipe, without footbridge."""

import http.server
import threading
import unittest

from peers import compare, items, processes, syncevolution, upstream, wire
from peers.relay import Relay

OLD_CARD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nov=C3=A1k;Jakub
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jakub Nov=
=C3=A1k
TEL;HOME;VOICE:+420 222
PHOTO;ENCODING=BASE64;JPEG:
 AAEC
 AwQ=

END:VCARD
"""
NEW_CARD = """BEGIN:VCARD
VERSION:3.0
FN:Jakub
  Novák
N:Novák;Jakub;;;
PHOTO;TYPE=JPEG;ENCODING=b:AAECAwQ=
item1.TEL;TYPE=home:+420 222
X-OTHER:1
END:VCARD
"""
OLD_EVENT = """BEGIN:VCALENDAR
VERSION:1.0
BEGIN:VEVENT
SUMMARY:Hodiny
DTSTART:20270104T080000Z
DTEND:20270104T084500Z
RRULE:W1 MO #3
AALARM:20270104T074500Z;;;
END:VEVENT
END:VCALENDAR
"""
NEW_EVENT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:Hodiny
DTSTART;TZID=Europe/Prague:20270104T090000
DURATION:PT45M
RRULE:FREQ=WEEKLY;UNTIL=20270118T080000Z
BEGIN:VALARM
TRIGGER:-PT15M
END:VALARM
END:VEVENT
END:VCALENDAR
"""


class Comparer(unittest.TestCase):
    def test_one_contact_in_two_syntaxes_has_equal_facts(self):
        self.assertEqual(compare.differences("contact", [OLD_CARD], [NEW_CARD]), [])

    def test_one_event_in_two_syntaxes_has_equal_facts(self):
        self.assertEqual(compare.differences("event", [OLD_EVENT], [NEW_EVENT]), [])

    def test_a_note_equals_its_journal(self):
        self.assertEqual(
            compare.differences("note", [items.note("Nákup", "mléko")], [items.journal("Nákup", "mléko")]), [])

    def test_a_changed_number_a_lost_item_and_a_double_are_reported(self):
        report = compare.differences("contact", [OLD_CARD], [NEW_CARD.replace("222", "333")])
        self.assertEqual(report, [
            "contact 'Jakub Novák', only on the phone: TEL | HOME | +420 222",
            "contact 'Jakub Novák', only on the server: TEL | HOME | +420 333"])
        self.assertEqual(
            compare.differences("event", [], [NEW_EVENT]), ["event 'Hodiny' is only on the server"])
        self.assertTrue(compare.differences("contact", [OLD_CARD], [NEW_CARD, NEW_CARD]))

    def test_every_property_of_the_samples_is_a_fact(self):
        for kind, name in (("contact", "TEL"), ("event", "ALARM"), ("task", "DUE"), ("note", "LINE 001")):
            names = [fact[0] for fact in compare.facts(items.sample(kind, "Ukázka"), kind)]
            self.assertIn(name, names)
            self.assertGreaterEqual(len(names), 2)

    def test_changed_lines_ignore_folding_and_order(self):
        lost, new = compare.changed_lines("A:1\r\nB:2\r\n 3\r\nC:4\r\n", "C:5\r\nB:23\r\nA:1\r\n")
        self.assertEqual((lost, new), (["C:4"], ["C:5"]))


class Servers(unittest.TestCase):
    def check(self, server):
        account = server.account()
        for kind in upstream.KINDS:
            path = account.put(kind, "first", items.sample(kind, "První"))
            self.assertEqual(
                compare.differences(kind, [items.sample(kind, "První")], account.bodies(kind).values()), [])
            self.assertEqual(account.find(kind, "První"), path)
        self.assertEqual(len(account.etags()), 4)
        account.delete(account.find("task", "První"))
        self.assertEqual(account.bodies("task"), {})

    def test_radicale_keeps_what_it_is_given(self):
        server = upstream.Radicale(processes.scratch_folder()).start()
        self.check(server)
        server.stop()

    def test_xandikos_keeps_what_it_is_given(self):
        server = upstream.Xandikos(processes.scratch_folder()).start()
        self.check(server)
        server.stop()


class Client(unittest.TestCase):
    """SyncEvolution sends what its settings say, in all combinations, to a server that only says 500."""

    def test_first_message_of_every_combination(self):
        class Refusal(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_error(500)

            def log_message(self, *arguments):
                pass

        port = processes.free_port()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Refusal)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        relay = Relay(port)
        folder = processes.scratch_folder()
        for is_wbxml in (False, True):
            for version in ("1.0", "1.1", "1.2"):
                for auth in ("basic", "md5"):
                    with self.subTest(wbxml=is_wbxml, version=version, auth=auth):
                        device = syncevolution.Device(
                            folder, relay.url, "alice", "secret", "d-%s-%s-%s" % (is_wbxml, version, auth),
                            version=version, wbxml=is_wbxml, auth=auth)
                        device.put("contact", "1", items.sample("contact", "Jana"))
                        relay.clear()
                        device.sync(expect=1)
                        sent = relay.exchanges[0]
                        message = wire.Message(sent.body)
                        self.assertEqual(sent.headers["Content-Type"], wire.WBXML if is_wbxml else wire.XML)
                        self.assertEqual(message.text("SyncHdr/VerProto"), "SyncML/" + version)
                        self.assertEqual(message.credential_type(), "syncml:auth-" + auth)
                        self.assertEqual(message.alerts(), [201, 201, 201, 201])
        server.shutdown()
        relay.stop()
