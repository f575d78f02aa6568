import Testing
import Versit

struct RecurrenceRuleTests {
    struct Series: Sendable {
        var rule: String
        var start: String
        var expected: String
        init(_ rule: String, _ start: String, _ expected: String) {
            self.rule = rule
            self.start = start
            self.expected = expected
        }
    }

    // Expected days (and times where they matter) of series after RFC 5545 section 3.8.5.3.
    static let series = [
        Series("FREQ=DAILY;COUNT=3", "20260227T090000", "0227 0228 0301"),
        Series("FREQ=DAILY;UNTIL=20260301T090000", "20260227T090000", "0227 0228 0301"),
        Series("FREQ=DAILY;UNTIL=20260301T085959", "20260227T090000", "0227 0228"),
        Series("FREQ=DAILY;INTERVAL=10;COUNT=4", "20260102T090000", "0102 0112 0122 0201"),
        Series("FREQ=DAILY;BYMONTH=1;BYDAY=SA,SU;COUNT=4", "20260103T090000", "0103 0104 0110 0111"),
        Series("FREQ=WEEKLY;COUNT=3", "20260105T090000", "0105 0112 0119"),
        Series("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805T090000", "0805 0810 0819 0824"),
        Series("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805T090000", "0805 0817 0819 0831"),
        Series("FREQ=WEEKLY;BYDAY=FR,MO,WE;COUNT=5", "20260107T090000", "0107 0109 0112 0114 0116"),
        Series("FREQ=MONTHLY;COUNT=4", "20260131T090000", "0131 0331 0531 0731"),
        Series("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "19970905T090000", "0905 1003 1107"),
        Series("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "19970922T090000", "0922 1020 1117"),
        Series("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=-3", "19970928T090000", "0928 1029 1128 1229"),
        Series("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15", "19970902T090000", "0902 0915 1002 1015"),
        Series("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "19980213T090000", "0213 0313 1113"),
        Series("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000", "0904 1007 1106"),
        Series("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "19970929T090000", "0929 1030 1127"),
        Series("FREQ=YEARLY;COUNT=3", "20240229T090000", "20240229 20280229 20320229"),
        Series("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "19970610T090000", "0610 0710 19980610 19980710"),
        Series("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "19970101T090000", "0101 0410 0719 20000101"),
        Series("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "19970519T090000", "0519 19980518 19990517"),
        Series("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "19970512T090000", "0512 19980511 19990517"),
        Series("FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "19970313T090000", "0313 0320 0327 19980305"),
        Series(
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "19961105T090000",
            "1105 20001107 20041102"),
        Series("FREQ=YEARLY;BYDAY=-1TH;BYMONTHDAY=31;COUNT=2", "20261231T093000", "20261231 20371231"),
        Series("FREQ=HOURLY;INTERVAL=3;COUNT=3", "20260102T220000", "0102T22 0103T01 0103T04"),
        Series("FREQ=MINUTELY;INTERVAL=90;COUNT=3", "20260102T090000", "0102T0900 0102T1030 0102T1200"),
        Series(
            "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;COUNT=5", "20260102T090000",
            "0102T0900 0102T0930 0102T1700 0102T1730 0103T0900"),
        Series("FREQ=DAILY;COUNT=2;BYMONTH=2;BYMONTHDAY=30", "20260102T090000", "0102"),
    ]

    @Test("series on the wall", arguments: series)
    func expands(_ series: Series) throws {
        let rule = try RecurrenceRule(iCalendar: series.rule)
        let start = try #require(DateTime(parsing: series.start)).local
        var limit: LocalTime?
        if case .until(let date) = rule.end { limit = RecurrenceRule.limit(until: date) { $0.local } }
        let found = Occurrences(rule, start: start, limit: limit).prefix(40).map { DateTime($0, .floating).text }
        let expected = series.expected.split(separator: " ")
        #expect(found.count == expected.count, "\(found)")
        for (text, want) in zip(found, expected) {
            let full = want.prefix { $0 != "T" }.count == 8 ? String(want) : String(series.start.prefix(4)) + want
            #expect(text.hasPrefix(full), "\(text) should begin \(full)")
        }
    }

    @Test("text is read and written", arguments: series.map(\.rule))
    func text(_ text: String) throws {
        let rule = try RecurrenceRule(iCalendar: text)
        #expect(try RecurrenceRule(iCalendar: rule.iCalendarText) == rule)
    }

    @Test("tolerated spellings")
    func tolerant() throws {
        #expect(
            try RecurrenceRule(iCalendar: "freq=weekly;byday=mo, tu;wkst=MO").iCalendarText == "FREQ=WEEKLY;BYDAY=MO,TU"
        )
        #expect(try RecurrenceRule(iCalendar: "COUNT=5;FREQ=DAILY;INTERVAL=1;").iCalendarText == "FREQ=DAILY;COUNT=5")
        #expect(try RecurrenceRule(iCalendar: "FREQ=DAILY;X-OWN=1").iCalendarText == "FREQ=DAILY")
        #expect(try RecurrenceRule(iCalendar: "FREQ=MONTHLY;BYDAY=+2TU").byDay == [.init(.tuesday, ordinal: 2)])
        #expect(
            try RecurrenceRule(iCalendar: "FREQ=DAILY;UNTIL=20260301").end
                == .until(DateTime(date: CalendarDay(year: 2026, month: 3, day: 1))))
    }

    static let bad = [
        "", "FREQ", "FREQ=OFTEN", "COUNT=3", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;BYMONTHDAY=0", "FREQ=DAILY;UNTIL=soon", "FREQ=DAILY;BYFOO=1",
        "FREQ=DAILY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=O", "W1 MO #0", "FREQ=DAILY;INTERVAL=-1",
    ]

    @Test("what is no rule", arguments: bad)
    func refuses(_ text: String) {
        #expect(throws: RecurrenceError.self) { try RecurrenceRule(iCalendar: text) }
    }

    @Test("agreement looks at occurrences, not at words")
    func agrees() throws {
        let start = try #require(DateTime(parsing: "20260106T090000")).local
        func agree(_ left: String, _ right: String) throws -> Bool {
            try RecurrenceRule(iCalendar: left).agrees(
                with: try RecurrenceRule(iCalendar: right), start: start, count: 100)
        }
        #expect(try agree("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU;INTERVAL=1;WKST=SU"))
        #expect(try agree("FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1"))
        #expect(try agree("FREQ=MONTHLY;INTERVAL=12", "FREQ=YEARLY"))
        #expect(try !agree("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=4"))
        #expect(try !agree("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU,TH"))
    }

    @Test(
        "hostile rules end quickly",
        arguments: [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;INTERVAL=100000;BYYEARDAY=366",
            "FREQ=YEARLY;INTERVAL=100000", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2;COUNT=10000000",
        ])
    func hostile(_ text: String) throws {
        let start = try #require(DateTime(parsing: "20260106T090000")).local
        let found = Occurrences(try RecurrenceRule(iCalendar: text), start: start).prefix(100)
        #expect(Array(found).count <= 100)
    }
}
