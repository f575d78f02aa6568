import Testing
import Versit

#if canImport(Glibc)
    import Glibc
#endif

struct OldRecurrenceTests {
    struct Fixture: Sendable {
        var text: String
        var expected: String?
        var start: String
        init(_ text: String, _ expected: String?, start: String = "20260113T100000") {
            self.text = text
            self.expected = expected
            self.start = start
        }
    }

    // Tuesday 13 January 2026, the second Tuesday of its month, unless a start is given.
    static let fixtures = [
        Fixture("D1 #0", "FREQ=DAILY"),
        Fixture("D2 #10", "FREQ=DAILY;COUNT=10;INTERVAL=2"),
        Fixture("D1", "FREQ=DAILY;COUNT=2"),
        Fixture("D1#5", "FREQ=DAILY;COUNT=5"),
        Fixture("D1 20260131T000000", "FREQ=DAILY;UNTIL=20260131"),
        Fixture("D1 20260131", "FREQ=DAILY;UNTIL=20260131"),
        Fixture("D1 20260131T100000Z", "FREQ=DAILY;UNTIL=20260131T100000Z"),
        Fixture("D1 20260131T100000%c", "FREQ=DAILY;UNTIL=20260131T100000"),
        Fixture("W1", "FREQ=WEEKLY;COUNT=2"),
        Fixture("W2 TU TH #0", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        Fixture("W2 SU TU TH SA 20261130T000000", "FREQ=WEEKLY;UNTIL=20261130;INTERVAL=2;BYDAY=SU,TU,TH,SA"),
        Fixture("W1 SUN #2", "FREQ=WEEKLY;COUNT=2;BYDAY=SU"),
        Fixture("W1 TU$ TH #4", "FREQ=WEEKLY;COUNT=4;BYDAY=TU,TH"),
        Fixture("MP1 #10", "FREQ=MONTHLY;COUNT=10;BYDAY=2TU"),
        Fixture("MP1 #10", "FREQ=MONTHLY;COUNT=10;BYDAY=-1FR", start: "20260130T100000"),
        Fixture("MP1 1+ MO 2+ TU 3+ WE #10", "FREQ=MONTHLY;COUNT=10;BYDAY=1MO,2TU,3WE"),
        Fixture("MP1 2+ 1+ MO TU #4", "FREQ=MONTHLY;COUNT=4;BYDAY=2MO,2TU,1MO,1TU"),
        Fixture("MP1 1- FR #0", "FREQ=MONTHLY;BYDAY=-1FR"),
        Fixture("MP1 1+ SU #2", "FREQ=MONTHLY;COUNT=2;BYDAY=1SU"),
        Fixture("MP1 5+ 1+ MO TU WE T090000Z", "FREQ=MONTHLY;COUNT=2;BYDAY=5MO,5TU,5WE,1MO,1TU,1WE"),
        Fixture("MP12 2+ TU #0", "FREQ=YEARLY;BYDAY=2TU;BYMONTH=1"),
        Fixture("MP1 11+MO 2+ TU WE #10 20300105T090000Z", nil),
        Fixture("MD1 13+ #0", "FREQ=MONTHLY"),
        Fixture("MD1 #0", "FREQ=MONTHLY"),
        Fixture("MD1 15+ 17+ #6", "FREQ=MONTHLY;COUNT=6;BYMONTHDAY=15,17"),
        Fixture("MD1 1- 20260630T100000", "FREQ=MONTHLY;UNTIL=20260630T100000;BYMONTHDAY=-1"),
        Fixture("MD1 LD #3", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-1"),
        Fixture("MD1 16 17 39 #10", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=16,17"),
        Fixture("MD1 39 #10", nil),
        Fixture("MD12 #0", "FREQ=YEARLY"),
        Fixture("MD12 13+ #0", "FREQ=YEARLY"),
        Fixture("M1 #0", "FREQ=MONTHLY"),
        Fixture("YM1 #0", "FREQ=YEARLY"),
        Fixture("YM1 1 #0", "FREQ=YEARLY"),
        Fixture("YM1 5 6 7 #10", "FREQ=YEARLY;COUNT=10;BYMONTH=5,6,7"),
        Fixture("YM1 15 #10", nil),
        Fixture("Y1 #0", "FREQ=YEARLY"),
        Fixture("YD1 #0", "FREQ=YEARLY"),
        Fixture("YD3 1 100 #10", "FREQ=YEARLY;COUNT=10;INTERVAL=3;BYYEARDAY=1,100"),
        Fixture("W1 TU #5 20260301T000000", "FREQ=WEEKLY;COUNT=5;BYDAY=TU"),
        Fixture("W1 TU #50 20260301T000000", "FREQ=WEEKLY;UNTIL=20260301;BYDAY=TU"),
        Fixture("W1 TU #0 20260301T000000", "FREQ=WEEKLY;UNTIL=20260301;BYDAY=TU"),
        Fixture("", nil), Fixture(" ", nil), Fixture("A1 MO 20260301T100000", nil), Fixture("never", nil),
        Fixture("D1 0600 1200 #4", nil), Fixture("W1 13 #4", nil), Fixture("D1 #", nil), Fixture("FREQ=DAILY", nil),
        Fixture("D1 #2 M5 #4", nil), Fixture("=", nil),
    ]

    @Test("the old grammar is read", arguments: fixtures)
    func reads(_ fixture: Fixture) throws {
        let start = try #require(DateTime(parsing: fixture.start)).local
        do {
            let rule = try OldRecurrence.rule(fixture.text, start: start)
            #expect(rule.iCalendarText == fixture.expected)
        } catch {
            #expect(fixture.expected == nil, "\(error)")
            #expect((error as RecurrenceError).code == .notARule)
        }
    }

    static let written: [(String, String?)] = [
        ("FREQ=DAILY", "D1 #0"),
        ("FREQ=DAILY;COUNT=10;INTERVAL=2", "D2 #10"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "W1 MO TU WE TH FR #0"),
        ("FREQ=WEEKLY;COUNT=20", "W1 TU #20"),
        ("FREQ=WEEKLY;UNTIL=20260331T100000;BYDAY=TH,TU", "W1 TU TH 20260331T100000"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "W2 TU TH #0"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", nil),
        ("FREQ=MONTHLY", "MD1 13+ #0"),
        ("FREQ=MONTHLY;BYMONTHDAY=13", "MD1 13+ #0"),
        ("FREQ=MONTHLY;BYMONTHDAY=13,-1", "MD1 13+ 1- #0"),
        ("FREQ=MONTHLY;BYDAY=2TU", "MP1 2+ TU #0"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "MP1 2+ TU #0"),
        ("FREQ=MONTHLY;BYDAY=TU", nil),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", nil),
        ("FREQ=YEARLY", "YM1 1 #0"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=13;COUNT=5", "YM1 1 #5"),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=2TU", "MP12 2+ TU #0"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=1,7", "YM2 1 7 #0"),
        ("FREQ=YEARLY;BYYEARDAY=13", "YD1 13 #0"),
        ("FREQ=YEARLY;UNTIL=20300113", "YM1 1 20300113T000000"),
        ("FREQ=YEARLY;BYDAY=20MO", nil),
        ("FREQ=YEARLY;BYWEEKNO=3", nil),
        ("FREQ=DAILY;BYMONTH=1", nil),
        ("FREQ=DAILY;BYHOUR=9,17", nil),
        ("FREQ=HOURLY;INTERVAL=6", nil),
    ]

    @Test("the old grammar is written where it has words", arguments: written)
    func writes(_ text: String, expected: String?) throws {
        let start = try #require(DateTime(parsing: "20260113T100000")).local
        let rule = try RecurrenceRule(iCalendar: text)
        do {
            let old = try OldRecurrence.text(for: rule, start: start)
            #expect(old == expected)
            let back = try OldRecurrence.rule(old, start: start)
            #expect(back.ending(.never).agrees(with: rule.ending(.never), start: start, count: 60))
        } catch {
            #expect(expected == nil, "\(error)")
            #expect((error as RecurrenceError).code == .notExpressible)
        }
    }

    @Test("every value met in the field is a rule or clearly none")
    func corpus() throws {
        let folder = getenv("FOOTBRIDGE_SHARED").map { String(cString: $0) } ?? "../shared"
        guard let file = fopen(folder + "/facts/vcal10-rrule-values.tsv", "r") else {
            print("skipped: no list of recurrence values from the field")
            return
        }
        defer { fclose(file) }
        var refused: [String] = []
        var count = 0
        var line = [CChar](repeating: 0, count: 1024)
        let start = try #require(DateTime(parsing: "20010106T100000")).local
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            let value = String(decoding: bytes.prefix { $0 != 0x09 }, as: UTF8.self)
            if count > 0 {
                do {
                    let rule = try OldRecurrence.rule(value, start: start)
                    _ = try OldRecurrence.text(for: rule.ending(.never), start: start)
                    #expect(try RecurrenceRule(iCalendar: rule.iCalendarText) == rule)
                } catch {
                    refused.append(value)
                }
            }
            count += 1
        }
        #expect(count > 150)
        #expect(
            refused.sorted() == [
                "", "A1 MO 20050301T100000", "MD1 39 #10", "MP1 11+MO 2+ TU WE #10 20030105T090000Z", "YM1 15 #10",
            ])
    }
}
