/// A reading of a wall calendar and clock, without saying where the wall is (RFC 5545 section 3.3.5, form 1).
public struct LocalTime: Hashable, Comparable, Sendable, Codable {
    /// Seconds between 1970-01-01T00:00:00 on the same wall and this reading; negative before.
    public let seconds: Int

    /// The reading that many seconds after 1970-01-01T00:00:00.
    public init(seconds: Int) { self.seconds = seconds }

    /// Midnight at the start of a day, plus seconds into it.
    public init(_ day: CalendarDay, secondOfDay: Int = 0) {
        seconds = day.daysSince1970 * LocalTime.secondsPerDay + secondOfDay
    }

    /// The reading of a date that exists and a time of day; hour 24 is the next midnight, second 60 the next minute.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard let date = CalendarDay(validYear: year, month: month, day: day),
            (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            hour < 24 || (minute == 0 && second == 0)
        else { return nil }
        self.init(date, secondOfDay: hour * 3600 + minute * 60 + second)
    }

    /// The day the reading falls on.
    public var day: CalendarDay {
        let days = seconds / LocalTime.secondsPerDay
        return CalendarDay(daysSince1970: seconds < days * LocalTime.secondsPerDay ? days - 1 : days)
    }

    /// Seconds since midnight, 0...86399.
    public var secondOfDay: Int { seconds - day.daysSince1970 * LocalTime.secondsPerDay }

    /// The reading that many seconds later.
    public func adding(seconds more: Int) -> LocalTime { LocalTime(seconds: seconds + more) }

    /// Earlier readings come first.
    public static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }

    /// Seconds in a nominal day.
    public static let secondsPerDay = 86_400

    /// `yyyymmdd` of the day.
    var dateText: String {
        let date = day.components
        return LocalTime.padded(date.year, 4) + LocalTime.padded(date.month, 2) + LocalTime.padded(date.day, 2)
    }

    /// `hhmmss` of the time of day.
    var timeText: String {
        let second = secondOfDay
        return LocalTime.padded(second / 3600, 2) + LocalTime.padded(second / 60 % 60, 2)
            + LocalTime.padded(second % 60, 2)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }
}
