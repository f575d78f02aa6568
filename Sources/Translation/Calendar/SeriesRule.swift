import Versit

/// A recurrence as a user means it: the pattern of occurrences on the wall of its start. Two rules are equal when they give the
/// same pattern, whatever their grammar, wall and kind of end: a device that turns COUNT into UNTIL has changed nothing.
struct SeriesRule: Hashable, Sendable {
    /// The rule as written.
    let rule: RecurrenceRule
    /// The start on its own wall.
    let start: LocalTime
    /// Offsets of the first occurrences from the start, in seconds.
    private let pattern: [Int]
    /// Offset of the last occurrence; nil: endless, or beyond the year 2099, as devices without "never" write it.
    let last: Int?

    private static let patternLength = 40
    private static let countLimit = 4000

    /// A rule on the wall of its start.
    /// - Parameter wall: the reading of UNTIL on that wall.
    init(_ rule: RecurrenceRule, start: LocalTime, wall: (DateTime) -> LocalTime) {
        self.rule = rule
        self.start = start
        var limit: LocalTime?
        if case .until(let date) = rule.end { limit = RecurrenceRule.limit(until: date, wall: wall) }
        let farAway = LocalTime(CalendarDay(year: 2099, month: 1, day: 1))
        let isEndless =
            switch rule.end {
            case .never: true
            case .count: false
            case .until: limit.map { $0 >= farAway } ?? false
            }
        var pattern: [Int] = []
        var last = 0
        var count = 0
        for occurrence in Occurrences(rule, start: start, limit: limit) {
            last = occurrence.seconds - start.seconds
            if pattern.count < SeriesRule.patternLength { pattern.append(last) }
            count += 1
            if isEndless && count == SeriesRule.patternLength || count == SeriesRule.countLimit { break }
        }
        if count == SeriesRule.countLimit, let limit { last = limit.seconds - start.seconds }
        self.pattern = pattern
        self.last = isEndless ? nil : last
    }

    /// Reads a rule of either grammar.
    static func read(_ text: String, _ dialect: Dialect, start: LocalTime) throws(RecurrenceError) -> RecurrenceRule {
        if dialect.isOld, !text.uppercased().hasPrefix("FREQ=") { return try OldRecurrence.rule(text, start: start) }
        return try RecurrenceRule(iCalendar: text)
    }

    /// See `RecurrenceRule.moved`.
    func moved(byDays days: Int) -> RecurrenceRule? { rule.moved(byDays: days, from: start.day) }

    /// The offset of an occurrence as the pattern counts it: whole days for all rules that have one time of day, so that a
    /// change of the clocks between two walls does not matter.
    func offset(_ seconds: Int) -> Int { SeriesRule.rounded(seconds, for: rule) }

    /// Rounds to days unless the rule repeats within a day.
    static func rounded(_ seconds: Int, for rule: RecurrenceRule?) -> Int {
        switch rule?.frequency {
        case .hourly, .minutely, .secondly: return seconds
        case .daily, .weekly, .monthly, .yearly, nil:
            if let rule, rule.byHour.count + rule.byMinute.count + rule.bySecond.count > 0 { return seconds }
            let day = LocalTime.secondsPerDay
            let half = seconds + day / 2
            return (half >= 0 ? half / day : (half - day + 1) / day) * day
        }
    }

    static func == (left: SeriesRule, right: SeriesRule) -> Bool {
        left.pattern == right.pattern && left.last == right.last
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(pattern)
        hasher.combine(last)
    }

    /// For the journal and for canonical texts: the pattern's first days and its end.
    var canonical: String {
        pattern.prefix(12).map { String($0 / 60) }.joined(separator: ",") + ";"
            + (last.map { String($0 / 60) } ?? "endless")
    }
}

extension RecurrenceRule {
    /// The rule on a wall that is some days ahead: weekdays move along, and what the start implies is left out.
    /// - Returns: nil when the rule names days that cannot move.
    func moved(byDays days: Int, from start: CalendarDay) -> RecurrenceRule? {
        guard days != 0 else { return self }
        var moved = self
        if moved.byMonthDay == [start.dayOfMonth] { moved.byMonthDay = [] }
        if moved.frequency == .yearly, moved.byMonthDay.isEmpty, moved.byDay.isEmpty, moved.byMonth == [start.month] {
            moved.byMonth = []
        }
        guard moved.byMonthDay.isEmpty, moved.byYearDay.isEmpty, moved.byWeekNumber.isEmpty, moved.byMonth.isEmpty,
            moved.bySetPosition.isEmpty, moved.byDay.allSatisfy({ $0.ordinal == nil })
        else { return nil }
        moved.byDay = moved.byDay.map {
            .init(Weekday.allCases[(($0.weekday.index + days) % 7 + 7) % 7], ordinal: $0.ordinal)
        }
        return moved
    }
}
