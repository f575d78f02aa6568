import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

struct TimeZoneTests {
    typealias F = CalendarFixtures
    static let part = PartKey(uid: "e1")
    static let single = F.event(
        "SUMMARY:One\nDTSTART;TZID=Europe/Berlin:20260706T100000\nDTEND;TZID=Europe/Berlin:20260706T113000")

    static let views: [(LensContext, String)] = [
        (F.oldPhone(), "DTSTART:20260706T080000Z\nDTEND:20260706T093000Z\n"),
        (F.oldPhone(zone: F.newYork), "DTSTART:20260706T080000Z\nDTEND:20260706T093000Z\n"),
        (F.oldPhone(utc: false), "DTSTART:20260706T100000\nDTEND:20260706T113000\n"),
        (F.oldPhone(utc: false, zone: F.newYork), "DTSTART:20260706T040000\nDTEND:20260706T053000\n"),
        (F.oldPhone(utc: false, zone: nil), "DTSTART:20260706T100000\nDTEND:20260706T113000\n"),
        (F.oldPhone { $0.quirks.localTimeOnly = true }, "DTSTART:20260706T100000\nDTEND:20260706T113000\n"),
        (F.newPhone(), "DTSTART:20260706T080000Z\nDTEND:20260706T093000Z\n"),
    ]

