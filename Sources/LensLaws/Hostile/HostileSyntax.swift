import Versit

/// Any bytes are a document that gives the same bytes back; any text is a rule that means the same when it is written, or a typed
/// error.
enum HostileSyntax {
    private static let hints: [Dialect?] = [nil, .vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20]

    static func document(_ bytes: [UInt8], _ choice: UInt8) -> [String] {
        let hint = hints[Int(choice) % hints.count]
        guard let parsed = try? Document.parse(bytes, hint: hint) else { return [] }
        let document = parsed.document
        var broken: [String] = []
        if document.serialise() != bytes { broken.append("a document that nobody touched has other bytes") }
        let strict = document.serialiseStrictly()
        guard let again = try? Document.parse(strict, hint: hint) else {
            return broken + ["what was written strictly cannot be read"]
        }
        let beside = (
            try? Document.parse(bytes, hint: hint, since: again), try? Document.parse(strict, hint: hint, since: parsed)
        )
        if beside != (parsed, again) { broken.append("a text reads otherwise beside an older one") }
        if again.document.serialiseStrictly() != strict { broken.append("writing strictly twice differs from once") }
        document.components.forEach(readAll)
        return broken
    }

    /// Every value of a component, read in every way there is.
    private static func readAll(_ component: Component) {
        for line in component.lines {
            _ = (line.text(component.dialect), line.structured(component.dialect), line.list(component.dialect))
            _ = (line.binary(component.dialect), line.types, line.parameterText("TZID", component.dialect))
            _ = (DateTime(parsing: line.raw), TimeSpan(parsing: line.raw))
        }
        component.components.forEach(readAll)
    }

    private static let start = LocalTime(seconds: 1_767_600_000)
    /// Starts that are looked at, and how far away: one that never comes must be given up.
    private static let most = 50

    static func recurrence(_ bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        var broken: [String] = []
        if let rule = try? RecurrenceRule(iCalendar: text) {
            let written = rule.iCalendarText
            if (try? RecurrenceRule(iCalendar: written)) != rule { broken.append("\(written) is another rule") }
            broken += oldSpelling(of: rule)
        }
        if let rule = try? OldRecurrence.rule(text, start: start) {
            let written = rule.iCalendarText
            if (try? RecurrenceRule(iCalendar: written)) != rule { broken.append("\(text) as \(written)") }
            broken += oldSpelling(of: rule)
        }
        return broken
    }

    /// A rule of vCalendar 1.0 has the same starts as what it was written for.
    private static func oldSpelling(of rule: RecurrenceRule) -> [String] {
        let starts = Array(Occurrences(rule, start: start).prefix(most))
        guard let old = try? OldRecurrence.text(for: rule, start: start) else { return [] }
        guard let read = try? OldRecurrence.rule(old, start: start) else { return ["\(old) cannot be read"] }
        let again = Array(Occurrences(read, start: start).prefix(most))
        return starts == again ? [] : ["\(rule.iCalendarText) as \(old): other starts"]
    }

    static let rules = [
        "FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU;UNTIL=20271231T000000Z",
        "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=-1,31;BYHOUR=8,9", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "FREQ=YEARLY;BYYEARDAY=-366", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=HOURLY;BYMINUTE=0,30", "D1 #10", "W2 MO TU #0", "MP1 2+ TU 20100112T000000", "MD1 LD 1+ #5", "YM1 2 #0",
        "YD1 100 200 #3",
    ]
}
