import LensLaws
import Testing
import Translation
import Versit

/// Taking one change of a whole resource back, case by case.
@Suite struct ResourceMergeTests {
    static let now = DateTime(secondsSince1970: 1_800_000_000)

    static func card(_ lines: String...) -> [UInt8] {
        text(["BEGIN:VCARD", "VERSION:3.0", "UID:u"] + lines + ["END:VCARD"])
    }

    static func event(_ lines: String...) -> [UInt8] { calendar([["UID:u"] + lines]) }

    static func calendar(_ events: [[String]], zones: [String] = []) -> [UInt8] {
        let described = zones.flatMap { zone in
            [
                "BEGIN:VTIMEZONE", "TZID:\(zone)", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100",
                "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
            ]
        }
        let inner = events.flatMap { ["BEGIN:VEVENT"] + $0 + ["END:VEVENT"] }
        return text(["BEGIN:VCALENDAR", "VERSION:2.0"] + described + inner + ["END:VCALENDAR"])
    }

    static func text(_ lines: [String]) -> [UInt8] { Array(lines.map { $0 + "\r\n" }.joined().utf8) }

    static func merge(_ before: [UInt8], _ after: [UInt8]?, _ current: [UInt8]) throws -> ResourceMerge {
        try ResourceMerge(base: after, mine: before, theirs: current, now: now)
    }

    private func expect(_ merge: ResourceMerge, _ wanted: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(
            String(decoding: merge.body, as: UTF8.self) == String(decoding: wanted, as: UTF8.self),
            sourceLocation: sourceLocation)
    }

    @Test func aChangeGoesBackAndALaterOneStays() throws {
        let merge = try Self.merge(
            Self.card("FN:Anna", "TEL;TYPE=CELL:1", "NOTE:old"), Self.card("FN:Anna", "TEL;TYPE=CELL:2", "NOTE:old"),
            Self.card("FN:Anna", "TEL;TYPE=CELL:2", "EMAIL:a@example.org", "NOTE:new"))
        expect(merge, Self.card("FN:Anna", "TEL;TYPE=CELL:1", "EMAIL:a@example.org", "NOTE:new"))
        #expect(merge.changes == ["TEL"] && merge.conflicts.isEmpty)
    }

    @Test func aNoteMadeAgainAfterItsDeletionKeepsItsWords() throws {
        func journal(_ words: String) -> [UInt8] {
            Self.text([
                "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VJOURNAL", "UID:u", "SUMMARY:A note", "DESCRIPTION:\(words)",
                "END:VJOURNAL", "END:VCALENDAR",
            ])
        }
        let merge = try Self.merge(journal("old"), nil, journal("new"))
        expect(merge, journal("new"))
        #expect(merge.conflicts == [ResourceMerge.Conflict(property: "DESCRIPTION", lost: "old")])
    }

    @Test func whatBothTouchedStaysAndIsNamed() throws {
        let current = Self.card("FN:Anna", "TEL;TYPE=CELL:3", "NOTE:x")
        let merge = try Self.merge(
            Self.card("FN:Anna", "TEL;TYPE=CELL:1"), Self.card("FN:Anna", "TEL;TYPE=CELL:2"), current)
        #expect(merge.body == current && !merge.isChanged)
        #expect(merge.conflicts == [ResourceMerge.Conflict(property: "TEL", lost: "1")])
    }

    @Test func aRemovedValueReturnsBesideANewOne() throws {
        let merge = try Self.merge(
            Self.card("FN:A", "TEL;TYPE=HOME:1", "TEL;TYPE=WORK:2"), Self.card("FN:A", "TEL;TYPE=WORK:2"),
            Self.card("FN:A", "TEL;TYPE=WORK:2", "TEL;TYPE=CELL:3"))
        expect(merge, Self.card("FN:A", "TEL;TYPE=WORK:2", "TEL;TYPE=CELL:3", "TEL;TYPE=HOME:1"))
        #expect(merge.conflicts.isEmpty)
    }

    @Test func anAddedValueGoesUnlessSomebodyChangedIt() throws {
        let before = Self.card("FN:A")
        let after = Self.card("FN:A", "EMAIL:a@example.org")
        expect(
            try Self.merge(before, after, Self.card("FN:A", "EMAIL:a@example.org", "NOTE:n")),
            Self.card("FN:A", "NOTE:n"))
        let kept = try Self.merge(before, after, Self.card("FN:A", "EMAIL:b@example.org"))
        #expect(!kept.isChanged && kept.conflicts.map(\.property) == ["EMAIL"])
        let gone = try Self.merge(before, after, Self.card("FN:A"))
        #expect(!gone.isChanged && gone.conflicts.isEmpty)
    }

