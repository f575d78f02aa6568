"""Cyrus: a calendar and contacts server inside a mail server, whose master has to start as root."""

import imaplib
import os

from ..processes import NotReady, free_port
from .group import PASSWORD, USERS, ServerGroup

OWNER = "cyrus"
PROGRAMS = "/usr/lib/cyrus/bin"
ADMIN = "cyrus"
SETTINGS = """
configdirectory: {data}/conf
proc_path: {data}/conf/proc
mboxname_lockpath: {data}/conf/lock
defaultpartition: default
partition-default: {data}/spool
temp_path: {data}/tmp
admins: cyrus
servername: localhost
unixhierarchysep: yes
altnamespace: yes
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {data}/passwords
sasl_mech_list: PLAIN LOGIN
httpmodules: caldav carddav webdav
caldav_allowscheduling: off
idlesocket: {data}/sock/idle
notifysocket: {data}/sock/notify
lmtpsocket: {data}/sock/lmtp
hashimapspool: false
"""
SERVICES = """
START {{
  recover cmd="{programs}/ctl_cyrusdb -C {settings} -r"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {settings}" listen="127.0.0.1:{imap}" prefork=0 maxchild=5
  http cmd="{programs}/httpd -C {settings}" listen="127.0.0.1:{port}" prefork=1 maxchild=20
}}
EVENTS {{
}}
"""


class Cyrus(ServerGroup):
    name = "Cyrus 3.6.1"
    root = "/dav/"
    contacts_home = "/dav/addressbooks/user/%s/"
    calendar_home = "/dav/calendars/user/%s/"

    def start(self):
        if os.getuid() != 0:
            raise NotReady("Cyrus has to be started by root")
        data = self.directory("cyrus", owner=OWNER)
        is_new = not os.path.exists(data + "/conf")
        for part in ("conf", "conf/socket", "conf/proc", "conf/lock", "conf/db", "conf/user", "conf/quota", "conf/log",
                     "conf/msg", "conf/ptclient", "spool", "tmp", "sock"):
            self.directory("cyrus", part, owner=OWNER)
        if is_new:
            for user in (*USERS, ADMIN):
                self.run(["/usr/sbin/saslpasswd2", "-f", data + "/passwords", "-c", "-p", "-u", "localhost", user],
                         text=PASSWORD)
            os.chmod(data + "/passwords", 0o644)
        imap = free_port()
        settings = self.configure("cyrus/imapd.conf", SETTINGS.format(data=data), owner=OWNER)
        services = self.configure("cyrus/cyrus.conf", SERVICES.format(
            programs=PROGRAMS, settings=settings, imap=imap, port=self.port), owner=OWNER)
        self.spawn("master", [PROGRAMS + "/master", "-C", settings, "-M", services, "-p", data + "/master.pid"])
        self.wait_for_port(self.port)
        self.wait_for_port(imap)
        if is_new:
            # With their mailboxes their homes appear.
            mail = imaplib.IMAP4("127.0.0.1", imap)
            mail.login(ADMIN, PASSWORD)
            for user in USERS:
                mail.create("user/" + user)
            mail.logout()
        self.wait_for_dav()
        return self
