"""Those who type: the owner of each phone, and a third party at the server who knows nothing of footbridge."""

import json
import os

from peers import items
from peers.dav import DAVError
from peers.phone import STORES, Phone
from torture import texts
from torture.model import title_of, tokens_of

KINDS = ("contact", "event", "note")
# Of a hundred things a user does.
ADDS, EDITS, FIELDS = 30, 75, 92
# The guard holds more than ten of a database.
MOST_DELETIONS = 8
PICTURES = (0, 0, 400, 3000)


class User:
    """Common to both: what is done, and how rarely things are deleted."""

    def __init__(self, name, model, random, note, counts):
        self.name, self.model, self.random, self.note, self.counts = name, model, random, note, counts
        self.deletions = dict.fromkeys(KINDS, 0)

    def act(self):
        """One thing a user does; nothing when it does not work out."""
        kind = self.random.choices(KINDS, (6, 3, 2))[0]
        what = self.random.randrange(100)
        with self.model.lock:
            if what < ADDS:
                done = self.add(kind)
            elif what < EDITS:
                done = self.edit(kind)
            elif what < FIELDS:
                done = self.add_field(kind)
            else:
                done = self.deletions[kind] < MOST_DELETIONS and self.delete(kind)
        if done:
            self.counts["user actions"] += 1
            self.note("%s %s" % (self.name, done))

    def new_values(self, kind):
        """A title, and (field, token) for some of the fields."""
        title = self.model.new_title(kind)
        fields = [field for field in texts.FIELDS[kind] if kind == "note" or self.random.random() < 0.7]
        values = [(field, self.model.new_token(field)) for field in fields]
        for field, token in values:
            self.model.typed(title, field, token, self.name)
        return title, values

    def picture(self, kind):
        size = self.random.choice(PICTURES) if kind == "contact" else 0
        return items.photo(size, self.random.random()) if size else None

    def edited(self, kind, text):
        """(new text, token, old token) after somebody typed over one of the values, or None."""
        held = sorted(token for token in tokens_of(kind, text) if token in text and "X-KEEP:" + token not in text)
        if not held:
            return None
        old = self.random.choice(held)
        value = self.model.values[old]
        token = self.model.new_token(value.field)
        self.model.typed(value.title, value.field, token, self.name, parent=old)
        return text.replace(old, token), token, old

    def missing_field(self, kind, text):
        """A field that the item does not have, or None."""
        if kind == "note":
            return None
        held = {self.model.values[token].field for token in tokens_of(kind, text)}
        fields = [field for field in texts.FIELDS[kind] if field not in held]
        return self.random.choice(fields) if fields else None


class PhoneUser(User, Phone):
    """A phone and its owner."""

    def __init__(self, user, folder, url, login, version, wbxml, formats, habits, auth, size):
        """`user`: the arguments of User; the rest is as in world.PHONES."""
        User.__init__(self, *user)
        name = self.name
        # A slow sync cannot tell a deletion; the item would come back.
        self.has_untold_deletions = False
        # A slow sync broke off, so the next one is slow, too.
        self.owes_slow_sync = False
        self.folder = os.path.join(folder, name)
        self.formats = dict(zip(KINDS, formats))
        self.described = "SyncML %s, %s, %s, %s%s" % (
            version, "WBXML" if wbxml else "XML", auth, " ".join(formats), ", like " + habits if habits else "")
        stores = [word for kind in KINDS for word in ("--store", "%s=%s" % (STORES[kind][0], self.formats[kind]))]
        self.run(
            "setup", "--url", url, "--user", login[0], "--password-stdin", "--device-id", name, "--syncml", version,
            "--wbxml" if wbxml else "--xml", "--auth", auth, "--max-message-size", str(size),
            *(["--like", habits] if habits else []), *stores, input=login[1] + "\n")

    def sync(self, mode):
        """(report or None, all that the phone printed)."""
        text = self.run("sync", "--json", "--mode", mode, expect=None)
        start, end = text.find("{"), text.rfind("}")
        try:
            return json.loads(text[start:end + 1]), text
        except ValueError:
            return None, text

    def any_item(self, kind):
        held = self.items(kind)
        return self.random.choice(sorted(held.items())) if held else (None, None)

    def add(self, kind):
        title, values = self.new_values(kind)
        day = self.random.randrange(99)
        self.put(kind, "u" + title, texts.item(kind, title, values, self.formats[kind], day, self.picture(kind)))
        return "adds %s %s %s" % (kind, title, values)

    def edit(self, kind):
        name, text = self.any_item(kind)
        changed = self.edited(kind, text) if name else None
        if changed is None:
            return None
        self.put(kind, name.rsplit(".", 1)[0], changed[0])
        return "edits %s %s (%s): %s over %s" % (kind, title_of(text), name, changed[1], changed[2])

    def add_field(self, kind):
        name, text = self.any_item(kind)
        field = self.missing_field(kind, text) if name else None
        if field is None:
            return None
        token = self.model.new_token(field)
        self.model.typed(title_of(text), field, token, self.name)
        self.put(kind, name.rsplit(".", 1)[0], texts.with_line(text, kind, field, token, self.formats[kind]))
        return "adds %s %s to %s %s (%s)" % (field, token, kind, title_of(text), name)

    def delete(self, kind):
        name, text = (None, None) if self.owes_slow_sync else self.any_item(kind)
        if name is None:
            return None
        self.deletions[kind] += 1
        self.has_untold_deletions = True
        self.model.deleted(title_of(text), tokens_of(kind, text))
        os.unlink(os.path.join(self.folder, STORES[kind][0], name))
        return "deletes %s %s (%s)" % (kind, title_of(text), name)


