/// The rule of a TZif footer: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636 section 3.3.1).
public struct PosixZone: Hashable, Sendable, Codable {
    /// A day of each year.
    public enum YearDay: Hashable, Sendable, Codable {
        /// `Mm.w.d`: the w-th (5 = last) weekday of a month.
        case weekday(month: Int, week: Int, day: Weekday)
        /// `Jn`: day 1...365, never counting 29 February.
        case julian(Int)
        /// `n`: day 0...365, counting 29 February.
        case zeroBased(Int)

        /// The day in one year.
        public func day(in year: Int) -> CalendarDay {
            switch self {
            case .weekday(let month, let week, let day):
                let first = CalendarDay(year: year, month: month, day: 1)
                let offset = day.distance(from: first.weekday) + (week - 1) * 7
                let length = CalendarDay.length(ofMonth: month, year: year)
                return first.adding(days: offset < length ? offset : offset - 7)
            case .julian(let number):
                let leapShift = CalendarDay.isLeap(year) && number >= 60 ? 1 : 0
                return CalendarDay(year: year, month: 1, day: number + leapShift)
            case .zeroBased(let number):
                return CalendarDay(year: year, month: 1, day: number + 1)
            }
        }
    }

    /// One of the two changes of a year.
    public struct Change: Hashable, Sendable, Codable {
        /// The day it falls on.
        public var day: YearDay
        /// Wall seconds after that day's midnight, by the clock before the change; -604799...604799.
        public var second: Int
    }

    /// Standard time.
    public let standard: TimeZoneRules.Phase
    /// Daylight saving time; nil in places without.
    public let daylight: TimeZoneRules.Phase?
    /// The change to daylight time.
    public let starts: Change?
    /// The change to standard time.
    public let ends: Change?

    /// What holds at an instant.
    public func phase(atUTC instant: Int) -> TimeZoneRules.Phase {
        guard let daylight, let starts, let ends else { return standard }
        let year = LocalTime(seconds: instant + standard.offset).day.year
        let start = starts.instant(in: year, offset: standard.offset)
        let end = ends.instant(in: year, offset: daylight.offset)
        let isDaylight = start < end ? instant >= start && instant < end : instant >= start || instant < end
        return isDaylight ? daylight : standard
    }

    /// The changes in a range of instants, earliest first; ranges are cut to the years 1...9999.
    func transitions(in range: Range<Int>) -> [TimeZoneRules.Transition] {
        guard let daylight, let starts, let ends else { return [] }
        let floor = LocalTime(CalendarDay(year: 1, month: 1, day: 2)).seconds
        let ceiling = LocalTime(CalendarDay(year: 9999, month: 12, day: 30)).seconds
        let lower = min(max(range.lowerBound, floor), ceiling)
        let upper = min(max(range.upperBound, floor), ceiling)
        let years = (LocalTime(seconds: lower).day.year - 1)...(LocalTime(seconds: upper).day.year + 1)
        var found: [TimeZoneRules.Transition] = []
        for year in years {
            found.append(.init(at: starts.instant(in: year, offset: standard.offset), phase: daylight))
            found.append(.init(at: ends.instant(in: year, offset: daylight.offset), phase: standard))
        }
        return found.filter { range.contains($0.at) }.sorted { $0.at < $1.at }
    }
}

extension PosixZone.Change {
    /// The instant in one year, given the offset in force before it.
    func instant(in year: Int, offset: Int) -> Int {
        LocalTime(day.day(in: year), secondOfDay: second).seconds - offset
    }
}

// std offset [dst [offset] [, start [/time] , end [/time]]], the sign of offsets west positive.
extension PosixZone {
    /// Reads a POSIX TZ string; nil when it is none. Without rules the United States' are not assumed: no daylight time.
    public init?(parsing text: String) {
        var rest = text.utf8[...]
        guard let name = PosixZone.name(&rest), let west = PosixZone.time(&rest) else { return nil }
        standard = TimeZoneRules.Phase(offset: -west, name: name)
        if rest.isEmpty {
            daylight = nil
            starts = nil
            ends = nil
            return
        }
        guard let summerName = PosixZone.name(&rest) else { return nil }
        var summerOffset = -west + 3600
        if let first = rest.first, first != UInt8(ascii: ",") {
            guard let summerWest = PosixZone.time(&rest) else { return nil }
            summerOffset = -summerWest
        }
        guard let start = PosixZone.change(&rest), let end = PosixZone.change(&rest), rest.isEmpty else { return nil }
        daylight = TimeZoneRules.Phase(offset: summerOffset, isDaylight: true, name: summerName)
        starts = start
        ends = end
    }

    private static func skip(_ byte: UInt8, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// Three or more letters, or anything between angle brackets.
    private static func name(_ rest: inout Substring.UTF8View) -> String? {
        if skip(UInt8(ascii: "<"), &rest) {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return String(Substring(rest[..<end]))
        }
        let letters = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
        guard letters.count >= 3 else { return nil }
        rest = rest[letters.endIndex...]
        return String(Substring(letters))
    }

    private static func number(_ rest: inout Substring.UTF8View) -> Int? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        rest = rest[digits.endIndex...]
        return Int(Substring(digits))
    }

    /// `[+-]hh[:mm[:ss]]` in seconds, hours up to 167.
    private static func time(_ rest: inout Substring.UTF8View) -> Int? {
        let isNegative = skip(UInt8(ascii: "-"), &rest)
        if !isNegative { _ = skip(UInt8(ascii: "+"), &rest) }
        guard let hours = number(&rest), hours <= 167 else { return nil }
        var seconds = hours * 3600
        if skip(UInt8(ascii: ":"), &rest) {
            guard let minutes = number(&rest), minutes < 60 else { return nil }
            seconds += minutes * 60
            if skip(UInt8(ascii: ":"), &rest) {
                guard let more = number(&rest), more < 60 else { return nil }
                seconds += more
            }
        }
        return isNegative ? -seconds : seconds
    }

    private static func change(_ rest: inout Substring.UTF8View) -> Change? {
        guard skip(UInt8(ascii: ","), &rest), let day = yearDay(&rest) else { return nil }
        guard skip(UInt8(ascii: "/"), &rest) else { return Change(day: day, second: 2 * 3600) }
        return time(&rest).map { Change(day: day, second: $0) }
    }

    private static func yearDay(_ rest: inout Substring.UTF8View) -> YearDay? {
        if skip(UInt8(ascii: "J"), &rest) {
            guard let day = number(&rest), (1...365).contains(day) else { return nil }
            return .julian(day)
        }
        guard skip(UInt8(ascii: "M"), &rest) else {
            guard let day = number(&rest), day <= 365 else { return nil }
            return .zeroBased(day)
        }
        guard let month = number(&rest), (1...12).contains(month), skip(UInt8(ascii: "."), &rest),
            let week = number(&rest), (1...5).contains(week), skip(UInt8(ascii: "."), &rest),
            let day = number(&rest), day <= 6
        else { return nil }
        // POSIX counts from Sunday, 0.
        return .weekday(month: month, week: week, day: Weekday.allCases[(day + 6) % 7])
    }
}
