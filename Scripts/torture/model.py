"""What the users have typed: every value carries a serial number, and who replaces or deletes a value has seen it."""

import re
import threading
from collections import Counter

from peers import compare

TITLE = re.compile(r"T\d{6}z")
# Words everywhere, and digits in telephone numbers: ten of them, which no date and no time has.
TOKEN = re.compile(r"k\d{6}z|77\d{6}77")

LIVE, REPLACED, DELETED = "live", "replaced", "deleted"
LINES = {"TEL", "EMAIL", "NOTE", "ORG", "TITLE", "LOCATION", "DESCRIPTION", "X-KEEP"}
COMPONENTS = {"contact": "VCARD", "event": "VEVENT", "note": "VJOURNAL"}


class Value:
    """One typed value. `parent` is the value that its author saw in the same place, if there was one."""

    def __init__(self, token, title, field, parent, author):
        self.token, self.title, self.field, self.parent, self.author = token, title, field, parent, author
        self.state = LIVE
        self.is_settled = False

    @property
    def overtakes(self):
        """Whether it was typed over a value of somebody else's phone that may not know yet that its change arrived: the
        phone says it again, and wins as if both had typed at once."""
        value = self.parent
        while value is not None:
            if not value.is_settled and value.author != self.author:
                return True
            value = value.parent
        return False

    def is_after(self, other):
        """Whether `other` was known, directly or not, to whoever typed this value."""
        value = self
        while value is not None:
            if value is other:
                return True
            value = value.parent
        return False


class Item:
    def __init__(self, title, kind):
        self.title, self.kind = title, kind
        self.values = []
        self.was_deleted = False


class Model:
    def __init__(self):
        self.lock = threading.RLock()
        self.serial = 0
        self.items = {}
        self.values = {}

    def new_title(self, kind):
        with self.lock:
            self.serial += 1
            title = "T%06dz" % self.serial
            self.items[title] = Item(title, kind)
            return title

    def new_token(self, field):
        with self.lock:
            self.serial += 1
            return ("77%06d77" if field == "TEL" else "k%06dz") % self.serial

    def typed(self, title, field, token, author, parent=None):
        """A value came into being; the one it replaces, if any, was seen and is given up."""
        with self.lock:
            old = self.values.get(parent)
            value = Value(token, title, field, old, author)
            self.values[token] = value
            self.items[title].values.append(value)
            if old is not None:
                old.state = REPLACED
            return value

    def cleared(self, token):
        with self.lock:
            self.values[token].state = DELETED

    def deleted(self, title, tokens):
        """An item was deleted by somebody who saw these values in it. What no phone can show goes with the item."""
        with self.lock:
            item = self.items[title]
            item.was_deleted = True
            for value in item.values:
                if value.state == LIVE and (value.token in tokens or value.field == "X-KEEP"):
                    value.state = DELETED

    def settled(self):
        """All is quiet: every phone knows of all that it has sent."""
        with self.lock:
            for value in self.values.values():
                value.is_settled = True

    def forget_untyped(self, title):
        """The item never came into being: its author's request failed."""
        with self.lock:
            for value in self.items.pop(title).values:
                del self.values[value.token]

    def not_typed(self, token):
        """The same for one value: what it would have replaced stands."""
        with self.lock:
            value = self.values.pop(token)
            self.items[value.title].values.remove(value)
            if value.parent is not None:
                value.parent.state = LIVE


def title_of(text):
    """What identifies an item, on every side."""
    found = TITLE.search(text)
    return found[0] if found else None


def tokens_of(kind, text):
    """How often each value stands in an item of a phone or of the server."""
    if kind == "note" and not text.lstrip().startswith("BEGIN:"):
        return Counter(TOKEN.findall(text))
    found = Counter()
    for component in compare.parse(text).find(COMPONENTS[kind]):
        for line in component.lines:
            if line.name in LINES:
                found.update(TOKEN.findall(compare.unescape(line.text())))
    return found
