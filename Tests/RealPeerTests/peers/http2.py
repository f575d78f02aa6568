"""A Radicale that is reached by HTTP/2 alone."""

import glob
import os
import re
import socket
import ssl

from .bridge import PACKAGE_ROOT
from .processes import NotReady, Server

LINE = re.compile(r".*?(?P<peer>127\S+) (?P<method>\S+) (?P<path>\S+) HTTP/(?P<version>\S+) (?P<status>\d+)$")


class HTTP2Door(Server):
    """The users and folders of a Radicale that runs, once more, behind TLS; `certificates` has ca.pem and server.pem."""

    def __init__(self, radicale, certificates):
        super().__init__("http2", radicale.folder)
        self.certificates = certificates
        self.access = os.path.join(self.folder, "http2.access")

    @property
    def url(self):
        return "https://localhost:%d/" % self.port

    def start(self):
        packages = glob.glob(os.path.join(PACKAGE_ROOT, ".build", "python-peers", "lib", "*", "site-packages"))
        if not packages:
            raise NotReady("Hypercorn is missing: Scripts/python-peers.sh installs it")
        server = os.path.join(os.path.dirname(os.path.abspath(__file__)), "http2_server.py")
        self.launch(
            ["/usr/bin/python3", server, os.path.join(self.folder, "config"), str(self.port),
             os.path.join(self.certificates, "server.pem"), self.access],
            environment=dict(os.environ, PYTHONPATH=packages[0]))
        return self

    def is_ready(self, ready):
        context = ssl.create_default_context(cafile=os.path.join(self.certificates, "ca.pem"))
        context.set_alpn_protocols(["h2", "http/1.1"])
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as secure:
                    return secure.selected_alpn_protocol() == "h2"
        except OSError:
            return False

    def requests(self):
        """What it has been asked for so far, as matches of `LINE`."""
        with open(self.access) as file:
            lines = file.read().splitlines()
        found = [LINE.match(line) for line in lines]
        if None in found:
            raise AssertionError("what is this: %r" % lines[found.index(None)])
        return found
