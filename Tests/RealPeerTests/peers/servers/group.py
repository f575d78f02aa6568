"""The processes that make one server: started together, ended together by their pids."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from ..bridge import PACKAGE_ROOT
from ..processes import NotReady, die_with_parent
from ..upstream import KINDS, Account

USERS = ("alice", "bob")
PASSWORD = "secret"


def _prepare(with_signal):
    """Runs in the child: it gets its signal when this process ends, and hears it."""
    die_with_parent(with_signal)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())


class ServerGroup:
    """One server with all that it stands on, in a folder and on a port of its own. Subclasses say how it starts."""

    # How the table calls it: with its version.
    name = "server"
    # Path of the DAV root behind host and port, and what an admin types there.
    root = "/"
    entrance = "/"
    # False where any password will do.
    needs_login = True
    # Where a user's address books and calendars are; %s is the user.
    contacts_home = "/%s/"
    calendar_home = "/%s/"
    # False where a request for a collection makes nothing.
    makes_collections = True
    # False where what is put under one name is found under another.
    keeps_names = True
    # Kinds of items it has no place for.
    lacks = ()

    def __init__(self, folder, port):
        self.folder = os.path.abspath(folder)
        self.port = port
        self.running = []
        os.makedirs(self.folder, exist_ok=True)
        # Parts of it run as users of their own, who have to get through.
        os.chmod(self.folder, 0o711)
        atexit.register(self.stop)

    @property
    def url(self):
        return "http://127.0.0.1:%d%s" % (self.port, self.entrance)

    def account(self):
        """The first user, with an address book and calendars for events, tasks and notes, where it has a place for them."""
        account = Account(
            self, USERS[0], PASSWORD, self.calendar_home % USERS[0], credentials=self.needs_login,
            kinds=[kind for kind in KINDS if kind not in self.lacks])
        prepare = account.make_collections if self.makes_collections else account.find_collections
        return prepare(self.contacts_home % USERS[0], self.calendar_home % USERS[0])

    def start(self):
        """Starts all parts, and returns when the DAV root answers."""
        raise NotImplementedError

    def stop(self):
        """Ends all parts, the last one first, and waits for each."""
        while self.running:
            process, with_signal = self.running.pop()
            if process.poll() is None:
                process.send_signal(with_signal)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            # Whatever it left behind.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def configure(self, name, text, owner=None):
        """Writes one of its own files and returns the path."""
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        if owner and os.getuid() == 0:
            shutil.chown(path, owner)
        return path

    def directory(self, *names, owner=None):
        path = self.path(*names)
        os.makedirs(path, exist_ok=True)
        if owner and os.getuid() == 0:
            shutil.chown(path, owner)
        return path

    def spawn(self, name, arguments, user=None, environment=None, with_signal=signal.SIGTERM):
        """Starts a part, as `user` where we may choose; its output goes to NAME.log. It dies with this process."""
        with open(self.path(name + ".log"), "ab") as log:
            process = subprocess.Popen(
                arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                # Apache ends its whole process group.
                start_new_session=True, preexec_fn=lambda: _prepare(with_signal), **self._place(user, environment))
        self.running.append((process, with_signal))
        return process

    def run(self, arguments, user=None, environment=None, text=None):
        """Runs a command to its end."""
        done = subprocess.run(
            arguments, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            **self._place(user, environment))
        if done.returncode:
            raise NotReady("%s ended with %d:\n%s" % (" ".join(arguments), done.returncode, done.stdout))
        return done.stdout

    def _place(self, user, environment):
        """Where a program runs, with what it finds there, and as whom."""
        settings = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": self.folder, "LANG": "C.UTF-8"}
        place = {"cwd": "/", "env": {**settings, **(environment or {})}}
        if user and os.getuid() == 0:
            entry = pwd.getpwnam(user)
            place.update(user=entry.pw_uid, group=entry.pw_gid, extra_groups=[])
        return place

    def wait_for_port(self, port, seconds=30):
        self.wait_until("nothing listens on port %d" % port, seconds, lambda: accepts(port))

    def wait_for_dav(self, path=None, user=USERS[0], seconds=30):
        """Until a PROPFIND is answered with 207."""
        url = "http://127.0.0.1:%d%s" % (self.port, path or self.root)
        self.wait_until("%s answers no PROPFIND" % url, seconds, lambda: propfind(url, user) == 207)

    def wait_until(self, what, seconds, is_there):
        deadline = time.monotonic() + seconds
        while not is_there():
            for process, _ in self.running:
                if process.poll() is not None:
                    raise NotReady("%s: %s ended with %s:\n%s" % (
                        self.name, process.args[0], process.returncode, self.log_tail()))
            if time.monotonic() > deadline:
                raise NotReady("%s: %s after %d s:\n%s" % (self.name, what, seconds, self.log_tail()))
            time.sleep(0.02)

    def log_tail(self, lines=20):
        found = []
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".log"):
                with open(self.path(name), encoding="utf-8", errors="replace") as log:
                    found += ["%s: %s" % (name, line.rstrip()) for line in log.readlines()[-lines:]]
        return "\n".join(found)


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def propfind(url, user):
    """The status of a PROPFIND; None when nobody answers."""
    body = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>'
    manager = urllib.request.HTTPPasswordMgrWithPriorAuth()
    manager.add_password(None, url, user, PASSWORD, is_authenticated=True)
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(manager))
    request = urllib.request.Request(
        url, data=body, method="PROPFIND", headers={"Depth": "0", "Content-Type": "application/xml"})
    try:
        with opener.open(request, timeout=10) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def newest(name):
    """The program of a server that is newer than Debian's: what Scripts/python-peers.sh installs into a folder of its own for each."""
    path = os.path.join(PACKAGE_ROOT, ".build", "python-servers", name, "bin", name)
    if not os.path.exists(path):
        raise NotReady("%s is missing: Scripts/python-peers.sh --servers installs it" % name)
    return path
