import Testing
import Versit

struct TimeZoneRulesTests {
    static let berlin = zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")
    static let newYork = zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")
    static let sydney = zone("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3")

    static func zone(_ name: String, _ posix: String) -> TimeZoneRules {
        guard let footer = PosixZone(parsing: posix) else { return .utc }
        return TimeZoneRules(name: name, initial: footer.standard, footer: footer)
    }

    static func utc(_ text: String) -> Int { DateTime(parsing: text)?.local.seconds ?? .min }

    static let offsets: [(TimeZoneRules, String, Int)] = [
        (berlin, "20260329T005959Z", 3600), (berlin, "20260329T010000Z", 7200),
        (berlin, "20261025T005959Z", 7200), (berlin, "20261025T010000Z", 3600),
        (newYork, "20260308T065959Z", -18_000), (newYork, "20260308T070000Z", -14_400),
        (newYork, "20261101T055959Z", -14_400), (newYork, "20261101T060000Z", -18_000),
        (sydney, "20260404T155959Z", 39_600), (sydney, "20260404T160000Z", 36_000),
        (sydney, "20261003T155959Z", 36_000), (sydney, "20261003T160000Z", 39_600),
        (sydney, "20260101T000000Z", 39_600),
    ]

    @Test("the footer's changes to the second, north and south", arguments: offsets)
    func footer(_ rules: TimeZoneRules, at instant: String, offset: Int) {
        #expect(rules.offset(atUTC: Self.utc(instant)) == offset)
    }

    @Test("a skipped reading is read with the offset before, a double one is the first (RFC 5545 section 3.3.5)")
    func gapAndOverlap() {
        func utc(_ wall: String) -> String {
            DateTime(secondsSince1970: Self.berlin.utc(fromLocal: Self.utc(wall))).text
        }
        #expect(utc("20260329T015959") == "20260329T005959Z")
        #expect(utc("20260329T023000") == "20260329T013000Z")
        #expect(utc("20260329T030000") == "20260329T010000Z")
        #expect(utc("20261025T015959") == "20261024T235959Z")
        #expect(utc("20261025T023000") == "20261025T003000Z")
        #expect(utc("20261025T030000") == "20261025T020000Z")
        func newYork(_ wall: String) -> String {
            DateTime(secondsSince1970: Self.newYork.utc(fromLocal: Self.utc(wall))).text
        }
        #expect(newYork("20260308T023000") == "20260308T073000Z")
        #expect(newYork("20261101T013000") == "20261101T053000Z")
    }

    @Test("a local reading that exists comes back", arguments: [berlin, newYork, sydney])
    func inverse(_ rules: TimeZoneRules) {
        var instant = Self.utc("20260101T000000Z")
        var failures: [Int] = []
        while instant < Self.utc("20270101T000000Z") {
            let wall = rules.local(fromUTC: instant)
            if rules.local(fromUTC: rules.utc(fromLocal: wall)) != wall { failures.append(instant) }
            instant += 1800
        }
        #expect(failures == [])
    }

    static let badFooters = [
        "", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.5.0", "X1", "<+03-3", "UTC0junk",
    ]

    @Test("what is no POSIX rule", arguments: badFooters)
    func refuses(_ text: String) {
        #expect(PosixZone(parsing: text) == nil)
    }

    @Test("odd but good POSIX rules")
    func oddFooters() {
        #expect(PosixZone(parsing: "<+03>-3")?.standard.offset == 10_800)
        #expect(PosixZone(parsing: "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")?.daylight?.offset == -3600)
        #expect(PosixZone(parsing: "EST5EDT4,J60,J300")?.daylight?.offset == -14_400)
        #expect(PosixZone(parsing: "IST-1GMT0,M10.5.0,M3.5.0/1")?.daylight?.offset == 0)
    }

    @Test("a TZif file of version 2: transitions, types, names, footer")
    func tzif() throws {
        let rules = try TimeZoneRules(tzif: Self.sample(), name: "Test/Zone")
        #expect(rules.offset(atUTC: -2_500_000_000) == 3208)
        #expect(rules.phase(atUTC: 0).name == "CET")
        #expect(rules.offset(atUTC: Self.utc("19800406T005959Z")) == 3600)
        #expect(rules.offset(atUTC: Self.utc("19800406T010000Z")) == 7200)
        #expect(rules.offset(atUTC: Self.utc("20500701T000000Z")) == 7200)
    }

    @Test("a TZif file cut anywhere is refused or still whole, and never traps")
    func cutTZif() {
        let bytes = Self.sample()
        for end in 0..<bytes.count {
            do {
                let rules = try TimeZoneRules(tzif: Array(bytes[..<end]))
                #expect(rules.footer == nil || end > bytes.count - 2)
            } catch {
                #expect([.notTZif, .malformed, .tooLarge].contains((error as ZoneError).code))
            }
        }
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0xFF
            if let rules = try? TimeZoneRules(tzif: damaged) { _ = rules.utc(fromLocal: 1_000_000_000) }
        }
    }

    /// Own bytes of a small version 2 file: LMT until 1893, CET, one summer, then the footer's rule.
    static func sample() -> [UInt8] {
        func big(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        func header(_ counts: [Int]) -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { big($0, 4) }
        }
        let names = Array("LMT\0CET\0CEST\0".utf8)
        let types = big(3208, 4) + [0, 0] + big(3600, 4) + [0, 4] + big(7200, 4) + [1, 8]
        let times = [-2_422_054_408, utc("19800406T010000Z"), utc("19800928T010000Z")]
        let first = header([0, 0, 0, 0, 1, 1]) + big(0, 4) + [0, 0] + [0]
        let second = header([0, 0, 0, 3, 3, names.count]) + times.flatMap { big($0, 8) } + [1, 2, 1] + types + names
        return first + second + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
    }

    @Test("names that are opened and names that are not")
    func systemSource() {
        let bad = [
            "../../etc/passwd", "/etc/passwd", "Europe/..", "Europe/.Berlin", "", ".", "Europe/", "Europe/Ber lin",
            "posixrules\0", String(repeating: "a", count: 65),
        ]
        for name in bad { #expect(ZoneSource.system(name) == nil, "\(name)") }
        guard let rules = ZoneSource.system("Europe/Berlin") else {
            print("skipped: no compiled time zones on this machine")
            return
        }
        #expect(rules.offset(atUTC: Self.utc("20260701T000000Z")) == 7200)
        #expect(rules.offset(atUTC: Self.utc("20990101T000000Z")) == 3600)
        #expect(ZoneSource.system("W. Europe Standard Time")?.offset(atUTC: Self.utc("20260701T000000Z")) == 7200)
        #expect(ZoneSource.system("/freeassociation.sourceforge.net/Europe/Berlin") != nil)
        #expect(ZoneSource.system("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires") != nil)
        #expect(ZoneSource.system("Mars/Phobos") == nil)
    }

    @Test("every Windows name of the table has rules")
    func windowsNames() {
        guard ZoneSource.system("Europe/Berlin") != nil else {
            print("skipped: no compiled time zones on this machine")
            return
        }
        for name in ["Pacific Standard Time", "romance standard time", "\"India Standard Time\"", "FLE Standard Time"] {
            #expect(WindowsZones.ianaName(for: name).flatMap { ZoneSource.system($0) } != nil)
        }
        #expect(WindowsZones.ianaName(for: "Customized Time Zone") == nil)
    }
}
