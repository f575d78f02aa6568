"""Xandikos as Debian has it, and as the Python package index has it: newer by years."""

from .group import USERS, ServerGroup, newest


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
        return (newest("xandikos"), "serve", "--no-detect-systemd")
