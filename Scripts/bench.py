#!/usr/bin/python3
"""What a sync without changes costs, with 100 and with 100,000 mirrored items, and what the server weighs: idle, and at
the peak of a first sync of 500 and of 10,000 items.

    bench.py [--items 100000] [--rounds 12] [--sessions 5] [--first-sync 10000]

Two footbridge processes, one with few and one with many items, each in front of a stub of a CardDAV server whose items
never change. Both start with a real first sync of 100 contacts; then rows for the others are written straight into the
database of the second. A phone (`footbridge phone`) syncs in turns with both. Counted is the server's own CPU time.

A first sync fills the mirror from upstream, sends everything to a phone, and does it again in a slow sync that matches
everything; the peak is what the kernel saw (VmHWM).

Exit code 1 if many items cost more than 1.2 times as much as few, if the idle server holds 60 MB or more, or if the first
sync of many items needs 24 MB more than that of few.
"""

import argparse
import glob
import http.server
import os
import re
import shutil
import sqlite3
import statistics
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "Tests", "RealPeerTests"))
os.environ.setdefault("FOOTBRIDGE_BINARY", os.path.join(ROOT, ".build", "release", "footbridge"))

from peers import bridge, items, processes  # noqa: E402
from peers.phone import Phone  # noqa: E402

FEW = 100
MOST_COST = 1.2
MOST_IDLE_MB = 60
FEW_FIRST = 500
MOST_GROWTH_MB = 24
NAMESPACES = 'xmlns="DAV:" xmlns:A="urn:ietf:params:xml:ns:carddav" xmlns:S="http://calendarserver.org/ns/"'
BOOK = "/dav/book/"
TOKEN = "data:,1"


