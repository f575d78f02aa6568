import Versit

/// Start, End and AllDayEvent are DTSTART and DTEND; the last day of an all-day event is the one that End names.
///
/// Lost: Duration, which both tell. What repeats stands on the wall of the zone it repeats in, although clients before 7 write UTC.
struct SIFEventTimes: SIFFamily {
    let isTogether = true

    var elements: [(name: String, property: String)] {
        [("Start", "DTSTART"), ("End", "DTEND"), ("AllDayEvent", "DTSTART")]
    }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        guard let start = SIFTime.value(text.filled("Start")) else { return [] }
        let end = SIFTime.value(text.filled("End"))
        if text.flag("AllDayEvent") ?? start.isDate || start.isDate { return days(start, end, scene) }
        let wall = SIFSeriesFamily.wall(text, start, scene)
        let values = [("DTSTART", start), ("DTEND", end)].compactMap { name, value in
            value.map { (name, wall.map { [value = $0] in SIFTime.onWall(value, $0) } ?? $0) }
        }
        return values.map { ContentLine($0.0, raw: $0.1.text) }
    }

    /// A stamp at midnight behind the start is the end of the day before it, as Outlook counts.
    private func days(_ start: DateTime, _ end: DateTime?, _ scene: SIFScene) -> [ContentLine] {
        let first = SIFTime.day(start, scene.zone)
        var last = end.map { SIFTime.day($0, scene.zone) } ?? first
        if let end, !end.isDate, end != start, last > first {
            let isMidnight = end.form == .utc ? SIFEventTimes.isMidnight(end, scene.zone) : end.local.secondOfDay == 0
            if isMidnight { last = last.adding(days: -1) }
        }
        let after = max(first, last).adding(days: 1)
        return [
            ContentLine("DTSTART", raw: DateTime(date: first).text),
            ContentLine("DTEND", raw: DateTime(date: after).text),
        ]
    }

    private static func isMidnight(_ value: DateTime, _ zone: TimeZoneRules?) -> Bool {
        guard let zone else { return value.local.secondOfDay % 1800 == 0 }
        return LocalTime(seconds: zone.local(fromUTC: value.local.seconds)).secondOfDay == 0
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        guard let start = component.first("DTSTART").flatMap(CalendarScene.dateTime) else { return [:] }
        let end = component.first("DTEND").flatMap(CalendarScene.dateTime)
        var last = end ?? start
        if start.isDate {
            last = DateTime(date: max(start.local.day, (end?.local.day ?? start.local.day).adding(days: -1)))
        }
        return [
            "Start": .text(SIFTime.text(start)), "End": .text(SIFTime.text(last)),
            "AllDayEvent": .text(start.isDate ? "1" : "0"),
        ]
    }
}

/// StartDate and DueDate are DTSTART and DUE, days where they are days.
///
/// Lost: nothing of a day; a client that keeps days only keeps the day of a due time, and the time stays upstream.
struct SIFTaskTimes: SIFFamily {
    var elements: [(name: String, property: String)] { [("StartDate", "DTSTART"), ("DueDate", "DUE")] }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        elements.compactMap { element in
            SIFTime.value(text.filled(element.name)).map { ContentLine(element.property, raw: $0.text) }
        }
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        var values: [String: SIFValue] = [:]
        for element in elements {
            guard let value = component.first(element.property).flatMap(CalendarScene.dateTime) else { continue }
            values[element.name] = .text(SIFTime.text(value))
        }
        return values
    }
}
