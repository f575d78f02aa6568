import Testing
import Versit

struct VTimeZoneTests {
    static func utc(_ text: String) -> Int { DateTime(parsing: text)?.local.seconds ?? .min }

    static func component(_ text: String) throws -> Component {
        let bytes = Array(text.replacingNewlines.utf8)
        return try #require(try Document.parse(bytes, hint: .iCalendar20).document.components.first)
    }

    static let pairs = """
        BEGIN:VTIMEZONE
        TZID:Own/Summer
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19700329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19701025T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        """

    @Test("the usual pair of endless rules")
    func reads() throws {
        let rules = try #require(TimeZoneRules(vtimezone: try Self.component(Self.pairs)))
        #expect(rules.name == "Own/Summer")
        #expect(rules.footer?.daylight?.offset == 7200)
        #expect(rules.offset(atUTC: Self.utc("20260329T005959Z")) == 3600)
        #expect(rules.offset(atUTC: Self.utc("20260329T010000Z")) == 7200)
        #expect(rules.offset(atUTC: Self.utc("20991231T000000Z")) == 3600)
        #expect(rules.offset(atUTC: Self.utc("19700101T000000Z")) == 3600)
    }

    @Test("Outlook's pair of 1601, and rules that ended with UNTIL before those of today")
    func readsHistory() throws {
        let outlook = Self.pairs.replacing("19700329T020000", with: "16010325T020000")
            .replacing("19701025T030000", with: "16011028T030000")
        let old = try #require(TimeZoneRules(vtimezone: try Self.component(outlook)))
        #expect(old.offset(atUTC: Self.utc("20260701T000000Z")) == 7200)

        let american = """
            BEGIN:VTIMEZONE
            TZID:Own/Eastern
            BEGIN:DAYLIGHT
            TZOFFSETFROM:-0500
            TZOFFSETTO:-0400
            DTSTART:19870405T020000
            RRULE:FREQ=YEARLY;UNTIL=20060402T070000Z;BYMONTH=4;BYDAY=1SU
            END:DAYLIGHT
            BEGIN:DAYLIGHT
            TZOFFSETFROM:-0500
            TZOFFSETTO:-0400
            DTSTART:20070311T020000
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
            END:DAYLIGHT
            BEGIN:STANDARD
            TZOFFSETFROM:-0400
            TZOFFSETTO:-0500
            DTSTART:19671029T020000
            RRULE:FREQ=YEARLY;UNTIL=20061029T060000Z;BYMONTH=10;BYDAY=-1SU
            END:STANDARD
            BEGIN:STANDARD
            TZOFFSETFROM:-0400
            TZOFFSETTO:-0500
            DTSTART:20071104T020000
            RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
            END:STANDARD
            END:VTIMEZONE
            """
        let rules = try #require(TimeZoneRules(vtimezone: try Self.component(american)))
        #expect(rules.offset(atUTC: Self.utc("20060320T120000Z")) == -18_000)
        #expect(rules.offset(atUTC: Self.utc("20060410T120000Z")) == -14_400)
        #expect(rules.offset(atUTC: Self.utc("20070320T120000Z")) == -14_400)
        #expect(rules.offset(atUTC: Self.utc("20301103T055959Z")) == -14_400)
        #expect(rules.offset(atUTC: Self.utc("20301103T060000Z")) == -18_000)
    }

    @Test("a VTIMEZONE without observances has no rules")
    func empty() throws {
        #expect(TimeZoneRules(vtimezone: try Self.component("BEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE")) == nil)
    }

    static let posix = [
        ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"), ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
        ("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"), ("Asia/Kolkata", "IST-5:30"),
        ("America/Santiago", "<-04>4<-03>,M9.1.6/24,M4.1.6/24"), ("America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"),
        ("Asia/Gaza", "EET-2EEST,M3.4.4/50,M10.4.4/50"), ("Test/Julian", "AAA0BBB,J60/2,J300/2"),
        ("Test/Zero", "AAA0BBB,59/2,299/2"),
    ]

    @Test("what is written means the same clock", arguments: posix)
    func roundTrip(_ name: String, _ text: String) throws {
        let rules = TimeZoneRulesTests.zone(name, text)
        let from = Self.utc("20260101T000000Z")
        let component = rules.vtimezone(id: name, from: from)
        #expect(component.first("TZID")?.raw == name)
        let back = try #require(TimeZoneRules(vtimezone: component))
        let instants = stride(from: from, to: Self.utc("20400101T000000Z"), by: 5 * 3600)
        #expect(instants.first { back.offset(atUTC: $0) != rules.offset(atUTC: $0) } == nil)
    }

    @Test("the plain pair is written plainly")
    func writtenText() {
        let component = TimeZoneRulesTests.berlin.vtimezone(id: "Europe/Berlin", from: Self.utc("20260601T000000Z"))
        let text = String(decoding: Document([component]).serialise(), as: UTF8.self)
        #expect(
            text
                == """
                BEGIN:VTIMEZONE
                TZID:Europe/Berlin
                BEGIN:DAYLIGHT
                DTSTART:20260329T020000
                RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
                TZOFFSETFROM:+0100
                TZOFFSETTO:+0200
                TZNAME:CEST
                END:DAYLIGHT
                BEGIN:STANDARD
                DTSTART:20251026T030000
                RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
                TZOFFSETFROM:+0200
                TZOFFSETTO:+0100
                TZNAME:CET
                END:STANDARD
                END:VTIMEZONE

                """.replacingNewlines)
    }

    @Test(
        "the system's zones, with their past",
        arguments: [
            "Europe/Berlin", "America/New_York", "Europe/Moscow", "Asia/Tokyo", "Africa/Casablanca",
            "America/Sao_Paulo",
        ])
    func systemZones(_ name: String) throws {
        guard let rules = ZoneSource.system(name) else {
            print("skipped: no compiled time zones on this machine")
            return
        }
        for year in [1975, 1995, 2010, 2026] {
            let from = LocalTime(CalendarDay(year: year, month: 6, day: 15)).seconds
            let back = try #require(TimeZoneRules(vtimezone: rules.vtimezone(id: name, from: from)))
            let instants = stride(from: from, to: Self.utc("20350101T000000Z"), by: 37 * 3600)
            #expect(instants.first { back.offset(atUTC: $0) != rules.offset(atUTC: $0) } == nil, "\(name) \(year)")
        }
    }
}

extension String {
    fileprivate var replacingNewlines: String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    fileprivate func replacing(_ old: String, with new: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
