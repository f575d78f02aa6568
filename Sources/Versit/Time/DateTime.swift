/// A DATE or DATE-TIME value with what says how to read it (RFC 5545 sections 3.3.4 and 3.3.5; vCalendar 1.0 the same
/// in compact or extended ISO 8601).
public struct DateTime: Hashable, Sendable, Codable {
    /// How the reading is tied to the world.
    public enum Form: Hashable, Sendable, Codable {
        /// A whole day, VALUE=DATE.
        case date
        /// Local time wherever one is (form 1).
        case floating
        /// UTC, written with a Z (form 2).
        case utc
        /// Local time in the zone with this TZID (form 3).
        case zoned(String)
    }

    /// The wall reading; midnight for a date, the UTC reading for UTC.
    public var local: LocalTime
    /// How the reading is tied to the world.
    public var form: Form

    /// A reading with its form.
    public init(_ local: LocalTime, _ form: Form) {
        self.local = local
        self.form = form
    }

    /// A whole day.
    public init(date: CalendarDay) {
        self.init(LocalTime(date), .date)
    }

    /// The instant that many seconds after 1970-01-01T00:00:00Z, as UTC.
    public init(secondsSince1970 seconds: Int) {
        self.init(LocalTime(seconds: seconds), .utc)
    }

    /// True for VALUE=DATE.
    public var isDate: Bool { form == .date }

    /// The TZID of a zoned time.
    public var zoneID: String? {
        if case .zoned(let name) = form { name } else { nil }
    }

    /// The value as iCalendar and vCalendar write it: `yyyymmdd`, `yyyymmddThhmmss` or that with a Z.
    public var text: String {
        switch form {
        case .date: local.text(hasTime: false)
        case .floating, .zoned: local.text(hasTime: true)
        case .utc: local.text(hasTime: true, isUTC: true)
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z; dates and floating times are read in `zone` (UTC when nil), zoned times in
    /// what `zones` knows under their TZID, else in `zone`.
    public func secondsSince1970(in zone: TimeZoneRules?, zones: (String) -> TimeZoneRules?) -> Int {
        switch form {
        case .utc: local.seconds
        case .date, .floating: zone?.utc(fromLocal: local.seconds) ?? local.seconds
        case .zoned(let name): (zones(name) ?? zone)?.utc(fromLocal: local.seconds) ?? local.seconds
        }
    }
}
