"""Items as users type them, in every format of the phones and of the server."""

import base64
import re

from peers import items

FIELDS = {
    "contact": ("TEL", "EMAIL", "NOTE", "ORG", "TITLE"), "event": ("LOCATION", "DESCRIPTION"), "note": ("TEXT",),
}
# What may stand beside a value: nothing, and letters that old formats must encode.
ENDINGS = {
    "NOTE": " žluťoučký, kůň; pěl", "ORG": " Dílna", "LOCATION": " Kavárna Špejchar", "DESCRIPTION": " čočka, lupa",
}
OLD = ("vcard21", "vcal10")


def line(field, token, form):
    """One content line that holds the value."""
    if field == "TEL":
        return ("TEL;CELL:+420" if form == "vcard21" else "TEL;TYPE=CELL:+420") + token
    if field == "EMAIL":
        return ("EMAIL;INTERNET:%s@example.org" if form == "vcard21" else "EMAIL;TYPE=INTERNET:%s@example.org") % token
    return spelled(field, token + ENDINGS.get(field, ""), form)


def spelled(name, text, form):
    if form in OLD:
        if text.isascii():
            return "%s:%s" % (name, text)
        return "%s;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:%s" % (name, items.quoted(text))
    return "%s:%s" % (name, re.sub(r"([,;\\])", r"\\\1", text))


def contact(title, values, form, picture=None):
    old = form == "vcard21"
    lines = ["BEGIN:VCARD", "VERSION:" + ("2.1" if old else "3.0"), "N:Person;%s;;;" % title, "FN:%s Person" % title]
    lines += [line(field, token, form) for field, token in values]
    if picture and old:
        encoded = base64.b64encode(picture).decode()
        lines.append("PHOTO;TYPE=JPEG;ENCODING=BASE64:\n " + "\n ".join(re.findall(".{1,72}", encoded)) + "\n")
    elif picture:
        lines.append(items.fold("PHOTO;ENCODING=b;TYPE=JPEG:" + base64.b64encode(picture).decode()))
    return items.crlf("\n".join(lines + ["END:VCARD", ""]))


def event(title, values, form, number):
    day = 1 + number % 27
    lines = ["BEGIN:VCALENDAR", "VERSION:" + ("1.0" if form == "vcal10" else "2.0")]
    lines += ["PRODID:-//Footbridge//Tests//EN"] if form != "vcal10" else []
    lines += ["BEGIN:VEVENT", "SUMMARY:" + title]
    lines += ["DTSTAMP:20270101T000000Z"] if form != "vcal10" else []
    lines += ["DTSTART:202703%02dT090000Z" % day, "DTEND:202703%02dT103000Z" % day]
    lines += [line(field, token, form) for field, token in values]
    return items.crlf("\n".join(lines + ["END:VEVENT", "END:VCALENDAR", ""]))


def note(title, values):
    return "".join(each + "\n" for each in [title] + [token + " řádek" for _, token in values])


def item(kind, title, values, form, number, picture=None):
    """A new item. `form`: "vcard21", "vcard30", "vcal10", "ical20" or "text"; the server's has a UID besides."""
    if kind == "contact":
        return contact(title, values, form, picture)
    return event(title, values, form, number) if kind == "event" else note(title, values)


def on_server(kind, title, values, number, picture=None):
    uid = "UID:torture-%s" % title
    if kind == "note":
        text = note(title, values).strip().replace("\n", "\\n")
        return items.crlf(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Footbridge//Tests//EN\nBEGIN:VJOURNAL\n%s\n"
            "DTSTAMP:20270101T000000Z\nSUMMARY:%s\nDESCRIPTION:%s\nEND:VJOURNAL\nEND:VCALENDAR\n" % (uid, title, text))
    body = item(kind, title, values, "vcard30" if kind == "contact" else "ical20", number, picture)
    anchor = "N:" if kind == "contact" else "SUMMARY:"
    return body.replace("\r\n" + anchor, "\r\n%s\r\n%s" % (uid, anchor), 1)


def with_line(text, kind, field, token, form):
    """The item with one more property."""
    end = "END:VCARD" if kind == "contact" else "END:VEVENT"
    return text.replace(end, line(field, token, form) + "\r\n" + end, 1)
