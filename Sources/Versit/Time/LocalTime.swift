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

    /// `yyyymmdd` of the day, with time `yyyymmddThhmmss`, and a sign behind it.
    func text(hasTime: Bool, isUTC: Bool = false) -> String {
        let date = day.components
        guard (0...9999).contains(date.year) else { return longText(date, hasTime: hasTime, isUTC: isUTC) }
        let second = secondOfDay
        return String(unsafeUninitializedCapacity: 16) { out in
            var count = 0
            func put(_ byte: UInt8) {
                out[count] = byte
                count += 1
            }
            func put(two number: Int) {
                put(UInt8(ascii: "0") + UInt8(number / 10))
                put(UInt8(ascii: "0") + UInt8(number % 10))
            }
            for pair in [date.year / 100, date.year % 100, date.month, date.day] { put(two: pair) }
            guard hasTime else { return count }
            put(UInt8(ascii: "T"))
            for pair in [second / 3600, second / 60 % 60, second % 60] { put(two: pair) }
            if isUTC { put(UInt8(ascii: "Z")) }
            return count
        }
    }

    /// The same of years with more or fewer digits than the formats have.
    private func longText(_ date: (year: Int, month: Int, day: Int), hasTime: Bool, isUTC: Bool) -> String {
        let second = secondOfDay
        let pairs = [second / 3600, second / 60 % 60, second % 60].map { LocalTime.padded($0, 2) }
        let days = LocalTime.padded(date.year, 4) + LocalTime.padded(date.month, 2) + LocalTime.padded(date.day, 2)
        return days + (hasTime ? "T" + pairs.joined() + (isUTC ? "Z" : "") : "")
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }
}
