import Testing
import Versit

struct DateTimeTests {
    struct Spelling: Sendable {
        var text: String
        var expected: String?
        init(_ text: String, _ expected: String?) {
            self.text = text
            self.expected = expected
        }
    }

    static let spellings = [
        Spelling("20050301", "20050301"),
        Spelling("2005-03-01", "20050301"),
        Spelling("20050301T100000", "20050301T100000"),
        Spelling("20050301T1000", "20050301T100000"),
        Spelling("20050301T10", "20050301T100000"),
        Spelling("2005-03-01T10:00:00Z", "20050301T100000Z"),
        Spelling("2005-03-01T100000", "20050301T100000"),
        Spelling("2005-03-01 10:00:00", "20050301T100000"),
        Spelling(" 20050301t100000z\r\n", "20050301T100000Z"),
        Spelling("20050301T240000", "20050302T000000"),
        Spelling("20051231T240000Z", "20060101T000000Z"),
        Spelling("20050301T235960Z", "20050302T000000Z"),
        Spelling("20050301T100000.5Z", "20050301T100000Z"),
        Spelling("20050301T100000+0200", "20050301T080000Z"),
        Spelling("2005-03-01T10:00:00-08:30", "20050301T183000Z"),
        Spelling("00000000T081000Z", nil),
        Spelling("0000-00-00", nil),
        Spelling("20050230", nil),
        Spelling("20051301T000000", nil),
        Spelling("20050301T250000", nil),
        Spelling("20050301T240100", nil),
        Spelling("20050301X", nil),
        Spelling("2005", nil),
        Spelling("", nil),
        Spelling("tomorrow", nil),
    ]

    @Test("every spelling met in the field", arguments: spellings)
    func reads(_ spelling: Spelling) {
        #expect(DateTime(parsing: spelling.text)?.text == spelling.expected)
    }

    @Test("TZID counts only for a time without Z")
    func zone() {
        #expect(DateTime(parsing: "20050301T100000", zone: "Europe/Berlin")?.form == .zoned("Europe/Berlin"))
        #expect(DateTime(parsing: "20050301T100000Z", zone: "Europe/Berlin")?.form == .utc)
        #expect(DateTime(parsing: "20050301", zone: "Europe/Berlin")?.form == .date)
    }

    @Test("days and dates are inverse over two millennia")
    func days() {
        var previous = CalendarDay(year: 1, month: 1, day: 1).daysSince1970 - 1
        for year in stride(from: 1, through: 2400, by: 1) {
            for month in 1...12 {
                let length = CalendarDay.length(ofMonth: month, year: year)
                for day in [1, length] {
                    let date = CalendarDay(year: year, month: month, day: day)
                    if date.components != (year, month, day) || day == 1 && date.daysSince1970 != previous + 1 {
                        Issue.record("\(year)-\(month)-\(day)")
                    }
                    previous = date.daysSince1970
                }
            }
        }
    }

    @Test("weekdays and day numbers")
    func weekdays() {
        #expect(CalendarDay(daysSince1970: 0).weekday == .thursday)
        #expect(CalendarDay(year: 2026, month: 11, day: 21).weekday == .saturday)
        #expect(CalendarDay(year: 1900, month: 1, day: 1).weekday == .monday)
        #expect(CalendarDay(year: 2024, month: 12, day: 31).dayOfYear == 366)
        #expect(CalendarDay(validYear: 1900, month: 2, day: 29) == nil)
        #expect(LocalTime(seconds: -1).secondOfDay == 86_399)
        #expect(DateTime(secondsSince1970: 1_772_359_200).text == "20260301T100000Z")
    }

    static let spans: [(String, Int?, Int, String)] = [
        ("PT15M", 0, 900, "PT15M"), ("-PT15M", 0, -900, "-PT15M"), ("P1W", 7, 0, "P7D"), ("P1DT2H", 1, 7200, "P1DT2H"),
        ("-P1D", -1, 0, "-P1D"), ("PT0S", 0, 0, "PT0S"), ("+PT1H0M30S", 0, 3630, "PT1H0M30S"), ("pt5m", 0, 300, "PT5M"),
        ("PT90M", 0, 5400, "PT1H30M"), ("P", nil, 0, ""), ("P1M", nil, 0, ""), ("15M", nil, 0, ""),
        ("PT", 0, 0, "PT0S"),
        ("P1DT", 1, 0, "P1D"), ("PTT5M", nil, 0, ""), ("", nil, 0, ""),
    ]

    @Test("durations", arguments: spans)
    func durations(_ text: String, days: Int?, seconds: Int, written: String) {
        let span = TimeSpan(parsing: text)
        #expect(span?.days == days)
        if let span, days != nil {
            #expect(span.seconds == seconds)
            #expect(span.text == written)
            #expect(TimeSpan(parsing: span.text) == span)
        }
    }

    static let offsets: [(String, Int?)] = [
        ("+02", 7200), ("+0200", 7200), ("-08:30", -30_600), ("+05:30:00", 19_800), ("0530", 19_800), ("3", 10_800),
        ("3:15", 11_700), ("+ 06:40", 24_000), (" -12", -43_200), ("+10:", 36_000), ("-0351", -13_860),
        ("+01                          ", 3600), ("+25", nil), ("-53", nil), ("+0200443433", nil), ("+102", nil),
        ("a1", nil), ("", nil), (" ", nil), ("Europe/Rome", nil), ("+0560", nil), ("1.", nil), ("121g", nil),
    ]

    @Test("offsets of TZ", arguments: offsets)
    func utcOffsets(_ text: String, seconds: Int?) {
        #expect(UTCOffset(parsing: text)?.seconds == seconds)
    }

    @Test("offsets as both grammars write them")
    func offsetTexts() {
        #expect(UTCOffset(seconds: -30_600).text == "-0830")
        #expect(UTCOffset(seconds: -30_600).shortText == "-08:30")
        #expect(UTCOffset(seconds: 7200).shortText == "+02")
        #expect(UTCOffset(seconds: 3208).text == "+005328")
    }

    @Test("nonsense never traps", arguments: [1, 2, 3] as [UInt64])
    func nonsense(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let alphabet = Array("0123456789TZ-+:. PDWHMS".utf8)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if let date = DateTime(parsing: text) {
                #expect(DateTime(parsing: date.text) == date, "seed \(seed): \(text)")
            }
            if let span = TimeSpan(parsing: text) {
                #expect(TimeSpan(parsing: span.text) == span, "seed \(seed): \(text)")
            }
            _ = UTCOffset(parsing: text)
        }
    }
}

/// A small seeded generator (SplitMix64), so that a failure can be run again.
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
