"""Phones that talk as nobody should, set up by their habits on the command line, with a real server."""

from peers import items
from peers.world import PeerTest

COUNT = 25


class Habits(PeerTest):
    def check(self, *habits, **options):
        account = self.account()
        phone = self.phone(account, habits=habits, max_message=3000, **options)
        for number in range(COUNT):
            phone.put("contact", str(number), items.sample("contact", "Phone%d" % number, number))
            account.put("contact", "server-%d" % number, items.sample("contact", "Server%d" % number, 100 + number))
        phone.sync(kinds=["contact"])
        self.assertEqual(len(phone.items("contact")), 2 * COUNT)
        self.assertEqual(len(account.bodies("contact")), 2 * COUNT)
        before = account.etags()
        quiet = phone.sync(kinds=["contact"])
        self.assertIn("0/0/0       0/0/0", quiet)
        self.assertEqual(account.etags(), before)

    def test_final_in_every_message(self):
        self.check("finalEarly=true")

    def test_every_message_twice(self):
        self.check("saysTwice=true", wbxml=False)

    def test_commands_left_to_the_challenged_message(self):
        self.check("credentialsAtOnce=false", "repeatsCommandsAfterChallenge=false")

    def test_no_address_of_the_session(self):
        self.check("followsRespURI=false", "constantSessionID=true", version="1.1")

    def test_unknown_habits_are_named(self):
        account = self.account()
        with self.assertRaisesRegex(AssertionError, "no habit.*finalEarly"):
            self.phone(account, habits=["nothing=1"])
