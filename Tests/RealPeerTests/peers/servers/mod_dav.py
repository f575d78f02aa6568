"""Apache's mod_dav: folders of files, for notes."""

import base64
import hashlib

from ..upstream import FolderOfNotes
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


class ModDAV(FolderOfNotes, ServerGroup):
    name = "Apache mod_dav"
    owner = apache.OWNER

    @property
    def notes(self):
        return self.path("files", "Notes")

    def start(self):
        digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
        self.configure("htpasswd", "".join("%s:{SHA}%s\n" % (user, digest) for user in USERS))
        self.directory("files", owner=apache.OWNER)
        self.directory("files", "Notes", owner=apache.OWNER)
        self.directory("locks", owner=apache.OWNER)
        apache.start(self, SITE.format(folder=self.folder), modules=["dav", "dav_fs"])
        self.wait_for_dav()
        return self
