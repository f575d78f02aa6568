import Versit

/// Outlook's way of saying how something repeats: RecurrenceType with Interval, DayOfMonth, DayOfWeekMask, MonthOfYear and
/// Instance.
struct SIFRule {
    /// RecurrenceType.
    enum Kind: Int {
        case daily = 0
        case weekly = 1
        case monthly = 2
        case monthlyByDay = 3
        case yearly = 5
        case yearlyByDay = 6
    }

    var kind: Kind
    var interval = 1
    var dayOfMonth = 0
    var weekdays = 0
    var month = 0
    /// 1 to 4, 5 for the last.
    var instance = 0

    /// Sunday 1, Monday 2, up to Saturday 64.
    private static let bits: [(day: Weekday, bit: Int)] = [
        (.sunday, 1), (.monday, 2), (.tuesday, 4), (.wednesday, 8), (.thursday, 16), (.friday, 32), (.saturday, 64),
    ]

    /// The bit of a weekday in DayOfWeekMask.
    static func bit(_ day: Weekday) -> Int { bits.first { $0.day == day }?.bit ?? 0 }

    /// Reads the elements; nil when they give no rule. What a rule leaves out is the start's.
    init?(_ text: SIFText, start: CalendarDay) {
        guard let kind = Kind(rawValue: text.number("RecurrenceType") ?? 0) else { return nil }
        self.kind = kind
        interval = max(1, text.number("Interval") ?? 1)
        weekdays = (text.number("DayOfWeekMask") ?? 0) & 127
        dayOfMonth = text.number("DayOfMonth").flatMap { (1...31).contains($0) ? $0 : nil } ?? start.dayOfMonth
        month = text.number("MonthOfYear").flatMap { (1...12).contains($0) ? $0 : nil } ?? start.month
        let number = text.number("Instance") ?? 0
        instance = number < 0 || number > 4 ? 5 : max(1, number)
        switch kind {
        case .daily where weekdays != 0 && weekdays != 127: self.kind = .weekly
        case .daily: break
        case .weekly, .monthlyByDay, .yearlyByDay:
            if weekdays == 0 { weekdays = SIFRule.bit(start.weekday) }
        case .monthly: break
        case .yearly: break
        }
        // Outlook counts the months of a yearly series.
        if kind == .yearly || kind == .yearlyByDay, interval % 12 == 0 { interval /= 12 }
    }

    /// A rule in these words, on the wall of its start. `notExpressible` when they cannot say it.
    init(_ rule: RecurrenceRule, start: LocalTime) throws(RecurrenceError) {
        let refusal = RecurrenceError(.notExpressible, "SIF has no words for \(rule.iCalendarText)")
        guard rule.byHour.isEmpty, rule.byMinute.isEmpty, rule.bySecond.isEmpty, rule.byWeekNumber.isEmpty,
            rule.byYearDay.isEmpty, rule.byMonthDay.count <= 1, rule.byMonthDay.allSatisfy({ $0 > 0 }),
            rule.interval < 1000
        else { throw refusal }
        let day = start.day
        let days = rule.byDay.reduce(0) { $0 | SIFRule.bit($1.weekday) }
        switch rule.frequency {
        case .daily:
            guard days == 0 || rule.interval == 1 else { throw refusal }
            self.init(kind: days == 0 ? .daily : .weekly)
            weekdays = days
        case .weekly:
            self.init(kind: .weekly)
            weekdays = days == 0 ? SIFRule.bit(day.weekday) : days
        case .monthly:
            self.init(kind: days == 0 ? .monthly : .monthlyByDay)
        case .yearly:
            guard rule.byMonth.count <= 1, rule.interval < 12 else { throw refusal }
            self.init(kind: days == 0 ? .yearly : .yearlyByDay)
            month = rule.byMonth.first ?? day.month
        case .hourly, .minutely, .secondly: throw refusal
        }
        interval = rule.interval
        switch kind {
        case .monthly, .yearly: dayOfMonth = rule.byMonthDay.first ?? day.dayOfMonth
        case .monthlyByDay, .yearlyByDay:
            let place =
                rule.byDay.count == 1 ? rule.byDay[0].ordinal ?? rule.bySetPosition.first : rule.bySetPosition.first
            guard let place, place == -1 || (1...4).contains(place) else { throw refusal }
            instance = place == -1 ? 5 : place
            weekdays = days
        case .daily, .weekly: break
        }
        guard self.rule.agrees(with: rule.ending(.never), start: start, count: 80) else { throw refusal }
    }

    private init(kind: Kind) { self.kind = kind }

    /// The rule without an end.
    var rule: RecurrenceRule {
        let days = SIFRule.bits.filter { weekdays & $0.bit != 0 }.map(\.day)
        let ordered = Weekday.allCases.filter { days.contains($0) }
        var rule: RecurrenceRule
        switch kind {
        case .daily: rule = RecurrenceRule(.daily, interval: interval)
        case .weekly:
            rule = RecurrenceRule(.weekly, interval: interval)
            rule.byDay = ordered.map { .init($0) }
        case .monthly:
            rule = RecurrenceRule(.monthly, interval: interval)
            rule.byMonthDay = [dayOfMonth]
        case .yearly:
            rule = RecurrenceRule(.yearly, interval: interval)
            rule.byMonth = [month]
            rule.byMonthDay = [dayOfMonth]
        case .monthlyByDay: rule = RecurrenceRule(.monthly, interval: interval)
        case .yearlyByDay:
            rule = RecurrenceRule(.yearly, interval: interval)
            rule.byMonth = [month]
        }
        guard kind == .monthlyByDay || kind == .yearlyByDay else { return rule }
        let place = instance == 5 ? -1 : instance
        if ordered.count == 1 {
            rule.byDay = ordered.map { .init($0, ordinal: place) }
        } else {
            rule.byDay = ordered.map { .init($0) }
            rule.bySetPosition = [place]
        }
        return rule
    }

    /// True when the rule falls on a day, so that it may be the wall its day was counted on.
    func meets(_ day: CalendarDay) -> Bool {
        switch kind {
        case .daily: true
        case .weekly, .monthlyByDay: weekdays & SIFRule.bit(day.weekday) != 0
        case .monthly: dayOfMonth == day.dayOfMonth
        case .yearly: dayOfMonth == day.dayOfMonth && month == day.month
        case .yearlyByDay: weekdays & SIFRule.bit(day.weekday) != 0 && month == day.month
        }
    }
}
