import Versit

/// The ways in which vCalendar 1.0 devices say "the whole day"; iCalendar has VALUE=DATE and needs none of them.
///
/// Read are: dates without time, the last day inclusive (Ericsson T39/T68); T000000 to T240000 or to the next midnight (UIQ also
/// with a Z, S60, Motorola V8, iSync); T000000 to T235900 or T235959 (many); start equal to end at T000000 without Z (Nokia
/// S40); S40's birthdays (SPECIAL OCCASION) and memos (MISCELLANEOUS, T090000 to T235900); Symbian's entry types; the marks of
/// Funambol and Outlook. A day from 08:00 to 18:00 (Synthesis for Palm) is taken for what it says.
enum AllDay {
    /// First day and the day after the last, when the component means whole days; nil otherwise.
    static func days(
        _ component: Component, start: DateTime, end: DateTime?, scene: CalendarScene
    ) -> (first: CalendarDay, end: CalendarDay)? {
        let isMarked = isMarked(component)
        if start.isDate { return span(start.local.day, lastDay(end, isInclusive: true)) }
        if let days = days(
            component, wall(start, scene), end.map { wall($0, scene) }, isMarked, isUTC: start.form == .utc)
        {
            return days
        }
        // A local time that is marked as UTC (P800, P900): midnights are midnights of the wall.
        guard start.form == .utc, start.local.secondOfDay == 0 else { return nil }
        if let end, end.local.secondOfDay != 0 || end.local <= start.local, !isMarked { return nil }
        guard isMarked || end != nil else { return nil }
        return days(component, start.local, end?.local, isMarked, isUTC: true)
    }

    private static func wall(_ value: DateTime, _ scene: CalendarScene) -> LocalTime {
        guard value.form == .utc else { return value.local }
        return LocalTime(seconds: scene.localZone.local(fromUTC: value.local.seconds))
    }

    private static func days(
        _ component: Component, _ start: LocalTime, _ end: LocalTime?, _ isMarked: Bool, isUTC: Bool
    ) -> (first: CalendarDay, end: CalendarDay)? {
        let second = start.secondOfDay
        if second == 0 {
            guard let end else { return isMarked || !isUTC ? span(start.day, nil) : nil }
            if end.secondOfDay == 0 {
                guard end != start || !isUTC || isMarked else { return nil }
                return span(start.day, end.day)
            }
            if isLastMinute(end) { return span(start.day, end.day.adding(days: 1)) }
        }
        guard let end, end.day == start.day else { return isMarked && second == 0 ? span(start.day, nil) : nil }
        let words = component.all("CATEGORIES").flatMap { $0.list(component.dialect) }.map { $0.uppercased() }
        let isBirthday =
            words.contains("SPECIAL OCCASION")
            && (second == 0 && end.secondOfDay == 9 * 3600 || isLastMinute(start) && isLastMinute(end))
        let isMemo = words.contains("MISCELLANEOUS") && second == 9 * 3600 && isLastMinute(end)
        return isBirthday || isMemo || isMarked && second == 0 ? span(start.day, nil) : nil
    }

    private static func isLastMinute(_ time: LocalTime) -> Bool { time.secondOfDay >= 86_400 - 60 }

    private static func lastDay(_ end: DateTime?, isInclusive: Bool) -> CalendarDay? {
        guard let end else { return nil }
        return end.isDate || end.local.secondOfDay > 0 ? end.local.day.adding(days: 1) : end.local.day
    }

    /// At least one day; Symbian's anniversaries may end before they start.
    private static func span(_ first: CalendarDay, _ end: CalendarDay?) -> (first: CalendarDay, end: CalendarDay) {
        (first, max(end ?? first, first.adding(days: 1)))
    }

    private static func isMarked(_ component: Component) -> Bool {
        let type = component.text("X-EPOCAGENDAENTRYTYPE")?.uppercased()
        if type == "EVENT" || type == "ANNIVERSARY" { return true }
        return ["X-FUNAMBOL-ALLDAY", "X-MICROSOFT-CDO-ALLDAYEVENT"].contains { name in
            ["1", "TRUE"].contains(component.text(name)?.uppercased())
        }
    }
}
