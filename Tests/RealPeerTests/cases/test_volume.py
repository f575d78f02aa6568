"""Many items and large ones, in small messages."""

import itertools

from peers import items, wire
from peers.world import PeerTest

SMALL = 10240  # the smallest MaxMsgSize this client knows


class ManyContacts(PeerTest):
    settings = {"FOOTBRIDGE_MAX_MESSAGE_SIZE": str(SMALL)}

    def test_200_contacts_with_photos_go_up_and_come_down_in_10_kb_messages(self):
        account = self.account()
        first = self.device(account, stores=["addressbook"], max_message=SMALL)
        for number in range(200):
            first.put("contact", str(number), items.contact(
                "Jméno%03d" % number, "Příjmení%d" % (number % 7), number, picture=items.photo(2000 + 25 * number, number)))
        self.relay.clear()
        first.sync()
        self.assertInSync(first, account, kinds=["contact"], count=200)
        self.assertGreater(len(self.relay.exchanges), 60)

        second = self.device(account, stores=["addressbook"], max_message=SMALL, wbxml=False, version="1.1")
        self.relay.clear()
        second.sync()
        self.assertInSync(second, account, kinds=["contact"], count=200)
        self.assertGreater(len(self.relay.exchanges), 60)
        largest = max(len(each.reply) for each in self.relay.exchanges)
        self.assertLessEqual(largest, SMALL, "a reply was larger than the phone's MaxMsgSize")
        self.assertQuiet(first, account)


class LargeObjects(PeerTest):
    """A photo of 120 KB, many times the message size: chunks up, chunks down, byte for byte the same."""

    settings = {"FOOTBRIDGE_MAX_MESSAGE_SIZE": str(SMALL)}
    picture_seeds = itertools.count(1)

    def travel(self, version, is_wbxml):
        account = self.account()
        up = self.device(account, stores=["addressbook"], max_message=SMALL, version=version, wbxml=is_wbxml)
        up.put("contact", "1", items.contact(
            "Velká", "Fotka", 1, picture=items.photo(120_000, next(self.picture_seeds))))
        up.put("contact", "2", items.contact("Malá", "Fotka", 2, picture=items.photo(900, 2)))
        self.relay.clear()
        up.sync()
        self.assertInSync(up, account, kinds=["contact"], count=2)
        codes = [code for _, reply in wire.messages(self.relay.exchanges) for _, code in reply.statuses()]
        self.assertIn(213, codes, "no chunk was acknowledged with 213")

        down = self.device(account, stores=["addressbook"], max_message=SMALL, version=version, wbxml=is_wbxml)
        self.relay.clear()
        down.sync()
        self.assertInSync(down, account, kinds=["contact"], count=2)
        replies = [reply for _, reply in wire.messages(self.relay.exchanges)]
        self.assertTrue(any(reply.root.iter("MoreData") for reply in replies))
        self.assertLessEqual(max(len(each.reply) for each in self.relay.exchanges), SMALL)
        self.assertQuiet(down, account)

    def test_syncml_1_1_xml(self):
        self.travel("1.1", False)

    def test_syncml_1_1_wbxml(self):
        self.travel("1.1", True)

    def test_syncml_1_2_xml(self):
        self.travel("1.2", False)

    def test_syncml_1_2_wbxml(self):
        self.travel("1.2", True)
