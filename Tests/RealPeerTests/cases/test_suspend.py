"""SyncEvolution suspends a session (its user presses Ctrl-C once) and resumes it with the next."""

import signal

from peers import items, wire
from peers.world import PeerTest

COUNT = 120


class Suspend(PeerTest):
    def device_with_contacts(self, account, wbxml):
        device = self.device(account, wbxml=wbxml, max_message=6000, stores=["addressbook"])
        for number in range(COUNT):
            text = items.sample("contact", "Person%d" % number, number)
            device.put("contact", "%d.vcf" % number, text.replace("END:VCARD", "NOTE:%s\r\nEND:VCARD" % ("long " * 100)))
        return device

    def interrupted(self, device, after):
        """A session that is suspended while the reply to its message number `after` is on its way. Returns its messages."""
        self.relay.clear()
        process = device.start()

        def watch(exchange):
            if len(self.relay.exchanges) == after:
                process.send_signal(signal.SIGINT)

        self.relay.watcher = watch
        try:
            outcome = device.finish(process)
        finally:
            self.relay.watcher = None
        self.assertNotEqual(outcome.code, 0, outcome.output)
        return self.messages()

    def messages(self):
        return [wire.Message(each.body) for each in self.relay.exchanges if each.status == 200]

    def sent(self, messages):
        return [luid for message in messages for verb in ("Add", "Replace") for luid in message.sources(verb)]

    def alerts(self, messages):
        return [code for message in messages for code in message.alerts()]

    def check(self, wbxml, after):
        account = self.account()
        device = self.device_with_contacts(account, wbxml)
        first = self.interrupted(device, after)
        told = self.sent(first)
        self.assertTrue(0 < len(told) < COUNT, told)
        self.relay.clear()
        device.sync()
        rest = self.messages()
        self.assertIn(225, self.alerts(rest))
        self.assertNotIn(508, [code for each in self.relay.exchanges for _, code in wire.Message(each.reply).statuses()])
        again = set(told) & set(self.sent(rest))
        # What was acknowledged is not sent again; the item at the border may be.
        self.assertLessEqual(len(again), 1, again)
        bodies = list(account.bodies("contact").values())
        self.assertEqual(len(bodies), COUNT)
        for number in range(COUNT):
            self.assertEqual(len([body for body in bodies if "Person%d\r" % number in body or "Person%d;" % number in body]), 1)
        quiet = device.sync()
        self.assertEqual(quiet.changes("addressbook"), {})
        self.assertEqual(len(device.items("contact")), COUNT)

    def test_wbxml(self):
        self.check(True, 4)

    def test_xml(self):
        self.check(False, 5)
