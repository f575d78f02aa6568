"""Hostile peers against the real binary: each scenario attacks, lets an honest phone sync meanwhile, and measures.

`cases/test_hostile.py` runs them with small numbers, `Scripts/hostile.py` with the full ones. A scenario raises AssertionError
when memory is not bounded, when the honest phone cannot sync, or when the process does not recover.
"""

import itertools
import os
import time

from . import attacks, items
from .bridge import Footbridge
from .endless import DRIP, HEADERS, ITEMS, LISTING, PAGES, TEXT, EndlessServer
from .phone import Phone
from .processes import scratch_folder
from .upstream import Radicale
from .vitals import Vitals

MIB = 1 << 20


class Result:
    """What one scenario measured."""

    def __init__(self, name, what, bound):
        self.name, self.what, self.bound = name, what, bound
        self.grown = 0
        self.peak = 0
        self.honest = []
        self.seconds = 0.0

    @property
    def slowest(self):
        return max(self.honest, default=0.0)


class Numbers:
    """How much of everything. `quick` fits into the tests."""

    def __init__(self, quick):
        self.quick = quick
        self.connections = 2_000 if quick else 10_000
        self.connection_limit = 200 if quick else 1_000
        self.bodies = 120 if quick else 800
        self.bombs = 8 if quick else 64
        self.sessions = 150 if quick else 10_000
        self.guesses = 40 if quick else 500
        self.items = 6_000 if quick else 1_000_000
        self.item_limit = 1_000 if quick else 100_000
        self.endless_bytes = 192 * MIB if quick else 4 << 30
        self.member_pages = 30 if quick else 100_000


