"""sabre/dav 1.8 with its SQLite backend: the ancestor of Baikal's, Nextcloud's and ownCloud's servers, without sync reports."""

import glob
import os
import shutil
import sqlite3

from . import apache
from .group import USERS, ServerGroup

# What its PDO backends read and write.
TABLES = """
CREATE TABLE addressbooks (id INTEGER PRIMARY KEY, principaluri, displayname, uri, description, ctag INTEGER);
CREATE TABLE cards (id INTEGER PRIMARY KEY, addressbookid INTEGER, carddata BLOB, uri, lastmodified INTEGER);
CREATE TABLE calendars (id INTEGER PRIMARY KEY, principaluri, displayname, uri, ctag INTEGER, description,
    calendarorder INTEGER, calendarcolor, timezone, components, transparent INTEGER);
CREATE TABLE calendarobjects (id INTEGER PRIMARY KEY, calendardata BLOB, uri, calendarid INTEGER, lastmodified INTEGER,
    etag, size INTEGER, componenttype, firstoccurence INTEGER, lastoccurence INTEGER);
CREATE TABLE principals (id INTEGER PRIMARY KEY, uri UNIQUE, email, displayname, vcardurl);
CREATE TABLE groupmembers (id INTEGER PRIMARY KEY, principal_id INTEGER, member_id INTEGER);
"""
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sabre.php")


class Sabre(ServerGroup):
    """Behind PHP's own server, which closes each connection: quick to start."""

    name = "sabre/dav 1.8"
    contacts_home = "/addressbooks/%s/"
    calendar_home = "/calendars/%s/"

    def start(self):
        self.make_data()
        environment = {"SABRE_FOLDER": self.folder, "PHP_CLI_SERVER_WORKERS": "4"}
        self.spawn("php", ["/usr/bin/php", "-S", "127.0.0.1:%d" % self.port, SCRIPT], environment=environment)
        self.wait_for_dav()
        return self

    def make_data(self):
        data = self.path("db.sqlite")
        if os.path.exists(data):
            return
        database = sqlite3.connect(data)
        database.executescript(TABLES)
        for user in USERS:
            database.execute(
                "INSERT INTO principals (uri, email, displayname) VALUES (?, ?, ?)",
                ("principals/" + user, user + "@example.org", user))
            for part in ("calendar-proxy-read", "calendar-proxy-write"):
                database.execute("INSERT INTO principals (uri) VALUES (?)", ("principals/%s/%s" % (user, part),))
        database.commit()
        database.close()
        self.directory("files")


class SabreApache(Sabre):
    """Behind Apache, as admins run it: connections stay for five seconds."""

    name = "sabre/dav 1.8, Apache"

    def start(self):
        self.make_data()
        if os.getuid() == 0:
            for path in [self.folder, *glob.glob(self.path("*"))]:
                shutil.chown(path, apache.OWNER)
        script = self.path("sabre.php")
        shutil.copy(SCRIPT, script)
        os.chmod(script, 0o644)
        apache.start(self, """
SetEnv SABRE_FOLDER {folder}
DocumentRoot {folder}
RewriteEngine On
RewriteRule ^/\\.well-known/(caldav|carddav) / [R=301,L]
RewriteRule ^/.* {folder}/sabre.php [END]
""".format(folder=self.folder), php=True)
        self.wait_for_dav()
        return self
