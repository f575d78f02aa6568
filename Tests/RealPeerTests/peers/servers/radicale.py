"""Radicale as Debian has it, and as the Python package index has it: newer by years."""

from .. import upstream
from .group import PASSWORD, USERS, ServerGroup, newest


class Radicale(ServerGroup):
    name = "Radicale 3.1.8"
    program = ("/usr/bin/python3", "/usr/bin/radicale")

    def start(self):
        self.configure("htpasswd", "".join("%s:%s\n" % (user, PASSWORD) for user in USERS))
        configuration = self.configure("config", upstream.Radicale.CONFIGURATION.format(port=self.port, folder=self.folder))
        self.spawn("radicale", [*self.program, "--config", configuration])
        self.wait_for_dav()
        return self


class NewRadicale(Radicale):
    name = "Radicale 3.9"

    @property
    def program(self):
        return (newest("radicale"),)
