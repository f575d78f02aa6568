import Markup
import Versit

/// IsRecurring with RecurrenceType and the rest is RRULE, Exceptions{ExcludeDate, IncludeDate} are EXDATE and RDATE.
///
/// PatternStartDate repeats the start. A series that Outlook's words cannot say is not shown at all, with a reason. Lost: nothing
/// of those that they can; an end by count and by date mean the same occurrences.
struct SIFSeriesFamily: SIFFamily {
    private static let numbers = [
        "RecurrenceType", "Interval", "DayOfMonth", "DayOfWeekMask", "MonthOfYear", "Instance",
    ]

    var elements: [(name: String, property: String)] {
        [("IsRecurring", "RRULE")] + SIFSeriesFamily.numbers.map { ($0, "RRULE") } + [
            ("PatternStartDate", "RRULE"), ("NoEndDate", "RRULE"), ("PatternEndDate", "RRULE"),
            ("Occurrences", "RRULE"),
            ("Exceptions", "EXDATE"), ("Timezone", ""),
        ]
    }

    /// The wall on which a start in UTC repeats: the text's own zone, else the device's, when the rule falls on the start's day there.
    /// Nil: as it is written.
    static func wall(_ text: SIFText, _ start: DateTime, _ scene: SIFScene) -> TimeZoneRules? {
        guard text.flag("IsRecurring") == true, start.form == .utc, let zone = SIFZone(text).rules ?? scene.zone else {
            return nil
        }
        let local = SIFTime.onWall(start, zone).local.day
        guard let rule = SIFRule(text, start: local) else { return nil }
        return rule.meets(local) || !rule.meets(start.local.day) ? zone : nil
    }

    private static func start(_ text: SIFText, _ scene: SIFScene) -> DateTime? {
        guard scene.isTask else {
            return SIFEventTimes().read(text, scene).first.flatMap(CalendarScene.dateTime)
        }
        return SIFTime.value(text.filled("StartDate") ?? text.filled("DueDate"))
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard text.flag("IsRecurring") == true, let start = SIFSeriesFamily.start(text, scene),
            let words = SIFRule(text, start: start.local.day)
        else { return [] }
        let zone = SIFZone(text).rules ?? scene.zone
        let rule = words.rule.ending(end(text, words.rule, start, zone))
        var lines = [ContentLine("RRULE", raw: rule.iCalendarText)]
        let exceptions = text.element("Exceptions")
        for (element, property) in [("ExcludeDate", "EXDATE"), ("IncludeDate", "RDATE")] {
            let dates = (exceptions?.all(element) ?? []).compactMap { SIFTime.value(LineEnds.trimmed($0.text)) }
                .map { date(of: $0, start, zone) }
            if !dates.isEmpty {
                lines.append(ContentLine(property, raw: dates.map(\.text).joined(separator: ";")))
            }
        }
        return lines
    }

    private func end(
        _ text: SIFText, _ rule: RecurrenceRule, _ start: DateTime, _ zone: TimeZoneRules?
    ) -> RecurrenceRule.End {
        if text.flag("NoEndDate") == true { return .never }
        let count = text.number("Occurrences").flatMap { (1...10_000).contains($0) ? $0 : nil }
        guard let last = SIFTime.value(text.filled("PatternEndDate")).map({ SIFTime.day($0, zone) }) else {
            return count.map { .count($0) } ?? .never
        }
        let limit = LocalTime(last, secondOfDay: LocalTime.secondsPerDay - 1)
        if let count {
            var occurrences = Occurrences(rule.ending(.count(count)), start: start.local, limit: limit)
            var found = 0
            while occurrences.next() != nil { found += 1 }
            if found == count { return .count(count) }
        }
        return .until(DateTime(date: last))
    }

    /// An occurrence on the wall of the start; a midnight there means the day.
    private func date(of value: DateTime, _ start: DateTime, _ zone: TimeZoneRules?) -> DateTime {
        if value.isDate || start.isDate { return DateTime(date: SIFTime.day(value, zone)) }
        guard let zone, value.form == .utc else {
            return value.local.secondOfDay == 0 ? DateTime(date: value.local.day) : value
        }
        let local = SIFTime.onWall(value, zone)
        if local.local.secondOfDay == 0 { return DateTime(date: local.local.day) }
        return start.form == .utc ? value : local
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        let start = component.first("DTSTART").flatMap(CalendarScene.dateTime)
        guard let line = component.first("RRULE"), let start,
            let rule = try? RecurrenceRule(iCalendar: line.raw), let words = try? SIFRule(rule, start: start.local)
        else { return ["IsRecurring": .text("0")] }
        var values: [String: SIFValue] = ["IsRecurring": .text("1")]
        let numbers = [
            words.kind.rawValue, words.interval, words.dayOfMonth, words.weekdays, words.month, words.instance,
        ]
        for (name, number) in zip(SIFSeriesFamily.numbers, numbers) { values[name] = .text(String(number)) }
        values["PatternStartDate"] = .text(midnight(start.local.day, like: start))
        values["NoEndDate"] = .text("1")
        switch rule.end {
        case .never: break
        case .count(let count):
            values["NoEndDate"] = .text("0")
            values["Occurrences"] = .text(String(count))
        case .until(let date):
            values["NoEndDate"] = .text("0")
            values["PatternEndDate"] = .text(midnight(date.local.day, like: start))
        }
        let dates = [("ExcludeDate", "EXDATE"), ("IncludeDate", "RDATE")].flatMap { element, property in
            component.all(property).flatMap(ExceptionDatesFamily.values).map { value in
                SIFText.leaf(element, start.isDate ? SIFTime.text(value.local.day) : SIFTime.text(value))
            }
        }
        values["Exceptions"] = .nested(dates)
        if !start.isDate { values["Timezone"] = SIFZone.value(component) }
        return values
    }

    private func midnight(_ day: CalendarDay, like start: DateTime) -> String {
        SIFTime.text(start.isDate ? DateTime(date: day) : DateTime(LocalTime(day), start.form))
    }
}
