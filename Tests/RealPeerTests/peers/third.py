"""A third client of an account: it has items open in its editor while phones sync, and saves each under If-Match."""

import re
import threading
import time

from .dav import DAVError

TYPES = {"BEGIN:VCARD": "text/vcard; charset=utf-8", "BEGIN:VCALENDAR": "text/calendar; charset=utf-8"}
# What servers say to a condition that does not hold: Cyrus and others know no item that is gone.
TOO_LATE = (404, 409, 412)


class ThirdClient:
    """Who finds that somebody was faster looks again, and types the same into what is there now."""

    def __init__(self, account, looks_first=False):
        self.dav = account.dav
        # For servers that take a condition for a wish.
        self.looks_first = looks_first
        self.opened = {}
        # Path -> the texts of others that its user read before typing.
        self.seen = {}
        # How often somebody was faster.
        self.late = 0

    def open(self, path):
        """Reads an item; what is done to it later is done to this version."""
        self.opened[path] = self._read(path)

    def change(self, path, pattern, new):
        """Puts `new` in the place of the one text that fits, and saves. A deleted item is made again."""
        for _ in range(10):
            text = self.opened[path][1]
            changed, count = re.subn(pattern, lambda match: new, text)
            if count != 1:
                raise DAVError("%r fits %d times in %s:\n%s" % (pattern, count, path, text))
            if self._save("PUT", path, changed):
                return
            self._look_again(path)
        raise DAVError("%s changes each time it is saved" % path)

    def delete(self, path):
        """Deletes what it has read; what somebody has changed meanwhile stays."""
        if not self._save("DELETE", path):
            self.late += 1

    def _look_again(self, path):
        self.late += 1
        there = self._read(path)
        self.opened[path] = there or (None, self.opened[path][1])
        if there:
            self.seen.setdefault(path, []).append(there[1])

    def _read(self, path):
        """ETag and text; None when there is nothing."""
        reply = self.dav.request("GET", path, expect=(200, 404, 410))
        return (reply.headers["ETag"], reply.text) if reply.status == 200 else None

    def _save(self, method, path, text=None):
        """Whether it was taken. Xandikos is locked while it writes for somebody else."""
        version = self.opened[path][0]
        if self.looks_first and (self._read(path) or (None,))[0] != version:
            return False
        fields = {"If-Match": version} if version else {"If-None-Match": "*"}
        if text is not None:
            fields["Content-Type"] = TYPES[text.split(None, 1)[0]]
        reply = None
        while reply is None or reply.status == 423:
            reply = self.dav.request(method, path, text, fields, expect=(200, 201, 204, 423, *TOO_LATE))
        return reply.status < 300


class Moment:
    """Holds the first reply of each phone until all have one, so that all are in their sessions when others act."""

    def __init__(self, relay, phones):
        self.relay = relay
        self.rest = len(phones)
        self.lock = threading.Lock()
        self.all_in, self.go_on = threading.Event(), threading.Event()
        relay.watcher = self._hold

    def _hold(self, exchange):
        with self.lock:
            self.rest -= 1
            if self.rest < 0:
                return
            if self.rest == 0:
                self.all_in.set()
        self.go_on.wait(60)

    def wait(self):
        """Until all are in."""
        if not self.all_in.wait(60):
            raise DAVError("not all phones came")

    def end(self):
        """Lets all go on."""
        self.relay.watcher = None
        self.go_on.set()


def wait_until(is_there, seconds=120):
    """Looks until something is there."""
    deadline = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > deadline:
            raise DAVError("not there after %d s" % seconds)
        time.sleep(0.01)
