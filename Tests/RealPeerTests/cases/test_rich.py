"""What the phone cannot show, it cannot destroy: a phone with old formats edits one field of a rich item, and every
other line of the resource stays what it was."""

import re

from peers import compare, items
from peers.world import PeerTest

OLD_ON_THE_WIRE = {"wire_contacts": "text/x-vcard", "wire_calendar": "text/x-vcalendar"}

# What a writer of the format must bring up to date.
STAMPS = re.compile(r"^(REV|DTSTAMP|LAST-MODIFIED|SEQUENCE)[:;]")

RICH_CARD = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Example Corp//Address Book 12.4//EN
UID:rich-card-1
FN:Bohumila Jílovská-Křížová
N:Jílovská-Křížová;Bohumila;Marie,Anna;Ing.;Ph.D.
X-PHONETIC-FIRST-NAME:Bohu
NICKNAME:Bobina
ORG:Lanterna;Dílna;Optika
TITLE:Hodinářka
ROLE:Mistrová
TEL;TYPE=CELL,VOICE:+420 601 555 001
TEL;TYPE=HOME,VOICE:+420 222 555 002
TEL;TYPE=WORK,FAX:+420 222 555 003
item1.TEL;TYPE=pref:+420 800 555 004
item1.X-ABLabel:Chalupa
TEL;TYPE=WORK,PAGER;X-COLOUR=red:+420 333 555 005
EMAIL;TYPE=INTERNET,HOME,PREF:bobina@example.org
EMAIL;TYPE=INTERNET,WORK:jilovska@lanterna.example
EMAIL;TYPE=INTERNET:third@example.net
EMAIL;TYPE=INTERNET;X-SENT-FROM=list:fourth@example.net
item2.URL:https://example.org/bobina
item2.X-ABLabel:_$!<HomePage>!$_
ADR;TYPE=HOME:;;Dlouhá 12;Praha 1;;110 00;Česko
ADR;TYPE=WORK:;Dvůr B;Krátká 3;Brno;Jihomoravský;602 00;Česko
item3.ADR;TYPE=OTHER:;;Ve mlýně 7;Telč;;588 56;Česko
item3.X-ABADR:cz
BDAY:1968-11-21
ANNIVERSARY:1991-05-04
GEO:50.0875;14.4213
TZ:+01:00
IMPP;X-SERVICE-TYPE=Jabber;TYPE=HOME:xmpp:bobina@example.org
X-SOCIALPROFILE;TYPE=mastodon:https://social.example/@bobina
KEY;ENCODING=b;TYPE=PGP:mQENBFzZm4ABCADk
LOGO;ENCODING=b;TYPE=PNG;X-SIZE=1x1:iVBORw0KGgoAAAAN
PHOTO;ENCODING=b;TYPE=JPEG;X-ABCROP-RECTANGLE=ABClipRect_1&0&0&100&100&abc==:/9j/4AAQSkZJRgABAQAAAQ==
RELATED;TYPE=friend:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6
X-SPOUSE:Vendelín
X-EXAMPLE-CUSTOM;X-P1=a;X-P2="b,c":value with\\, comma
NOTE:První řádek\\nDruhý řádek\\; se středníkem a čárkou\\, tady\\n\\nKonec.
CATEGORIES:Přátelé,Dodavatelé,Zvláštní
REV:2026-01-02T03:04:05Z
END:VCARD
"""

RICH_EVENT = """BEGIN:VEVENT
UID:rich-event-1
DTSTAMP:20261101T090000Z
CREATED:20261001T080000Z
LAST-MODIFIED:20261101T090000Z
SEQUENCE:3
SUMMARY:Seřizování orloje
DTSTART;TZID=Europe/Prague:20270104T090000
DTEND;TZID=Europe/Prague:20270104T103000
RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=MO
EXDATE;TZID=Europe/Prague:20270118T090000
EXDATE;TZID=Europe/Prague:20270201T090000
LOCATION;LANGUAGE=cs:Staroměstské náměstí 1
DESCRIPTION:Vzít: olej\\, hadřík\\; a lupu.\\nKlíče má vrátný.
ORGANIZER;CN="Jílovská, Bohumila";SENT-BY="mailto:office@example.org":mailto:bobina@example.org
ATTENDEE;CN=Ladi Novák;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:ladi@example.org
ATTENDEE;CN="Milan (dílna)";ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CUTYPE=INDIVIDUAL:mailto:milan@example.org
ATTENDEE;CN=Bruce;PARTSTAT=DECLINED;X-NUM-GUESTS=2:mailto:bruce@example.org
CLASS:PRIVATE
CATEGORIES:Hodiny,Město
STATUS:CONFIRMED
TRANSP:OPAQUE
PRIORITY:4
URL:https://example.org/orloj
ATTACH;FMTTYPE=application/pdf:https://example.org/plan.pdf
COLOR:goldenrod
GEO:50.087;14.4207
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Orloj":geo:50.087,14.4207
X-EXAMPLE-CUSTOM;X-P=1:kept
BEGIN:VALARM
UID:alarm-1
ACTION:DISPLAY
DESCRIPTION:Za deset minut
TRIGGER:-PT10M
X-WR-ALARMUID:alarm-1
END:VALARM
BEGIN:VALARM
UID:alarm-2
ACTION:EMAIL
SUMMARY:Zítra orloj
DESCRIPTION:Nezapomeň olej
ATTENDEE:mailto:bobina@example.org
TRIGGER:-P1D
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:rich-event-1
RECURRENCE-ID;TZID=Europe/Prague:20270111T090000
DTSTAMP:20261101T090000Z
SEQUENCE:3
SUMMARY:Seřizování orloje (odpoledne)
DTSTART;TZID=Europe/Prague:20270111T140000
DTEND;TZID=Europe/Prague:20270111T153000
LOCATION:Klementinum
X-EXAMPLE-CUSTOM:kept too
END:VEVENT
"""


class RichItems(PeerTest):
    def shared(self, kind, body, **options):
        """The item on the server and on a phone with old formats. Radicale rewrites what it is given (order, case of
        names, quotes), once: what it serves then is the text that has to stay."""
        account = self.account()
        account.path = account.put(kind, "rich", body)
        device = self.device(
            account, contacts="text/x-vcard", calendar="text/x-vcalendar", version="1.1", **{**OLD_ON_THE_WIRE, **options})
        device.sync()
        account.before = account.dav.get(account.path)
        self.assertQuiet(device, account)
        return account, device

    def assertOnlyChanged(self, account, lost, new):
        after = account.dav.get(account.path)
        changed = compare.changed_lines(account.before, after)
        gone, come = ([line for line in side if not STAMPS.match(line)] for side in changed)
        self.assertEqual((gone, come), (lost, new), "lines that went and came in %s:\n%s" % (account.path, after))
        order = [[line for line in compare.unfolded(text) if not STAMPS.match(line) and line not in lost + new]
                 for text in (account.before, after)]
        self.assertEqual(order[0], order[1], "the order of untouched lines")
        self.assertEqual(len(account.bodies("contact")) + len(account.bodies("event")), 1)

    def test_one_number_changes_on_a_vcard_2_1_phone(self):
        account, device = self.shared("contact", items.crlf(RICH_CARD))
        device.edit("contact", "601 555 001", "+420 601 555 001", "+420 601 777 001")
        device.sync()
        self.assertOnlyChanged(
            account, ["TEL;TYPE=CELL,VOICE:+420 601 555 001"], ["TEL;TYPE=CELL,VOICE:+420 601 777 001"])
        self.assertQuiet(device, account)

    def test_one_summary_changes_on_a_vcalendar_1_0_phone(self):
        account, device = self.shared("event", items.calendar(RICH_EVENT, zone=True))
        name = next(name for name, text in device.items("event").items()
                    if compare.parse(text).find("VEVENT")[0].value("SUMMARY") == "Seřizování orloje")
        text = device.items("event")[name]
        device.put("event", name, re.sub(
            r"(?m)^SUMMARY[^:\r\n]*:(?:[^\r\n]*=\r?\n)*[^\r\n]*", "SUMMARY:Orloj", text, count=1))
        device.sync()
        self.assertOnlyChanged(account, ["SUMMARY:Seřizování orloje"], ["SUMMARY:Orloj"])
        self.assertQuiet(device, account)

    def echo(self, **options):
        """A slow sync sends every item back as the phone holds it: not one resource is written."""
        account, device = self.shared("contact", items.crlf(RICH_CARD), **options)
        account.put("event", "rich", items.calendar(RICH_EVENT, zone=True))
        device.sync()
        before = {kind: account.bodies(kind) for kind in ("contact", "event")}
        device.sync("slow")
        for kind in before:
            for path, body in account.bodies(kind).items():
                self.assertEqual(compare.changed_lines(before[kind][path], body), ([], []), "lines changed by an echo")
        self.assertQuiet(device, account)

    def test_an_echo_in_vcard_2_1_and_vcalendar_1_0_writes_nothing(self):
        self.echo()

    def test_an_echo_in_the_formats_the_client_prefers_writes_nothing(self):
        """Files in the old formats; with nothing forced this client sends 3.0 and 2.0 and takes 2.1 and 1.0."""
        self.echo(wire_contacts=None, wire_calendar=None)

    def test_one_number_changes_on_a_vcard_3_0_phone(self):
        account = self.account()
        account.path = account.put("contact", "rich", items.crlf(RICH_CARD))
        device = self.device(account)
        device.sync()
        account.before = account.dav.get(account.path)
        device.edit("contact", "601 555 001", "+420 601 555 001", "+420 601 777 001")
        device.sync()
        self.assertOnlyChanged(
            account, ["TEL;TYPE=CELL,VOICE:+420 601 555 001"], ["TEL;TYPE=CELL,VOICE:+420 601 777 001"])