class StubServer:
    """As much of a CardDAV server as is needed: discovery, one address book, sync-collection, multiget."""

    def __init__(self, count):
        self.count = count
        self.port = processes.free_port()
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                reply = ("<?xml version='1.0' encoding='utf-8'?><multistatus %s>%s</multistatus>" % (
                    NAMESPACES, stub.responses(self.command, self.path, self.headers.get("Depth"), body))).encode()
                self.send_response(207)
                self.send_header("Content-Type", "application/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            do_PROPFIND = do_REPORT = answer

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.port

    def responses(self, method, path, depth, body):
        if method == "REPORT" and "sync-collection" in body:
            known = TOKEN in body
            return "".join(() if known else map(self.member, range(self.count))) + \
                "<sync-token>%s</sync-token>" % TOKEN
        if method == "REPORT":
            return "".join(self.member(int(number), True) for number in re.findall(r"item-(\d+)\.vcf", body))
        if path == BOOK and depth == "1":
            return self.collection() + "".join(map(self.member, range(self.count)))
        if path == BOOK:
            return self.collection()
        home = self.response(
            path, "<resourcetype><collection/><principal/></resourcetype>"
            "<current-user-principal><href>/dav/</href></current-user-principal>"
            "<A:addressbook-home-set><href>/dav/</href></A:addressbook-home-set>")
        return home + (self.collection() if depth == "1" else "")

    def collection(self):
        return self.response(
            BOOK, "<resourcetype><collection/><A:addressbook/></resourcetype><displayname>Book</displayname>"
            "<S:getctag>%s</S:getctag><sync-token>%s</sync-token>"
            "<current-user-privilege-set><privilege><all/></privilege></current-user-privilege-set>"
            "<supported-report-set><supported-report><report><sync-collection/></report></supported-report>"
            "<supported-report><report><A:addressbook-multiget/></report></supported-report></supported-report-set>"
            % (TOKEN, TOKEN))

    def member(self, number, whole=False):
        body = card(number)
        text = "<A:address-data>%s</A:address-data>" % body.replace("\r", "&#13;") if whole else ""
        return self.response(BOOK + "item-%d.vcf" % number, '<getetag>"e%d"</getetag>%s' % (number, text))

    @staticmethod
    def response(href, properties):
        return "<response><href>%s</href><propstat><prop>%s</prop><status>HTTP/1.1 200 OK</status></propstat>" \
            "</response>" % (href, properties)


def card(number):
    return items.contact("Given%06d" % number, "Family", number)


class Side:
    """A footbridge with so many items, its stub and its phone."""

    def __init__(self, folder, name, count):
        self.name, self.count = name, count
        self.stub = StubServer(FEW)
        self.server = bridge.Footbridge(
            os.path.join(folder, name), settings={"FOOTBRIDGE_LOG_LEVEL": "warning"})
        self.server.start()
        self.server.add_account("bench", self.stub.url, "bench", "secret", "secret")
        self.phone = Phone(folder, self.server.url, "bench", "secret", "phone-" + name)
        self.phone.sync(kinds=["contact"])
        held = len(self.phone.items("contact"))
        if held != FEW:
            sys.exit("the first sync brought %d of %d contacts to the phone" % (held, FEW))
        if count > FEW:
            self.server.stop()
            seed(self.server.state, count)
            self.stub.count = count
            self.server.start()
        for _ in range(3):
            self.phone.sync(kinds=["contact"])

    def cpu(self):
        """Nanoseconds of CPU time of the server, ended threads included (the process's clock, clock_getcpuclockid(3))."""
        return time.clock_gettime_ns((~self.server.process.pid << 3) | 2)

    def round(self, sessions):
        """Milliseconds of CPU per session."""
        before = self.cpu()
        for _ in range(sessions):
            self.phone.sync(kinds=["contact"])
        return (self.cpu() - before) / sessions / 1e6


def seed(state, count):
    """Writes resources and links straight into the database: as if the first sync had brought `count` items."""
    path = next(file for file in glob.glob(state + "/*") if is_database(file))
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    resource = dict(database.execute("SELECT * FROM resource WHERE is_gone = 0 ORDER BY id LIMIT 1").fetchone())
    link = dict(database.execute("SELECT * FROM link WHERE resource = ?", (resource["id"],)).fetchone())
    name = re.search(r"item-(\d+)\.vcf", resource["href"])
    template = int(name[1])
    revision = database.execute("SELECT max(revision) FROM resource").fetchone()[0]
    number_id = database.execute("SELECT max(id) FROM resource").fetchone()[0]
    guid = database.execute("SELECT max(guid) FROM link").fetchone()[0]
    resources, links = [], []
    for number in range(FEW, count):
        number_id, revision, guid = number_id + 1, revision + 1, guid + 1

        def renamed(value):
            """The template's text with this item's number in place of its own."""
            if isinstance(value, bytes):
                return value.replace(b"Given%06d" % template, b"Given%06d" % number)
            return value.replace("item-%d.vcf" % template, "item-%d.vcf" % number).replace(
                "given%06d" % template, "given%06d" % number)

        new = {**resource, "id": number_id, "revision": revision, "etag": '"e%d"' % number, "body_hash": number * 7919}
        new.update({key: renamed(resource[key]) for key in ("href", "href_key", "uid", "body")})
        resources.append(new)
        pair = {**link, "resource": number_id, "guid": guid, "revision": revision, "luid": "seed-%d" % number}
        pair["part_uid"] = renamed(link["part_uid"])
        pair.update({key: renamed(link[key]) for key in ("sent", "held") if link[key] is not None})
        pair.pop("id")
        pair.pop("is_open", None)
        links.append(pair)
    with database:
        for table, rows in (("resource", resources), ("link", links)):
            names = list(rows[0])
            database.executemany("INSERT INTO %s (%s) VALUES (%s)" % (
                table, ", ".join(names), ", ".join(":" + name for name in names)), rows)
        database.execute("UPDATE collection SET counter = ? WHERE id = ?", (revision, resource["collection"]))
        database.execute(
            "UPDATE datastore_collection SET checkpoint = ? WHERE collection = ?", (revision, resource["collection"]))
        database.execute("UPDATE datastore SET next_guid = ? WHERE id = ?", (guid + 1, link["datastore"]))
    database.execute("ANALYZE")
    database.commit()
    database.close()


def is_database(path):
    with open(path, "rb") as file:
        return file.read(15) == b"SQLite format 3"


def memory_mb(process, what="VmRSS"):
    with open("/proc/%d/status" % process.pid) as file:
        return int(re.search(what + r":\s*(\d+)", file.read())[1]) / 1024


def peak_memory(folder, count):
    """The server's peak in MB when a phone takes `count` items in its first sync and then compares all in a slow sync."""
    stub = StubServer(count)
    server = bridge.Footbridge(
        os.path.join(folder, "first-%d" % count), settings={"FOOTBRIDGE_LOG_LEVEL": "warning"}).start()
    server.add_account("bench", stub.url, "bench", "secret", "secret")
    phone = Phone(folder, server.url, "bench", "secret", "first-%d" % count)
    peaks = []
    for mode in ("two-way", "slow"):
        phone.sync(kinds=["contact"], mode=mode)
        peaks.append(memory_mb(server.process, "VmHWM"))
    held = len(phone.items("contact"))
    if held != count:
        sys.exit("the phone holds %d of %d contacts" % (held, count))
    server.stop()
    return peaks


def idle_memory(folder):
    server = bridge.Footbridge(os.path.join(folder, "idle"), settings={"FOOTBRIDGE_LOG_LEVEL": "warning"}).start()
    time.sleep(2)
    size = memory_mb(server.process)
    server.stop()
    return size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--sessions", type=int, default=5)
    parser.add_argument("--first-sync", type=int, default=10_000)
    options = parser.parse_args()
    if not os.access(bridge.binary(), os.X_OK):
        sys.exit("no program at %s: `make bench` builds it first" % bridge.binary())

    folder = processes.scratch_folder("footbridge-bench-")
    idle = idle_memory(folder)
    sides = [Side(folder, "few", FEW), Side(folder, "many", options.items)]
    rounds = {side.name: [] for side in sides}
    for _ in range(options.rounds):
        for side in sides:
            rounds[side.name].append(side.round(options.sessions))
    costs = [statistics.median(rounds[side.name]) for side in sides]
    ratio = costs[1] / costs[0]
    for side, cost in zip(sides, costs):
        print("%7d items: %6.2f ms CPU per empty sync (median of %d rounds of %d; %.2f to %.2f), %.0f MB resident" % (
            side.count, cost, options.rounds, options.sessions, min(rounds[side.name]), max(rounds[side.name]),
            memory_mb(side.server.process)))
    print("ratio %.2f (at most %.1f); idle server %.1f MB (below %d)" % (ratio, MOST_COST, idle, MOST_IDLE_MB))
    for side in sides:
        side.server.stop()
    peaks = {count: peak_memory(folder, count) for count in (FEW_FIRST, options.first_sync)}
    for count, (first, slow) in peaks.items():
        print("%7d items: peak %.0f MB in the first sync, %.0f MB after a slow sync" % (count, first, slow))
    growth = peaks[options.first_sync][1] - peaks[FEW_FIRST][1]
    print("peak grows by %.0f MB (at most %d)" % (growth, MOST_GROWTH_MB))
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if ratio > MOST_COST or idle >= MOST_IDLE_MB or growth > MOST_GROWTH_MB else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (processes.NotReady, AssertionError) as error:
        sys.exit("The measurement failed: %s" % error)
