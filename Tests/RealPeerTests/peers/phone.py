"""`footbridge phone`: the product's own phone in a folder, where SyncEvolution cannot do what a test needs."""

import json
import os
import subprocess

from . import bridge

# kind of item -> (store and folder, file name extension)
STORES = {
    "contact": ("contacts", "vcf"), "event": ("calendar", "ics"), "task": ("tasks", "ics"), "note": ("notes", "txt"),
}


class Phone:
    def __init__(self, folder, url, user, password, name, version="1.2", wbxml=True, auth="basic", old=False,
                 habits=(), max_message=64000):
        self.folder = os.path.join(folder, name)
        self.name = name
        options = [
            "--url", url, "--user", user, "--password-stdin", "--device-id", name, "--syncml", version,
            "--wbxml" if wbxml else "--xml", "--auth", auth, "--max-message-size", str(max_message)]
        for habit in habits:
            options += ["--habit", habit]
        self.run("setup", *options, *(["--old-formats"] if old else []), input=password + "\n")

    def run(self, *arguments, input="", expect=0):
        done = subprocess.run(
            [bridge.binary(), "phone", self.folder, *arguments], input=input, env=bridge.environment(),
            capture_output=True, text=True, timeout=240)
        if expect is not None and done.returncode != expect:
            raise AssertionError("footbridge phone %s: exit %d, expected %d\n%s%s" % (
                " ".join(arguments), done.returncode, expect, done.stdout, done.stderr))
        return done.stdout + done.stderr

    def sync(self, mode=None, kinds=None, expect=0, parameters=None):
        options = ["--mode", mode] if mode else []
        options += ["--parameters", parameters] if parameters else []
        return self.run("sync", *options, *[STORES[kind][0] for kind in kinds or []], expect=expect)

    def report(self, kinds):
        """A sync's report, whether it failed or not, as `footbridge phone sync --json` prints it."""
        printed = self.run("sync", "--json", *[STORES[kind][0] for kind in kinds], expect=None)
        try:
            return json.loads(printed[printed.find("{"):printed.rfind("}") + 1])
        except ValueError:
            raise AssertionError("%s printed no report:\n%s" % (self.name, printed)) from None

    def put(self, kind, name, text):
        store, extension = STORES[kind]
        path = os.path.join(self.folder, store, "%s.%s" % (name, extension))
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def find(self, kind, text):
        """The file name of the one item of this kind that holds `text`."""
        found = [name for name, body in self.items(kind).items() if text in body]
        if len(found) != 1:
            raise AssertionError("%d items on %s hold %r" % (len(found), self.name, text))
        return found[0]

    def edit(self, kind, holding, old, new):
        """Replaces text in the one item that holds `holding`, as the phone's user would."""
        name = self.find(kind, holding)
        body = self.items(kind)[name]
        if old not in body:
            raise AssertionError("%r is not in item %s of %s:\n%s" % (old, name, self.name, body))
        self.put(kind, name.rsplit(".", 1)[0], body.replace(old, new))

    def delete(self, kind, holding):
        os.unlink(os.path.join(self.folder, STORES[kind][0], self.find(kind, holding)))

    def items(self, kind):
        found = {}
        folder = os.path.join(self.folder, STORES[kind][0])
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                found[name] = file.read()
        return found
