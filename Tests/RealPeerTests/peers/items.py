"""The items that tests put on phones and servers. All of our own making."""

import base64
import quopri
import random

VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Prague
BEGIN:STANDARD
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def crlf(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def photo(size, seed):
    """`size` bytes that look like a JPEG file to whoever only reads its first and last two bytes."""
    noise = random.Random(seed)
    return b"\xff\xd8\xff\xe0" + bytes(noise.randrange(256) for _ in range(size - 6)) + b"\xff\xd9"


def fold(line):
    """One content line in pieces of at most 75 bytes (RFC 6350 section 3.2)."""
    return "\n ".join([line[:75]] + [line[at:at + 74] for at in range(75, len(line), 74)]) if line.isascii() else line


def contact(given, family, number=1, version="3.0", picture=None, uid=True):
    """A contact with one of everything that both sides can hold."""
    lines = [
        "BEGIN:VCARD", "VERSION:" + version,
        "UID:%s-%s-%d" % (given.lower(), family.lower(), number) if uid else None,
        "N:%s;%s;;;" % (family, given),
        "FN:%s %s" % (given, family),
        "TEL;TYPE=CELL:+420 601 000 %03d" % number,
        "TEL;TYPE=HOME:+420 222 111 %03d" % number,
        "EMAIL;TYPE=HOME:%s%d@example.org" % (given.lower(), number),
        "ADR;TYPE=HOME:;;Dlouhá %d;Praha;;110 00;Česko" % number,
        "ORG:Lanterna;Dílna",
        "TITLE:Hodinář",
        "BDAY:19%02d-04-%02d" % (50 + number % 40, 1 + number % 27),
        "NOTE:První řádek\\nza čárkou\\, středník\\; a %d" % number,
        "CATEGORIES:Přátelé",
        fold("PHOTO;ENCODING=b;TYPE=JPEG:" + base64.b64encode(picture).decode()) if picture else None,
        "END:VCARD", "",
    ]
    return crlf("\n".join(line for line in lines if line is not None))


def calendar(components, zone=False):
    return crlf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Footbridge//Tests//EN\n%s%sEND:VCALENDAR\n" % (
        VTIMEZONE if zone else "", components))


def event(title, number=1, kind="timed"):
    """An event: "timed" (UTC, alarm), "zoned" (TZID), "all-day" or "weekly" (five times)."""
    day = 1 + number % 27
    times = {
        "timed": "DTSTART:202703%02dT090000Z\nDTEND:202703%02dT103000Z\n" % (day, day),
        "zoned": "DTSTART;TZID=Europe/Prague:202702%02dT140000\nDTEND;TZID=Europe/Prague:202702%02dT150000\n" % (
            day, day),
        "all-day": "DTSTART;VALUE=DATE:202705%02d\nDTEND;VALUE=DATE:202705%02d\n" % (day, day + 1),
        "weekly": "DTSTART:20270104T080000Z\nDTEND:20270104T084500Z\nRRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO\n",
    }[kind]
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:%s\nTRIGGER:-PT15M\nEND:VALARM\n" % title
    return calendar(
        "BEGIN:VEVENT\nUID:event-%s-%d\nDTSTAMP:20270101T000000Z\nSUMMARY:%s\n%sLOCATION:Kavárna Špejchar\n"
        "DESCRIPTION:Vzít s sebou: lupu\\, čočku\nCLASS:PUBLIC\n%sEND:VEVENT\n" % (
            title.lower().replace(" ", "-"), number, title, times, alarm if kind == "timed" else ""),
        zone=kind == "zoned")


def task(title, number=1, done=False):
    state = "STATUS:COMPLETED\nCOMPLETED:20270102T100000Z\nPERCENT-COMPLETE:100\n" if done else "STATUS:NEEDS-ACTION\n"
    return calendar(
        "BEGIN:VTODO\nUID:task-%s-%d\nDTSTAMP:20270101T000000Z\nSUMMARY:%s\nDESCRIPTION:Úkol číslo %d\n"
        "DUE:202704%02dT160000Z\nPRIORITY:%d\n%sEND:VTODO\n" % (
            title.lower().replace(" ", "-"), number, title, number, 1 + number % 27, 1 + number % 9, state))


def journal(title, text, number=1):
    """A note as calendar servers keep it; the phone's text is the title, then the text."""
    return calendar(
        "BEGIN:VJOURNAL\nUID:note-%s-%d\nDTSTAMP:20270101T000000Z\nSUMMARY:%s\nDESCRIPTION:%s\nEND:VJOURNAL\n" % (
            title.lower().replace(" ", "-"), number, title, title + "\\n" + text))


def note(title, text):
    """A note as phones keep it."""
    return title + "\n" + text + "\n"


def old_contact(given, family, number=1):
    """The same as a phone from 2003 would write it: vCard 2.1, quoted-printable."""
    return crlf(
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:%s;%s\n"
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:%s %s\nTEL;CELL:+420 601 000 %03d\nTEL;HOME:+420 222 111 %03d\n"
        "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:prvn=C3=AD=0D=0Adruh=C3=BD\nEND:VCARD\n" % (
            quoted(family), quoted(given), quoted(given), quoted(family), number, number))


def old_event(title, number=1):
    """A timed event with an alarm in vCalendar 1.0."""
    day = 1 + number % 27
    return crlf(
        "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:%s\n"
        "DTSTART:202703%02dT090000Z\nDTEND:202703%02dT103000Z\nAALARM:202703%02dT084500Z;;;\nEND:VEVENT\n"
        "END:VCALENDAR\n" % (quoted(title), day, day, day))


def quoted(text):
    return quopri.encodestring(text.encode()).decode()


def sample(kind, name, number=1, on="server"):
    """One ordinary item of a kind, titled `name`. `on`: "server", "phone" or "old phone"."""
    if on == "old phone" and kind in ("contact", "event"):
        return old_contact(name, "Novák", number) if kind == "contact" else old_event(name, number)
    if kind == "contact":
        return contact(name, "Novák", number)
    if kind == "event":
        return event(name, number)
    if kind == "task":
        return task(name, number)
    return journal(name, "řádek %d" % number, number) if on == "server" else note(name, "řádek %d" % number)
