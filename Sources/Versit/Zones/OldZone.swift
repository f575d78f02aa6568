/// The time zone of a vCalendar 1.0 object: TZ gives standard time's offset, each DAYLIGHT one summer
/// (vCalendar 1.0 section 2.1.4; `DAYLIGHT:TRUE;+02;20090329T010000Z;20091025T010000Z;;`).
public enum OldZone {
    /// Rules read from the values of TZ and of all DAYLIGHT lines; nil when TZ is no offset.
    ///
    /// A DAYLIGHT that is FALSE, incomplete or whose dates are not in order is passed over: outside the summers given,
    /// standard time holds. Summers stand one a year; a change time without Z is local, as Outlook imports write it.
    public static func rules(tz: String, daylight: [String]) -> TimeZoneRules? {
        guard let standard = UTCOffset(parsing: tz) else { return nil }
        let base = TimeZoneRules.Phase(offset: standard.seconds, name: "")
        var transitions: [TimeZoneRules.Transition] = []
        for value in daylight {
            let fields = value.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            guard fields.count >= 4, fields[0].uppercased() == "TRUE", let offset = UTCOffset(parsing: fields[1]),
                let start = DateTime(parsing: fields[2]), let end = DateTime(parsing: fields[3])
            else { continue }
            let startAt = start.form == .utc ? start.local.seconds : start.local.seconds - standard.seconds
            let endAt = end.form == .utc ? end.local.seconds : end.local.seconds - offset.seconds
            guard startAt < endAt else { continue }
            transitions.append(
                .init(
                    at: startAt,
                    phase: .init(offset: offset.seconds, isDaylight: true, name: fields.dropFirst(5).first ?? "")))
            transitions.append(.init(at: endAt, phase: base))
        }
        return TimeZoneRules(name: standard.shortText, initial: base, transitions: transitions)
    }

    /// The values of TZ and DAYLIGHT for the years in which an item lives, at most ten summers.
    ///
    /// `DAYLIGHT:FALSE` stands alone where the clocks do not change in those years.
    public static func values(of rules: TimeZoneRules, years: ClosedRange<Int>) -> (tz: String, daylight: [String]) {
        let from = LocalTime(CalendarDay(year: years.lowerBound, month: 1, day: 1)).seconds
        let last = min(years.upperBound, years.lowerBound + 9)
        // A southern summer that starts in the last year ends in the next.
        let to = LocalTime(CalendarDay(year: last + 2, month: 1, day: 1)).seconds
        let changes = rules.transitions(in: from..<to)
        let yearEnd = LocalTime(CalendarDay(year: last + 1, month: 1, day: 1)).seconds
        let start = rules.phase(atUTC: from)
        let standard = ([start] + changes.map(\.phase)).first { !$0.isDaylight } ?? start
        var summers: [String] = []
        var opened: TimeZoneRules.Transition? = start.isDaylight ? .init(at: from, phase: start) : nil
        for change in changes {
            if let begin = opened, !change.phase.isDaylight {
                summers.append(
                    "TRUE;" + UTCOffset(seconds: begin.phase.offset).shortText + ";"
                        + DateTime(secondsSince1970: begin.at).text + ";" + DateTime(secondsSince1970: change.at).text
                        + ";;")
                opened = nil
            } else if opened == nil, change.phase.isDaylight, change.at < yearEnd {
                opened = change
            }
        }
        return (UTCOffset(seconds: standard.offset).shortText, summers.isEmpty ? ["FALSE"] : summers)
    }
}
