import Phone
import SyncTypes
import Testing

@testable import BridgeTesting

/// What the invariants demand of a phone with a time window.
@Suite("Invariants know the window")
struct WindowAllowanceTests {
    /// 2023-11-14, 12:00 UTC.
    private static let now: Int64 = 1_699_963_200

    /// An event upstream, and a phone with a window that has it or not.
    private static func world(_ start: String, window: String, has: Bool) -> Observation {
        var log = TypedLog(hasDays: true)
        let identity = log.add(.event)
        var text = ItemText.upstream(.event, identity: identity, serial: 1)
        text.type(start, into: .start)
        var seen = Observation(log: log)
        seen.upstream["/calendars/alice/own-calendar/a.ics"] = Observation.Resource(kind: .event, bytes: text.bytes)
        seen.phones = [
            Observation.Phone(
                name: "phone 0", deviceID: "phone-0", model: HandsetModel(),
                items: has ? [Observation.Held(kind: .event, luid: "1", text: text, lost: [])] : [],
                window: EventWindow(window, now: now))
        ]
        return seen
    }

    @Test("Inside there must be one, outside none, and near an edge either is right")
    func places() {
        let table: [(String, String, mustHave: Bool?)] = [
            ("20231114T090000", "-30..90", true), ("20231018T090000", "-30..90", true),
            ("20240209T090000", "-30..90", true),
            ("20231001T090000", "-30..90", false), ("20240301T090000", "-30..90", false),
            ("20231015T090000", "-30..90", nil),
            ("20240213T090000", "-30..90", nil), ("19990101T090000", "..90", true), ("20231001T090000", "-30..", false),
            ("20990101T090000", "-30..", true), ("20240301T090000", "..90", false), ("20990101T090000", "all", true),
        ]
        for (start, window, mustHave) in table {
            for has in [true, false] {
                let seen = Self.world(start, window: window, has: has)
                let isRight = mustHave.map { $0 == has } ?? true
                #expect(Invariants.views(seen).isEmpty == isRight, "\(start) \(window) \(has)")
            }
        }
    }

    @Test("Times are counted by the calendar")
    func hours() {
        let table: [(String, Int?)] = [
            ("19700101T000000", 0), ("19700102T030000", 27), ("20231114T220000", 1_700_000_000 / 3600),
            ("20240301T000000", 1_709_251_200 / 3600), ("20240229T230000Z", 1_709_251_200 / 3600 - 1), ("noon", nil),
        ]
        for (time, hour) in table { #expect(EventWindow.hour(time) == hour, "\(time)") }
    }

    @Test("The days of a world with windows are many, and no start comes twice")
    func days() {
        let starts = (1...3000).map { Field.start.value($0, flavour: 0, hasDays: true) }
        #expect(Set(starts).count == starts.count)
        #expect(Set(starts.map { $0.prefix(8) }).count == 448)
        #expect(starts.allSatisfy { $0 > "202307" && $0 < "20241101" })
    }

    @Test("What joined last changes no earlier seed", arguments: 1...40)
    func streams(seed: UInt64) {
        let before = Plan(seed: seed, scope: .busy(before: .windows))
        let whole = Plan(seed: seed, scope: .busy(through: .windows))
        guard whole.window == nil else { return #expect(whole.kinds.contains(.event)) }
        #expect(before.steps == whole.steps && before.kinds == whole.kinds)
    }
}
