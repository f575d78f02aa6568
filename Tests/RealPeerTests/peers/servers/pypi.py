"""Radicale and Xandikos as the Python package index has them: newer than Debian's by years."""

import os

from .. import upstream
from ..bridge import PACKAGE_ROOT
from ..processes import NotReady
from .group import PASSWORD, USERS, ServerGroup

def program(name):
    """What Scripts/python-peers.sh installs into a folder of its own for each."""
    path = os.path.join(PACKAGE_ROOT, ".build", "python-servers", name, "bin", name)
    if not os.path.exists(path):
        raise NotReady("%s is missing: Scripts/python-peers.sh --servers installs it" % name)
    return path


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
        return (program("radicale"),)


class Xandikos(ServerGroup):
    """It knows one user and asks for no password."""

    name = "Xandikos 0.2.8"
    needs_login = False
    contacts_home = "/%s/contacts/"
    calendar_home = "/%s/calendars/"
    program = ("/usr/bin/python3", "/usr/bin/xandikos")

    def start(self):
        store = self.directory("store")
        self.spawn("xandikos", [
            *self.program, "-d", store, "--autocreate", "--current-user-principal", "/%s/" % USERS[0],
            "-l", "127.0.0.1", "-p", str(self.port)])
        self.wait_for_dav()
        return self


class NewXandikos(Xandikos):
    name = "Xandikos 0.4"

    @property
    def program(self):
        return (program("xandikos"), "serve", "--no-detect-systemd")
