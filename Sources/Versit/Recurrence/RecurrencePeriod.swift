/// One period of a rule (a year, month, week, day, ... that INTERVAL reaches) and the occurrences in it.
struct RecurrencePeriod {
    /// Earliest first, without repeats, after BYSETPOS.
    let occurrences: [LocalTime]

    /// The period with that index, 0 being the one of the start; nil when it begins after the limit.
    init?(rule: RecurrenceRule, start: LocalTime, index: Int, limit: LocalTime) {
        let (steps, overflow) = index.multipliedReportingOverflow(by: rule.interval)
        guard !overflow, steps < 5_000_000_000 else { return nil }
        let date = start.day.components
        let days: [CalendarDay]
        switch rule.frequency {
        case .yearly:
            guard date.year + steps <= limit.day.year else { return nil }
            days = RecurrencePeriod.days(of: rule, year: date.year + steps, start: start.day)
        case .monthly:
            let months = date.year * 12 + date.month - 1 + steps
            guard CalendarDay(year: months / 12, month: months % 12 + 1, day: 1) <= limit.day else { return nil }
            days = RecurrencePeriod.days(of: rule, year: months / 12, month: months % 12 + 1, start: start.day)
        case .weekly:
            let monday = start.day.adding(days: -start.day.weekday.distance(from: rule.weekStart))
            let first = monday.adding(days: 7 * steps)
            guard first <= limit.day else { return nil }
            let wanted = rule.byDay.isEmpty ? [start.day.weekday] : rule.byDay.map(\.weekday)
            days = (0..<7).map { first.adding(days: $0) }
                .filter { wanted.contains($0.weekday) && rule.meetsMonth($0) }
        case .daily:
            let day = start.day.adding(days: steps)
            guard day <= limit.day else { return nil }
            days = rule.meetsFilters(day) ? [day] : []
        case .hourly, .minutely, .secondly:
            guard let found = RecurrencePeriod.instant(rule, start, steps, limit) else { return nil }
            occurrences = found
            return
        }
        occurrences = RecurrencePeriod.positioned(days.flatMap { rule.times(on: $0, start: start) }, rule.bySetPosition)
    }

    /// BYSETPOS picks from one period's set.
    private static func positioned(_ set: [LocalTime], _ positions: [Int]) -> [LocalTime] {
        guard !positions.isEmpty else { return set }
        return Set(positions.map { $0 > 0 ? $0 - 1 : set.count + $0 }).sorted()
            .compactMap { set.indices.contains($0) ? set[$0] : nil }
    }

    /// A period shorter than a day; the finer BY parts expand inside it, the coarser ones limit.
    private static func instant(
        _ rule: RecurrenceRule, _ start: LocalTime, _ steps: Int, _ limit: LocalTime
    ) -> [LocalTime]? {
        let unit = rule.frequency == .hourly ? 3600 : rule.frequency == .minutely ? 60 : 1
        let moment = start.adding(seconds: steps * unit)
        guard LocalTime(seconds: moment.seconds - moment.seconds % unit) <= limit else { return nil }
        let second = moment.secondOfDay
        guard rule.meetsFilters(moment.day), rule.byHour.isEmpty || rule.byHour.contains(second / 3600) else {
            return []
        }
        let minutes = rule.frequency == .hourly && !rule.byMinute.isEmpty ? rule.byMinute : [second / 60 % 60]
        if rule.frequency != .hourly, !rule.byMinute.isEmpty, !rule.byMinute.contains(second / 60 % 60) { return [] }
        let seconds = rule.frequency != .secondly && !rule.bySecond.isEmpty ? rule.bySecond : [second % 60]
        if rule.frequency == .secondly, !rule.bySecond.isEmpty, !rule.bySecond.contains(second % 60) { return [] }
        let all = minutes.flatMap { minute in
            seconds.map { LocalTime(moment.day, secondOfDay: second / 3600 * 3600 + minute * 60 + $0) }
        }
        return positioned(Array(Set(all)).sorted(), rule.bySetPosition)
    }

    /// The days of a month's set: BYMONTHDAY and BYDAY, each limiting the other; the start's day of month without them.
    private static func days(of rule: RecurrenceRule, year: Int, month: Int, start: CalendarDay) -> [CalendarDay] {
        guard rule.byMonth.isEmpty || rule.byMonth.contains(month) else { return [] }
        let length = CalendarDay.length(ofMonth: month, year: year)
        let all = (1...length).map { CalendarDay(year: year, month: month, day: $0) }
        if rule.byMonthDay.isEmpty, rule.byDay.isEmpty {
            let day = start.dayOfMonth
            return day <= length ? [all[day - 1]] : []
        }
        return all.filter { day in
            rule.meetsMonthDay(day) && rule.meetsOrdinalDay(day, first: all[0], last: all[length - 1])
        }
    }

