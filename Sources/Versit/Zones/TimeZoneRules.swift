/// What the clocks of one place show at every instant: the known changes of offset and the rule after the last.
///
/// A value without I/O: built from a TZif file's bytes, from a VTIMEZONE, from vCalendar's TZ and DAYLIGHT, or fixed.
public struct TimeZoneRules: Hashable, Sendable, Codable {
    /// What holds from one instant on.
    public struct Phase: Hashable, Sendable, Codable {
        /// Seconds east of UTC.
        public var offset: Int
        /// True for daylight saving time.
        public var isDaylight: Bool
        /// Abbreviation ("CET"), possibly empty.
        public var name: String

        /// A phase.
        public init(offset: Int, isDaylight: Bool = false, name: String = "") {
            self.offset = offset
            self.isDaylight = isDaylight
            self.name = name
        }
    }

    /// A change of phase.
    public struct Transition: Hashable, Sendable, Codable {
        /// Seconds since 1970-01-01T00:00:00Z from which `phase` holds.
        public var at: Int
        /// What holds from then on.
        public var phase: Phase
    }

    /// IANA name or TZID.
    public var name: String
    /// What holds before the first transition.
    public let initial: Phase
    /// Known changes, earliest first.
    public let transitions: [Transition]
    /// The rule after the last known change; nil when the last phase holds for ever.
    public let footer: PosixZone?

    /// Rules from their parts; the transitions are sorted here.
    public init(name: String, initial: Phase, transitions: [Transition] = [], footer: PosixZone? = nil) {
        self.name = name
        self.initial = initial
        self.transitions = transitions.sorted { $0.at < $1.at }
        self.footer = footer
    }

    /// A place whose clocks never change.
    public init(fixedOffset seconds: Int, name: String) {
        self.init(name: name, initial: Phase(offset: seconds, name: name))
    }

    /// True when the clocks always show UTC.
    public var isUTC: Bool { transitions.isEmpty && footer?.daylight == nil && offset(atUTC: 0) == 0 }

    /// Coordinated universal time.
    public static let utc = TimeZoneRules(fixedOffset: 0, name: "UTC")

    /// What holds at an instant, in seconds since 1970-01-01T00:00:00Z.
    public func phase(atUTC instant: Int) -> Phase {
        guard let last = transitions.last else { return footer?.phase(atUTC: instant) ?? initial }
        if instant >= last.at { return footer?.phase(atUTC: instant) ?? last.phase }
        var low = 0
        var high = transitions.count  // first transition after the instant
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initial : transitions[low - 1].phase
    }

    /// Seconds east of UTC at an instant, in seconds since 1970-01-01T00:00:00Z.
    public func offset(atUTC instant: Int) -> Int { phase(atUTC: instant).offset }

    /// The wall reading, as seconds since 1970-01-01T00:00:00 on that wall, at an instant.
    public func local(fromUTC instant: Int) -> Int { instant + offset(atUTC: instant) }

    /// The instant at which the wall shows a reading.
    ///
    /// RFC 5545 section 3.3.5: a reading that occurs twice means its first occurrence; one that a change skips is read
    /// with the offset before the change.
    public func utc(fromLocal wall: Int) -> Int {
        let day = LocalTime.secondsPerDay
        let before = offset(atUTC: wall - day)
        let after = offset(atUTC: wall + day)
        if before == after, offset(atUTC: wall - before) == before { return wall - before }
        let first = wall - max(before, after)
        if offset(atUTC: first) == max(before, after) { return first }
        let second = wall - min(before, after)
        if offset(atUTC: second) == min(before, after) { return second }
        return wall - before
    }

    /// Changes of offset in a range of instants, the footer's included.
    public func transitions(in range: Range<Int>) -> [Transition] {
        let known = transitions.filter { range.contains($0.at) }
        let lastKnown = transitions.last?.at ?? Int.min
        guard let footer, range.upperBound > lastKnown else { return known }
        let later = footer.transitions(
            in: max(range.lowerBound, lastKnown == Int.min ? Int.min : lastKnown + 1)..<range.upperBound)
        return known + later
    }
}
