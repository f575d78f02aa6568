/// The basic recurrence rule grammar of vCalendar 1.0 (section "Basic Recurrence Rule Grammar", from XAPIA's CSA):
/// a letter code with an interval, a list, and an end (`W1 MO TU #5`, `MP1 2+ TU 20100112T000000`, `YM1 5 #0`).
public enum OldRecurrence {
    /// Reads an RRULE value of vCalendar 1.0.
    ///
    /// Lists left out are DTSTART's. The end is `#n`, a date-time, or both (the one reached first wins); `#0` means never,
    /// and none at all means `#2`. An end at midnight is a day and takes that day's occurrence in. `M<i>` and `Y<i>`
    /// alone are monthly and yearly (Nokia 9110), though the grammar has the first for minutes. What does not exist
    /// (day 39) is left out of a list as long as something remains; a time of day without a date is passed over.
    /// - Parameters:
    ///   - start: DTSTART on its own wall.
    ///   - wall: the reading of another value on that same wall.
    /// - Throws: `RecurrenceError` `notARule`, also for an empty value.
    public static func rule(
        _ text: some StringProtocol, start: LocalTime, wall: (DateTime) -> LocalTime = { $0.local }
    ) throws(RecurrenceError) -> RecurrenceRule {
        var words = try OldRecurrenceWords(text)
        var rule = RecurrenceRule(.daily, interval: words.interval)
        switch words.code {
        case "D":
            guard words.isBare else { throw RecurrenceError(.notARule, "a list after D: times of day") }
        case "W":
            rule.frequency = .weekly
            rule.byDay = words.takeWeekdays().map { .init($0) }
        case "MP":
            rule.frequency = .monthly
            rule.byDay = try words.takeOrdinalDays(start: start.day)
            if rule.interval % 12 == 0 {
                rule.frequency = .yearly
                rule.byMonth = [start.day.month]
            }
        case "MD", "M":
            rule.frequency = .monthly
            rule.byMonthDay = try words.takeMonthDays()
            if rule.byMonthDay == [start.day.dayOfMonth] { rule.byMonthDay = [] }
            if rule.interval % 12 == 0, rule.byMonthDay.isEmpty { rule.frequency = .yearly }
            if rule.interval % 12 == 0, !rule.byMonthDay.isEmpty {
                rule.frequency = .yearly
                rule.byMonth = [start.day.month]
            }
        case "YM", "Y":
            rule.frequency = .yearly
            rule.byMonth = try words.takeNumbers(1...12)
            if rule.byMonth == [start.day.month] { rule.byMonth = [] }
        case "YD":
            rule.frequency = .yearly
            rule.byYearDay = try words.takeNumbers(1...366)
        default:
            throw RecurrenceError(.notARule, "the code \(words.code)")
        }
        if words.code.hasPrefix("M"), rule.frequency == .yearly { rule.interval /= 12 }
        guard words.isBare else { throw RecurrenceError(.notARule, "words that do not fit \(words.code)") }
        rule.end = end(of: rule, words, start: start, wall: wall)
        return rule
    }

    private static func end(
        of rule: RecurrenceRule, _ words: OldRecurrenceWords, start: LocalTime, wall: (DateTime) -> LocalTime
    ) -> RecurrenceRule.End {
        guard let bound = words.bound else {
            guard let count = words.count else { return .count(2) }
            return count == 0 ? .never : .count(count)
        }
        guard let count = words.count, count > 0 else { return .until(bound) }
        let limit = RecurrenceRule.limit(until: bound, wall: wall)
        var counted = Occurrences(rule.ending(.count(count)), start: start, limit: limit)
        var found = 0
        while counted.next() != nil { found += 1 }
        return found == count ? .count(count) : .until(bound)
    }
}

extension RecurrenceRule {
    /// The last reading that UNTIL takes in: the end of the day for a date.
    public static func limit(until: DateTime, wall: (DateTime) -> LocalTime) -> LocalTime {
        until.isDate ? LocalTime(until.local.day, secondOfDay: LocalTime.secondsPerDay - 1) : wall(until)
    }
}

/// The words of one rule, sorted by what they are.
private struct OldRecurrenceWords {
    private enum Word: Equatable {
        case number(Int, sign: Int?)
        case weekday(Weekday)
        case lastDay
    }

    private(set) var code = ""
    private(set) var interval = 1
    private(set) var count: Int?
    private(set) var bound: DateTime?
    private var list: [Word] = []

    /// True when no list is left.
    var isBare: Bool { list.isEmpty }

