/// A recurrence rule (RFC 5545 section 3.3.10): the value both grammars are read into and written from.
public struct RecurrenceRule: Hashable, Sendable, Codable {
    /// FREQ.
    public enum Frequency: String, Hashable, Sendable, Codable, CaseIterable {
        /// Every second.
        case secondly = "SECONDLY"
        /// Every minute.
        case minutely = "MINUTELY"
        /// Every hour.
        case hourly = "HOURLY"
        /// Every day.
        case daily = "DAILY"
        /// Every week.
        case weekly = "WEEKLY"
        /// Every month.
        case monthly = "MONTHLY"
        /// Every year.
        case yearly = "YEARLY"
    }

    /// When the series ends.
    public enum End: Hashable, Sendable, Codable {
        /// Never.
        case never
        /// COUNT: after that many occurrences, the first included.
        case count(Int)
        /// UNTIL: with the last occurrence that starts no later than this. A date means that whole day.
        case until(DateTime)
    }

    /// A weekday, or with an ordinal the n-th (negative: from the end) of it in the month or year.
    public struct Day: Hashable, Sendable, Codable {
        /// 1...53, -53...-1, or nil for every one.
        public var ordinal: Int?
        /// The day of the week.
        public var weekday: Weekday

        /// A weekday with or without ordinal.
        public init(_ weekday: Weekday, ordinal: Int? = nil) {
            self.weekday = weekday
            self.ordinal = ordinal
        }
    }

    /// FREQ.
    public var frequency: Frequency
    /// INTERVAL, at least 1.
    public var interval: Int
    /// COUNT or UNTIL.
    public var end: End
    /// BYSECOND, 0...60.
    public var bySecond: [Int] = []
    /// BYMINUTE, 0...59.
    public var byMinute: [Int] = []
    /// BYHOUR, 0...23.
    public var byHour: [Int] = []
    /// BYDAY.
    public var byDay: [Day] = []
    /// BYMONTHDAY, 1...31 and -31...-1.
    public var byMonthDay: [Int] = []
    /// BYYEARDAY, 1...366 and -366...-1.
    public var byYearDay: [Int] = []
    /// BYWEEKNO, 1...53 and -53...-1.
    public var byWeekNumber: [Int] = []
    /// BYMONTH, 1...12.
    public var byMonth: [Int] = []
    /// BYSETPOS, 1...366 and -366...-1.
    public var bySetPosition: [Int] = []
    /// WKST.
    public var weekStart: Weekday = .monday

    /// A rule without BY parts.
    public init(_ frequency: Frequency, interval: Int = 1, end: End = .never) {
        self.frequency = frequency
        self.interval = interval
        self.end = end
    }

    /// The same rule with another end.
    public func ending(_ end: End) -> RecurrenceRule {
        var copy = self
        copy.end = end
        return copy
    }
}
