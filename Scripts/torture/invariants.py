"""What must hold when all is quiet, seen from outside: the phones' folders, the server's collections, the history."""

from collections import Counter

from peers import compare
from torture.model import DELETED, LIVE, REPLACED, title_of, tokens_of
from torture.users import KINDS
from torture.world import Violation

# One pass over a settled world looks at each of these.
NAMES = ("nothing lost", "nothing doubled", "nothing comes back", "all equal", "quiet")


def check(world):
    """Raises a Violation that lists everything found."""
    server = {kind: list(world.account.bodies(kind).values()) for kind in KINDS}
    phones = {phone.name: {kind: list(phone.items(kind).values()) for kind in KINDS} for phone in world.phones}
    history = world.history()
    found = doubled("server", server)
    for name, held in phones.items():
        found += doubled(name, held)
    found += lost(world, server, history)
    found += came_back(world.model, server)
    for name, held in phones.items():
        for kind in KINDS:
            found += [("all equal", each) for each in compare.differences(
                kind, held[kind], server[kind], names=(name, "server"))]
    found += moving(world)
    world.counts["invariants checked"] += len(NAMES)
    if found:
        raise Violation(*found)
    world.model.settled()


def doubled(where, held):
    """An item, or a value within one, that is there twice; or an item that nobody typed."""
    found = []
    for kind, texts in held.items():
        titles = Counter(map(title_of, texts))
        found += [("nothing doubled", "%s %s is %d times on %s" % (kind, title, count, where))
                  for title, count in titles.items() if count > 1 or title is None]
        for text in texts:
            found += [("nothing doubled", "value %s of %s %s is there %d times on %s" % (
                token, kind, title_of(text), count, where))
                for token, count in tokens_of(kind, text).items() if count > 1]
    return found


def standing(server):
    """Title -> the values at the server."""
    return {title_of(text): set(tokens_of(kind, text)) for kind in KINDS for text in server[kind]}


def lost(world, server, history):
    """Values that were typed, and neither typed over nor deleted by somebody who had seen them, must be at the server.
    Of values that two people typed in the same place without knowing of each other, one may be in the history."""
    found = []
    held = standing(server)
    for item in world.model.items.values():
        there = held.get(item.title, set())
        for value in item.values:
            if value.state != LIVE:
                continue
            world.counts["values checked"] += 1
            if value.token in there:
                continue
            if value.token in history and (value.overtakes or is_contested(value, item)):
                world.counts["values checked, in the history only"] += 1
                continue
            found.append(("nothing lost", "%s %s of %s %s, typed by %s, is gone%s" % (
                value.field, value.token, item.kind, item.title, value.author,
                " (the history has it, but nobody else typed there)" if value.token in history else "")))
    return found


def is_contested(value, item):
    if item.was_deleted:
        return True
    return any(other is not value and other.field == value.field and not value.is_after(other)
               and not other.is_after(value) for other in item.values)


def is_said_again(value, item, there):
    """Whether a phone's value won over a newer one, which had overtaken it and is in the history now."""
    return any(other.parent is value and other.overtakes and other.token not in there for other in item.values)


def came_back(model, server):
    """What was typed over or deleted by somebody who saw it, and of which nobody else wanted anything, stays away."""
    found = []
    held = standing(server)
    for title, there in held.items():
        item = model.items.get(title)
        if item is None:
            found.append(("nothing comes back", "nobody ever typed %s" % title))
            continue
        states = {value.token: value for value in item.values}
        if item.was_deleted:
            if all(value.state != LIVE for value in item.values):
                found.append(("nothing comes back", "%s %s was deleted and is there" % (item.kind, title)))
            continue
        for token in sorted(there):
            value = states.get(token)
            if value is None:
                found.append(("nothing comes back", "%s of another item, or of nobody, is in %s" % (token, title)))
            elif value.state in (REPLACED, DELETED) and not (
                    is_contested(value, item) or is_said_again(value, item, there)):
                found.append(("nothing comes back", "%s %s of %s %s was typed over and is there" % (
                    value.field, token, item.kind, title)))
    return found


def moving(world):
    """One more sync of each phone moves nothing and writes nothing."""
    before = world.account.etags()
    moved = [world.syncs([phone])[0] for phone in world.phones]
    found = []
    if moved != [0] * len(moved):
        found.append(("quiet", "a further sync of each phone moved %s" % moved))
    if world.account.etags() != before:
        found.append(("quiet", "a further sync of each phone wrote on the server"))
    return found