    init(_ text: some StringProtocol) throws(RecurrenceError) {
        var rest = Substring(text.uppercased())
        OldRecurrenceWords.skipBlanks(&rest)
        code = OldRecurrenceWords.take(&rest) { $0.isLetter }
        let digits = OldRecurrenceWords.take(&rest) { $0.isNumber }
        guard !code.isEmpty else { throw RecurrenceError(.notARule, rest.isEmpty ? "empty" : "no code letter") }
        guard digits.count < 6 else { throw RecurrenceError(.notARule, "the interval \(digits)") }
        interval = max(1, Int(digits) ?? 1)
        while true {
            OldRecurrenceWords.skipBlanks(&rest)
            guard let first = rest.first else { return }
            if first == "#" {
                rest.removeFirst()
                let digits = OldRecurrenceWords.take(&rest) { $0.isNumber }
                guard let number = Int(digits), number <= RecurrenceRule.mostOccurrences else {
                    throw RecurrenceError(.notARule, digits.isEmpty ? "# without a number" : "the count \(digits)")
                }
                count = number
            } else if first.isNumber {
                try readNumber(&rest)
            } else if first.isLetter {
                try readLetters(&rest)
            } else {
                throw RecurrenceError(.notARule, "the mark \(first)")
            }
        }
    }

    private mutating func readNumber(_ rest: inout Substring) throws(RecurrenceError) {
        let digits = rest.prefix { $0.isNumber }
        guard digits.count >= 8 else {
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits) else { throw RecurrenceError(.notARule, "the number \(digits)") }
            if rest.first == "+" || rest.first == "-" {
                list.append(.number(number, sign: rest.removeFirst() == "+" ? 1 : -1))
            } else {
                list.append(.number(number, sign: nil))
            }
            return
        }
        let word = OldRecurrenceWords.take(&rest) { $0 != " " && $0 != "#" }
        // Printf left-overs follow the date in Symbian's test data ("20001101T100000%C").
        guard
            let date = DateTime(parsing: word) ?? DateTime(parsing: word.prefix(16))
                ?? DateTime(parsing: word.prefix(15)) ?? DateTime(parsing: word.prefix(8))
        else { throw RecurrenceError(.notARule, "the end \(word)") }
        bound = date.local.secondOfDay == 0 ? DateTime(date: date.local.day) : date
    }

    private mutating func readLetters(_ rest: inout Substring) throws(RecurrenceError) {
        let word = OldRecurrenceWords.take(&rest) { $0.isLetter }
        if word == "LD" {
            list.append(.lastDay)
        } else if word == "T", rest.first?.isNumber == true {
            _ = OldRecurrenceWords.take(&rest) { $0 != " " && $0 != "#" }
        } else if (2...9).contains(word.count), let day = Weekday(rawValue: String(word.prefix(2))) {
            list.append(.weekday(day))
        } else {
            throw RecurrenceError(.notARule, "the word \(word)")
        }
    }

    private static func skipBlanks(_ rest: inout Substring) {
        while let first = rest.first, first == " " || first == "\t" || first == "$" { rest.removeFirst() }
    }

    private static func take(_ rest: inout Substring, while test: (Character) -> Bool) -> String {
        let run = rest.prefix { $0.isASCII && test($0) }
        rest = rest[run.endIndex...]
        return String(run)
    }

    mutating func takeWeekdays() -> [Weekday] {
        var days: [Weekday] = []
        while case .weekday(let day)? = list.first {
            if !days.contains(day) { days.append(day) }
            list.removeFirst()
        }
        return days
    }

    /// `1+ MO 2+ TU`, `2+ 1+ MO TU`: ordinals apply to the weekdays that follow them.
    mutating func takeOrdinalDays(start: CalendarDay) throws(RecurrenceError) -> [RecurrenceRule.Day] {
        var days: [RecurrenceRule.Day] = []
        while !list.isEmpty {
            var ordinals: [Int] = []
            while case .number(let number, let sign)? = list.first {
                guard (1...5).contains(number) else { throw RecurrenceError(.notARule, "week \(number) of a month") }
                ordinals.append(number * (sign ?? 1))
                list.removeFirst()
            }
            var weekdays = takeWeekdays()
            guard !ordinals.isEmpty else { throw RecurrenceError(.notARule, "weekdays without their week") }
            if weekdays.isEmpty { weekdays = [start.weekday] }
            for ordinal in ordinals { days += weekdays.map { .init($0, ordinal: ordinal) } }
        }
        if days.isEmpty {
            let week = (start.dayOfMonth - 1) / 7 + 1
            days = [.init(start.weekday, ordinal: week == 5 ? -1 : week)]
        }
        return days
    }

    mutating func takeMonthDays() throws(RecurrenceError) -> [Int] {
        let given = list.count
        var days: [Int] = []
        while let word = list.first {
            switch word {
            case .number(let number, let sign):
                if (1...31).contains(number) { days.append(number * (sign ?? 1)) }
            case .lastDay: days.append(-1)
            case .weekday: throw RecurrenceError(.notARule, "a weekday among days of the month")
            }
            list.removeFirst()
        }
        if given > 0, days.isEmpty { throw RecurrenceError(.notARule, "no such day in any month") }
        return days
    }

    mutating func takeNumbers(_ range: ClosedRange<Int>) throws(RecurrenceError) -> [Int] {
        let given = list.count
        var numbers: [Int] = []
        while case .number(let number, _)? = list.first {
            if range.contains(number) { numbers.append(number) }
            list.removeFirst()
        }
        if given > 0, numbers.isEmpty { throw RecurrenceError(.notARule, "no number within \(range)") }
        return numbers
    }
}
