"""SOGo with a private PostgreSQL and memcached, behind a private Apache, as its manual has it."""

import os
import signal

from ..processes import NotReady, free_port
from . import apache
from .group import PASSWORD, USERS, ServerGroup
from .postgresql import PostgreSQL

OWNER = "sogo"
SITE = """
AllowEncodedSlashes NoDecode
ProxyRequests Off
SetEnv proxy-nokeepalive 1
ProxyPreserveHost On
ProxyPass /SOGo http://127.0.0.1:{inner}/SOGo retry=0 nocanon
<Proxy http://127.0.0.1:{inner}/SOGo>
  RequestHeader set x-webobjects-server-port {port}
  RequestHeader set x-webobjects-server-name 127.0.0.1
  RequestHeader set x-webobjects-server-url http://127.0.0.1:{port}
  RequestHeader unset x-webobjects-remote-user
  RequestHeader set x-webobjects-server-protocol HTTP/1.0
</Proxy>
RewriteEngine On
RewriteRule ^/\\.well-known/(caldav|carddav)/?$ /SOGo/dav/ [R=301,L]
"""


class SOGo(ServerGroup):
    name = "SOGo 5.8"
    root = "/SOGo/dav/"
    contacts_home = "/SOGo/dav/%s/Contacts/"
    calendar_home = "/SOGo/dav/%s/Calendar/"
    lacks = ("note",)

    def start(self):
        if os.getuid() != 0:
            raise NotReady("SOGo's daemon runs as a user of its own, so root has to start it")
        database = PostgreSQL(self).start()
        if not os.path.exists(self.path("home")):
            self.make_database(database)
        home = self.directory("home", owner=OWNER)
        memory, inner = free_port(), free_port()
        self.spawn("memcached", ["/usr/bin/memcached", "-l", "127.0.0.1", "-p", str(memory), "-m", "32"], user="nobody")
        where = "postgresql://sogo:sogo@127.0.0.1:%d/sogo/" % database.port
        source = '({type = sql; id = directory; viewURL = "%ssogo_users"; canAuthenticate = YES; isAddressBook = YES; ' \
            'userPasswordAlgorithm = plain; displayName = Users;})' % where
        settings = {
            "WONoDetach": "YES", "WOWorkersCount": "4", "WOPort": "127.0.0.1:%d" % inner, "WOPidFile": home + "/pid",
            "WOLogFile": "-", "SOGoProfileURL": where + "sogo_user_profile",
            "OCSFolderInfoURL": where + "sogo_folder_info", "OCSSessionsFolderURL": where + "sogo_sessions_folder",
            "SOGoUserSources": source, "SOGoMemcachedHost": "127.0.0.1:%d" % memory, "SOGoTimeZone": "UTC",
            "SOGoMailDomain": "example.org", "SOGoLanguage": "English", "SOGoMaximumFailedLoginCount": "0",
            "WOUseRelativeURLs": "YES", "SxVMemLimit": "1024", "SOGoMailSpoolPath": home,
        }
        words = [word for name, value in settings.items() for word in ("-" + name, value)]
        # It takes ten seconds to end by itself, and nothing of it is kept.
        self.spawn(
            "sogod", ["/usr/sbin/sogod", *words], user=OWNER, environment={"HOME": home}, with_signal=signal.SIGKILL)
        self.wait_for_port(inner)
        apache.start(self, SITE.format(inner=inner, port=self.port), modules=["proxy", "proxy_http"])
        self.wait_for_dav("/SOGo/dav/%s/" % USERS[0])
        return self

    def make_database(self, database):
        database.run("CREATE ROLE sogo LOGIN; CREATE DATABASE sogo OWNER sogo;")
        rows = ", ".join(
            "('%s', '%s', '%s', '%s', '%s@example.org')" % (user, user, PASSWORD, user.capitalize(), user)
            for user in USERS)
        database.run("""
            CREATE TABLE sogo_users (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text);
            INSERT INTO sogo_users VALUES %s;
            ALTER TABLE sogo_users OWNER TO sogo;
            """ % rows, "sogo")