    /// The days of a year's set, by the table of RFC 5545 section 3.3.10.
    private static func days(of rule: RecurrenceRule, year: Int, start: CalendarDay) -> [CalendarDay] {
        let first = CalendarDay(year: year, month: 1, day: 1)
        let last = CalendarDay(year: year, month: 12, day: 31)
        if !rule.byYearDay.isEmpty || !rule.byWeekNumber.isEmpty {
            // BYWEEKNO 1 may hold days of the year before, 53 of the year after.
            let reach = rule.byWeekNumber.isEmpty ? 0 : 6
            return ((first.daysSince1970 - reach)...(last.daysSince1970 + reach)).map(CalendarDay.init(daysSince1970:))
                .filter { day in
                    rule.meetsYearDay(day, first: first, last: last) && rule.meetsWeek(day, year: year, start: start)
                        && rule.meetsMonth(day) && rule.meetsMonthDay(day) && rule.meetsWeekday(day)
                }
        }
        if !rule.byMonth.isEmpty {
            return rule.byMonth.sorted().flatMap { days(of: rule, year: year, month: $0, start: start) }
        }
        if !rule.byMonthDay.isEmpty || !rule.byDay.isEmpty {
            return (first.daysSince1970...last.daysSince1970).map(CalendarDay.init(daysSince1970:))
                .filter { rule.meetsMonthDay($0) && rule.meetsOrdinalDay($0, first: first, last: last) }
        }
        let date = start.components
        return CalendarDay(validYear: year, month: date.month, day: date.day).map { [$0] } ?? []
    }
}

extension RecurrenceRule {
    fileprivate func meetsMonth(_ day: CalendarDay) -> Bool { byMonth.isEmpty || byMonth.contains(day.month) }

    fileprivate func meetsMonthDay(_ day: CalendarDay) -> Bool {
        if byMonthDay.isEmpty { return true }
        let date = day.components
        let fromEnd = date.day - CalendarDay.length(ofMonth: date.month, year: date.year) - 1
        return byMonthDay.contains(date.day) || byMonthDay.contains(fromEnd)
    }

    fileprivate func meetsWeekday(_ day: CalendarDay) -> Bool {
        byDay.isEmpty || byDay.contains { $0.weekday == day.weekday }
    }

    /// BYDAY with ordinals counted inside first...last.
    fileprivate func meetsOrdinalDay(_ day: CalendarDay, first: CalendarDay, last: CalendarDay) -> Bool {
        byDay.isEmpty
            || byDay.contains { wanted in
                guard wanted.weekday == day.weekday else { return false }
                guard let ordinal = wanted.ordinal else { return true }
                return ordinal > 0
                    ? (day.daysSince1970 - first.daysSince1970) / 7 + 1 == ordinal
                    : (last.daysSince1970 - day.daysSince1970) / 7 + 1 == -ordinal
            }
    }

    fileprivate func meetsYearDay(_ day: CalendarDay, first: CalendarDay, last: CalendarDay) -> Bool {
        if byYearDay.isEmpty { return true }
        guard first <= day, day <= last else { return false }
        return byYearDay.contains(day.daysSince1970 - first.daysSince1970 + 1)
            || byYearDay.contains(day.daysSince1970 - last.daysSince1970 - 1)
    }

    /// BYWEEKNO: ISO weeks that begin on WKST; without BYDAY the start's weekday in that week.
    fileprivate func meetsWeek(_ day: CalendarDay, year: Int, start: CalendarDay) -> Bool {
        if byWeekNumber.isEmpty { return day.year == year }
        if byDay.isEmpty, byMonthDay.isEmpty, byYearDay.isEmpty, day.weekday != start.weekday { return false }
        let first = firstWeek(of: year)
        let count = (firstWeek(of: year + 1).daysSince1970 - first.daysSince1970) / 7
        guard day >= first else { return false }
        let number = (day.daysSince1970 - first.daysSince1970) / 7 + 1
        guard number <= count else { return false }
        return byWeekNumber.contains(number) || byWeekNumber.contains(number - count - 1)
    }

    /// The first day of the week that holds 4 January.
    private func firstWeek(of year: Int) -> CalendarDay {
        let fourth = CalendarDay(year: year, month: 1, day: 4)
        return fourth.adding(days: -fourth.weekday.distance(from: weekStart))
    }

    /// The limits on a day under FREQ=DAILY and shorter.
    fileprivate func meetsFilters(_ day: CalendarDay) -> Bool {
        let year = day.year
        return meetsMonth(day) && meetsMonthDay(day) && meetsWeekday(day)
            && meetsYearDay(
                day, first: CalendarDay(year: year, month: 1, day: 1), last: CalendarDay(year: year, month: 12, day: 31)
            )
    }

    /// The times of one day: the start's, where BYHOUR, BYMINUTE and BYSECOND say nothing else.
    fileprivate func times(on day: CalendarDay, start: LocalTime) -> [LocalTime] {
        let second = start.secondOfDay
        if byHour.isEmpty, byMinute.isEmpty, bySecond.isEmpty { return [LocalTime(day, secondOfDay: second)] }
        let hours = byHour.isEmpty ? [second / 3600] : byHour
        let minutes = byMinute.isEmpty ? [second / 60 % 60] : byMinute
        let seconds = bySecond.isEmpty ? [second % 60] : bySecond
        let all = hours.flatMap { hour in
            minutes.flatMap { minute in seconds.map { hour * 3600 + minute * 60 + $0 } }
        }
        return Set(all).sorted().map { LocalTime(day, secondOfDay: $0) }
    }
}
