"""Hostile peers in small numbers: memory stays bounded, an honest phone syncs meanwhile, and all is well afterwards.

The full numbers are those of `make hostile`.
"""

import unittest

from peers import hostile


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = hostile.Stage(hostile.Numbers(quick=True))

    @classmethod
    def tearDownClass(cls):
        cls.stage.stop()

    def check(self, scenario):
        try:
            result = scenario(self.stage)
        except AssertionError:
            print(self.stage.bridge.log_tail(15))
            raise
        print("%s: memory grew by %.1f MiB; an honest phone needed %.1f s" % (
            result.what, result.grown / hostile.MIB, result.slowest))

    def test_half_open_connections(self):
        self.check(hostile.half_open)

    def test_bodies_that_never_end(self):
        self.check(hostile.slow_bodies)

    def test_huge_headers(self):
        self.check(hostile.huge_headers)

    def test_wbxml_and_xml_bombs(self):
        self.check(hostile.bombs)

    def test_sessions_that_never_go_on(self):
        self.check(hostile.open_sessions)

    def test_guessers_of_one_name(self):
        self.check(hostile.guessers)

    def test_more_items_than_a_datastore_takes(self):
        self.check(hostile.many_items)

    def test_a_server_whose_replies_do_not_end(self):
        self.check(hostile.endless_upstream)
