import BridgeTesting
import SyncTypes
import Testing

@testable import Bridge

@Suite("Decisions: the time window")
struct WindowDecisionTests {
    private static let day: Int64 = 86_400

    @Test("What the setting takes, and what it is stored as")
    func setting() {
        let table: [(String, String?)] = [
            ("-30..90", "-30..90"), ("-30..", "-30.."), ("..90", "..90"), ("all", "all"), ("ALL", "all"),
            ("0..0", "0..0"),
            ("+1..+7", "1..7"), ("-7..-1", "-7..-1"), ("-36500..36500", "-36500..36500"),
            ("", nil), ("..", nil), ("30", nil), ("-30.90", nil), ("90..-30", nil), ("-30...90", nil), ("a..b", nil),
            ("-30..90..", nil), ("-30 .. 90", nil), ("-36501..", nil), ("..99999999999999999999", nil), ("none", nil),
        ]
        for (text, stored) in table { #expect(WindowDays(text)?.text == stored, "\(text)") }
    }

    @Test("The edges are the beginning of the first day and the end of the last, in UTC", arguments: [0, 1, 86_399])
    func edges(second: Int64) throws {
        for today in [19_675 * Self.day, 0, -3 * Self.day] {
            let now = today + second
            let both = try #require(WindowDays("-30..90")).edges(now: now)
            #expect(both == TimeWindow(start: today - 30 * Self.day, end: today + 91 * Self.day))
            let past = try #require(WindowDays("-1..")).edges(now: now)
            #expect(past == TimeWindow(start: today - Self.day, end: .max))
            let future = try #require(WindowDays("..0")).edges(now: now)
            #expect(future == TimeWindow(start: .min, end: today + Self.day))
            #expect(WindowDays.all.edges(now: now) == .all)
        }
    }

    @Test("Which items are inside")
    func inside() {
        let window = TimeWindow(start: 100, end: 200)
        let table: [(ItemKind?, Int64?, Int64?, Bool)] = [
            (.event, 120, 130, true), (.event, 50, 99, false), (.event, 50, 100, true), (.event, 199, 300, true),
            (.event, 200, 300, false), (.event, 50, 300, true),
            // A series without an end counts by its first occurrence.
            (.event, 50, .max, true), (.event, 200, .max, false),
            // Nobody knows when it is.
            (.event, nil, nil, true),
            (.task, 50, 60, true), (.contact, nil, nil, true), (.note, 500, 600, true),
        ]
        for (kind, first, last, expected) in table {
            #expect(window.contains(kind, firstStart: first, lastEnd: last) == expected, "\(first ?? 0) \(last ?? 0)")
            #expect(TimeWindow.all.contains(kind, firstStart: first, lastEnd: last))
        }
    }

    @Test("Whatever two windows there are: what is inside of one alone lies in a crossing", arguments: 1...40)
    func crossings(seed: UInt64) {
        var random = SplitMix(seed: seed)
        _ = random.bytes(3)
        func edge(_ open: Int64) -> Int64 { random.next() % 4 == 0 ? open : Int64(random.next() % 40) }
        for _ in 0..<200 {
            let old = TimeWindow(start: edge(.min), end: edge(.max))
            let new = TimeWindow(start: edge(.min), end: edge(.max))
            let crossings = new.crossings(since: old)
            #expect(crossings.isEmpty == (old == new))
            let first = Int64(random.next() % 44) - 2
            let last = random.next() % 5 == 0 ? .max : first + Int64(random.next() % 9)
            let isMoved =
                old.contains(.event, firstStart: first, lastEnd: last)
                != new.contains(.event, firstStart: first, lastEnd: last)
            let isFound = crossings.contains { crossing in
                switch crossing.edge {
                case .lastEnd: crossing.times.contains(last)
                case .firstStart: crossing.times.contains(first)
                }
            }
            #expect(!isMoved || isFound, "seed \(seed): \(first)...\(last) from \(old) to \(new)")
        }
    }

    @Test("What the store keeps is read back; what it cannot read means that nobody knows")
    func served() {
        let windows = [
            TimeWindow.all, TimeWindow(start: 5, end: .max), TimeWindow(start: .min, end: -7),
            TimeWindow(start: -9, end: 9),
        ]
        for window in windows {
            #expect(ServedScope(scope: ServedScope.served(window).scope) == .served(window))
        }
        #expect(ServedScope(scope: "") == .served(.all))
        #expect(ServedScope.served(.all).scope.isEmpty)
        for text in [
            "unknown", "window", "window 1", "window a b", "window 1 2 3", "days 1 2", "window 1 2 filter",
            "filter - -",
        ] {
            #expect(ServedScope(scope: text) == .unknown, "\(text)")
        }
        #expect(ServedScope(scope: ServedScope.unknown.scope) == .unknown)
    }
}
