"""Apache's mod_dav: folders of files, for notes."""

import base64
import hashlib

from . import apache
from .group import PASSWORD, USERS, ServerGroup

SITE = """
DocumentRoot {folder}/files
DavLockDB {folder}/locks/db
<Directory {folder}/files>
  Dav On
  AuthType Basic
  AuthName dav
  AuthBasicProvider file
  AuthUserFile {folder}/htpasswd
  Require valid-user
  DirectoryIndex disabled
</Directory>
"""


class ModDAV(ServerGroup):
    name = "Apache mod_dav"

    def start(self):
        digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
        self.write("htpasswd", "".join("%s:{SHA}%s\n" % (user, digest) for user in USERS))
        self.directory("files", owner=apache.OWNER)
        for user in USERS:
            self.directory("files", user, owner=apache.OWNER)
            self.directory("files", user, "Notes", owner=apache.OWNER)
        self.directory("locks", owner=apache.OWNER)
        apache.start(self, SITE.format(folder=self.folder), modules=["dav", "dav_fs"])
        self.wait_for_dav("/%s/" % USERS[0])
        return self
