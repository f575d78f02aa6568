extension OldRecurrence {
    /// Writes a rule in the grammar of vCalendar 1.0; an UNTIL is written as it stands.
    ///
    /// What was composed is read back and compared, occurrence by occurrence: a rule for which the old grammar has no
    /// words, or only words that mean something else (WKST, BYSETPOS), is refused with the reason.
    /// - Throws: `RecurrenceError` `notExpressible`.
    public static func text(for rule: RecurrenceRule, start: LocalTime) throws(RecurrenceError) -> String {
        let body = try body(of: rule.normalized(start: start), start: start.day)
        let text: String
        switch rule.end {
        case .never: text = body + " #0"
        case .count(let count): text = body + " #\(count)"
        case .until(let date): text = body + " " + date.text + (date.isDate ? "T000000" : "")
        }
        let readBack: RecurrenceRule
        do {
            readBack = try self.rule(body + " #0", start: start)
        } catch {
            throw RecurrenceError(.notExpressible, "the old grammar has no words for \(rule.iCalendarText)")
        }
        guard
            readBack.isSpelled(like: rule, start: start)
                || readBack.agrees(with: rule.ending(.never), start: start, count: 80)
        else {
            throw RecurrenceError(.notExpressible, "the old grammar would change \(rule.iCalendarText)")
        }
        return text
    }

    private static func body(of rule: RecurrenceRule, start: CalendarDay) throws(RecurrenceError) -> String {
        let refusal = RecurrenceError(.notExpressible, "the old grammar has no words for \(rule.iCalendarText)")
        guard rule.byHour.isEmpty, rule.byMinute.isEmpty, rule.bySecond.isEmpty, rule.byWeekNumber.isEmpty,
            rule.bySetPosition.isEmpty
        else { throw refusal }
        let interval = rule.interval
        switch rule.frequency {
        case .daily:
            guard rule.byDay.isEmpty, rule.byMonth.isEmpty, rule.byMonthDay.isEmpty, rule.byYearDay.isEmpty else {
                throw refusal
            }
            return "D\(interval)"
        case .weekly:
            guard rule.byMonth.isEmpty else { throw refusal }
            let days = rule.byDay.isEmpty ? [start.weekday] : rule.byDay.map(\.weekday)
            let ordered = Weekday.allCases.filter { days.contains($0) }
            return "W\(interval) " + ordered.map(\.rawValue).joined(separator: " ")
        case .monthly:
            guard rule.byMonth.isEmpty, rule.byYearDay.isEmpty else { throw refusal }
            return try monthly(rule, interval: interval, start: start, refusal: refusal)
        case .yearly:
            return try yearly(rule, start: start, refusal: refusal)
        case .hourly, .minutely, .secondly:
            throw refusal
        }
    }

    private static func monthly(
        _ rule: RecurrenceRule, interval: Int, start: CalendarDay, refusal: RecurrenceError
    ) throws(RecurrenceError) -> String {
        if rule.byDay.isEmpty {
            let days = rule.byMonthDay.isEmpty ? [start.dayOfMonth] : rule.byMonthDay
            return "MD\(interval) " + days.map { "\(abs($0))" + ($0 > 0 ? "+" : "-") }.joined(separator: " ")
        }
        guard rule.byMonthDay.isEmpty else { throw refusal }
        var words: [String] = []
        for day in rule.byDay {
            guard let ordinal = day.ordinal, abs(ordinal) <= 5 else { throw refusal }
            words.append("\(abs(ordinal))" + (ordinal > 0 ? "+ " : "- ") + day.weekday.rawValue)
        }
        return "MP\(interval) " + words.joined(separator: " ")
    }

    private static func yearly(
        _ rule: RecurrenceRule, start: CalendarDay, refusal: RecurrenceError
    ) throws(RecurrenceError) -> String {
        let interval = rule.interval
        if !rule.byYearDay.isEmpty {
            guard rule.byMonth.isEmpty, rule.byMonthDay.isEmpty, rule.byDay.isEmpty,
                rule.byYearDay.allSatisfy({ $0 > 0 })
            else { throw refusal }
            return "YD\(interval) " + rule.byYearDay.map(String.init).joined(separator: " ")
        }
        if rule.byDay.isEmpty, rule.byMonthDay.isEmpty || rule.byMonthDay == [start.dayOfMonth] {
            let months = rule.byMonth.isEmpty && rule.byMonthDay.isEmpty ? [start.month] : rule.byMonth
            guard !months.isEmpty else { throw refusal }
            return "YM\(interval) " + months.map(String.init).joined(separator: " ")
        }
        guard rule.byMonth == [start.month] else { throw refusal }
        return try monthly(rule, interval: interval * 12, start: start, refusal: refusal)
    }
}

extension RecurrenceRule {
    /// The same occurrences in plainer parts: DAILY with BYDAY becomes WEEKLY (Mozilla's habit), one weekday with BYSETPOS
    /// an ordinal, all twelve months or seven days nothing, ordinals that FREQ=WEEKLY ignores nothing.
    func normalized(start: LocalTime) -> RecurrenceRule {
        var rule = self
        if Set(rule.byMonth) == Set(1...12) { rule.byMonth = [] }
        if rule.frequency == .daily, rule.interval == 1, !rule.byDay.isEmpty, rule.bySetPosition.isEmpty,
            rule.byMonthDay.isEmpty, rule.byYearDay.isEmpty
        {
            rule.frequency = .weekly
        }
        if rule.frequency == .weekly { rule.byDay = rule.byDay.map { Day($0.weekday) } }
        if rule.byDay.count == 1, rule.byDay[0].ordinal == nil, rule.bySetPosition.count == 1,
            rule.frequency == .monthly || rule.frequency == .yearly && rule.byMonth.count == 1
        {
            rule.byDay[0].ordinal = rule.bySetPosition[0]
            rule.bySetPosition = []
        }
        if rule.bySetPosition == [1], rule.byDay.isEmpty, rule.byMonthDay.count <= 1, rule.byHour.isEmpty {
            rule.bySetPosition = []
        }
        return rule
    }

    /// True when both say the same in the same words but for their ends, where a week's day may be left to the start.
    func isSpelled(like other: RecurrenceRule, start: LocalTime) -> Bool {
        func plain(_ rule: RecurrenceRule) -> RecurrenceRule {
            var plain = rule.ending(.never)
            if plain.frequency == .weekly, plain.byDay.isEmpty { plain.byDay = [Day(start.day.weekday)] }
            return plain
        }
        return plain(self) == plain(other)
    }

    /// True when the first occurrences of both are the same; ends count as far as `count` reaches.
    public func agrees(
        with other: RecurrenceRule, start: LocalTime, count: Int, limit: LocalTime? = nil, otherLimit: LocalTime? = nil
    ) -> Bool {
        var mine = Occurrences(self, start: start, limit: limit)
        var theirs = Occurrences(other, start: start, limit: otherLimit)
        for _ in 0..<count {
            let next = mine.next()
            if next != theirs.next() { return false }
            if next == nil { return true }
        }
        return true
    }
}
