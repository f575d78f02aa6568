"""What peers send wrong: the documented answer (docs/errors.md), a line in the log, and the next good session works."""

import http.client
import socket
import time

from peers import items, messages, wire
from peers.world import PeerTest

XML, WBXML = wire.XML, wire.WBXML


class BadInput(PeerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = http.client.HTTPConnection("127.0.0.1", cls.bridge.port, timeout=30)

    def setUp(self):
        self.log_before = len(self.bridge.log_text())

    def post(self, body, content_type=XML, method="POST", path="/syncml", headers=None):
        """One raw request on a connection that is kept as long as the server keeps it."""
        for is_last in (False, True):
            try:
                self.connection.request(method, path, body, {"Content-Type": content_type, **(headers or {})})
                reply = self.connection.getresponse()
                body = reply.read()
                return reply.status, body, reply.headers
            except (http.client.HTTPException, OSError):
                self.connection.close()
                if is_last:
                    raise

    def logged(self):
        """What the log has got since the test began; waits a moment for it."""
        for _ in range(100):
            text = self.bridge.log_text()[self.log_before:]
            if text.strip():
                return text
            time.sleep(0.02)
        return ""

    def assertGoodSessionWorks(self):
        """A whole session of a real phone, after what the test did."""
        account = self.account()
        account.put("contact", "adam", items.sample("contact", "Adam"))
        device = self.device(account, stores=["addressbook"])
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=1)

    def assertRefused(self, body, content_type, status, what=None):
        started = time.monotonic()
        answer, text, headers = self.post(body, content_type)
        self.assertEqual(answer, status, "%s: %s" % (what or body[:80], text[:300]))
        self.assertTrue(text.strip(), "an answer without a reason")
        self.assertNotIn(b"<SyncHdr", text)
        self.assertLess(time.monotonic() - started, 3, what)

    # Who signs in

    def check_challenge(self, user, password, database="addressbook"):
        for content_type, body in ((XML, messages.opening(user, password, database)),
                                   (WBXML, messages.opening_wbxml(user, password, database))):
            status, text, headers = self.post(body, content_type)
            self.assertEqual((status, headers["Content-Type"]), (200, content_type))
            reply = wire.Message(text)
            self.assertEqual(reply.status("SyncHdr"), 401)
            self.assertEqual(reply.status("Alert"), 401)
            self.assertIn(reply.challenge_type(), ("syncml:auth-basic", "syncml:auth-md5"))
            self.assertEqual(reply.alerts(), [])

    def test_a_wrong_password_is_challenged_with_401(self):
        self.check_challenge("alice", "wrong")
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_an_unknown_user_gets_the_same_answer(self):
        self.check_challenge("nobody", "secret")
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_a_real_phone_with_a_wrong_password_ends_with_an_error_and_nothing_moves(self):
        account = self.account()
        account.put("contact", "adam", items.sample("contact", "Adam"))
        account.login = (account.name, "wrong")
        for auth in ("basic", "md5"):
            device = self.device(account, auth=auth)
            device.put("contact", "1", items.sample("contact", "Bruce", 2))
            before = account.etags()
            device.sync(expect=1)
            self.assertEqual((len(device.items("contact")), account.etags()), (1, before))

    def test_a_message_without_credentials_is_challenged(self):
        body = messages.opening("alice", "secret")
        start, end = body.index(b"<Cred>"), body.index(b"</Cred>") + 7
        status, text, _ = self.post(body[:start] + body[end:])
        reply = wire.Message(text)
        self.assertEqual((status, reply.status("SyncHdr")), (200, 407))
        self.assertIsNotNone(reply.challenge_type())

    # What it asks for

    def test_an_unknown_database_gets_404_and_the_session_goes_on(self):
        account = self.account()
        for content_type, make in ((XML, messages.opening), (WBXML, messages.opening_wbxml)):
            status, text, _ = self.post(make(*account.login, database="no-such-thing"), content_type)
            reply = wire.Message(text)
            self.assertEqual((status, reply.status("SyncHdr"), reply.status("Alert")), (200, 212, 404))
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_an_unknown_command_is_refused_and_the_others_are_done(self):
        account = self.account()
        body = messages.opening(*account.login).replace(
            b"<SyncBody>", b"<SyncBody><Exec><CmdID>8</CmdID><Item><Target><LocURI>x</LocURI></Target></Item></Exec>")
        reply = wire.Message(self.post(body)[1])
        self.assertIn(reply.status("Exec"), (405, 406, 501))
        self.assertEqual(reply.status("Alert"), 200)

    # Messages that are none

    def check_cuts(self, whole, content_type):
        """Cut at every byte: 400 each time, and never an answer that stays out."""
        for length in range(len(whole)):
            status, text, _ = self.post(whole[:length], content_type)
            self.assertEqual(status, 400, "cut after %d of %d bytes: %s" % (length, len(whole), text[:200]))
        self.assertEqual(self.post(whole, content_type)[0], 200)

    def test_xml_cut_at_every_byte(self):
        account = self.account()
        self.check_cuts(messages.opening(*account.login), XML)
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_wbxml_cut_at_every_byte(self):
        account = self.account()
        self.check_cuts(messages.opening_wbxml(*account.login), WBXML)
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_hostile_xml(self):
        for what, body in (
            ("300 levels", messages.nested(300)),
            ("an entity bomb", messages.entity_bomb()),
            ("an external entity", messages.external_entity("/etc/hostname")),
            ("another root", b"<html><body>hello</body></html>"),
            ("no text at all", b"   "),
            ("bytes that are not UTF-8 in a tag", b"<Sync\xff\xfeML/>"),
            ("no header", b"<SyncML><SyncBody/></SyncML>"),
        ):
            with self.subTest(what):
                self.assertRefused(body, XML, 400, what)
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_a_version_of_the_future_gets_505_or_513(self):
        status, text, _ = self.post(messages.opening("alice", "secret", version="7.3"))
        self.assertEqual(status, 200)
        self.assertIn(wire.Message(text).status("SyncHdr"), (505, 513))

    def test_characters_that_xml_forbids_do_no_harm(self):
        account = self.account()
        body = messages.opening(*account.login).replace(b"hand-made", b"ha\0nd\x01ma\xffde")
        status, text, _ = self.post(body)
        self.assertIn(status, (200, 400))
        if status == 200:
            self.assertEqual(wire.Message(text).status("SyncHdr"), 212)
        self.assertGoodSessionWorks()

    def test_hostile_wbxml(self):
        for what, body in messages.HOSTILE_WBXML.items():
            with self.subTest(what):
                self.assertRefused(body, WBXML, 400, what)
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_the_encodings_exchanged(self):
        account = self.account()
        self.assertRefused(messages.opening(*account.login), WBXML, 400)
        self.assertRefused(messages.opening_wbxml(*account.login), XML, 400)

    # HTTP

    def test_a_wrong_content_type_gets_415(self):
        body = messages.opening("alice", "secret")
        for content_type in ("text/plain", "application/json", "application/x-www-form-urlencoded"):
            self.assertRefused(body, content_type, 415, content_type)
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_parameters_and_case_of_the_content_type_do_not_matter(self):
        account = self.account()
        for content_type in ("application/vnd.syncml+xml; charset=utf-8", "Application/VND.SyncML+XML"):
            status, text, _ = self.post(messages.opening(*account.login), content_type)
            self.assertEqual((status, wire.Message(text).status("SyncHdr")), (200, 212))

    def test_get_shows_a_page_that_says_what_this_is(self):
        status, text, headers = self.post(None, method="GET")
        self.assertEqual(status, 200)
        self.assertIn("text/html", headers["Content-Type"])
        self.assertIn(b"SyncML", text)

    def test_other_methods_get_405_and_other_paths_404(self):
        self.assertEqual(self.post(b"x", method="PUT")[0], 405)
        self.assertEqual(self.post(b"x", path="/nowhere")[0], 404)

    def test_the_aliases_serve_too(self):
        account = self.account()
        for path in ("/MDSyncML.dll", "/syncml/index.html", "/funambol/ds"):
            status, text, _ = self.post(messages.opening(*account.login), path=path)
            self.assertEqual((status, wire.Message(text).status("SyncHdr")), (200, 212), path)

    def test_a_message_over_4_mib_gets_413(self):
        body = messages.opening("alice", "secret") + b" " * (4 << 20)
        with socket.create_connection(("127.0.0.1", self.bridge.port), 30) as raw:
            raw.sendall(
                b"POST /syncml HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                % (XML.encode(), len(body)))
            try:
                raw.sendall(body)
            except OSError:
                pass  # refused before all of it was read: as good
            first = raw.recv(4096)
        self.assertRegex(first, rb"^HTTP/1\.[01] 413 ")
        self.assertTrue(self.logged())
        self.assertGoodSessionWorks()

    def test_http_1_0_is_answered_with_length_and_closed(self):
        account = self.account()
        body = messages.opening(*account.login)
        with socket.create_connection(("127.0.0.1", self.bridge.port), 30) as raw:
            raw.sendall(
                b"POST /syncml HTTP/1.0\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                % (XML.encode(), len(body), body))
            answer = b""
            while True:
                piece = raw.recv(65536)
                if not piece:
                    break
                answer += piece
        head, _, rest = answer.partition(b"\r\n\r\n")
        self.assertRegex(head, rb"^HTTP/1\.[01] 200 ")
        self.assertNotIn(b"chunked", head.lower())
        self.assertIn(b"content-length: %d" % len(rest), head.lower())
        self.assertEqual(wire.Message(rest).status("SyncHdr"), 212)

    def test_half_a_request_does_not_disturb_others(self):
        with socket.create_connection(("127.0.0.1", self.bridge.port), 30) as raw:
            raw.sendall(
                b"POST /syncml HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 5000\r\n\r\n<SyncML>"
                % XML.encode())
            self.assertGoodSessionWorks()

    def test_a_repeated_message_gets_the_same_bytes(self):
        account = self.account()
        for content_type, body in ((XML, messages.opening(*account.login, session="77", device="twice-x")),
                                   (WBXML, messages.opening_wbxml(*account.login, session="77", device="twice-w"))):
            self.assertEqual(self.post(body, content_type)[1], self.post(body, content_type)[1])
