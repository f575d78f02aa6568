import SyncTypes

/// The edges between which a device holds events. Pure.
struct TimeWindow: Hashable, Sendable, Codable {
    /// Seconds since 1970 UTC; an event that ended before is outside. `Int64.min`: there is no such edge.
    let start: Int64
    /// An event that starts then or later is outside. `Int64.max`: there is no such edge.
    let end: Int64

    /// Everything is inside.
    static let all = TimeWindow(start: .min, end: .max)

    /// True when an item belongs on the device. Only events are windowed; a series counts from its first occurrence to its last,
    /// and one that is at no known time is inside.
    func contains(_ kind: ItemKind?, firstStart: Int64?, lastEnd: Int64?) -> Bool {
        guard kind == .event else { return true }
        if let lastEnd, lastEnd < start { return false }
        if let firstStart, firstStart >= end { return false }
        return true
    }

    /// What has to be looked at when a device was last served another window: an event whose place has changed has its last end
    /// or its first start there. Nothing else has moved in or out.
    func crossings(since served: TimeWindow) -> [Crossing] {
        var all: [Crossing] = []
        if served.start != start {
            all.append(Crossing(edge: .lastEnd, times: min(served.start, start)..<max(served.start, start)))
        }
        if served.end != end {
            all.append(Crossing(edge: .firstStart, times: min(served.end, end)..<max(served.end, end)))
        }
        return all
    }

    /// A stretch of time over which an edge has moved.
    struct Crossing: Hashable, Sendable, Codable {
        /// Which of an event's bounds is compared with the edge.
        enum Edge: String, Hashable, Sendable, Codable {
            case lastEnd, firstStart
        }

        let edge: Edge
        /// Seconds since 1970 UTC.
        let times: Range<Int64>
    }
}
