/// A day of the proleptic Gregorian calendar (RFC 5545 section 3.3.4), counted without any library's clock or zone.
public struct CalendarDay: Hashable, Comparable, Sendable, Codable {
    /// Days since 1 January 1970; negative before.
    public let daysSince1970: Int

    /// The day that many days after 1 January 1970.
    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// The day of a date whose month is 1...12; a day of month outside the month runs over into its neighbours.
    public init(year: Int, month: Int, day: Int) {
        // Years count from March, so that the leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        daysSince1970 = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day of a date, nil when that date does not exist (30 February, month 13, year outside 1...9999).
    public init?(validYear year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDay.length(ofMonth: month, year: year)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month 1...12 and day 1...31.
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The year, 1 for AD 1.
    public var year: Int { components.year }
    /// The month, 1...12.
    public var month: Int { components.month }
    /// The day of the month, 1...31.
    public var dayOfMonth: Int { components.day }
    /// The day of the year, 1...366.
    public var dayOfYear: Int { daysSince1970 - CalendarDay(year: year, month: 1, day: 1).daysSince1970 + 1 }

    /// The day of the week.
    public var weekday: Weekday {
        let index = (daysSince1970 + 3) % 7  // 1 January 1970 was a Thursday
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }

    /// The day that many days later.
    public func adding(days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + days) }

    /// Days in a month, 28...31.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    /// True when the year has 366 days.
    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Earlier days come first.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.daysSince1970 < right.daysSince1970 }
}

/// A day of the week as RRULE writes it (RFC 5545 section 3.3.10 weekday).
public enum Weekday: String, Hashable, Sendable, Codable, CaseIterable {
    /// Monday, the first day of an ISO week.
    case monday = "MO"
    /// Tuesday.
    case tuesday = "TU"
    /// Wednesday.
    case wednesday = "WE"
    /// Thursday.
    case thursday = "TH"
    /// Friday.
    case friday = "FR"
    /// Saturday.
    case saturday = "SA"
    /// Sunday.
    case sunday = "SU"

    /// 0 for Monday to 6 for Sunday.
    public var index: Int {
        switch self {
        case .monday: 0
        case .tuesday: 1
        case .wednesday: 2
        case .thursday: 3
        case .friday: 4
        case .saturday: 5
        case .sunday: 6
        }
    }

    /// Days from `start` forward to this one, 0...6.
    public func distance(from start: Weekday) -> Int { (index - start.index + 7) % 7 }
}
