"""Phones that hold vCard 2.1 and vCalendar 1.0, or hold the new formats and send the old ones."""

from peers import items
from peers.upstream import KINDS
from peers.world import PeerTest

OLD_FILES = {"contacts": "text/x-vcard", "calendar": "text/x-vcalendar"}
OLD_ON_THE_WIRE = {"wire_contacts": "text/x-vcard", "wire_calendar": "text/x-vcalendar"}


class OldFormats(PeerTest):
    def fill(self, account):
        account.put("contact", "jakub", items.contact("Jakub", "Novák", 1, picture=items.photo(2500, 1)))
        for number, kind in enumerate(("timed", "zoned", "all-day", "weekly"), 2):
            account.put("event", kind, items.event("Jakub " + kind, number, kind))
        account.put("task", "open", items.task("Jakub otevřený", 1))
        account.put("task", "done", items.task("Jakub hotový", 2, done=True))
        account.put("note", "jakub", items.sample("note", "Jakub"))

    def check(self, contains, **options):
        account = self.account()
        self.fill(account)
        device = self.device(account, **options)
        self.relay.clear()
        device.sync()
        self.assertInSync(device, account)
        texts = [text for kind in ("contact", "event", "task") for text in device.items(kind).values()]
        for text in texts:
            self.assertRegex(text, contains[0] + "|" + contains[1])
        untouched = account.etags()
        self.assertQuiet(device, account)

        device.edit("contact", "Jakub", "+420 601 000 001", "+420 601 999 001")
        device.edit("event", "Jakub timed", "SUMMARY:Jakub timed", "SUMMARY:Jakub timed later")
        device.sync()
        self.assertInSync(device, account)
        after = account.etags()
        changed = {path.rsplit("/", 1)[1] for path in after if after[path] != untouched.get(path)}
        self.assertEqual(changed, {"jakub.vcf", "timed.ics"}, "resources that were written")
        self.assertQuiet(device, account)

    def test_phone_holds_vcard_2_1_and_vcalendar_1_0_xml(self):
        self.check(
            ("VERSION:2.1", "VERSION:1.0"), **OLD_FILES, **OLD_ON_THE_WIRE, wbxml=False, version="1.1")

    def test_phone_holds_vcard_2_1_and_vcalendar_1_0_wbxml(self):
        self.check(
            ("VERSION:2.1", "VERSION:1.0"), **OLD_FILES, **OLD_ON_THE_WIRE, wbxml=True, version="1.2")

    def test_phone_holds_the_old_formats_and_sends_what_the_server_prefers(self):
        self.check(("VERSION:2.1", "VERSION:1.0"), **OLD_FILES, wbxml=True, version="1.2")

    def test_old_formats_forced_on_the_wire_only(self):
        self.check(
            ("VERSION:3.0", "VERSION:2.0"), **OLD_ON_THE_WIRE, wbxml=True, version="1.1")

    def test_what_the_old_phone_creates_arrives_in_new_formats(self):
        account = self.account()
        device = self.device(account, **OLD_FILES, **OLD_ON_THE_WIRE, version="1.0", wbxml=True)
        device.put("contact", "1", items.crlf(
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Nov=C3=A1k;Ladi\n"
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ladi Nov=C3=A1k\nTEL;CELL:+420 602\nTEL;WORK;FAX:+420 603\n"
            "EMAIL;INTERNET:ladi@example.org\nNOTE;ENCODING=QUOTED-PRINTABLE:prvni=0D=0Adruhy\nEND:VCARD\n"))
        device.put("event", "1", items.crlf(
            "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY:Porada\nDTSTART:20270104T080000Z\n"
            "DTEND:20270104T084500Z\nRRULE:W1 MO #5\nAALARM:20270104T074500Z;;;\nEND:VEVENT\nEND:VCALENDAR\n"))
        device.put("task", "1", items.crlf(
            "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VTODO\nSUMMARY:Natáhnout hodiny\nDESCRIPTION:ráno\n"
            "DUE:20270105T100000Z\nPRIORITY:2\nSTATUS:NEEDS ACTION\nEND:VTODO\nEND:VCALENDAR\n"))
        device.sync()
        self.assertInSync(device, account, kinds=("contact", "event", "task"), count=1)
        for kind, version in (("contact", "VERSION:3.0|VERSION:4.0"), ("event", "VERSION:2.0"),
                              ("task", "VERSION:2.0")):
            self.assertRegex(list(account.bodies(kind).values())[0], version)
        self.assertQuiet(device, account)
