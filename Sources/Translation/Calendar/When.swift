import Versit

/// When an event or task is: its start and its end (exclusive) or due time, as moments.
struct When: Hashable, Sendable {
    /// DTSTART.
    var start: Moment?
    /// DTEND, DUE, or what DURATION comes to. Events have one always: without, a day is one day long and a time has no length.
    var end: Moment?
    /// The start as it was written; no part of equality.
    var startValue: DateTime?
    /// The end as it was written; no part of equality.
    var endValue: DateTime?

    static func == (left: When, right: When) -> Bool { left.start == right.start && left.end == right.end }

    func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(end)
    }

    /// What alarms are measured from: the start, else the due time.
    var anchor: Moment? { start ?? end }

    /// The end that a start alone implies for an event (RFC 5545 section 3.6.1).
    static func impliedEnd(_ start: Moment) -> Moment {
        switch start {
        case .day(let day): .day(day.adding(days: 1))
        case .instant: start
        }
    }

    /// Reads iCalendar properties; the meaning of a value is the caller's.
    static func read(_ component: Component, isTask: Bool, meaning: (DateTime) -> Moment) -> When {
        let startValue = component.first("DTSTART").flatMap(CalendarScene.dateTime)
        let endValue = component.first(isTask ? "DUE" : "DTEND").flatMap(CalendarScene.dateTime)
        var when = When(
            start: startValue.map(meaning), end: endValue.map(meaning), startValue: startValue, endValue: endValue)
        if when.end == nil, let start = when.start, let startValue,
            let span = component.first("DURATION").flatMap({ TimeSpan(parsing: $0.raw) })
        {
            when.end = end(of: start, startValue, span, meaning)
        }
        if !isTask, let start = when.start {
            // An end before its start, or a date beside a time, says nothing.
            if let end = when.end, (end.day == nil) == (start.day == nil), end.seconds >= start.seconds {
                if start.day != nil, end == start { when.end = impliedEnd(start) }
            } else {
                when.end = impliedEnd(start)
            }
        }
        return when
    }

    /// RFC 5545 section 3.3.6: days follow the wall, seconds the clock.
    static func end(_ span: TimeSpan, after value: DateTime, _ meaning: (DateTime) -> Moment) -> Moment {
        end(of: meaning(value), value, span, meaning)
    }

    private static func end(
        of start: Moment, _ value: DateTime, _ span: TimeSpan, _ meaning: (DateTime) -> Moment
    ) -> Moment {
        switch start {
        case .day(let day):
            return .day(day.adding(days: span.days + span.seconds / LocalTime.secondsPerDay))
        case .instant:
            let moved = DateTime(value.local.adding(seconds: span.days * LocalTime.secondsPerDay), value.form)
            return .instant(meaning(moved).seconds + span.seconds)
        }
    }
}
