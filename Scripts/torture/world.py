"""Radicale, footbridge, a bad line on either side of it, and one account with three phones and a third party."""

import concurrent.futures
import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import time

from peers import faults, wire
from peers.bridge import Footbridge
from peers.processes import NotReady
from peers.upstream import Radicale
from torture.killer import Killer
from torture.model import Model
from torture.users import KINDS, PhoneUser, ThirdParty

DEVICE_PASSWORD = "keypad-7"
# SyncML version, WBXML, formats of contacts, calendar and notes, whose habits, credentials, largest message.
PHONES = (
    ("1.2", True, ("vcard30", "ical20", "text"), "syncevolution", "md5", 6000),
    ("1.1", True, ("vcard21", "vcal10", "text"), "s60", "basic", 8000),
    ("1.0", False, ("vcard21", "ical20", "text"), "nokia9210", "basic", 12000),
)
MOST_ROUNDS = 4
SETTINGS = {"FOOTBRIDGE_LOG_LEVEL": "debug"}


class Violation(Exception):
    """A promise was broken: (name of the invariant, what was seen) of each."""

    def __init__(self, *found):
        super().__init__("; ".join("%s: %s" % pair for pair in found))
        self.found = list(found)


class World:
    def __init__(self, folder, random, counts, state=None):
        self.folder, self.random, self.counts = folder, random, counts
        self.events, self.started = [], time.time()
        self.upstream = Radicale(os.path.join(folder, "radicale")).start()
        self.bridge = Footbridge(os.path.join(folder, "footbridge"), settings=SETTINGS)
        if state:
            self.bridge.state = state
        self.bridge.start()
        relay_random = type(random)(random.random())
        self.phone_line = faults.FaultyRelay("phone", self.bridge.port, relay_random, path="/syncml")
        self.dav_line = faults.FaultyRelay("server", self.upstream.port, relay_random, path="/")
        self.lines = (self.phone_line, self.dav_line)
        for line in self.lines:
            line.watcher = self.watch
        self.killer = Killer(self.bridge, self.lines, random, self.note)
        self.meddling, self.slow = 0.0, 0.0
        self.accounts = 0
        self.new_account()

    def new_account(self):
        """Another user of the server with fresh phones; what became of the old ones does not matter any more."""
        self.accounts += 1
        self.model = Model()
        self.account = self.upstream.account()
        login = ("phone-" + self.account.name, DEVICE_PASSWORD)
        self.bridge.add_account(login[0], self.dav_line.url, self.account.name, self.account.password, login[1])
        self.login = login[0]
        common = (self.model, self.random, self.note, self.counts)
        self.third = ThirdParty(self.account, *common)
        self.phones = [
            PhoneUser(
                ("%s-phone-%d" % (self.account.name, number), *common), self.folder, self.phone_line.url, login,
                *options)
            for number, options in enumerate(PHONES, 1)]
        self.note("account %s" % self.account.name)

    def close(self):
        for line in self.lines:
            line.stop()
        self.bridge.stop()
        self.upstream.stop()

    def note(self, text):
        self.events.append("%9.3f  %s" % (time.time() - self.started, text))

    def watch(self, line, moment, exchange):
        """From the relays' threads: the killer's trigger, and the third party's chance to come in between."""
        if exchange.fault and moment == faults.ASKED:
            self.note("%s side, %s %s: %s" % (line.name, exchange.method, exchange.path, exchange.fault))
        if line is self.dav_line and self.meddling and self.random.random() < self.meddling:
            self.third.act()
        self.killer.saw(line, moment)

    def weather(self, on_phones, on_server, patience=0, meddling=0.0, slow=0.0):
        """Faults a request on either side, how long the phones' line waits for footbridge, how often the third party
        comes in between, and how often a phone syncs slowly."""
        self.phone_line.rate, self.dav_line.rate = on_phones, on_server
        self.phone_line.patience, self.meddling, self.slow = patience, meddling, slow

    # Syncs

    def syncs(self, phones, once_killed=None):
        """These phones sync at once; `once_killed` is called when footbridge was killed meanwhile."""
        before = {line.name: line.requests for line in self.lines}
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(len(phones)) as pool:
            waiting = {pool.submit(self.one_sync, phone) for phone in phones}
            while True:
                done, open_ones = concurrent.futures.wait(waiting, timeout=0.01)
                if once_killed and self.killer.killed.is_set():
                    once_killed()
                if not open_ones:
                    break
        if not once_killed:
            self.killer.duration.add(time.monotonic() - begin)
            for line in self.lines:
                self.killer.requests[line.name].add(line.requests - before[line.name])
        return [each.result() for each in waiting]

    def one_sync(self, phone):
        """What this sync moved, or None when it failed. Now and then the phone has lost its anchors."""
        is_slow = self.random.random() < self.slow and not phone.has_untold_deletions
        self.counts["syncs"] += 1
        self.counts["slow syncs"] += is_slow
        try:
            report, text = phone.sync("slow" if is_slow else "two-way")
        except subprocess.TimeoutExpired as error:
            raise Violation(("ends", "%s did not end within %d s" % (phone.name, error.timeout))) from error
        if report is None:
            raise Violation(("phone", "%s printed no report: %s" % (phone.name, text[-500:])))
        summary = [
            "%s %s sent %s received %s%s" % (
                each["name"], each["used"], short(each["sent"]), short(each["received"]),
                " %s" % (each.get("status") or each["problems"]) if each.get("status") or each["problems"] else "")
            for each in report["stores"]]
        self.note("%s syncs: %s %s" % (phone.name, "; ".join(summary), report.get("failure") or ""))
        failed = report.get("failure") or any(each.get("status") or each["problems"] for each in report["stores"])
        was_slow = any(each["used"] in (201, "201") for each in report["stores"])
        phone.owes_slow_sync = bool(failed) and (was_slow or is_slow or phone.owes_slow_sync)
        if failed:
            self.counts["syncs that failed"] += 1
            return None
        phone.has_untold_deletions = False
        return sum(
            each[side][what] for each in report["stores"] for side in ("sent", "received")
            for what in ("adds", "replaces", "deletes"))

    def settle(self):
        """Good weather; every phone syncs until nothing moves."""
        self.weather(0, 0)
        for number in range(1, MOST_ROUNDS + 1):
            self.note("settling, round %d" % number)
            moved = [self.syncs([phone])[0] for phone in self.phones]
            if moved == [0] * len(self.phones):
                return
        raise Violation(("settles", "after %d rounds in good weather the syncs still moved %s" % (MOST_ROUNDS, moved)))

    def history(self):
        return self.bridge.run("history", "--account", self.login, "--json", "--limit", "1000000")

    # The state folder

    def check_state(self):
        """The database of a killed server: whole, consistent, for its owner alone."""
        self.counts["integrity checks"] += 1
        found = ["%s has mode %o" % (name, mode(os.path.join(self.bridge.state, name)))
                 for name in sorted(os.listdir(self.bridge.state))
                 if mode(os.path.join(self.bridge.state, name)) != 0o600]
        copy = tempfile.mkdtemp(prefix="state-", dir=self.folder)
        try:
            for name in os.listdir(self.bridge.state):
                if name.startswith("footbridge.sqlite") and not name.endswith("-shm"):
                    shutil.copy(os.path.join(self.bridge.state, name), copy)
            database = sqlite3.connect(os.path.join(copy, "footbridge.sqlite"))
            for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
                rows = database.execute("PRAGMA " + pragma).fetchmany(20)
                if rows != good:
                    found.append("PRAGMA %s: %s" % (pragma, rows))
            database.close()
        except sqlite3.DatabaseError as error:
            found.append("SQLite: %s" % error)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
        if found:
            raise Violation(*[("state file", each) for each in found])

    def restart(self):
        """Starts footbridge again on the same state."""
        self.counts["restarts"] += 1
        try:
            self.bridge.start()
        except NotReady as error:
            raise Violation(("restarts", str(error))) from error

    def assert_alive(self):
        code = self.bridge.process.poll()
        if code is not None:
            raise Violation(("stays up", "footbridge ended by itself with %s:\n%s" % (code, self.bridge.log_tail(15))))

    # Transcripts

    def clear(self):
        """All is well: what led here is not needed any more."""
        for line in self.lines:
            line.clear()

    def keep(self, folder, violation):
        """Everything that is needed to understand a failure."""
        os.makedirs(folder, exist_ok=True)
        for name, texts in (("events.txt", self.events), ("violations.txt", map("%s: %s".__mod__, violation.found))):
            with open(os.path.join(folder, name), "w") as file:
                file.writelines(text + "\n" for text in texts)
        for line in self.lines:
            with open(os.path.join(folder, "line-%s.txt" % line.name), "w") as file:
                file.writelines(self.transcript(line))
        copies = [(self.bridge.state, "state"), (self.bridge.log, "footbridge.log")]
        copies += [(phone.folder, phone.name) for phone in self.phones]
        for source, name in copies:
            target = os.path.join(folder, name)
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
        with open(os.path.join(folder, "server.txt"), "w") as file:
            for kind in KINDS:
                for path, body in sorted(self.account.bodies(kind).items()):
                    file.write("== %s\n%s\n" % (path, body))
        if self.bridge.process.poll() is None:
            with open(os.path.join(folder, "history.json"), "w") as file:
                file.write(self.history())

    def transcript(self, line):
        for each in list(line.exchanges):
            yield "\n==== %.3f %s %s -> %s%s\n" % (
                each.at - self.started, each.method, each.path, each.status, " (%s)" % each.fault if each.fault else "")
            for body in (each.body, each.reply):
                yield readable(body) + "\n----\n"


def short(changes):
    return "%(adds)d/%(replaces)d/%(deletes)d" % changes


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def readable(body):
    if body[:1] in (b"\x02", b"\x01", b"\x03"):
        try:
            body = wire.to_xml(body)
        except (AssertionError, OSError):
            return repr(body)
    return body.decode(errors="replace")
