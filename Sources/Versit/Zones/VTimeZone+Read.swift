// RFC 5545 section 3.6.5: the zone a calendar object describes itself.
extension TimeZoneRules {
    /// Reads a VTIMEZONE; nil when it has no usable STANDARD or DAYLIGHT.
    ///
    /// A pair of yearly rules without end becomes the rule after the last change; any other endless rule is followed to
    /// the end of 2100.
    public init?(vtimezone component: Component) {
        let observances = component.components.compactMap(Observance.init)
        guard let earliest = observances.min(by: { $0.onset < $1.onset }) else { return nil }
        let footer = Observance.footer(of: observances)
        var horizon = LocalTime(CalendarDay(year: 2100, month: 12, day: 31))
        if footer != nil {
            let last = observances.map(\.lastFixed).max() ?? earliest.start
            horizon = last.adding(seconds: 366 * LocalTime.secondsPerDay)
        }
        var transitions: [Int: Phase] = [:]
        for observance in observances {
            for onset in observance.onsets(to: horizon) { transitions[onset] = observance.phase }
        }
        self.init(
            name: component.first("TZID")?.raw ?? "",
            // Whatever held before a change back to standard time was daylight time.
            initial: Phase(
                offset: earliest.from,
                isDaylight: !earliest.phase.isDaylight && earliest.from > earliest.phase.offset),
            transitions: transitions.map { Transition(at: $0.key, phase: $0.value) },
            footer: footer)
    }
}

/// One STANDARD or DAYLIGHT.
private struct Observance {
    let phase: TimeZoneRules.Phase
    let from: Int
    let start: LocalTime
    let rule: RecurrenceRule?
    let dates: [LocalTime]

    init?(_ component: Component) {
        guard component.name == "STANDARD" || component.name == "DAYLIGHT",
            let to = component.first("TZOFFSETTO").flatMap({ UTCOffset(parsing: $0.raw) }),
            let start = component.first("DTSTART").flatMap({ DateTime(parsing: $0.raw) })
        else { return nil }
        let from = component.first("TZOFFSETFROM").flatMap { UTCOffset(parsing: $0.raw) } ?? to
        phase = TimeZoneRules.Phase(
            offset: to.seconds, isDaylight: component.name == "DAYLIGHT", name: component.text("TZNAME") ?? "")
        self.from = from.seconds
        self.start = start.local
        rule = component.first("RRULE").flatMap { try? RecurrenceRule(iCalendar: $0.raw) }
        dates = component.all("RDATE").flatMap { $0.raw.split(separator: ",") }.compactMap { text in
            DateTime(parsing: text).map { $0.form == .utc ? $0.local.adding(seconds: from.seconds) : $0.local }
        }
    }

    var onset: Int { start.seconds - from }

    /// UNTIL on this observance's wall; nil without.
    private var until: LocalTime? {
        guard case .until(let date)? = rule?.end else { return nil }
        return RecurrenceRule.limit(until: date) { $0.form == .utc ? $0.local.adding(seconds: from) : $0.local }
    }

    /// The last change that is no part of an endless rule.
    var lastFixed: LocalTime { max(start, until ?? start, dates.max() ?? start) }

    func onsets(to horizon: LocalTime) -> [Int] {
        var walls = [start] + dates
        if let rule {
            walls += Occurrences(rule, start: start, limit: min(until ?? horizon, horizon)).prefix(2000)
        }
        return walls.map { $0.seconds - from }
    }

    private var change: PosixZone.Change? {
        guard let rule, rule.end == .never, rule.frequency == .yearly, rule.interval == 1, rule.byMonth.count == 1,
            rule.byDay.count == 1, let ordinal = rule.byDay[0].ordinal, ordinal == -1 || (1...4).contains(ordinal),
            rule.byMonthDay.isEmpty, rule.byYearDay.isEmpty, rule.byWeekNumber.isEmpty, rule.bySetPosition.isEmpty
        else { return nil }
        return PosixZone.Change(
            day: .weekday(month: rule.byMonth[0], week: ordinal == -1 ? 5 : ordinal, day: rule.byDay[0].weekday),
            second: start.secondOfDay)
    }

    /// The rule that the last endless pair amounts to.
    static func footer(of observances: [Observance]) -> PosixZone? {
        let endless = observances.filter { $0.rule?.end == .never }
        guard endless.count == 2, let standard = endless.first(where: { !$0.phase.isDaylight }),
            let daylight = endless.first(where: \.phase.isDaylight), let ends = standard.change,
            let starts = daylight.change, standard.from == daylight.phase.offset,
            daylight.from == standard.phase.offset
        else { return nil }
        return PosixZone(standard: standard.phase, daylight: daylight.phase, starts: starts, ends: ends)
    }
}