    @Test func theSameUndoneByHandIsNothing() throws {
        let merge = try Self.merge(
            Self.card("FN:A", "TEL:1"), Self.card("FN:A", "TEL:2"), Self.card("FN:A", "TEL:1", "NOTE:n"))
        #expect(!merge.isChanged && merge.conflicts.isEmpty)
    }

    @Test func foldedAndForeignLinesKeepTheirBytes() throws {
        let long =
            "X-LONG;P=\"a:b\":" + String(repeating: "abc ", count: 12) + "\r\n  " + String(repeating: "d", count: 40)
        let merge = try Self.merge(
            Self.card("FN:A", "TITLE:1"), Self.card("FN:A", "TITLE:2"),
            Self.card("fn:A", long, "TITLE:2", "item1.X-A:b"))
        expect(merge, Self.card("fn:A", long, "TITLE:1", "item1.X-A:b"))
    }

    @Test func stampsAreRaisedAndNeverMerged() throws {
        let merge = try Self.merge(
            Self.event("SUMMARY:a", "SEQUENCE:4", "DTSTAMP:20200101T000000Z", "LAST-MODIFIED:20200101T000000Z"),
            Self.event("SUMMARY:b", "SEQUENCE:5", "DTSTAMP:20210101T000000Z", "LAST-MODIFIED:20210101T000000Z"),
            Self.event("SUMMARY:b", "SEQUENCE:9", "DTSTAMP:20220101T000000Z", "LAST-MODIFIED:20220101T000000Z"))
        let stamp = Self.now.text
        expect(merge, Self.event("SUMMARY:a", "SEQUENCE:10", "DTSTAMP:\(stamp)", "LAST-MODIFIED:\(stamp)"))
        #expect(merge.changes == ["SUMMARY"])
        let rev = try Self.merge(
            Self.card("FN:a", "REV:2020-01-01T00:00:00Z"), Self.card("FN:b", "REV:2021-01-01T00:00:00Z"),
            Self.card("FN:b", "REV:2021-01-01T00:00:00Z"))
        expect(rev, Self.card("FN:a", "REV:2027-01-15T08:00:00Z"))
    }

    @Test func timesGoBackTogetherOrNotAtAll() throws {
        let before = Self.event("DTSTART:20250101T140000Z", "DTEND:20250101T150000Z", "SUMMARY:s")
        let after = Self.event("DTSTART:20250101T090000Z", "DTEND:20250101T150000Z", "SUMMARY:t")
        let current = Self.event("DTSTART:20250101T090000Z", "DTEND:20250101T100000Z", "SUMMARY:t")
        let merge = try Self.merge(before, after, current)
        expect(merge, Self.event("DTSTART:20250101T090000Z", "DTEND:20250101T100000Z", "SUMMARY:s"))
        #expect(merge.conflicts.map(\.property) == ["DTSTART"])
    }

    @Test func aDetachedOccurrenceComesAndGoes() throws {
        let master = ["UID:u", "DTSTART:20250101T090000Z", "RRULE:FREQ=DAILY", "SUMMARY:daily"]
        let one = ["UID:u", "RECURRENCE-ID:20250103T090000Z", "DTSTART:20250103T110000Z", "SUMMARY:late"]
        let other = ["UID:u", "RECURRENCE-ID:20250105T090000Z", "DTSTART:20250105T110000Z", "SUMMARY:x"]
        let back = try Self.merge(
            Self.calendar([master, one]), Self.calendar([master]), Self.calendar([master, other]))
        expect(back, Self.calendar([master, other, one]))
        #expect(back.changes == ["VEVENT of 20250103T090000Z"])
        let gone = try Self.merge(
            Self.calendar([master]), Self.calendar([master, one]), Self.calendar([master, one, other]))
        expect(gone, Self.calendar([master, other]))
        var touched = one
        touched[3] = "SUMMARY:later"
        let kept = try Self.merge(
            Self.calendar([master]), Self.calendar([master, one]), Self.calendar([master, touched]))
        #expect(!kept.isChanged && kept.conflicts.map(\.property) == ["VEVENT of 20250103T090000Z"])
        let inside = try Self.merge(
            Self.calendar([master, one]), Self.calendar([master, touched]), Self.calendar([master, touched, other]))
        expect(inside, Self.calendar([master, one, other]))
        #expect(inside.changes == ["SUMMARY of 20250103T090000Z"])
    }

