#!/usr/bin/python3
"""Shows footbridge at work: a CalDAV/CardDAV server (Radicale), footbridge in front of it, and a phone that syncs.

    demo.py                 stays up afterwards, for a real phone; Ctrl-C ends everything
    demo.py --once          ends after the table (exit code 1 if phone and server disagree)
    --port N                footbridge's port (8080; with --once any free one)
    --radicale-port N       Radicale's port (5232; with --once any free one)

Everything lives in a temporary folder that is removed at the end. Run it by `make demo`, which builds first.
"""

import argparse
import os
import signal
import socket
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "Tests", "RealPeerTests"))

from peers import bridge, compare, items, processes  # noqa: E402
from peers.phone import STORES, Phone  # noqa: E402
from peers.upstream import KINDS, PASSWORD, Radicale  # noqa: E402

KIND_NAMES = {"contact": "Contacts", "event": "Calendar", "task": "Tasks", "note": "Notes"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--port", type=int)
    parser.add_argument("--radicale-port", type=int)
    options = parser.parse_args()
    check_needs(options)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    folder = processes.scratch_folder("footbridge-demo-")
    radicale = Radicale(os.path.join(folder, "radicale"))
    radicale.port = options.radicale_port or radicale.port
    radicale.start()
    account = radicale.account()
    say("Radicale, a CalDAV/CardDAV server, runs at %s with the account %s." % (radicale.url, account.name))
    server = start_footbridge(folder, radicale, options)
    say("footbridge runs in front of it at %s." % server.url)

    put_examples_on_server(account)
    phone = Phone(os.path.join(folder, "phone"), server.url, account.name, PASSWORD, "IMEI:350000000000017", old=True)
    put_examples_on_phone(phone)
    say("A phone with vCard 2.1 and vCalendar 1.0 (footbridge phone) has items of its own. It syncs.\n")

    rows = [("first sync", *row) for row in watched_sync(phone, account)]
    change_both_sides(phone, account)
    rows += [("second sync", *row) for row in watched_sync(phone, account)]
    rows += [("third sync", *row) for row in watched_sync(phone, account)] or [
        ("third sync", "", "", "nothing to do: nothing moved", "")]
    print_table(("when", "database", "item", "what happened", "detail"), rows)
    disagreements = compare_sides(phone, account)
    if options.once:
        return 1 if disagreements else 0
    explain(server, account, phone)
    try:
        while server.process.poll() is None:
            time.sleep(0.5)
        print("footbridge ended unexpectedly:\n" + server.log_tail(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nEnding footbridge and Radicale.")
        return 0
    finally:
        server.stop()
        radicale.stop()


def check_needs(options):
    """Ends with a sentence that says what to do, if something is missing or taken."""
    if not os.access(bridge.binary(), os.X_OK):
        sys.exit("There is no program at %s. `make demo` builds it first." % bridge.binary())
    if not os.path.exists("/usr/bin/radicale"):
        sys.exit("Radicale is missing. `make demo` installs it (package radicale).")
    if not options.once:
        options.port = options.port or 8080
        options.radicale_port = options.radicale_port or 5232
    for port, name, address in ((options.port, "PORT", "0.0.0.0"),
                                (options.radicale_port, "RADICALE_PORT", "127.0.0.1")):
        if port is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                sys.exit("Port %d cannot be used (%s). Choose another: make demo %s=%d" % (
                    port, error.strerror, name, port + 1))


def start_footbridge(folder, radicale, options):
    server = bridge.Footbridge(os.path.join(folder, "footbridge"), radicale.url)
    server.port = options.port or server.port
    # A real phone comes over the network; without one to wait for, loopback is enough.
    server.listen = "127.0.0.1" if options.once else "0.0.0.0"
    return server.start()


def put_examples_on_server(account):
    account.put("contact", "ada", items.contact("Ada", "Example", 1, picture=items.photo(1500, 1)))
    account.put("contact", "bruno", items.contact("Bruno", "Example", 2))
    account.put("event", "dentist", items.event("Dentist", 3, "zoned"))
    account.put("event", "choir", items.event("Choir", 4, "weekly"))
    account.put("event", "holiday", items.event("Holiday", 5, "all-day"))
    account.put("task", "passport", items.task("Renew the passport", 6))
    account.put("note", "shopping", items.journal("Shopping", "milk\\nbread", 7))


def put_examples_on_phone(phone):
    phone.put("contact", "1", old_card("Clara", "Example", "+44 20 7946 0001"))
    phone.put("event", "1", old_event("Cinema", "20270212T183000Z", "20270212T210000Z"))
    phone.put("task", "1", items.crlf(
        "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VTODO\nSUMMARY:Water the plants\nDUE:20270115T120000Z\n"
        "STATUS:NEEDS ACTION\nEND:VTODO\nEND:VCALENDAR\n"))
    phone.put("note", "1", items.note("Locker", "the number is on the back"))


def old_card(given, family, number):
    return items.crlf("BEGIN:VCARD\nVERSION:2.1\nN:%s;%s\nFN:%s %s\nTEL;CELL:%s\nEND:VCARD\n" % (
        family, given, given, family, number))


def old_event(title, start, end):
    return items.crlf(
        "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY:%s\nDTSTART:%s\nDTEND:%s\nEND:VEVENT\nEND:VCALENDAR\n" % (
            title, start, end))


def change_both_sides(phone, account):
    """What a day brings: edits here and there, also to one and the same contact."""
    account.edit(account.find("contact", "Ada Example"), "+420 222 111 001", "+44 20 7946 0999")
    phone.edit("contact", "Ada Example", "+420 601 000 001", "+44 7700 900123")
    account.edit(account.find("event", "SUMMARY:Dentist"), "SUMMARY:Dentist", "SUMMARY:Dentist (new practice)")
    phone.edit("event", "Cinema", "183000Z", "190000Z")
    account.delete(account.find("task", "Renew the passport"))
    phone.delete("note", "Locker")
    account.put("note", "garage", items.journal("Garage", "call about the brakes", 8))
    phone.put("contact", "dmitri", old_card("Dmitri", "Example", "+44 20 7946 0002"))


def facts_by_title(side, kind):
    texts = (side.items(kind) if isinstance(side, Phone) else side.bodies(kind)).values()
    return {compare.title(found): found for found in (compare.facts(text, kind) for text in texts)}


def watched_sync(phone, account):
    """One sync; rows (database, item, what happened, detail) from what each side held before and after."""
    sides = (phone, account)
    before = {(side, kind): facts_by_title(side, kind) for side in sides for kind in KINDS}
    phone.sync()
    rows = []
    for kind in KINDS:
        for side, direction in ((phone, "server -> phone"), (account, "phone -> server")):
            old, new = before[side, kind], facts_by_title(side, kind)
            added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
            for name in added:
                renamed = next((gone for gone in removed if gone.split(" (")[0] == name.split(" (")[0]), None)
                if renamed:
                    removed.remove(renamed)
                rows.append((KIND_NAMES[kind], name, direction + (": changed" if renamed else ": added"), ""))
            rows += [(KIND_NAMES[kind], name, direction + ": deleted", "") for name in removed]
            for name in sorted(new.keys() & old.keys()):
                fresh = [fact for fact in new[name] if fact not in old[name]]
                if fresh:
                    rows.append((KIND_NAMES[kind], name, direction + ": changed",
                                 "; ".join(" ".join(part for part in fact if part) for fact in fresh)))
    return rows


def print_table(heads, rows):
    widths = [max(len(row[at]) for row in [heads] + rows) for at in range(len(heads))]
    rule = "  ".join("-" * width for width in widths)
    last = None
    print("  " + "  ".join(head.ljust(width) for head, width in zip(heads, widths)).rstrip())
    for row in rows:
        if row[0] != last:
            print("  " + rule)
        shown = row if row[0] != last else ("",) + row[1:]
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(shown, widths)).rstrip())
        last = row[0]
    print()
    sys.stdout.flush()


def compare_sides(phone, account):
    report = [line for kind in KINDS for line in compare.differences(
        kind, list(phone.items(kind).values()), list(account.bodies(kind).values()))]
    if report:
        print("Phone and server DISAGREE:\n  " + "\n  ".join(report), file=sys.stderr)
    else:
        counts = ", ".join("%d in %s" % (len(phone.items(kind)), KIND_NAMES[kind]) for kind in KINDS)
        say("Phone and server agree, property by property: %s." % counts)
    return report


def lan_address():
    """The address other machines reach this one at; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def explain(server, account, phone):
    print("""
Everything stays up. In a phone on the same network, make a new sync profile and type:

  server address (host)    http://%s:%d/syncml
  port, if asked apart     %d
  user name                %s
  password                 %s
  databases                Contacts, Calendar, Tasks, Notes
  SyncML version           1.1 or 1.2, whichever it has (1.0 works, too)
  HTTP authentication      none

This is plain HTTP: whoever listens on the network can read the password. For a demo with example data that is all
right; for your own put TLS in front (docs/proxy.md).

  Radicale's own page      %s.web/    (same user and password)
  the demo's phone         %s phone %s sync
  what footbridge did      %s history --state %s
  its log                  %s

Ctrl-C ends it all and removes the data.""" % (
        lan_address(), server.port, server.port, account.name, PASSWORD, account.server.url,
        bridge.binary(), phone.folder, bridge.binary(), server.state, server.log))
    sys.stdout.flush()


def say(text):
    print(text)
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except (processes.NotReady, AssertionError, OSError) as error:
        sys.exit("The demo failed: %s" % error)
