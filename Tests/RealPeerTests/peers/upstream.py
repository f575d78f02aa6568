"""The servers: Radicale (several users, Basic), Xandikos (one principal, no authentication), and WsgiDAV, which has nothing but
folders of files."""

import os
import re
import shutil

from .dav import Dav
from .processes import Server

PASSWORD = "secret"
USERS = ["alice", "bob"] + ["user%02d" % number for number in range(1, 41)]

# kind of item -> (collection, component, file name extension)
COLLECTIONS = {
    "contact": ("contacts", None, "vcf"),
    "event": ("calendar", "VEVENT", "ics"),
    "task": ("tasks", "VTODO", "ics"),
    "note": ("notes", "VJOURNAL", "ics"),
}
KINDS = list(COLLECTIONS)


class Account:
    """One user's address book and calendars, seen from the server's side."""

    def __init__(self, server, name, password, home, credentials=True, kinds=KINDS):
        self.server = server
        self.name = name
        self.password = password
        self.home = home
        self.kinds = kinds
        self.dav = Dav(server.port, name, password) if credentials else Dav(server.port)

    def make_collections(self, contacts_home=None, calendar_home=None):
        self.find_collections(contacts_home, calendar_home)
        for kind in self.kinds:
            name, component, _ = COLLECTIONS[kind]
            if component:
                self.dav.make_calendar(self.paths[kind], name.capitalize(), component)
            else:
                self.dav.make_address_book(self.paths[kind], name.capitalize())
        return self

    def find_collections(self, contacts_home=None, calendar_home=None):
        """Those that are there without being made."""
        contacts_home, calendar_home = contacts_home or self.home, calendar_home or self.home
        self.paths = {}
        for kind in self.kinds:
            name, component, _ = COLLECTIONS[kind]
            self.paths[kind] = (calendar_home if component else contacts_home) + name + "/"
        return self

    def put(self, kind, name, body):
        """Stores an item under `name` and returns its path, which is another one where the server names items by their UIDs."""
        path = self.paths[kind] + name + "." + COLLECTIONS[kind][2]
        self.dav.put(path, body)
        if getattr(self.server, "keeps_names", True):
            return path
        return self.find(kind, re.search("^UID:[^\r\n]*", body, re.MULTILINE).group() + "\r\n")

    def bodies(self, kind):
        """Path -> text of every item of this kind, in whichever collection it was put."""
        component = COLLECTIONS[kind][1]
        if component is None:
            return self.dav.bodies(self.paths[kind])
        return {href: body for path in self.calendars() for href, body in self.dav.bodies(path).items()
                if holds(component, body)}

    def calendars(self):
        """The paths of the collections behind all kinds that have components, each once."""
        return sorted({self.paths[each] for each in self.kinds if COLLECTIONS[each][1]})

    def edit(self, path, old, new):
        """Replaces text in one item, as a user of another client would."""
        body = self.dav.get(path)
        if old not in body:
            raise AssertionError("%r is not in %s:\n%s" % (old, path, body))
        self.dav.put(path, body.replace(old, new))

    def find(self, kind, text):
        """The path of the one item of this kind whose body holds `text`."""
        found = [path for path, body in self.bodies(kind).items() if text in body]
        if len(found) != 1:
            raise AssertionError("%d items hold %r" % (len(found), text))
        return found[0]

    def delete(self, path):
        self.dav.delete(path)

    def etags(self):
        """Path -> ETag over all collections: equal before and after means that nothing was written."""
        return {href: tag for path in self.paths.values() for href, tag in self.dav.members(path).items()}


class Snapshot:
    """All items of an account at one moment, each read once."""

    def __init__(self, account):
        self._contacts = account.dav.bodies(account.paths["contact"])
        self._entries = {href: body for path in account.calendars() for href, body in account.dav.bodies(path).items()}

    def bodies(self, kind):
        component = COLLECTIONS[kind][1]
        if component is None:
            return self._contacts
        return {href: body for href, body in self._entries.items() if holds(component, body)}


def holds(component, body):
    return re.search("^BEGIN:%s\r?$" % component, body, re.MULTILINE) is not None


class Radicale(Server):
    CONFIGURATION = """
[server]
hosts = 127.0.0.1:{port}
max_connections = 64
[auth]
type = htpasswd
htpasswd_filename = {folder}/htpasswd
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/store
[logging]
level = warning
"""

    def __init__(self, folder, users=USERS):
        super().__init__("radicale", folder)
        self.users = users
        self.unused = list(users)

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.port

    def start(self):
        with open(os.path.join(self.folder, "htpasswd"), "w") as users:
            users.writelines("%s:%s\n" % (user, PASSWORD) for user in self.users)
        configuration = os.path.join(self.folder, "config")
        with open(configuration, "w") as file:
            file.write(self.CONFIGURATION.format(port=self.port, folder=self.folder))
        self.launch(["/usr/bin/python3", "/usr/bin/radicale", "--config", configuration], ready="/.web/")
        return self

    def account(self):
        """The next unused user, with an address book and calendars for events, tasks and notes."""
        name = self.unused.pop(0)
        return Account(self, name, PASSWORD, "/%s/" % name).make_collections()


class Xandikos(Server):
    def __init__(self, folder):
        super().__init__("xandikos", folder)

    @property
    def url(self):
        return "http://127.0.0.1:%d/" % self.port

    def start(self):
        store = os.path.join(self.folder, "store")
        os.makedirs(store, exist_ok=True)
        self.launch([
            "/usr/bin/python3", "/usr/bin/xandikos", "-d", store, "--autocreate",
            "--current-user-principal", "/alice/", "-l", "127.0.0.1", "-p", str(self.port)])
        return self

    def account(self):
        """The one principal this server knows."""
        account = Account(self, "alice", PASSWORD, "/alice/", credentials=False)
        return account.make_collections("/alice/contacts/", "/alice/calendars/")


class FolderOfNotes:
    """What another client does in a folder of notes, tests do in the folder itself, `notes`."""

    # Whose files they are; None: ours.
    owner = None

    def files(self):
        """Name -> bytes of all that is in the folder."""
        found = {}
        for name in sorted(os.listdir(self.notes)):
            with open(os.path.join(self.notes, name), "rb") as file:
                found[name] = file.read()
        return found

    def write(self, name, text):
        """Makes or replaces a file as another program would: under another name first, then in its place."""
        draft = os.path.join(self.folder, "draft")
        with open(draft, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        if self.owner and os.getuid() == 0:
            shutil.chown(draft, self.owner)
        os.replace(draft, os.path.join(self.notes, name))
