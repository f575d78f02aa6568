#!/usr/bin/python3
"""What the first mirror of a large address book costs, beside the same requests sent by curl.

    bench-mirror.py [--servers 'sabre-apache cyrus'] [--items 10000] [--rounds 5]

Each server (names: Tests/RealPeerTests/serve.py --list) gets an address book of so many contacts. Then, in turns, a footbridge
without any mirror is asked for it by a phone, and curl, in one process, asks for the same. Counted is the wall clock: for
footbridge from the phone's first message until its answer, before which the mirror is whole; for curl from its start to its end.

What curl asks for is what a footbridge asked for over a relay that recorded it: the listing and every multiget, byte for byte, one
after the other on a connection that stays. Its replies go to /dev/null; footbridge's are read, compared and stored.

Exit code 1 if footbridge takes more than 1.3 times as long as curl.
"""

import argparse
import concurrent.futures
import contextlib
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "Tests", "RealPeerTests"))
os.environ.setdefault("FOOTBRIDGE_BINARY", os.path.join(ROOT, ".build", "release", "footbridge"))

from peers import bridge, faults, items, messages, processes, wire  # noqa: E402
from peers.servers import SERVERS  # noqa: E402
from peers.upstream import COLLECTIONS  # noqa: E402

MOST_TIME = 1.3
LOGIN = ("bench", "keypad-8")
# Fields that belong to a connection, not to what is asked for.
OWN_FIELDS = ("host", "content-length", "connection", "accept")


def fill(account, count):
    """Puts so many contacts into the account's address book, some at once."""
    names, texts = zip(*(("item-%d" % number, items.contact("Given%06d" % number, "Family", number))
                         for number in range(count)))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(account.put, ["contact"] * count, names, texts))


class Bridge:
    """A footbridge that knows an account and a device, and has no mirror yet."""

    def __init__(self, folder, name, server, account, url):
        self.server = bridge.Footbridge(os.path.join(folder, name), settings={"FOOTBRIDGE_LOG_LEVEL": "warning"}).start()
        login = (account.name, account.password) if server.needs_login else (None, None)
        self.server.add_account(LOGIN[0], url, *login, LOGIN[1])
        self.server.run("account", "set", LOGIN[0], "contacts=" + COLLECTIONS["contact"][0])
        # The device makes itself known, so that it can be given time: it is told to wait after 20 seconds otherwise.
        self.ask("nothing", "1")
        self.server.run("device", "set", "hand-made", "patience=600")

    def ask(self, database, session):
        """Sends a phone's first message; returns the seconds until the answer."""
        body = messages.opening(*LOGIN, database=database, session=session)
        began = time.monotonic()
        with urllib.request.urlopen(urllib.request.Request(self.server.url, body, {"Content-Type": wire.XML})) as reply:
            reply.read()
        return time.monotonic() - began

    def mirror(self, count):
        """Seconds until all of the address book is mirrored."""
        seconds = self.ask("contacts", "2")
        with contextlib.closing(sqlite3.connect(os.path.join(self.server.state, "footbridge.sqlite"))) as database:
            held = database.execute("SELECT count(*) FROM resource WHERE is_gone = 0").fetchone()[0]
        if held != count:
            raise AssertionError("the mirror holds %d of %d contacts" % (held, count))
        return seconds


class Curl:
    """The requests of a first mirror, recorded, as a configuration of curl."""

    def __init__(self, folder, server, account, count):
        relay = faults.FaultyRelay("record", server.port, random.Random(1), path=server.entrance)
        recorder = Bridge(folder, "recorder", server, account, relay.url)
        relay.clear()
        recorder.mirror(count)
        recorder.server.stop()
        relay.stop()
        self.exchanges = relay.exchanges
        self.configuration = os.path.join(folder, "curl.conf")
        sections = []
        for number, each in enumerate(self.exchanges):
            body = os.path.join(folder, "body-%d" % number)
            with open(body, "wb") as file:
                file.write(each.body)
            fields = ["%s: %s" % pair for pair in each.headers.items() if pair[0].lower() not in OWN_FIELDS]
            sections.append("\n".join([
                'url = "http://127.0.0.1:%d%s"' % (server.port, each.path), 'request = "%s"' % each.method,
                'output = "/dev/null"', 'write-out = "%{http_code}\\n"', 'data-binary = "@%s"' % body,
                *['header = "%s"' % field for field in fields + ["Accept:", "Expect:"]], ""]))
        with open(self.configuration, "w") as file:
            file.write("next\n".join(sections))

    def run(self):
        """Seconds until the last reply."""
        began = time.monotonic()
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--config", self.configuration], capture_output=True, text=True)
        seconds = time.monotonic() - began
        if done.stdout.split() != [str(each.status) for each in self.exchanges]:
            raise AssertionError("curl was answered otherwise: %s\n%s" % (done.stdout.split(), done.stderr))
        return seconds


def compare(name, options):
    """Measures one server; returns how much longer footbridge takes than curl."""
    folder = processes.scratch_folder("footbridge-bench-")
    os.chmod(folder, 0o711)  # some servers run as users of their own
    server = SERVERS[name](os.path.join(folder, "server"), processes.free_port()).start()
    account = server.account()
    fill(account, options.items)
    curl = Curl(folder, server, account, options.items)
    ours, theirs = [], []
    for turn in range(options.rounds):
        each = Bridge(folder, "round-%d" % turn, server, account, server.url)
        ours.append(each.mirror(options.items))
        each.server.stop()
        theirs.append(curl.run())
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)
    size = sum(len(each.reply) for each in curl.exchanges) / 1e6
    print("%s, %d contacts, %d requests, %.1f MB; medians" % (server.name, options.items, len(curl.exchanges), size))
    for what, times in ("first mirror", ours), ("curl", theirs):
        print("%14s %6.2f s (%.2f to %.2f)" % (what, statistics.median(times), min(times), max(times)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    print("ratio %.2f (at most %.1f)" % (ratio, MOST_TIME), flush=True)
    return ratio


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", default="sabre-apache cyrus")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not os.access(bridge.binary(), os.X_OK):
        sys.exit("no program at %s: `make bench` builds it first" % bridge.binary())
    slow = [name for name in options.servers.split() if compare(name, options) > MOST_TIME]
    print("too slow: " + ", ".join(slow) if slow else "first mirrors are fast enough")
    return 1 if slow else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (processes.NotReady, AssertionError) as error:
        sys.exit("The measurement failed: %s" % error)
