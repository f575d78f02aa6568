"""kill -9 in the middle of a 200-item session, restart, the phone tries again: nothing lost, nothing doubled."""

import threading
import time

from peers import items
from peers.world import PeerTest

SMALL = 10240


class Kill(PeerTest):
    settings = {"FOOTBRIDGE_MAX_MESSAGE_SIZE": str(SMALL)}

    def prepared(self, on_phone, on_server, **options):
        account = self.account()
        device = self.device(account, stores=["addressbook"], max_message=SMALL, **options)
        for number in range(on_phone):
            device.put("contact", "p%d" % number, items.contact(
                "Telefon%03d" % number, "Nováková", number, picture=items.photo(400, number)))
        for number in range(on_server):
            account.put("contact", "s%d" % number, items.contact(
                "Server%03d" % number, "Dvořák", number, picture=items.photo(400, number)))
        self.relay.clear()
        return account, device

    def kill_when(self, enough):
        """Kills footbridge as soon as `enough()` is true; returns the thread that waits for it."""
        killed = []

        def wait():
            while not thread.given_up:
                if enough():
                    self.bridge.kill()
                    killed.append(True)
                    return
                time.sleep(0.005)

        thread = threading.Thread(target=wait, daemon=True)
        thread.killed, thread.given_up = killed, False
        thread.start()
        return thread

    def assertKilled(self, killer):
        """Called when the session is over: if the server still lives then, the test has not tested anything."""
        killer.join(1)
        killer.given_up = True
        killer.join()
        self.assertTrue(killer.killed, "the session ended before the server was killed")

    def replies(self):
        return sum(1 for each in self.relay.exchanges if each.status == 200)

    def interrupt(self, on_phone, on_server, after_messages):
        """The session dies with the server; a new one finishes the work."""
        account, device = self.prepared(on_phone, on_server)
        killer = self.kill_when(lambda: self.replies() >= after_messages)
        device.sync(expect=1)
        self.assertKilled(killer)
        self.bridge.start()
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=200)
        self.assertQuiet(device, account)

    def test_while_the_phone_sends_200(self):
        self.interrupt(200, 0, after_messages=10)

    def test_while_the_phone_receives_200(self):
        self.interrupt(0, 200, after_messages=12)

    def test_twice_while_both_send(self):
        account, device = self.prepared(100, 100)
        for after in (6, 8):
            self.relay.clear()
            killer = self.kill_when(lambda: self.replies() >= after)
            device.sync(expect=1)
            self.assertKilled(killer)
            self.bridge.start()
        device.sync()
        self.assertInSync(device, account, kinds=["contact"], count=200)
        self.assertQuiet(device, account)

    def test_the_phone_repeats_its_message_and_the_session_goes_on(self):
        account, device = self.prepared(200, 0)
        self.relay.patience = 60
        self.addCleanup(setattr, self.relay, "patience", 0)
        session = device.start()
        killer = self.kill_when(lambda: self.replies() >= 10)
        while not killer.killed and session.poll() is None:
            time.sleep(0.01)
        self.assertKilled(killer)
        self.bridge.start()
        outcome = device.finish(session)
        self.assertEqual(outcome.code, 0, outcome.errors())
        self.assertInSync(device, account, kinds=["contact"], count=200)
        self.assertQuiet(device, account)
