import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// The rich event of the promise "what the phone cannot show, it cannot destroy".
struct RichEventTests {
    typealias F = CalendarFixtures

    static let devices: [LensContext] = [
        F.oldPhone(), F.oldPhone(utc: false), F.oldPhone(zone: nil), F.oldPhone(utc: false, zone: nil),
        F.oldPhone(zone: F.newYork), F.newPhone(),
    ]

    @Test("what a vCalendar 1.0 phone is shown")
    func oldView() throws {
        let view = try Lens(F.oldPhone()).view(of: F.richKey, in: F.rich, held: nil)
        #expect(view.format == .vCalendar10)
        #expect(
            F.text(view.text) == """
                BEGIN:VCALENDAR
                VERSION:1.0
                BEGIN:VEVENT
                UID:7c1f-rich@example.test
                DTSTART:20260106T100000
                DTEND:20260106T110000
                RRULE:W1 TU #20
                EXDATE:20260120T100000;20260127T100000;20260217T100000
                SUMMARY:Weekly plan, team A
                DESCRIPTION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:First line=0D=0ASecond=
                =20line with an umlaut: =C3=A4nd a folded part that goes on
                LOCATION:Room 5; north wing
                URL:https://example.test/plan?id=7;x=1
                CATEGORIES:Work;Planning
                CLASS:PRIVATE
                PRIORITY:2
                STATUS:CONFIRMED
                TRANSP:0
                ATTENDEE;ROLE=ATTENDEE;STATUS=ACCEPTED;RSVP=YES:Kim Lee <kim@example.test>
                ATTENDEE;ROLE=ATTENDEE;STATUS=NEEDS ACTION;RSVP=NO:Sam <sam@example.test>
                ATTENDEE;ROLE=ORGANIZER:Doe, Jane <jane@example.test>
                AALARM:20260106T085000Z
                END:VEVENT
                END:VCALENDAR

                """)
    }

    @Test("the detached occurrence is a single event of its own")
    func oldOverrideView() throws {
        let view = try Lens(F.oldPhone()).view(of: F.richOverride, in: F.rich, held: nil)
        #expect(
            F.text(view.text) == """
                BEGIN:VCALENDAR
                VERSION:1.0
                BEGIN:VEVENT
                UID:7c1f-rich@example.test
                X-RECURRENCE-ID:20260127T090000Z
                DTSTART:20260127T130000Z
                DTEND:20260127T140000Z
                SUMMARY:Weekly plan (moved)
                END:VEVENT
                END:VCALENDAR

                """)
    }

    @Test("an iCalendar device gets the upstream lines and their zone")
    func newView() throws {
        let view = F.text(try Lens(F.newPhone()).view(of: F.richKey, in: F.rich, held: nil).text)
        #expect(view.contains("DTSTART;TZID=Europe/Berlin:20260106T100000\n"))
        #expect(view.contains("X-LIC-LOCATION:Europe/Berlin\n"))
        #expect(
            view.contains("ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;X-NUM-GUESTS=0:mailto:sam@example.test\n"))
        #expect(!view.contains("RECURRENCE-ID"))
        let override = F.text(try Lens(F.newPhone()).view(of: F.richOverride, in: F.rich, held: nil).text)
        #expect(override.contains("RECURRENCE-ID;TZID=Europe/Berlin:20260127T100000\n"))
        #expect(override.contains("DTSTART;TZID=Europe/Berlin:20260127T140000\n"))
        #expect(!override.contains("RRULE:FREQ=WEEKLY;COUNT"))
    }

    @Test("GetPut: what was sent comes back, and nothing is written", arguments: devices)
    func getPut(_ device: LensContext) throws {
        let lens = Lens(device)
        for part in [F.richKey, F.richOverride] {
            let view = try lens.view(of: part, in: F.rich, held: nil)
            for (held, sent) in [(view.text, view.text), (nil, view.text), (view.text, nil), (nil, nil)]
                as [([UInt8]?, [UInt8]?)]
            {
                let put = try lens.put(view.text, held: held, sent: sent, part: part, into: F.rich, rule: .deviceWins)
                #expect(!put.changed, "\(device.format) \(F.difference(F.rich, put.body))")
                #expect(put.body == F.rich)
                #expect(put.conflicts == [])
            }
            #expect(lens.isSame(view.text, view.text))
        }
    }

    @Test("an edited SUMMARY changes its line and the stamps", arguments: devices)
    func summary(_ device: LensContext) throws {
        let lens = Lens(device)
        let view = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        let edited = view.replacing("team A", with: "team B")
        let put = try lens.put(edited, held: view, sent: view, part: F.richKey, into: F.rich, rule: .deviceWins)
        #expect(put.changed)
        #expect(
            F.difference(F.rich, put.body) == [
                "-DTSTAMP:20260105T101010Z", "+DTSTAMP:20260202T024000Z",
                "-LAST-MODIFIED:20260105T101010Z", "+LAST-MODIFIED:20260202T024000Z",
                "-SEQUENCE:3", "+SEQUENCE:4",
                "-SUMMARY;LANGUAGE=en:Weekly plan\\, team A", "+SUMMARY;LANGUAGE=en:Weekly plan\\, team B",
            ])
        // PutGet: the view of the result is what the phone has, and putting it again changes nothing.
        let again = try lens.view(of: F.richKey, in: put.body, held: edited).text
        #expect(lens.isSame(again, edited))
        #expect(
            !(try lens.put(edited, held: edited, sent: again, part: F.richKey, into: put.body, rule: .deviceWins)
                .changed))
    }

    @Test("the edit of a part edits that occurrence alone", arguments: devices)
    func override(_ device: LensContext) throws {
        let lens = Lens(device)
        let view = try lens.view(of: F.richOverride, in: F.rich, held: nil).text
        let edited = view.replacing("(moved)", with: "(moved again)")
        let put = try lens.put(edited, held: view, sent: view, part: F.richOverride, into: F.rich, rule: .deviceWins)
        #expect(
            F.difference(F.rich, put.body) == [
                "-DTSTAMP:20260105T101010Z", "+DTSTAMP:20260202T024000Z",
                "-SUMMARY:Weekly plan (moved)", "+SUMMARY:Weekly plan (moved again)", "-SEQUENCE:4", "+SEQUENCE:5",
            ])
    }

    @Test("a phone that loses nearly everything destroys nothing")
    func losses() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        // Title, start and end are all that comes back; the rule's end turned into a date.
        let poor = F.oldEvent(
            """
            UID:680
            SUMMARY:Weekly plan, team A
            DTSTART:20260106T090000Z
            DTEND:20260106T100000Z
            RRULE:W1 TU 20260519T090000Z
            DCREATED:20260101T000000Z
            LAST-MODIFIED:20260101T000000Z
            X-EPOCAGENDAENTRYTYPE:APPOINTMENT
            CLASS:PUBLIC
            PRIORITY:0
            STATUS:NEEDS ACTION
            CATEGORIES:X-65536
            """)
        for held in [view, nil] {
            let put = try lens.put(poor, held: held, sent: held, part: F.richKey, into: F.rich, rule: .deviceWins)
            #expect(put.body == F.rich, "\(F.difference(F.rich, put.body))")
        }
    }

    @Test("a removal counts once the device has proven that it holds the property")
    func provenRemoval() throws {
        var device = F.oldPhone()
        let view = try Lens(device).view(of: F.richKey, in: F.rich, held: nil).text
        let removed = view.replacing("LOCATION:Room 5; north wing\r\n", with: "").replacing(
            "AALARM:20260106T085000Z\r\n", with: "")
        func put() throws -> PutResult {
            try Lens(device).put(removed, held: view, sent: view, part: F.richKey, into: F.rich, rule: .deviceWins)
        }
        #expect(try !put().changed)
        device.evidence.observe(view, format: .vCalendar10)
        let changes = F.difference(F.rich, try put().body).filter {
            !$0.contains("STAMP") && !$0.contains("MODIF") && !$0.contains("SEQ")
        }
        #expect(
            changes == [
                "-LOCATION:Room 5\\; north wing", "-BEGIN:VALARM", "-ACTION:DISPLAY", "-DESCRIPTION:Soon",
                "-TRIGGER:-PT10M", "-X-OWN-ALARM:1", "-END:VALARM",
            ])
    }

    @Test("times, rule, exception, alarm and attendee edited on a vCalendar 1.0 phone")
    func edits() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        func lines(_ edited: [UInt8]) throws -> [String] {
            let put = try lens.put(edited, held: view, sent: view, part: F.richKey, into: F.rich, rule: .deviceWins)
            let again = try lens.view(of: F.richKey, in: put.body, held: edited).text
            #expect(lens.isSame(again, edited), "\(F.difference(edited, again))")
            return F.difference(F.rich, put.body).filter {
                !$0.contains("STAMP") && !$0.contains("MODIF") && !$0.contains("SEQ")
            }
        }
        #expect(
            try lines(view.replacing("DTEND:20260106T110000", with: "DTEND:20260106T113000")) == [
                "-DTEND;TZID=Europe/Berlin:20260106T110000", "+DTEND;TZID=Europe/Berlin:20260106T113000",
            ])
        #expect(
            try lines(view.replacing("W1 TU #20", with: "W1 TU TH #20")) == [
                "-RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU", "+RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU,TH",
            ])
        #expect(
            try lines(view.replacing("W1 TU #20", with: "W1 TU 20260331T100000")) == [
                "-RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=TU", "+RRULE:FREQ=WEEKLY;UNTIL=20260331T080000Z;BYDAY=TU",
            ])
        // A deleted occurrence after the clocks changed.
        #expect(
            try lines(view.replacing(";20260217T100000", with: ";20260217T100000;20260407T100000")) == [
                "+EXDATE;TZID=Europe/Berlin:20260407T100000"
            ])
        #expect(
            try lines(view.replacing("AALARM:20260106T085000Z", with: "AALARM:20260106T083000Z")) == [
                "-TRIGGER:-PT10M", "+TRIGGER:-PT30M",
            ])
        #expect(
            try lines(view.replacing("STATUS=NEEDS ACTION;RSVP=NO:Sam", with: "STATUS=DECLINED;RSVP=NO:Sam")) == [
                "-ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;X-NUM-GUESTS=0:mailto:sam@example.test",
                "+ATTENDEE;CN=Sam;PARTSTAT=DECLINED;RSVP=FALSE;X-NUM-GUESTS=0:mailto:sam@exam", "+ ple.test",
            ])
        #expect(
            try lines(view.replacing("CATEGORIES:Work;Planning", with: "CATEGORIES:Work;Planning;Travel")) == [
                "-CATEGORIES:Work,Planning", "+CATEGORIES:Work,Planning,Travel",
            ])
    }

    @Test("a moved series carries its exceptions and detached occurrences along")
    func movedSeries() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        // The phone moves start, end and alarm by two hours; its EXDATEs stay as they were, or move too.
        let moved = view.replacing("DTSTART:20260106T100000", with: "DTSTART:20260106T120000")
            .replacing("DTEND:20260106T110000", with: "DTEND:20260106T130000")
            .replacing("AALARM:20260106T085000Z", with: "AALARM:20260106T105000Z")
        let alsoExceptions = moved.replacing(
            "EXDATE:20260120T100000;20260127T100000;20260217T100000",
            with: "EXDATE:20260120T120000;20260127T120000;20260217T120000")
        for edited in [moved, alsoExceptions] {
            let put = try lens.put(edited, held: view, sent: view, part: F.richKey, into: F.rich, rule: .deviceWins)
            let changes = F.difference(F.rich, put.body).filter {
                !$0.contains("STAMP") && !$0.contains("MODIF") && !$0.contains("SEQ")
            }
            #expect(
                changes == [
                    "-DTSTART;TZID=Europe/Berlin:20260106T100000", "+DTSTART;TZID=Europe/Berlin:20260106T120000",
                    "-DTEND;TZID=Europe/Berlin:20260106T110000", "+DTEND;TZID=Europe/Berlin:20260106T130000",
                    "-EXDATE;TZID=Europe/Berlin:20260120T100000,20260217T100000",
                    "+EXDATE;TZID=Europe/Berlin:20260120T120000,20260217T120000",
                    "-RECURRENCE-ID;TZID=Europe/Berlin:20260127T100000",
                    "+RECURRENCE-ID;TZID=Europe/Berlin:20260127T120000",
                ])
        }
    }

    @Test("both sides changed: other properties merge, the same one is a conflict")
    func conflicts() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: F.richKey, in: F.rich, held: nil).text
        let upstream = F.rich.replacing("team A", with: "team C").replacing(
            "TRIGGER;RELATED=START:-P1D", with: "TRIGGER;RELATED=START:-P2D")
        let location = view.replacing("north wing", with: "south wing")
        let put = try lens.put(location, held: view, sent: view, part: F.richKey, into: upstream, rule: .deviceWins)
        #expect(put.conflicts == [])
        #expect(F.text(put.body).contains("team C"))
        #expect(F.text(put.body).contains("south wing"))
        let title = view.replacing("team A", with: "team B")
        let wins = try lens.put(title, held: view, sent: view, part: F.richKey, into: upstream, rule: .deviceWins)
        #expect(wins.conflicts == [FieldConflict(property: "SUMMARY", winner: .device, loser: "Weekly plan, team C")])
        #expect(F.text(wins.body).contains("team B"))
        let loses = try lens.put(title, held: view, sent: view, part: F.richKey, into: upstream, rule: .serverWins)
        #expect(loses.conflicts == [FieldConflict(property: "SUMMARY", winner: .server, loser: "Weekly plan, team B")])
        #expect(!loses.changed)
    }

    @Test("the outline: parts and bounds")
    func outline() throws {
        let outline = try ResourceReader.parts(of: F.rich, zones: F.zones)
        #expect(outline.kind == .event)
        #expect(outline.uid == "7c1f-rich@example.test")
        #expect(outline.parts == [F.richKey, F.richOverride])
        #expect(outline.summary == "Weekly plan, team A")
        #expect(outline.firstStart == DateTime(parsing: "20260106T090000Z").map { Int64($0.local.seconds) })
        // The twentieth Tuesday is 19 May 2026, 10:00 to 11:00 in summer time.
        let last = DateTime(parsing: "20260519T090000Z").map { Int64($0.local.seconds) } ?? 0
        #expect((last...last + 3 * 3600).contains(outline.lastEnd ?? 0))
        let none = try ResourceReader.parts(of: F.rich, zones: .none)
        #expect(none.firstStart == outline.firstStart)
    }
}
