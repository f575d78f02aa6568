import LensLaws
import SyncTypes
import Testing
import Translation

/// Series for whose rule vCalendar 1.0 has no words: single dates for devices that know these, nothing for others.
@Suite struct ExpandedSeriesTests {
    typealias F = CalendarFixtures

    /// The last working day of each month; that of March falls out.
    private static let body = F.event(
        """
        SUMMARY:Payday
        DTSTART;TZID=Europe/Berlin:20260130T100000
        DTEND;TZID=Europe/Berlin:20260130T110000
        RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
        EXDATE;TZID=Europe/Berlin:20260331T100000
        """)
    private let part = PartKey(uid: "e1")

    private func lens(_ announced: [String] = ["DTSTART", "RRULE", "RDATE"]) -> Lens {
        var context = F.oldPhone()
        context.datastore = DatastoreProfile(
            sourceRef: "x",
            properties: ["text/x-vcalendar": Dictionary(uniqueKeysWithValues: announced.map { ($0, PropertyLimit()) })])
        return Lens(context)
    }

    private func changes(_ new: [UInt8]) -> [String] {
        F.difference(Self.body, new).filter { !$0.contains("DTSTAMP") }
    }

    @Test func datesOfAYear() throws {
        let lens = lens()
        let view = Given.lines(try lens.view(of: part, in: Self.body, held: nil).text)
        let dates = [
            "0227", "0430", "0529", "0630", "0731", "0831", "0930", "1030", "1130", "1231",
        ].map { "2026\($0)T100000" }
        #expect(view.contains("RDATE:" + (dates + ["20270129T100000"]).joined(separator: ";")), "\(view)")
        #expect(!view.contains { $0.hasPrefix("RRULE") || $0.hasPrefix("EXDATE") })
        let reason = lens.shortfall(of: part, in: try UpstreamBody(Self.body))
        #expect(reason?.contains("single dates") == true && reason?.contains("BYSETPOS") == true)
    }

    @Test func theDeviceHasNoSayInThem() throws {
        let lens = lens()
        let view = try lens.view(of: part, in: Self.body, held: nil).text
        func put(_ mine: [UInt8]) throws -> [String] {
            let put = try lens.put(mine, held: view, sent: view, part: part, into: Self.body, rule: .deviceWins)
            #expect(put.conflicts.isEmpty)
            return changes(put.body)
        }
        #expect(try put(view) == [])
        let line = try #require(Given.lines(view).first { $0.hasPrefix("RDATE") })
        let words = String(decoding: view, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(try put(Array(words.replacing(line + "\r\n", with: "").utf8)) == [])
        #expect(try put(Array(words.replacing(";20260430T100000", with: "").utf8)) == [])
        #expect(try put(try Given.edit(view, "Payday", "Payday!")) == ["-SUMMARY:Payday", "+SUMMARY:Payday!"])
        // Its user moves all of it, dates included.
        let moved = try put(
            Array(words.replacing("T100000", with: "T120000").replacing("T110000", with: "T130000").utf8))
        #expect(moved.contains("+DTSTART;TZID=Europe/Berlin:20260130T120000"))
        #expect(!moved.contains { $0.contains("RDATE") || $0.contains("RRULE") })
    }

    @Test func withoutDatesItIsHeldBack() {
        #expect(throws: TranslationError(.unsupported, "")) {
            try lens(["DTSTART", "RRULE"]).view(of: part, in: Self.body, held: nil)
        }
        // A series that is over has no dates to show.
        let past = Self.body.replacing("BYSETPOS=-1", with: "BYSETPOS=-1;UNTIL=20260131T000000Z")
        #expect(throws: TranslationError(.unsupported, "")) { try lens().view(of: part, in: past, held: nil) }
    }
}
