"""A phone: SyncEvolution's command line with plain files as its databases. One file is one item.

It runs without D-Bus, without a keyring and without a daemon. Its settings are written as files instead of with five
`--configure` runs. It notices an edit by the file's time in whole seconds, so every write here gets a time of its own.
"""

import configparser
import os
import shutil
import signal
import subprocess
import time

PACKAGE_ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
CALLBACKS_SOURCE = os.path.join(os.path.dirname(__file__), "..", "syncevolution", "curl_callbacks.c")

# kind of item -> SyncEvolution's store (also the database name asked of the server)
STORES = {"contact": "addressbook", "event": "calendar", "task": "todo", "note": "memo"}


class SyncFailed(AssertionError):
    """A session ended with another exit code than expected."""


def curl_callbacks():
    """Builds the preloaded library once and returns its path."""
    folder = os.path.join(PACKAGE_ROOT, ".build", "real-peer-tests")
    library = os.path.join(folder, "curl_callbacks.so")
    if os.path.exists(library) and os.path.getmtime(library) > os.path.getmtime(CALLBACKS_SOURCE):
        return library
    os.makedirs(folder, exist_ok=True)
    compiler = next(name for name in ("cc", "gcc", "clang") if shutil.which(name))
    unfinished = "%s.%d" % (library, os.getpid())
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", unfinished, CALLBACKS_SOURCE, "-ldl"], check=True)
    os.rename(unfinished, library)
    return library


class Outcome:
    """What one session did, from the client's own account of it (status.ini)."""

    def __init__(self, code, status, output):
        self.code = code
        self.status = status
        self.output = output

    def errors(self):
        """The lines of the client's output that say what went wrong."""
        return "\n".join(line for line in self.output.splitlines() if "ERROR" in line) or self.output

    def mode(self, store):
        return self.status.get("source-%s-mode" % store, "")

    def count(self, store, side, change):
        """How many items were (side) "local" or "remote" (change) "added", "updated" or "removed"."""
        return int(self.status.get("source-%s-stat-%s-%s-total" % (store, side, change), "0"))

    def result(self, store):
        return int(self.status.get("source-%s-status" % store, "0"))

    def changes(self, store):
        """Every change in either direction, e.g. {"local-added": 2}; empty when nothing moved."""
        found = {}
        for side in ("local", "remote"):
            for change in ("added", "updated", "removed"):
                if self.count(store, side, change):
                    found["%s-%s" % (side, change)] = self.count(store, side, change)
        return found


