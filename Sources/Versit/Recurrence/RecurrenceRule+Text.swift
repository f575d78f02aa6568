/// Why a recurrence was refused.
public struct RecurrenceError: Error, Hashable, Sendable {
    /// Stable names of the reasons.
    public enum Code: String, Hashable, Sendable {
        /// The text is no rule of its grammar.
        case notARule
        /// A good rule for which the other grammar has no words.
        case notExpressible
    }

    /// The reason.
    public let code: Code
    /// The reason for people.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

// RFC 5545 section 3.3.10: recur = recur-rule-part *( ";" recur-rule-part ), in any order.
extension RecurrenceRule {
    /// More than any series has, in both grammars.
    static let mostOccurrences = 10_000_000

    /// Reads an RRULE value of iCalendar; parts in any order and case, X- parts passed over, an INTERVAL of 0 read as 1.
    /// - Throws: `RecurrenceError` `notARule` for a missing or unknown FREQ, a malformed or unknown part, or numbers out
    ///   of range. COUNT beside UNTIL, which the RFC forbids, is read as COUNT.
    public init(iCalendar text: some StringProtocol) throws(RecurrenceError) {
        var rule = RecurrenceRule(.daily)
        var hasFrequency = false
        var count: Int?
        var until: DateTime?
        for part in Array(text.utf8).split(separator: UInt8(ascii: ";")) {
            let pair = part.drop { $0 == UInt8(ascii: "=") }
            guard let equals = ASCII.index(of: UInt8(ascii: "="), in: pair), equals + 1 < pair.endIndex else {
                throw RecurrenceError(.notARule, "the part \(String(decoding: part, as: UTF8.self))")
            }
            let key = RecurrenceRule.word(pair[..<equals])
            let value = RecurrenceRule.word(pair[(equals + 1)...])
            switch key {
            case "FREQ":
                guard let frequency = Frequency(rawValue: value) else {
                    throw RecurrenceError(.notARule, "FREQ=\(value)")
                }
                rule.frequency = frequency
                hasFrequency = true
            case "INTERVAL": rule.interval = max(1, try RecurrenceRule.number(value, 0...100_000))
            case "COUNT": count = try RecurrenceRule.number(value, 1...RecurrenceRule.mostOccurrences)
            case "UNTIL":
                guard let date = DateTime(parsing: value) else { throw RecurrenceError(.notARule, "UNTIL=\(value)") }
                until = date
            case "WKST":
                guard let day = Weekday(rawValue: value) else { throw RecurrenceError(.notARule, "WKST=\(value)") }
                rule.weekStart = day
            default: try rule.readList(key, value)
            }
        }
        guard hasFrequency else { throw RecurrenceError(.notARule, "no FREQ") }
        if let count { rule.end = .count(count) } else if let until { rule.end = .until(until) }
        self = rule
    }

    private mutating func readList(_ key: String, _ value: String) throws(RecurrenceError) {
        switch key {
        case "BYSECOND": bySecond = try RecurrenceRule.numbers(value, 0...60)
        case "BYMINUTE": byMinute = try RecurrenceRule.numbers(value, 0...59)
        case "BYHOUR": byHour = try RecurrenceRule.numbers(value, 0...23)
        case "BYMONTHDAY": byMonthDay = try RecurrenceRule.signed(value, 31)
        case "BYYEARDAY": byYearDay = try RecurrenceRule.signed(value, 366)
        case "BYWEEKNO": byWeekNumber = try RecurrenceRule.signed(value, 53)
        case "BYMONTH": byMonth = try RecurrenceRule.numbers(value, 1...12)
        case "BYSETPOS": bySetPosition = try RecurrenceRule.signed(value, 366)
        case "BYDAY":
            byDay = []
            for item in Array(value.utf8).split(separator: UInt8(ascii: ",")) {
                let text = RecurrenceRule.trimmed(item)
                guard let weekday = Weekday(rawValue: String(decoding: text.suffix(2), as: UTF8.self)) else {
                    throw RecurrenceError(.notARule, "BYDAY=\(String(decoding: item, as: UTF8.self))")
                }
                let ordinal = text.dropLast(2)
                byDay.append(
                    ordinal.isEmpty
                        ? Day(weekday)
                        : Day(
                            weekday,
                            ordinal: try RecurrenceRule.signed(String(decoding: ordinal, as: UTF8.self), 53).first))
            }
        default:
            guard key.hasPrefix("X-") else { throw RecurrenceError(.notARule, "the part \(key)") }
        }
    }

    /// The RRULE value; parts in the order of the RFC's grammar examples, INTERVAL and WKST only when not the default.
    public var iCalendarText: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        switch end {
        case .never: break
        case .count(let count): parts.append("COUNT=\(count)")
        case .until(let date): parts.append("UNTIL=\(date.text)")
        }
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        func list(_ key: String, _ values: [Int]) {
            if !values.isEmpty { parts.append(key + "=" + values.map(String.init).joined(separator: ",")) }
        }
        list("BYSECOND", bySecond)
        list("BYMINUTE", byMinute)
        list("BYHOUR", byHour)
        if !byDay.isEmpty {
            parts.append(
                "BYDAY="
                    + byDay.map { ($0.ordinal.map(String.init) ?? "") + $0.weekday.rawValue }.joined(separator: ","))
        }
        list("BYMONTHDAY", byMonthDay)
        list("BYYEARDAY", byYearDay)
        list("BYWEEKNO", byWeekNumber)
        list("BYMONTH", byMonth)
        list("BYSETPOS", bySetPosition)
        if weekStart != .monday { parts.append("WKST=\(weekStart.rawValue)") }
        return parts.joined(separator: ";")
    }

    /// A word without blanks around it, in upper case.
    private static func word(_ bytes: ArraySlice<UInt8>) -> String {
        ASCII.uppercased(String(decoding: trimmed(bytes), as: UTF8.self))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }

    private static func number(_ text: String, _ range: ClosedRange<Int>) throws(RecurrenceError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw RecurrenceError(.notARule, "the number \(text)")
        }
        return number
    }

    private static func numbers(_ text: String, _ range: ClosedRange<Int>) throws(RecurrenceError) -> [Int] {
        var found: [Int] = []
        for item in Array(text.utf8).split(separator: UInt8(ascii: ",")) {
            found.append(try number(String(decoding: trimmed(item), as: UTF8.self), range))
        }
        return found
    }

    private static func signed(_ text: String, _ limit: Int) throws(RecurrenceError) -> [Int] {
        let found = try numbers(text, -limit...limit)
        guard !found.contains(0) else { throw RecurrenceError(.notARule, "the number 0") }
        return found
    }
}
