"""WsgiDAV: a folder of files behind WebDAV, for notes."""

import os

from ..bridge import PACKAGE_ROOT
from ..processes import NotReady, answers
from ..upstream import FolderOfNotes
from .group import PASSWORD, USERS, ServerGroup

SETTINGS = """
host: 127.0.0.1
port: {port}
provider_mapping: {{"/": "{folder}/files"}}
http_authenticator: {{accept_basic: {basic}, accept_digest: {digest}, default_to_digest: {digest}}}
simple_dc: {{user_mapping: {{"*": {{{users}}}}}}}
property_manager: true
lock_storage: true
"""


class WsgiDAV(FolderOfNotes, ServerGroup):
    name = "WsgiDAV 4.3"
    digest = False

    @property
    def notes(self):
        return self.path("files", "Notes")

    def start(self):
        program = os.path.join(PACKAGE_ROOT, ".build", "python-peers", "bin", "wsgidav")
        if not os.path.exists(program):
            raise NotReady("WsgiDAV is missing: Scripts/python-peers.sh installs it")
        os.makedirs(self.notes, exist_ok=True)
        words = {True: "true", False: "false"}
        users = ", ".join('"%s": {"password": "%s"}' % (user, PASSWORD) for user in USERS)
        settings = self.configure("wsgidav.yaml", SETTINGS.format(
            port=self.port, folder=self.folder, digest=words[self.digest], basic=words[not self.digest], users=users))
        self.spawn("wsgidav", [program, "--config", settings])
        # Where it wants Digest, a 401 is an answer as well.
        self.wait_until("WsgiDAV does not answer", 30, lambda: answers(self.url))
        return self


class WsgiDAVDigest(WsgiDAV):
    """The same with the Digest login."""

    digest = True
