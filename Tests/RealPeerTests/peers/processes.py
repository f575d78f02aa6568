"""Starting and ending what a test needs: processes, free ports, folders."""

import atexit
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class NotReady(Exception):
    """A process ended or stayed silent instead of answering."""


def die_with_parent(with_signal=signal.SIGTERM):
    """Runs in the child: it gets the signal when this process ends, however that happens."""
    _libc.prctl(PR_SET_PDEATHSIG, with_signal)


def free_port():
    """A port on loopback that nobody listens on, outside the range the kernel gives to outgoing connections."""
    for _ in range(200):
        port = random.randrange(18000, 32000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NotReady("no free port between 18000 and 32000")


def scratch_folder(prefix="footbridge-test-"):
    """A new folder, in memory when there is room for it (servers call fsync a lot), removed at exit."""
    parent = None
    try:
        if shutil.disk_usage("/dev/shm").free > 512 << 20 and os.access("/dev/shm", os.W_OK):
            parent = "/dev/shm"
    except OSError:
        pass
    folder = tempfile.mkdtemp(prefix=prefix, dir=parent)
    if not os.environ.get("KEEP"):
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Server:
    """A process that answers HTTP on a loopback port; ended by its process id."""

    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.log = os.path.join(folder, name + ".log")
        self.process = None
        os.makedirs(folder, exist_ok=True)

    def launch(self, arguments, environment=None, ready="/", seconds=20):
        """Starts the process and waits until a GET of `ready` is answered with anything below 500."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment,
                preexec_fn=die_with_parent)
        atexit.register(self.stop)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NotReady("%s ended with %s:\n%s" % (self.name, self.process.returncode, self.log_tail()))
            if self.is_ready(ready):
                return
            time.sleep(0.02)
        raise NotReady("%s did not answer within %d s:\n%s" % (self.name, seconds, self.log_tail()))

    def is_ready(self, ready):
        return answers("http://127.0.0.1:%d%s" % (self.port, ready))

    def stop(self, with_signal=signal.SIGTERM):
        """Ends the process; after 10 s without success, kills it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(with_signal)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def kill(self):
        """kill -9: no chance to tidy up."""
        self.stop(signal.SIGKILL)

    def log_text(self):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as log:
                return log.read()
        except FileNotFoundError:
            return ""

    def log_tail(self, lines=40):
        return "\n".join(self.log_text().splitlines()[-lines:])


def answers(url):
    """Whether something answers at this URL with a status below 500 (401 and 404 count)."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
