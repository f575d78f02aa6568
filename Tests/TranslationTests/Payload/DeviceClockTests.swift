import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// Devices that work UTC out by the daylight saving of the day on which they send, and those that leave its Z out.
@Suite struct DeviceClockTests {
    private static func lens(on day: String, utcOfToday: Bool = true) throws -> Lens {
        var context = CalendarFixtures.oldPhone {
            $0.quirks.localTimeOnly = true
            $0.quirks.utcOfToday = utcOfToday
        }
        context.now = try #require(DateTime(parsing: day))
        return Lens(context)
    }

    private static func event(_ start: String, _ end: String, _ more: String = "") -> [UInt8] {
        Given.bytes(
            "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nDTSTART:\(start)\r\nDTEND:\(end)\r\nSUMMARY:Dentist at 0900Z\r\n"
                + more + "END:VEVENT\r\nEND:VCALENDAR\r\n")
    }

    private static let winter = "20260115T120000Z"
    private static let summer = "20260615T120000Z"

    /// Ten o'clock in July, whatever the season in which it is sent.
    @Test(arguments: [(winter, "20260701T090000Z"), (summer, "20260701T080000Z")])
    func saysTheWall(_ now: String, _ sent: String) throws {
        let lens = try Self.lens(on: now)
        let meant = lens.meant(Self.event(sent, "20260701T093000"))
        #expect(meant == Self.event("20260701T100000", "20260701T093000"))
        let body = try lens.create(from: meant, uid: "x")
        #expect(Given.lines(body).contains("DTSTART;TZID=Europe/Berlin:20260701T100000"))
    }

    /// A text that it sends again in another season is the same text.
    @Test func isNoEditOfTheSeason() throws {
        let held = try Self.lens(on: Self.winter).meant(Self.event("20260701T090000Z", "20260701T100000Z"))
        let mine = try Self.lens(on: Self.summer).meant(Self.event("20260701T080000Z", "20260701T090000Z"))
        #expect(mine == held)
    }

    /// Lists, rules and alarms hold times, too; texts do not.
    @Test func movesAllTimes() throws {
        let more =
            "EXDATE:20260702T090000Z;20260703T090000Z\r\nRRULE:D1 20260801T090000Z\r\nDALARM:20260701T084500Z;;;\r\n"
        let meant = try Self.lens(on: Self.winter).meant(Self.event("20260701T090000Z", "20260701T100000Z", more))
        let lines = Given.lines(meant)
        #expect(
            lines.filter { $0.contains("T") && $0.contains("2026") } == [
                "DTSTART:20260701T100000", "DTEND:20260701T110000", "EXDATE:20260702T100000;20260703T100000",
                "RRULE:D1 20260801T100000", "DALARM:20260701T094500;;;",
            ])
        #expect(lines.contains("SUMMARY:Dentist at 0900Z"))
    }

    /// Other devices' texts, and what is no text, stay as they are, to the byte.
    @Test func leavesOthersAlone() throws {
        let text = Self.event("20260701T090000Z", "20260701T100000Z")
        #expect(try Self.lens(on: Self.winter, utcOfToday: false).meant(text) == text)
        #expect(try Self.lens(on: Self.winter).meant([0xFF, 0, 0x3A]) == [0xFF, 0, 0x3A])
        var nowhere = CalendarFixtures.oldPhone(zone: nil) { $0.quirks.utcOfToday = true }
        nowhere.now = try #require(DateTime(parsing: Self.winter))
        #expect(Lens(nowhere).meant(text) == text)
    }

    /// A device that leaves the Z of UTC out returns what it got, single events and series on both sides of a change of the clocks,
    /// and near midnight, where the day of the week is another one in UTC; whole days have no zone.
    @Test(arguments: [
        "DTSTART;TZID=Europe/Berlin:20260701T100000\nDTEND;TZID=Europe/Berlin:20260701T110000",
        "DTSTART;TZID=Europe/Berlin:20260106T003000\nDTEND;TZID=Europe/Berlin:20260106T013000\n"
            + "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=20\nEXDATE;TZID=Europe/Berlin:20260113T003000",
        "DTSTART;TZID=Europe/Berlin:20260106T100000\nRRULE:FREQ=MONTHLY;BYDAY=1TU",
        "DTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260702\nRRULE:FREQ=YEARLY",
    ])
    func unmarkedUTC(_ lines: String) throws {
        let lens = Lens(CalendarFixtures.oldPhone { $0.quirks.unmarkedUTC = true })
        let body = CalendarFixtures.event("SUMMARY:Own title\n" + lines)
        let part = PartKey(uid: "e1")
        let view = try lens.view(of: part, in: body, held: nil).text
        let isDay = lines.contains("VALUE=DATE")
        #expect(Given.lines(view).contains { $0.hasPrefix("DTSTART") && $0.hasSuffix("Z") } != isDay)
        let echo = lens.meant(
            Given.bytes(String(decoding: view, as: UTF8.self).replacing("00Z", with: "00").replacing("\r", with: "")))
        for held in [view, nil] {
            #expect(try !lens.put(echo, held: held, sent: held, part: part, into: body, rule: .deviceWins).changed)
        }
        #expect(lens.isSame(view, echo))
        // What its user enters at ten o'clock is 08:00 to it.
        let made = try lens.create(
            from: lens.meant(Self.event("20260701T080000", "20260701T090000")), uid: "x")
        #expect(Given.lines(made).contains("DTSTART:20260701T080000Z"))
    }

    /// The second half past two of the night in which the clocks go back: an echo writes nothing, alarm included, and a new series
    /// begins when it was said to.
    @Test func theHourThatComesTwice() throws {
        let body = CalendarFixtures.event(
            "SUMMARY:Own title\nDTSTART;TZID=America/New_York:20261024T213000\nRRULE:FREQ=WEEKLY\n"
                + "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:D\nTRIGGER:-PT15M\nEND:VALARM")
        let lens = Lens(CalendarFixtures.oldPhone())
        let part = PartKey(uid: "e1")
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(Given.lines(view).contains("AALARM:20261025T001500Z"), "\(Given.lines(view))")
        for held in [view, nil] {
            #expect(try !lens.put(view, held: held, sent: held, part: part, into: body, rule: .deviceWins).changed)
        }
        let unmarked = Lens(CalendarFixtures.oldPhone { $0.quirks.unmarkedUTC = true })
        let text = Self.event("20261025T013000Z", "20261025T023000Z", "RRULE:W1 SU #0\r\n")
        let made = try unmarked.create(from: text, uid: "e1")
        #expect(Given.lines(made).contains("DTSTART:20261025T013000Z"), "\(Given.lines(made))")
        #expect(unmarked.isSame(try unmarked.view(of: part, in: made, held: text).text, text))
    }
}
