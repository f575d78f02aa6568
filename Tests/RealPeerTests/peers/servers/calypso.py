"""Calypso: dead since 2016, and wrong in most ways there are. Its collections are git repositories that somebody makes by hand."""

import os

from .group import PASSWORD, USERS, ServerGroup

SETTINGS = """
[server]
host = 127.0.0.1
port = {port}
[acl]
type = htpasswd
encryption = plain
personal = True
filename = {folder}/htpasswd
[storage]
folder = {folder}/store
"""
IDENTITY = {name + suffix: value for name in ("GIT_AUTHOR_", "GIT_COMMITTER_")
            for suffix, value in (("NAME", "calypso"), ("EMAIL", "calypso@example.org"))}


class Calypso(ServerGroup):
    name = "Calypso 2.1"
    # Nothing leads there from the root.
    entrance = "/%s/" % USERS[0]
    # Those of these names are there.
    makes_collections = False
    keeps_names = False
    collections = {"contacts": "is-addressbook", "calendar": "is-calendar", "tasks": "is-calendar",
                   "notes": "is-calendar"}
    # What the conformance suite makes.
    suite = ["deleting", "sync", "dead-token", "many", "texts", "odd", "refusals", "state"] + [
        "%s-%s" % (check, kind) for check in ("made", "writing") for kind in ("contact", "event", "task", "note")]

    def start(self):
        self.configure("htpasswd", "".join("%s:%s\n" % (user, PASSWORD) for user in USERS))
        configuration = self.configure("config", SETTINGS.format(port=self.port, folder=self.folder))
        for user in USERS:
            for name, kind in self.collections.items():
                self.make_collection(user, name, kind)
        for name in self.suite:
            self.make_collection(USERS[0], name, "is-calendar")
        environment = {"CALYPSO_CONFIG": configuration, **IDENTITY}
        self.spawn("calypso", ["/usr/bin/python3", "/usr/bin/calypso", "-f", "-S"], environment=environment)
        self.wait_for_dav("/%s/" % USERS[0])
        return self

    def make_collection(self, user, name, kind):
        place = self.directory("store", user, name)
        if os.path.exists(place + "/.git"):
            return
        self.configure("store/%s/%s/.calypso-collection" % (user, name), "[collection]\n%s = 1\n" % kind)
        for command in (["init", "-q"], ["add", ".calypso-collection"], ["commit", "-q", "-m", "made"]):
            self.run(["/usr/bin/git", "-C", place, *command], environment=IDENTITY)