class Stage:
    """A Radicale, a footbridge in front of it, and honest phones."""

    def __init__(self, numbers, settings=None):
        self.numbers = numbers
        self.folder = scratch_folder("footbridge-hostile-")
        self.upstream = Radicale(os.path.join(self.folder, "radicale")).start()
        settings = {
            "FOOTBRIDGE_LIMITS_HEADER_TIMEOUT": "5 s", "FOOTBRIDGE_LIMITS_BODY_TIMEOUT": "10 s",
            "FOOTBRIDGE_LIMITS_CONNECTIONS": str(numbers.connection_limit),
            "FOOTBRIDGE_LIMITS_ITEMS_PER_DATASTORE": str(numbers.item_limit), **(settings or {})}
        self.bridge = Footbridge(os.path.join(self.folder, "footbridge"), self.upstream.url, settings).start()
        self.count = itertools.count(1)
        self.account = self.upstream.account()
        self.honest()  # what is made once is not counted as growth

    def stop(self):
        self.bridge.stop()
        self.upstream.stop()

    def honest(self):
        """A whole session of an honest phone of a user of its own; returns its seconds."""
        number = next(self.count)
        phone = Phone(self.folder, self.bridge.url, self.account.name, self.account.password, "honest-%d" % number)
        name = "Honest%d" % number
        phone.put("contact", "1", items.contact(name, "Phone", number))
        started = time.monotonic()
        phone.sync(kinds=["contact"])
        seconds = time.monotonic() - started
        if not any(name in body for body in self.account.bodies("contact").values()):
            raise AssertionError("the honest phone's contact did not arrive")
        return seconds

    def vitals(self):
        return Vitals(self.bridge.process.pid)

    def finish(self, result, vitals, started):
        """Notes what was measured, and looks whether all is well afterwards."""
        result.grown, result.peak = vitals.grown, vitals.peak
        result.seconds = time.monotonic() - started
        if self.bridge.process.poll() is not None:
            raise AssertionError("%s: footbridge ended with %s" % (result.name, self.bridge.process.returncode))
        if result.grown > result.bound:
            raise AssertionError("%s: memory grew by %d MiB, the bound is %d MiB" % (
                result.name, result.grown // MIB, result.bound // MIB))
        if result.slowest > 20:
            raise AssertionError("%s: an honest phone needed %.0f s" % (result.name, result.slowest))
        self.honest()
        return result

    def recovered(self, files):
        """Waits until no more files are open than before, a few connections apart."""
        vitals = self.vitals()
        end = time.monotonic() + 30
        while vitals.files() > files + 30:
            if time.monotonic() > end:
                raise AssertionError("%d files are open, %d were before" % (vitals.files(), files))
            time.sleep(0.2)


def half_open(stage):
    """Connections that begin a request's headers and say no more."""
    count = attacks.allow_files(stage.numbers.connections)
    count = min(count, stage.numbers.connections)
    result = Result("half-open", "%d connections that never end their headers" % count, 150 * MIB)
    started = time.monotonic()
    files = stage.vitals().files()
    with stage.vitals() as vitals:
        with attacks.Crowd(stage.bridge.port, count, attacks.HALF_HEAD) as crowd:
            result.honest.append(stage.honest())
            crowd.trickle(b"X: y\r\n", 8)
            result.honest.append(stage.honest())
            # Trickling buys no time: the headers have had to be there by now.
            alive = crowd.outlive(5)
            if alive:
                raise AssertionError("half-open: %d connections outlived their time-out" % alive)
    # At most 64 give way at once; the honest phone's own sessions open some files, too.
    most = stage.numbers.connection_limit + 64 + files + 60
    if vitals.most_files > most:
        raise AssertionError("half-open: %d files were open, at most %d should be" % (vitals.most_files, most))
    stage.recovered(files)
    return stage.finish(result, vitals, started)


def slow_bodies(stage):
    """Large requests that stop before their end."""
    count = stage.numbers.bodies
    size = 4 * MIB - 4096
    result = Result("slow bodies", "%d requests of 4 MiB that stop before their last byte" % count, 300 * MIB)
    started = time.monotonic()
    files = stage.vitals().files()
    with stage.vitals() as vitals:
        with attacks.Crowd(stage.bridge.port, count, attacks.half_body(size, size - 1)) as crowd:
            result.honest.append(stage.honest())
            alive = crowd.outlive(25)
            if alive:
                raise AssertionError("slow bodies: %d connections outlived their time-out" % alive)
    stage.recovered(files)
    return stage.finish(result, vitals, started)


def huge_headers(stage):
    """Headers beyond every limit, in size and in number."""
    result = Result("huge headers", "headers of 100 x 16 KiB, 1 x 8 MiB and 100,000 x 10 bytes", 100 * MIB)
    started = time.monotonic()
    with stage.vitals() as vitals:
        for fields, size in ((100, 16_000), (1, 8 << 20), (100_000, 10)):
            answer = attacks.answer_to(stage.bridge.port, attacks.huge_head(fields, size))
            if answer and not answer.split(b" ", 2)[1].startswith(b"4"):
                raise AssertionError("%d fields of %d bytes: %s" % (fields, size, answer[:100]))
        result.honest.append(stage.honest())
    return stage.finish(result, vitals, started)


def bombs(stage):
    """Short messages that stand for long ones, many at once."""
    result = Result("bombs", "%d at once of each: string table, elements, commands, entities" % stage.numbers.bombs, 500 * MIB)
    started = time.monotonic()
    wbxml = "application/vnd.syncml+wbxml"
    entities = attacks.messages.entity_bomb()
    kinds = [
        (attacks.string_table_bomb(), wbxml, (400,)), (attacks.element_bomb(), wbxml, (400,)),
        (attacks.command_bomb(), attacks.TYPE, (200, 400, 503)), (entities, attacks.TYPE, (400,)),
    ]
    with stage.vitals() as vitals:
        for body, content_type, expected in kinds:
            answers = attacks.at_once(
                stage.numbers.bombs, lambda _: attacks.post(stage.bridge.port, body, content_type)[0])
            strange = [answer for answer in answers if answer not in expected and not isinstance(answer, OSError)]
            if strange:
                raise AssertionError("a bomb of %d bytes: %s" % (len(body), strange[:3]))
            result.honest.append(stage.honest())
    return stage.finish(result, vitals, started)


def open_sessions(stage):
    """SyncML sessions that begin and never go on: of strangers, and of a user with very many devices."""
    count = stage.numbers.sessions
    result = Result("open sessions", "%d sessions of strangers and %d of one user that never go on" % (count, count), 100 * MIB)
    started = time.monotonic()
    account = stage.upstream.account()
    database = os.path.join(stage.bridge.state, "footbridge.sqlite")
    codes = {}
    with stage.vitals() as vitals:
        for user, password, note in ((None, "wrong", False), (account.name, account.password, True)):
            size = os.path.getsize(database) + wal(database)
            for number in range(count):
                body = attacks.messages.opening(
                    user or "nobody-%d" % number, password, session=str(number), device="d%d" % number)
                # Strangers come from everywhere: one who comes again waits for the answer.
                source = "127.0.0.1" if note else attacks.stranger(number)
                status, reply = attacks.post(stage.bridge.port, body, source=source)
                code = attacks.wire.Message(reply).status("SyncHdr") if status == 200 else status
                codes[code] = codes.get(code, 0) + note
            if not note and os.path.getsize(database) + wal(database) > size + MIB:
                raise AssertionError("strangers made the database grow")
        result.honest.append(stage.honest())
    if codes.get(212, 0) > 32:
        raise AssertionError("%d sessions of one account are open: %s" % (codes[212], codes))
    return stage.finish(result, vitals, started)


def guessers(stage):
    """Passwords tried for the name of an honest user, many at once, from one address."""
    count = stage.numbers.guesses
    result = Result("guessers", "%d wrong passwords at once for one name from one address" % count, 100 * MIB)
    started = time.monotonic()
    user = stage.account.name

    def work(number):
        if number == count:
            time.sleep(1)
            return stage.honest()
        body = attacks.messages.opening(user, "guess-%d" % number, session=str(number), device="g%d" % number)
        began = time.monotonic()
        status, reply = attacks.post(stage.bridge.port, body)
        return attacks.wire.Message(reply).status("SyncHdr") if status == 200 else status, time.monotonic() - began

    with stage.vitals() as vitals:
        answers = attacks.at_once(count + 1, work)
    honest = answers.pop()
    for answer in [honest] + answers:
        if isinstance(answer, Exception):
            raise answer
    result.honest.append(honest)
    codes = {code for code, _ in answers}
    if not codes <= {401, 407}:
        raise AssertionError("guessers were answered %s" % codes)
    kept = sum(seconds > 25 for _, seconds in answers)
    if kept < count // 2:
        raise AssertionError("%d of %d guessers had to wait" % (kept, count))
    return stage.finish(result, vitals, started)


def wal(database):
    try:
        return os.path.getsize(database + "-wal")
    except FileNotFoundError:
        return 0


def many_items(stage):
    """A phone that sends more items than a datastore may have."""
    numbers = stage.numbers
    result = Result("items", "a phone that sends %d items, limit %d" % (numbers.items, numbers.item_limit), 200 * MIB)
    started = time.monotonic()
    account = stage.upstream.account()
    with stage.vitals() as vitals:
        sender = attacks.Sender(stage.bridge.port, account.name, account.password)
        sender.open()
        while sender.sent < numbers.items:
            sender.send(min(2_500, numbers.items - sender.sent))
            if sender.sent >= numbers.items // 2 and not result.honest:
                result.honest.append(stage.honest())
        sender.drain()
    refused = sender.codes.get(420, 0)
    if refused != numbers.items - numbers.item_limit or sender.codes.get(201, 0) != numbers.item_limit:
        raise AssertionError("statuses %s" % sender.codes)
    return stage.finish(result, vitals, started)


def endless_upstream(stage):
    """Servers whose replies do not end, each with a phone that waits for them."""
    numbers = stage.numbers
    result = Result("endless upstream", "six servers: headers, listing, text, items, drip, pages without end", 400 * MIB)
    started = time.monotonic()
    servers = [EndlessServer(kind, most=numbers.endless_bytes) for kind in (HEADERS, LISTING, TEXT, ITEMS, DRIP, PAGES)]
    with stage.vitals() as vitals:
        for server in servers:
            stage.bridge.add_account("endless-" + server.kind, server.url, "x", "secret", "keypad-7")

        def sync(number):
            body = attacks.messages.opening("endless-" + servers[number].kind, "keypad-7", device="e%d" % number)
            return attacks.post(stage.bridge.port, body, timeout=60 if numbers.quick else 1800)

        def work(number):
            if number == len(servers):
                time.sleep(1)
                return stage.honest()
            try:
                reply = attacks.wire.Message(sync(number)[1])
            except OSError:
                return "nothing yet"  # the phone's patience ends first
            # Told in time that the answer takes time: the status of the header alone, and no Final.
            waits = reply.status("SyncHdr") == 212 and reply.status("Alert") is None and not reply.is_final
            return "wait" if waits else reply.status("Alert")

        answers = attacks.at_once(len(servers) + 1, work)
        for server in servers:
            server.stop()
    honest = answers.pop()
    if isinstance(honest, Exception):
        raise honest
    result.honest.append(honest)
    result.what += "; statuses %s" % ", ".join(
        "%s %s" % (server.kind, answer) for server, answer in zip(servers, answers))
    for server, answer in zip(servers, answers):
        if answer not in (503, "wait", "nothing yet") and not isinstance(answer, OSError):
            raise AssertionError("%s: status %s" % (server.kind, answer))
    return stage.finish(result, vitals, started)


SCENARIOS = (half_open, slow_bodies, huge_headers, bombs, open_sessions, guessers, many_items, endless_upstream)