    @Test func zonesFollowTheirUse() throws {
        let there = ["UID:u", "DTSTART;TZID=Here:20250101T090000", "SUMMARY:s"]
        let moved = ["UID:u", "DTSTART;TZID=Away:20250101T090000", "SUMMARY:s"]
        let merge = try Self.merge(
            Self.calendar([there], zones: ["Here"]), Self.calendar([moved], zones: ["Away"]),
            Self.calendar([moved], zones: ["Away"]))
        #expect(ResourceMerge.isSame(merge.body, Self.calendar([there], zones: ["Here"])))
    }

    @Test func alarmsAreComparedByWhatTheySay() throws {
        func alarm(_ minutes: Int) -> [String] {
            ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT\(minutes)M", "END:VALARM"]
        }
        func event(_ summary: String, _ alarms: [Int]) -> [UInt8] {
            Self.calendar([["UID:u", "SUMMARY:\(summary)"] + alarms.flatMap(alarm)])
        }
        expect(try Self.merge(event("a", [10]), event("a", []), event("b", [])), event("b", [10]))
        expect(
            try Self.merge(event("a", [10, 20]), event("a", [10, 30]), event("b", [10, 30])), event("b", [10, 20]))
        let kept = try Self.merge(event("a", [10]), event("a", [15]), event("a", [30]))
        #expect(!kept.isChanged && kept.conflicts.map(\.property) == ["VALARM"])
    }

    @Test func whatWasMadeAnewGetsBackWhatItLacks() throws {
        let merge = try Self.merge(
            Self.card("FN:Anna", "TEL;TYPE=HOME:1", "TEL;TYPE=CELL:2", "NOTE:long"), nil,
            Self.card("FN:Anna B", "TEL;TYPE=CELL:2"))
        expect(merge, Self.card("FN:Anna B", "TEL;TYPE=CELL:2", "TEL;TYPE=HOME:1", "NOTE:long"))
        #expect(merge.conflicts == [ResourceMerge.Conflict(property: "FN", lost: "Anna")])
    }

    @Test func aGroupThatIsTakenGetsAnotherName() throws {
        let merge = try Self.merge(
            Self.card("FN:A", "item1.TEL:1", "item1.X-ABLabel:boat"), Self.card("FN:A"),
            Self.card("FN:A", "item1.EMAIL:a@example.org", "item1.X-ABLabel:club"))
        let text = String(decoding: merge.body, as: UTF8.self)
        #expect(text.contains("item1.EMAIL:a@") && text.contains("item1.X-ABLabel:club"))
        #expect(text.contains("item2.TEL:1") && text.contains("item2.X-ABLabel:boat"))
    }

    @Test func anotherGrammarOrItemIsLeftAlone() throws {
        let newer = Self.text(["BEGIN:VCARD", "VERSION:4.0", "UID:u", "FN:A", "TEL:2", "END:VCARD"])
        let merge = try Self.merge(Self.card("FN:A", "TEL:1"), Self.card("FN:A", "TEL:2"), newer)
        #expect(merge.body == newer && merge.conflicts.map(\.property) == ["TEL"])
        let stranger = Self.text(["BEGIN:VCARD", "VERSION:3.0", "UID:other", "FN:B", "END:VCARD"])
        #expect(throws: TranslationError(.unreadableResource, "")) {
            try Self.merge(Self.card("FN:A"), Self.card("FN:B"), stranger)
        }
        #expect(throws: TranslationError(.unreadableResource, "")) {
            try Self.merge(Self.card("FN:A"), Self.card("FN:B"), Self.event("SUMMARY:s"))
        }
    }

    @Test func sameIsWhatSaysTheSame() {
        let one = Self.card("FN:A", "TEL;TYPE=cell;X=1:2", "REV:20200101T000000Z")
        let other = Self.card("TEL;X=1;TYPE=CELL:2", "FN:A", "REV:20210101T000000Z")
        #expect(ResourceMerge.isSame(one, other))
        #expect(!ResourceMerge.isSame(one, Self.card("FN:A")))
        #expect(!ResourceMerge.isSame(one, Array("text".utf8)))
    }

    @Test func aNumberOfAnItemMadeAgainStandsOnce() throws {
        let merge = try Self.merge(
            Self.card("FN:A", "TEL;TYPE=CELL:1", "TEL;TYPE=HOME:2", "item1.URL:https://a.example"), nil,
            Self.card("FN:A", "TEL;TYPE=CELL;TYPE=VOICE:1", "URL:https://a.example"))
        let lines = String(decoding: merge.body, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.filter { $0.hasPrefix("TEL") && $0.hasSuffix(":1") }.count == 1)
        #expect(lines.filter { $0.contains("URL:") }.count == 1)
        #expect(lines.contains("TEL;TYPE=HOME:2"))
    }
}