    @Test("a single event: UTC for those that know it, else the device's wall", arguments: views)
    func single(_ device: LensContext, expected: String) throws {
        let lens = Lens(device)
        let view = try lens.view(of: Self.part, in: Self.single, held: nil).text
        #expect(F.text(view).contains(expected))
        #expect(
            !(try lens.put(view, held: view, sent: view, part: Self.part, into: Self.single, rule: .deviceWins)).changed
        )
        // The zone survives an edit of the time.
        let later = view.replacing("20260706T0930", with: "20260706T1000").replacing(
            "20260706T1130", with: "20260706T1200"
        )
        .replacing("20260706T0530", with: "20260706T0600")
        let put = try lens.put(later, held: view, sent: view, part: Self.part, into: Self.single, rule: .deviceWins)
        let changed = F.difference(Self.single, put.body).filter { !$0.contains("DTSTAMP") }
        #expect(
            changed == [
                "-DTEND;TZID=Europe/Berlin:20260706T113000", "+DTEND;TZID=Europe/Berlin:20260706T120000",
            ])
    }

    @Test("the same instant in another zone is no change")
    func sameInstant() throws {
        let lens = Lens(F.newPhone())
        let view = try lens.view(of: Self.part, in: Self.single, held: nil).text
        let echo = F.calendar(
            """
            BEGIN:VEVENT
            UID:e1
            SUMMARY:One
            DTSTART;TZID=America/New_York:20260706T040000
            DURATION:PT1H30M
            END:VEVENT
            """)
        let put = try lens.put(echo, held: view, sent: view, part: Self.part, into: Self.single, rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(Self.single, put.body))")
    }

    static let series = F.event(
        "SUMMARY:Series\nDTSTART;TZID=Europe/Berlin:20260106T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=30")

    @Test("a series goes out on a wall, with TZ and DAYLIGHT where nobody knows the device's")
    func recurring() throws {
        let known = F.text(try Lens(F.oldPhone()).view(of: Self.part, in: Self.series, held: nil).text)
        #expect(known.contains("DTSTART:20260106T100000\nDTEND:20260106T110000\nRRULE:W1 TU #30\n"))
        #expect(!known.contains("TZ:"))
        let unknown = F.text(try Lens(F.oldPhone(zone: nil)).view(of: Self.part, in: Self.series, held: nil).text)
        #expect(unknown.contains("TZ:+01\nDAYLIGHT:TRUE;+02;20260329T010000Z;20261025T010000Z;;\n"))
        #expect(unknown.contains("DTSTART:20260106T100000\n"))
        let other = F.text(try Lens(F.oldPhone(zone: F.newYork)).view(of: Self.part, in: Self.series, held: nil).text)
        #expect(other.contains("DTSTART:20260106T040000\n"))
        let new = F.text(try Lens(F.newPhone()).view(of: Self.part, in: Self.series, held: nil).text)
        #expect(new.contains("BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n"))
        #expect(new.contains("DTSTART;TZID=Europe/Berlin:20260106T100000\n"))
    }

    @Test("a series returned in UTC, or with UNTIL for COUNT, is the same series")
    func recurringEcho() throws {
        let old = Lens(F.oldPhone(zone: nil))
        let view = try old.view(of: Self.part, in: Self.series, held: nil).text
        let echo = F.calendar(
            """
            TZ:+00:00
            DAYLIGHT:FALSE
            BEGIN:VEVENT
            UID:e1
            SUMMARY:Series
            DTSTART:20260106T090000Z
            DTEND:20260106T100000Z
            RRULE:W1 TU 20260728T090000Z
            END:VEVENT
            """, version: "1.0")
        let put = try old.put(echo, held: view, sent: view, part: Self.part, into: Self.series, rule: .deviceWins)
        #expect(!put.changed, "\(F.difference(Self.series, put.body))")
        let new = Lens(F.newPhone())
        let newView = try new.view(of: Self.part, in: Self.series, held: nil).text
        let rewritten = newView.replacing("COUNT=30", with: "INTERVAL=1;BYDAY=TU;UNTIL=20260728T080000Z")
            .replacing("DURATION:PT1H", with: "DTEND;TZID=Europe/Berlin:20260106T110000")
        #expect(new.isSame(newView, rewritten))
        let newPut = try new.put(
            rewritten, held: newView, sent: newView, part: Self.part, into: Self.series, rule: .deviceWins)
        #expect(!newPut.changed, "\(F.difference(Self.series, newPut.body))")
    }

    @Test("a series whose wall day differs on the device")
    func shiftedDay() throws {
        let body = F.event(
            "SUMMARY:Late\nDTSTART:20260106T233000Z\nDTEND:20260107T003000Z\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH")
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: Self.part, in: body, held: nil).text
        #expect(F.text(view).contains("DTSTART:20260107T003000\nDTEND:20260107T013000\nRRULE:W1 WE FR #0\n"))
        let edited = view.replacing("W1 WE FR #0", with: "W1 WE FR #10")
        let put = try lens.put(edited, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)
        #expect(F.text(put.body).contains("RRULE:FREQ=WEEKLY;COUNT=10;BYDAY=TU,TH\n"))
        let monthly = F.event("SUMMARY:Late\nDTSTART:20260106T233000Z\nRRULE:FREQ=MONTHLY;BYDAY=1TU")
        #expect(throws: TranslationError(.unsupported, "")) { try lens.view(of: Self.part, in: monthly, held: nil) }
    }

    @Test("DURATION stays DURATION")
    func duration() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: Self.part, in: Self.series, held: nil).text
        let longer = view.replacing("DTEND:20260106T110000", with: "DTEND:20260106T113000")
        let put = try lens.put(longer, held: view, sent: view, part: Self.part, into: Self.series, rule: .deviceWins)
        #expect(
            F.difference(Self.series, put.body).filter { !$0.contains("DTSTAMP") } == [
                "-DURATION:PT1H", "+DURATION:PT1H30M",
            ])
    }

    @Test("a private TZID is read by the VTIMEZONE beside it, a Windows name by its table")
    func privateZones() throws {
        let own = F.calendar(
            "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n"
                + "BEGIN:VEVENT\nUID:e1\nDTSTAMP:20250101T000000Z\nSUMMARY:A\nDTSTART;TZID=Office:20260706T100000\nEND:VEVENT"
        )
        let view = F.text(try Lens(F.oldPhone()).view(of: Self.part, in: own, held: nil).text)
        #expect(view.contains("DTSTART:20260706T043000Z\n"))
        let windows = F.event("SUMMARY:A\nDTSTART;TZID=\"W. Europe Standard Time\":20260706T100000")
        let other = F.text(try Lens(F.oldPhone()).view(of: Self.part, in: windows, held: nil).text)
        #expect(other.contains("DTSTART:20260706T080000Z\n"))
    }

    @Test("floating times stay floating and are read on the device's wall")
    func floating() throws {
        let body = F.event("SUMMARY:F\nDTSTART:20260706T100000\nDTEND:20260706T110000")
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: Self.part, in: body, held: nil).text
        #expect(F.text(view).contains("DTSTART:20260706T080000Z\n"))
        let put = try lens.put(
            view.replacing("20260706T090000Z", with: "20260706T100000Z"), held: view, sent: view, part: Self.part,
            into: body,
            rule: .deviceWins)
        #expect(
            F.difference(body, put.body).filter { !$0.contains("STAMP") } == [
                "-DTEND:20260706T110000", "+DTEND:20260706T120000",
            ])
    }

    @Test(
        "summer and winter of one wall time",
        arguments: [("20260329", "0800"), ("20261025", "0900"), ("20260328", "0900"), ("20261024", "0800")])
    func daylight(_ day: String, utc: String) throws {
        let body = F.event("SUMMARY:D\nDTSTART;TZID=Europe/Berlin:\(day)T100000")
        let view = F.text(try Lens(F.oldPhone()).view(of: Self.part, in: body, held: nil).text)
        #expect(view.contains("DTSTART:\(day)T\(utc)00Z\nDTEND:\(day)T\(utc)00Z\n"))
    }
}

struct MissingTimesTests {
    typealias F = CalendarFixtures
    static let part = PartKey(uid: "e1")

