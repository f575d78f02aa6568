import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

struct CalendarCreateTests {
    typealias F = CalendarFixtures

    @Test("a vCalendar 1.0 event becomes strict iCalendar")
    func oldEvent() throws {
        let text = F.oldEvent(
            """
            UID:667
            SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9, then work
            DESCRIPTION:alarm half hour before.
            DTSTART:20260706T080000Z
            DTEND:20260706T090000Z
            X-EPOCAGENDAENTRYTYPE:APPOINTMENT
            AALARM;TYPE=X-EPOCSOUND:20260706T073000Z;;0;c:\\music.mp3
            CATEGORIES:MEETING;Own
            CLASS:PRIVATE
            LOCATION:Room 5
            DCREATED:20251221T230000Z
            LAST-MODIFIED:20251222T205700Z
            PRIORITY:0
            STATUS:NEEDS ACTION
            TRANSP:1
            """)
        let body = try Lens(F.oldPhone()).create(from: text, uid: "new-1")
        #expect(
            F.text(body) == """
                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//Footbridge//Footbridge//EN
                BEGIN:VEVENT
                UID:new-1
                DTSTAMP:20260202T024000Z
                DTSTART:20260706T080000Z
                DTEND:20260706T090000Z
                SUMMARY:Café\\, then work
                DESCRIPTION:alarm half hour before.
                LOCATION:Room 5
                CATEGORIES:MEETING,Own
                CLASS:PRIVATE
                PRIORITY:0
                TRANSP:TRANSPARENT
                BEGIN:VALARM
                ACTION:DISPLAY
                DESCRIPTION:Café\\, then work
                TRIGGER:-PT30M
                END:VALARM
                END:VEVENT
                END:VCALENDAR

                """)
        #expect(!body.contains(0x0A) || F.bytes(F.text(body)) == body)
    }

    @Test("a series in the device's zone gets its TZID and VTIMEZONE, so that it does not drift")
    func series() throws {
        for start in ["20260106T090000Z", "20260106T100000"] {
            let text = F.oldEvent(
                "SUMMARY:S\nDTSTART:\(start)\nDTEND:\(start.replacingHour)\nRRULE:W1 TU #30\nEXDATE:20260407T100000")
            let body = F.text(try Lens(F.oldPhone()).create(from: text, uid: "s1"))
            #expect(body.contains("BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n"))
            #expect(
                body.contains("DTSTART;TZID=Europe/Berlin:20260106T100000\nDTEND;TZID=Europe/Berlin:20260106T110000\n"))
            #expect(body.contains("RRULE:FREQ=WEEKLY;COUNT=30;BYDAY=TU\n"))
            #expect(body.contains("EXDATE;TZID=Europe/Berlin:20260407T100000\n"))
        }
    }

    @Test("TZ and DAYLIGHT: an instant is enough for one, a series keeps the changes of the clocks")
    func oldZone() throws {
        let head =
            "TZ:+01\nDAYLIGHT:TRUE;+02;20260329T010000Z;20261025T010000Z;;\nDAYLIGHT:TRUE;+02;20270328T010000Z;20271031T010000Z;;\n"
        let single = F.calendar(
            head + "BEGIN:VEVENT\nSUMMARY:S\nDTSTART:20260706T100000\nDTEND:20260706T110000\nEND:VEVENT", version: "1.0"
        )
        let body = F.text(try Lens(F.oldPhone(zone: nil)).create(from: single, uid: "s1"))
        #expect(body.contains("DTSTART:20260706T080000Z\nDTEND:20260706T090000Z\n"))
        let series = F.calendar(
            head
                + "BEGIN:VEVENT\nSUMMARY:S\nDTSTART:20260106T100000\nDTEND:20260106T110000\nRRULE:W1 TU #60\nEND:VEVENT",
            version: "1.0")
        let lens = Lens(F.oldPhone(zone: nil))
        let made = try lens.create(from: series, uid: "s1")
        #expect(F.text(made).contains("BEGIN:DAYLIGHT\n"))
        #expect(F.text(made).contains(":20260106T100000\n"))
        let view = try lens.view(of: PartKey(uid: "s1"), in: made, held: series).text
        #expect(lens.isSame(view, series), "\(F.text(view))")
    }

    @Test("a floating time of a device whose zone nobody knows stays floating")
    func unknownZone() throws {
        let text = F.oldEvent("SUMMARY:S\nDTSTART:20260706T100000\nDTEND:20260706T100000")
        let body = F.text(try Lens(F.oldPhone(utc: false, zone: nil)).create(from: text, uid: "s1"))
        #expect(body.contains("DTSTART:20260706T100000\n"))
        #expect(!body.contains("DTEND"))
    }

    @Test("an iCalendar event keeps its zone, its X- properties and its alarms")
    func newEvent() throws {
        let text = F.calendar(
            """
            PRODID:-//Synthesis AG//NONSGML SyncML Engine V3.4.0.47//EN
            METHOD:PUBLISH
            \(F.berlinZone)
            BEGIN:VEVENT
            UID:from-the-phone
            DTSTAMP:20261121T012127Z
            LAST-MODIFIED:20261121T012127Z
            SUMMARY:One\\, two
            DTSTART;TZID=Europe/Berlin:20260106T100000
            DTEND;TZID=Europe/Berlin:20260106T110000
            RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=5
            X-OWN:1
            X-IRMC-LUID:5
            STATUS:CONFIRMED
            CLASS:PUBLIC
            ATTENDEE;CN=Kim;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:kim@example.test
            BEGIN:VALARM
            TRIGGER;VALUE=DURATION;RELATED=START:-PT15M
            ACTION:DISPLAY
            DESCRIPTION:Alarm
            END:VALARM
            END:VEVENT
            """)
        let lens = Lens(F.newPhone())
        let body = F.text(try lens.create(from: text, uid: "n1"))
        #expect(!body.contains("METHOD"))
        #expect(!body.contains("X-IRMC"))
        for line in [
            "UID:n1", "TZID:Europe/Berlin", "DTSTART;TZID=Europe/Berlin:20260106T100000", "RRULE:FREQ=WEEKLY;COUNT=5",
            "X-OWN:1", "STATUS:CONFIRMED", "CLASS:PUBLIC", "SUMMARY:One\\, two",
            "ATTENDEE;CN=Kim;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:kim@example.test",
            "TRIGGER;VALUE=DURATION;RELATED=START:-PT15M",
        ] {
            #expect(body.contains(line + "\n"), "\(line) in \(body)")
        }
        #expect(lens.isSame(try lens.view(of: PartKey(uid: "n1"), in: F.bytes(body), held: nil).text, text))
    }

    @Test("a lone detached occurrence becomes a single event; beside its master it becomes a part")
    func detached() throws {
        let lone = F.calendar(
            "BEGIN:VEVENT\nUID:m1\nRECURRENCE-ID:20260113T090000Z\nSUMMARY:Moved\nDTSTART:20260113T140000Z\nDTEND:20260113T150000Z\nEND:VEVENT"
        )
        let lens = Lens(F.newPhone())
        #expect(lens.matchKeys(of: lone).uid == "m1/20260113T090000Z")
        #expect(!F.text(try lens.create(from: lone, uid: "m1")).contains("RECURRENCE-ID"))
        let master = F.calendar(
            "\(F.berlinZone)\nBEGIN:VEVENT\nUID:m1\nDTSTAMP:20250101T000000Z\nSUMMARY:S\nDTSTART;TZID=Europe/Berlin:20260106T100000\nRRULE:FREQ=WEEKLY\nEND:VEVENT"
        )
        let part = PartKey(uid: "m1", recurrenceID: "20260113T090000Z")
        let put = try lens.put(lone, held: nil, sent: nil, part: part, into: master, rule: .deviceWins)
        let body = F.text(put.body)
        #expect(body.contains("RECURRENCE-ID;TZID=Europe/Berlin:20260113T100000\n"))
        #expect(body.contains("DTSTART;TZID=Europe/Berlin:20260113T150000\n"))
        let outline = try ResourceReader.parts(of: put.body, zones: F.zones)
        #expect(outline.parts == [PartKey(uid: "m1"), PartKey(uid: "m1", recurrenceID: "20260113T100000")])
        // The key as the device spells it finds the same part.
        #expect(!(try lens.put(lone, held: nil, sent: nil, part: part, into: put.body, rule: .deviceWins)).changed)
        // Without it the series is whole again, but for that date.
        let removed = try lens.remove(outline.parts[1], from: put.body)
        #expect(F.text(removed ?? []).contains("EXDATE;TZID=Europe/Berlin:20260113T100000\n"))
    }

    @Test("a series with its detached occurrences in one item")
    func wholeSeries() throws {
        let text = F.calendar(
            """
            BEGIN:VEVENT
            UID:m1
            RECURRENCE-ID;TZID=Europe/Berlin:20260113T100000
            SUMMARY:Moved
            DTSTART;TZID=Europe/Berlin:20260113T150000
            END:VEVENT
            BEGIN:VEVENT
            UID:m1
            SUMMARY:Series
            DTSTART;TZID=Europe/Berlin:20260106T100000
            RRULE:FREQ=WEEKLY;COUNT=4
            END:VEVENT
            """)
        let body = try Lens(F.newPhone()).create(from: text, uid: "m2")
        let outline = try ResourceReader.parts(of: body, zones: F.zones)
        #expect(outline.parts == [PartKey(uid: "m2"), PartKey(uid: "m2", recurrenceID: "20260113T100000")])
        #expect(outline.summary == "Series")
    }

    static let unreadable = [
        "", "hello", "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n",
    ]

    @Test("what is no event is refused", arguments: unreadable)
    func refuses(_ text: String) {
        #expect(throws: TranslationError(.unreadableItem, "")) {
            try Lens(F.oldPhone()).create(from: F.bytes(text), uid: "x")
        }
    }

    @Test("a rule that is none is refused, not dropped")
    func refusesRule() {
        let text = F.oldEvent("SUMMARY:S\nDTSTART:20260706T100000\nRRULE:A1 MO 20260801T100000")
        #expect(throws: TranslationError(.unreadableItem, "")) { try Lens(F.oldPhone()).create(from: text, uid: "x") }
        let empty = F.oldEvent("SUMMARY:S\nDTSTART:20260706T100000\nRRULE:")
        #expect(throws: Never.self) { try Lens(F.oldPhone()).create(from: empty, uid: "x") }
    }

    @Test(
        "a rule without words in the old grammar is held back with a reason",
        arguments: [
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=HOURLY;INTERVAL=6", "FREQ=YEARLY;BYWEEKNO=20",
        ])
    func unsupported(_ rule: String) {
        let body = F.event("SUMMARY:S\nDTSTART:20260105T100000Z\nRRULE:\(rule)")
        #expect(throws: TranslationError(.unsupported, "")) {
            try Lens(F.oldPhone()).view(of: PartKey(uid: "e1"), in: body, held: nil)
        }
        #expect(throws: Never.self) { try Lens(F.newPhone()).view(of: PartKey(uid: "e1"), in: body, held: nil) }
    }
}

extension String {
    /// The end an hour after a start of these tests.
    fileprivate var replacingHour: String {
        hasSuffix("Z") ? "20260106T100000Z" : "20260106T110000"
    }
}