class Device:
    def __init__(self, folder, url, user, password, name, version="1.2", wbxml=True, auth="basic",
                 contacts="text/vcard", calendar="text/calendar", wire_contacts=None, wire_calendar=None,
                 max_message=150000, max_object=4000000, retry=0, stores=None, properties=None):
        """`contacts` and `calendar` are the formats of the files; `wire_...` force another one on the wire."""
        self.folder = os.path.join(folder, name)
        self.name = name
        self.stores = stores or list(STORES.values())
        self.clock = int(time.time())
        formats = {"addressbook": contacts, "calendar": calendar, "todo": calendar, "memo": "text/plain"}
        forced = {"addressbook": wire_contacts, "calendar": wire_calendar, "todo": wire_calendar, "memo": None}
        peer = {
            "syncURL": url, "username": user, "password": password, "clientAuthType": auth,
            "SyncMLVersion": version, "enableWBXML": int(wbxml), "maxMsgSize": max_message, "maxObjSize": max_object,
            "loglevel": 2, "printChanges": 0, "dumpData": 0, "preventSlowSync": 0,
            "RetryDuration": retry, "RetryInterval": 0, **(properties or {}),
        }
        base = "config/syncevolution/"
        self._write(base + ".internal.ini", {"rootMinVersion": 0, "rootCurVersion": 0})
        self._write(base + "config.ini", {"keyring": "no"})
        self._write(base + "device/.internal.ini", {"contextMinVersion": 1, "contextCurVersion": 1})
        self._write(base + "device/config.ini", {"logdir": self.folder + "/log", "deviceId": name})
        self._write(base + "device/peers/peer/.internal.ini", {"peerMinVersion": 1, "peerCurVersion": 1})
        self._write(base + "device/peers/peer/config.ini", peer)
        for store in self.stores:
            os.makedirs(self.path(store, ""), exist_ok=True)
            self._write(base + "device/sources/%s/config.ini" % store, {
                "backend": "file", "database": "file://" + self.path(store, "").rstrip("/"),
                "databaseFormat": formats[store]})
            source = {"sync": "two-way", "uri": store}
            if forced[store]:
                source.update({"syncFormat": forced[store], "forceSyncFormat": 1})
            self._write(base + "device/peers/peer/sources/%s/config.ini" % store, source)
            self._write(base + "device/peers/peer/sources/%s/.internal.ini" % store, {})

    def _write(self, path, settings):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.writelines("%s = %s\n" % setting for setting in settings.items())

    # The user's side: items as files.

    def path(self, store, name):
        return os.path.join(self.folder, "store", store, name)

    def put(self, kind, name, text):
        path = self.path(STORES[kind], name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        self.clock += 2
        os.utime(path, (self.clock, self.clock))

    def items(self, kind):
        """LUID -> text."""
        found = {}
        for name in sorted(os.listdir(self.path(STORES[kind], ""))):
            with open(self.path(STORES[kind], name), encoding="utf-8", newline="") as file:
                found[name] = file.read()
        return found

    def find(self, kind, text):
        """The LUID of the one item of this kind that holds `text`."""
        found = [name for name, body in self.items(kind).items() if text in body]
        if len(found) != 1:
            raise AssertionError("%d items on %s hold %r" % (len(found), self.name, text))
        return found[0]

    def edit(self, kind, holding, old, new):
        """Replaces text in the one item that holds `holding`, as the phone's user would."""
        name = self.find(kind, holding)
        body = self.items(kind)[name]
        if old not in body:
            raise AssertionError("%r is not in item %s of %s:\n%s" % (old, name, self.name, body))
        self.put(kind, name, body.replace(old, new))

    def delete(self, kind, holding):
        os.unlink(self.path(STORES[kind], self.find(kind, holding)))

    # Sessions.

    def command(self, arguments):
        environment = {
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": self.folder,
            "XDG_CONFIG_HOME": self.folder + "/config", "XDG_CACHE_HOME": self.folder + "/cache",
            "XDG_DATA_HOME": self.folder + "/data", "LD_PRELOAD": curl_callbacks(),
        }
        return ["/usr/bin/syncevolution", "--daemon=no"] + arguments, environment

    def start(self, mode=None, stores=None):
        """Begins a session in the background; `finish` waits for it."""
        arguments = ["--run"] + (["--sync", mode] if mode else []) + ["peer@device"] + list(stores or [])
        command, environment = self.command(arguments)
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace",
            # A shell's background job ignores Ctrl-C, and so would this.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def finish(self, process, seconds=240):
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            raise SyncFailed("%s: the session did not end within %d s\n%s" % (self.name, seconds, output))
        return Outcome(process.returncode, self.status(), output)

    def sync(self, mode=None, stores=None, expect=0):
        """One session. `expect` is the exit code: 0 only if every item went well; None takes any."""
        outcome = self.finish(self.start(mode, stores))
        if expect is not None and outcome.code != expect:
            raise SyncFailed("%s: session ended with %d, expected %d\n%s" % (
                self.name, outcome.code, expect, outcome.errors()))
        return outcome

    def status(self):
        folder = os.path.join(self.folder, "log")
        sessions = sorted(os.listdir(folder), key=lambda name: os.path.getmtime(os.path.join(folder, name))) \
            if os.path.isdir(folder) else []
        if not sessions:
            return {}
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str
        try:
            with open(os.path.join(folder, sessions[-1], "status.ini"), errors="replace") as file:
                parser.read_string("[session]\n" + file.read())
        except FileNotFoundError:
            return {}
        return dict(parser["session"])
