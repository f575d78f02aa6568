"""footbridge itself: the binary under test, driven through its command line only."""

import os
import subprocess

from .processes import Server

PACKAGE_ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))


def binary():
    """The binary under test: FOOTBRIDGE_BINARY, else the debug build of this package."""
    return os.environ.get("FOOTBRIDGE_BINARY") or os.path.join(PACKAGE_ROOT, ".build", "debug", "footbridge")


def environment(extra=None):
    """The environment of this process without any FOOTBRIDGE_ setting, plus `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE_")}
    return {**kept, **(extra or {})}


class Footbridge(Server):
    def __init__(self, folder, upstream=None, settings=None):
        """`settings`: configuration as FOOTBRIDGE_... variables."""
        super().__init__("footbridge", folder)
        self.upstream = upstream
        self.settings = settings or {}
        self.listen = "127.0.0.1"
        self.state = os.path.join(folder, "state")

    @property
    def url(self):
        return "http://127.0.0.1:%d/syncml" % self.port

    def start(self):
        """Starts the server; also after `stop` or `kill`, on the same port and state."""
        arguments = [binary(), "serve", "--listen", "%s:%d" % (self.listen, self.port), "--state", self.state]
        if self.upstream:
            arguments += ["--upstream", self.upstream]
        self.launch(arguments, environment(self.settings), ready="/healthz/ready", seconds=30)
        return self

    def run(self, *arguments, lines=(), expect=0):
        """Runs another command on the same state, with `lines` as its standard input; returns its output."""
        done = subprocess.run(
            [binary(), *arguments, "--state", self.state], input="".join(line + "\n" for line in lines),
            env=environment(self.settings), capture_output=True, text=True, timeout=60)
        if expect is not None and done.returncode != expect:
            raise AssertionError("footbridge %s: exit %d, expected %d\n%s%s" % (
                " ".join(arguments), done.returncode, expect, done.stdout, done.stderr))
        return done.stdout

    def add_account(self, name, upstream, user, password, device_password):
        """A stored account: its own password for phones, any server and user behind it. Without `password` the server
        is one without authentication."""
        login = (["--user", user] if user else []) + (["--password-stdin"] if password else [])
        self.run(
            "account", "add", name, "--upstream", upstream, *login, "--device-password-stdin",
            lines=([password] if password else []) + [device_password])
