import LensLaws
import SyncTypes
import Testing
import Translation

/// Series that began before the first year of a device's calendar.
@Suite struct LateStartTests {
    typealias F = CalendarFixtures

    private static let birthday = F.event(
        """
        SUMMARY:Kim
        DTSTART;VALUE=DATE:19550310
        DTEND;VALUE=DATE:19550311
        RRULE:FREQ=YEARLY
        """)
    private static let weekly = F.event(
        """
        SUMMARY:Choir
        DTSTART;TZID=Europe/Berlin:19791204T190000
        DTEND;TZID=Europe/Berlin:19791204T210000
        RRULE:FREQ=WEEKLY;COUNT=10
        EXDATE;TZID=Europe/Berlin:19791211T190000,19800122T190000
        """)
    private let part = PartKey(uid: "e1")
    private let lens = Lens(F.oldPhone { $0.quirks.payload.firstYear = 1980 })

    private func view(_ body: [UInt8]) throws -> [UInt8] { try lens.view(of: part, in: body, held: nil).text }

    /// An edit of what is shown makes these changes upstream, and is shown as made.
    private func expect(
        _ body: [UInt8], _ edits: [(String, String)], _ changes: [String], _ lens: Lens? = nil
    ) throws {
        let lens = lens ?? self.lens
        let view = try view(body)
        let mine = try edits.reduce(view) { try Given.edit($0, $1.0, $1.1) }
        let put = try lens.put(mine, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let shown = try lens.view(of: part, in: put.body, held: mine).text
        #expect(lens.isSame(shown, mine), "\(F.difference(mine, shown))")
        let found = F.difference(body, put.body).filter { !$0.contains("DTSTAMP") }
        #expect(found.sorted() == changes.sorted())
    }

    @Test func aBirthdayIsShownFromTheFirstYearOn() throws {
        let shown = Given.lines(try view(Self.birthday))
        #expect(shown.contains("DTSTART:19800310T000000") && shown.contains("RRULE:YM1 3 #0"), "\(shown)")
        let body = try UpstreamBody(Self.birthday)
        #expect(lens.shortfall(of: part, in: body) == "shown from 1980 on")
        #expect(Lens(F.oldPhone()).shortfall(of: part, in: body) == nil)
        #expect(
            try Given.lines(Lens(F.oldPhone()).view(of: part, in: Self.birthday, held: nil).text).contains(
                "DTSTART:19550310T000000"))
    }

    @Test func itsYearOutlivesEveryEdit() throws {
        let dates = ["-DTSTART;VALUE=DATE:19550310", "-DTEND;VALUE=DATE:19550311"]
        try expect(Self.birthday, [], [])
        try expect(Self.birthday, [("Kim", "Kim Lee")], ["-SUMMARY:Kim", "+SUMMARY:Kim Lee"])
        try expect(
            Self.birthday, [("DTEND:19800311", "DTEND:19800312"), ("DTSTART:19800310", "DTSTART:19800311")],
            dates + ["+DTSTART;VALUE=DATE:19550311", "+DTEND;VALUE=DATE:19550312"])
        // Across a leap day that 1955 does not have.
        try expect(
            Self.birthday,
            [("DTSTART:19800310", "DTSTART:19800227"), ("DTEND:19800311", "DTEND:19800228"), ("YM1 3", "YM1 2")],
            dates + ["+DTSTART;VALUE=DATE:19550227", "+DTEND;VALUE=DATE:19550228"])
    }

    /// The leap day that its year does not have, and what is no series any more: what the user says counts.
    @Test func whatCannotBeMovedBackIsTaken() throws {
        let dates = ["-DTSTART;VALUE=DATE:19550310", "-DTEND;VALUE=DATE:19550311"]
        try expect(
            Self.birthday,
            [("DTSTART:19800310", "DTSTART:19800229"), ("DTEND:19800311", "DTEND:19800301"), ("YM1 3", "YM1 2")],
            dates + ["+DTSTART;VALUE=DATE:19800229", "+DTEND;VALUE=DATE:19800301"])
        var context = F.oldPhone(evidence: Given.evidence(try view(Self.birthday), format: .vCalendar10))
        context.profile.quirks.payload.firstYear = 1980
        try expect(
            Self.birthday, [("RRULE:YM1 3 #0\r\n", "")],
            dates + ["-RRULE:FREQ=YEARLY", "+DTSTART;VALUE=DATE:19800310", "+DTEND;VALUE=DATE:19800311"], Lens(context))
    }

    @Test func countsAndExceptionsKeepWhatCameBefore() throws {
        let shown = Given.lines(try view(Self.weekly))
        #expect(shown.contains("DTSTART:19800108T190000") && shown.contains("RRULE:W1 TU #5"), "\(shown)")
        #expect(shown.contains("EXDATE:19800122T190000"), "\(shown)")
        try expect(Self.weekly, [], [])
        try expect(
            Self.weekly, [("#5", "#6")],
            ["-RRULE:FREQ=WEEKLY;COUNT=10", "+RRULE:FREQ=WEEKLY;COUNT=11;BYDAY=TU"])
        try expect(
            Self.weekly, [("EXDATE:19800122T190000", "EXDATE:19800122T190000;19800115T190000")],
            ["+EXDATE;TZID=Europe/Berlin:19800115T190000"])
        // Half an hour later, the exceptions with it.
        try expect(
            Self.weekly,
            [
                ("DTSTART:19800108T190000", "DTSTART:19800108T193000"),
                ("DTEND:19800108T210000", "DTEND:19800108T213000"),
                ("EXDATE:19800122T190000", "EXDATE:19800122T193000"),
            ],
            [
                "-DTSTART;TZID=Europe/Berlin:19791204T190000", "-DTEND;TZID=Europe/Berlin:19791204T210000",
                "-EXDATE;TZID=Europe/Berlin:19791211T190000,19800122T190000",
                "+DTSTART;TZID=Europe/Berlin:19791204T193000", "+DTEND;TZID=Europe/Berlin:19791204T213000",
                "+EXDATE;TZID=Europe/Berlin:19791211T193000,19800122T193000",
            ])
    }

    @Test func whatIsOverBeforeIsNotShown() throws {
        for lines in ["DTSTART:19790101T100000Z", "DTSTART:19790101T100000Z\nRRULE:FREQ=DAILY;UNTIL=19791231T100000Z"] {
            let error = #expect(throws: TranslationError.self) { try view(F.event("SUMMARY:Past\n" + lines)) }
            #expect(error?.code == .unsupported && error?.reason.contains("begins in 1980") == true)
        }
    }

    /// A device that says so itself is believed.
    @Test func aDeviceThatHoldsIt() throws {
        let held = F.oldEvent("SUMMARY:Kim\nDTSTART:19550310T000000\nDTEND:19550311T000000\nRRULE:YM1 3 #0")
        let shown = Given.lines(try lens.view(of: part, in: Self.birthday, held: held).text)
        #expect(shown.contains("DTSTART:19550310T000000"))
        let mine = try Given.edit(held, "Kim", "Kim Lee")
        let put = try lens.put(mine, held: held, sent: nil, part: part, into: Self.birthday, rule: .deviceWins)
        #expect(
            F.difference(Self.birthday, put.body).filter { !$0.contains("DTSTAMP") } == [
                "-SUMMARY:Kim", "+SUMMARY:Kim Lee",
            ])
    }
}
