"""DAViCal on a private PostgreSQL, behind a private Apache."""

import os
import shutil

from ..processes import NotReady
from . import apache
from .group import PASSWORD, USERS, ServerGroup
from .postgresql import PostgreSQL

INSTALLED = "/usr/share/davical"
SYSTEM_WIDE = "/etc/davical/config.php"
SHADOW = "/etc/davical/127.0.0.1-conf.php"
SETTINGS = """<?php
$c->pg_connect[] = "dbname=davical user=davical_app host=127.0.0.1 port=PORT";
$c->system_name = "DAViCal CalDAV Server";
$c->admin_email = "root@example.org";
$c->default_locale = "en";
"""
SITE = """
DocumentRoot {site}/htdocs
DirectoryIndex index.php index.html
php_value include_path /usr/share/awl/inc:/usr/share/davical/inc:/usr/share/php
php_value default_charset utf-8
php_admin_value error_reporting 22519
AcceptPathInfo On
RewriteEngine On
RewriteRule ^/\\.well-known/(caldav|carddav) /caldav.php/ [R=301,L]
RewriteCond %{{REQUEST_URI}} !^/$
RewriteCond %{{REQUEST_URI}} !\\.(php|html|css|js|png|gif|jpg|ico)
RewriteRule ^(.*)$ {site}/htdocs/caldav.php$1 [NC,L]
"""


class DAViCal(ServerGroup):
    name = "DAViCal 1.1.12"
    root = "/caldav.php/"
    contacts_home = "/caldav.php/%s/"
    calendar_home = "/caldav.php/%s/"

    def start(self):
        if os.path.exists(SHADOW):
            raise NotReady("%s is there, and DAViCal would read it instead of its own settings" % SHADOW)
        database = PostgreSQL(self).start()
        if not os.path.exists(self.path("site")):
            self.make_database(database)
        site = self.directory("site")
        settings = self.configure("site/settings.php", SETTINGS.replace("PORT", str(database.port)))
        self.copy_pages(site + "/htdocs", settings)
        apache.start(self, SITE.format(site=site), php=True)
        self.wait_for_dav()
        return self

    @staticmethod
    def copy_pages(place, settings):
        """Its pages read settings from one place of the whole system: ours read them from their own."""
        if os.path.exists(place):
            return
        shutil.copytree(INSTALLED + "/htdocs", place, symlinks=True)
        with open(place + "/always.php", encoding="utf-8") as file:
            text = file.read()
        if SYSTEM_WIDE not in text:
            raise NotReady("DAViCal does not read %s" % SYSTEM_WIDE)
        with open(place + "/always.php", "w", encoding="utf-8") as file:
            file.write(text.replace(SYSTEM_WIDE, settings))

    def make_database(self, database):
        where = {"PGHOST": "127.0.0.1", "PGPORT": str(database.port), "PGUSER": database.role,
                 "DBAOPTS": "--dbhost 127.0.0.1 --dbport %d" % database.port}
        database.run("CREATE ROLE davical_dba SUPERUSER LOGIN; CREATE ROLE davical_app LOGIN;")
        self.run(["/bin/sh", INSTALLED + "/dba/create-database.sh", "davical", "unused"], environment=where)
        for user in USERS:
            database.run("""
                INSERT INTO usr (active, email_ok, updated, username, password, fullname, email)
                VALUES (true, current_date, current_date, '{0}', '**{1}', '{0}', '{0}@example.org');
                INSERT INTO principal (type_id, user_no, displayname, default_privileges)
                SELECT 1, user_no, username, 0::BIT(24) FROM usr WHERE username = '{0}';
                """.format(user, PASSWORD), "davical")