class ThirdParty(User):
    """Another client of the server: it writes under If-Match, and gives up when somebody was faster."""

    def __init__(self, account, *user):
        super().__init__("third party", *user)
        self.account = account

    def any_item(self, kind):
        """(path, text, ETag) of one of the server's items, or None."""
        paths = sorted(self.account.dav.members(self.account.paths[kind]))
        if not paths:
            return None
        path = self.random.choice(paths)
        reply = self.account.dav.request("GET", path)
        return (path, reply.text, reply.headers["ETag"]) if reply.status == 200 else None

    def write(self, path, body, **condition):
        """Whether the server took it."""
        kind = "text/vcard" if path.endswith(".vcf") else "text/calendar"
        headers = {name.replace("_", "-"): value for name, value in condition.items()}
        reply = self.account.dav.request("PUT", path, body, {"Content-Type": kind + "; charset=utf-8", **headers})
        if reply.status not in (200, 201, 204, 404, 409, 412):
            raise DAVError("PUT %s: %d" % (path, reply.status))
        return reply.status < 300

    def add(self, kind):
        title, values = self.new_values(kind)
        if kind != "note":
            token = self.model.new_token("X-KEEP")
            self.model.typed(title, "X-KEEP", token, self.name)
            values.append(("X-KEEP", token))
        path = self.account.paths[kind] + "tp-%s.%s" % (title, "vcf" if kind == "contact" else "ics")
        body = texts.on_server(kind, title, values, self.random.randrange(99), self.picture(kind))
        if not self.write(path, body, If_None_Match="*"):
            self.model.forget_untyped(title)
            return None
        return "adds %s %s %s" % (kind, title, values)

    def edit(self, kind):
        found = self.any_item(kind)
        changed = self.edited(kind, found[1]) if found else None
        if changed is None:
            return None
        if not self.write(found[0], changed[0], If_Match=found[2]):
            self.model.not_typed(changed[1])
            return None
        return "edits %s %s: %s over %s" % (kind, title_of(found[1]), changed[1], changed[2])

    def add_field(self, kind):
        found = self.any_item(kind)
        field = self.missing_field(kind, found[1]) if found else None
        if field is None:
            return None
        token = self.model.new_token(field)
        title = title_of(found[1])
        self.model.typed(title, field, token, self.name)
        body = texts.with_line(found[1], kind, field, token, "vcard30" if kind == "contact" else "ical20")
        if not self.write(found[0], body, If_Match=found[2]):
            self.model.not_typed(token)
            return None
        return "adds %s %s to %s %s" % (field, token, kind, title)

    def delete(self, kind):
        found = self.any_item(kind)
        if found is None:
            return None
        reply = self.account.dav.request("DELETE", found[0], headers={"If-Match": found[2]})
        if reply.status not in (200, 204):
            return None
        self.deletions[kind] += 1
        self.model.deleted(title_of(found[1]), tokens_of(kind, found[1]))
        return "deletes %s %s" % (kind, title_of(found[1]))