    @Test("a device without DTEND moves the start: the length stays")
    func missingEnd() throws {
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: Self.part, in: TimeZoneTests.single, held: nil).text
        let same = view.replacing("DTEND:20260706T093000Z\r\n", with: "")
        let echo = try lens.put(
            same, held: view, sent: view, part: Self.part, into: TimeZoneTests.single, rule: .deviceWins)
        #expect(!echo.changed)
        let moved = same.replacing("DTSTART:20260706T080000Z", with: "DTSTART:20260707T080000Z")
        let put = try lens.put(
            moved, held: view, sent: view, part: Self.part, into: TimeZoneTests.single, rule: .deviceWins)
        #expect(
            F.difference(TimeZoneTests.single, put.body).filter { !$0.contains("DTSTAMP") } == [
                "-DTSTART;TZID=Europe/Berlin:20260706T100000", "+DTSTART;TZID=Europe/Berlin:20260707T100000",
                "-DTEND;TZID=Europe/Berlin:20260706T113000", "+DTEND;TZID=Europe/Berlin:20260707T113000",
            ])
    }

    @Test("a shortened title is an edit, a long text cut at its end is a loss until the device refutes it")
    func cuts() throws {
        let body = F.event(
            "SUMMARY:Hello world\nDESCRIPTION:A text that goes on for longer than a phone can show\nDTSTART:20260706T080000Z"
        )
        var device = F.oldPhone()
        let view = try Lens(device).view(of: Self.part, in: body, held: nil).text
        let edited = view.replacing("Hello world", with: "Hello")
        let put = try Lens(device).put(edited, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)
        #expect(
            F.difference(body, put.body).filter { !$0.contains("STAMP") } == ["-SUMMARY:Hello world", "+SUMMARY:Hello"])
        let cut = view.replacing(" for longer than a phone can show", with: "")
        #expect(
            !(try Lens(device).put(cut, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)).changed
        )
        device.evidence.observe(view, format: .vCalendar10)
        #expect(
            try Lens(device).put(cut, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins).changed)
        // An edit of the visible part of a cut text keeps what the phone cannot show.
        let other = cut.replacing("A text that", with: "A word that")
        let patched = try Lens(F.oldPhone()).put(
            other, held: cut, sent: view, part: Self.part, into: body, rule: .deviceWins)
        #expect(F.text(patched.body).contains("A word that goes on for longer than a phone can show"))
    }

    @Test("local times with alarms in UTC (all Nokia)")
    func alarmsInUTC() throws {
        let body = F.event(
            "SUMMARY:A\nDTSTART;TZID=Europe/Berlin:20260706T100000\nDTEND;TZID=Europe/Berlin:20260706T110000\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM"
        )
        let lens = Lens(
            F.oldPhone {
                $0.quirks.localTimeOnly = true
                $0.quirks.alarmsInUTC = true
            })
        let view = try lens.view(of: Self.part, in: body, held: nil).text
        #expect(F.text(view).contains("DTSTART:20260706T100000\n"))
        #expect(F.text(view).contains("AALARM:20260706T074500Z\n"))
        #expect(!(try lens.put(view, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)).changed)
        let earlier = view.replacing("AALARM:20260706T074500Z", with: "AALARM:20260706T070000Z;;;")
        let put = try lens.put(earlier, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)
        #expect(F.difference(body, put.body).filter { !$0.contains("STAMP") } == ["-TRIGGER:-PT15M", "+TRIGGER:-PT1H"])
    }

    @Test("an alarm at a fixed time: left where it is, or moved along with the event")
    func fixedAlarm() throws {
        let body = F.event(
            "SUMMARY:A\nDTSTART:20260706T080000Z\nDTEND:20260706T090000Z\nBEGIN:VALARM\nACTION:DISPLAY\n"
                + "TRIGGER;VALUE=DATE-TIME:20260706T074500Z\nEND:VALARM")
        let lens = Lens(F.oldPhone())
        let view = try lens.view(of: Self.part, in: body, held: nil).text
        let start = view.replacing("20260706T080000Z", with: "20260706T083000Z")
        func alarm(_ edited: [UInt8]) throws -> [String] {
            let put = try lens.put(edited, held: view, sent: view, part: Self.part, into: body, rule: .deviceWins)
            return F.difference(body, put.body).filter { $0.contains("TRIGGER") }
        }
        #expect(try alarm(start) == [])
        #expect(
            try alarm(start.replacing("20260706T074500Z", with: "20260706T081500Z")) == [
                "-TRIGGER;VALUE=DATE-TIME:20260706T074500Z", "+TRIGGER;VALUE=DATE-TIME:20260706T081500Z",
            ])
    }

    @Test(
        "the shapes of alarms",
        arguments: [
            ("AALARM:20260706T074500Z", true), ("AALARM:20260706T074500Z;;0;C:\\\\music.wma", true),
            ("AALARM:20260706T094500", true),
            ("DALARM:20260706T074500Z;PT5M;2;Meeting is today.", true), ("AALARM:20260706T074500Z;PT5M;1;", true),
            ("AALARM:;;;", false),
            ("AALARM:", false), ("AALARM:=", false), ("AALARM:00000000T081000Z", false),
            ("AALARM:19700101T000000Z", false),
            ("MALARM:20260706T074500Z;PT1H;10;a@example.test;x", false),
        ])
    func alarmShapes(_ line: String, isAlarm: Bool) throws {
        let text = F.oldEvent("SUMMARY:A\nDTSTART:20260706T080000Z\nDTEND:20260706T090000Z\n" + line)
        let body = F.text(try Lens(F.oldPhone()).create(from: text, uid: "a1"))
        #expect(body.contains("TRIGGER:-PT15M\n") == isAlarm)
        #expect(body.contains("VALARM") == isAlarm)
    }
}
