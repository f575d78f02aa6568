extension TimeZoneRules {
    /// A VTIMEZONE that holds from an instant on (RFC 5545 section 3.6.5): what calendar servers ask for beside each TZID.
    ///
    /// Years whose changes follow the rule in force today get one yearly RRULE each for STANDARD and DAYLIGHT; changes
    /// before are listed, equal ones under one observance with RDATEs.
    /// - Parameters:
    ///   - id: the TZID.
    ///   - earliest: seconds since 1970-01-01T00:00:00Z of the earliest time that refers to the zone.
    public func vtimezone(id: String, from earliest: Int) -> Component {
        var component = Component("VTIMEZONE", .iCalendar20)
        component.entries.append(.line(ContentLine("TZID", raw: id)))
        for observance in observances(from: earliest) { component.entries.append(.component(observance)) }
        return component
    }

    private func observances(from earliest: Int) -> [Component] {
        let year = 366 * LocalTime.secondsPerDay
        let ruled = footerStart
        let rules = footer.flatMap { TimeZoneRules.yearlyRules(of: $0) }
        // The change that began the phase in force at `earliest` is at most a year back where a rule holds.
        let before = transitions.last { $0.at <= earliest }?.at
        let begin = max(min(before ?? Int.min, earliest), earliest - 100 * year)
        if footer?.daylight == nil || rules != nil {
            let ruleBegin = max(ruled, earliest - year)
            let listed = transitions.filter { $0.at >= begin && $0.at < ruleBegin && ruled > earliest - year }
            var found = TimeZoneRules.grouped(listed, in: self)
            if let footer, let rules, let daylight = footer.daylight {
                let first = footer.transitions(in: ruleBegin..<(ruleBegin + 2 * year))
                for (phase, rule) in [(daylight, rules.starts), (footer.standard, rules.ends)] {
                    guard let onset = first.first(where: { $0.phase == phase }) else { continue }
                    let from = phase.isDaylight ? footer.standard.offset : daylight.offset
                    found.append(TimeZoneRules.observance(phase, from: from, at: [onset.at], rule: rule))
                }
            }
            if found.isEmpty { found = [fixed(at: earliest)] }
            return found
        }
        // A rule without words in RRULE (Gaza): its changes for thirty years.
        let listed = transitions(in: (earliest - year)..<(earliest + 30 * year))
        return listed.isEmpty ? [fixed(at: earliest)] : TimeZoneRules.grouped(listed, in: self)
    }

    /// The instant from which all changes are those of the footer.
    private var footerStart: Int {
        guard let footer else { return Int.max }
        var start = transitions.last.map { $0.at + 1 } ?? -8_000_000_000
        for known in transitions.reversed() {
            let expected = footer.transitions(in: known.at..<(known.at + 1))
            guard expected.first?.phase.offset == known.phase.offset else { break }
            start = known.at
        }
        return start
    }

    private func fixed(at instant: Int) -> Component {
        let phase = phase(atUTC: instant)
        var component = Component("STANDARD", .iCalendar20)
        for (name, value) in [
            ("DTSTART", "19700101T000000"), ("TZOFFSETFROM", UTCOffset(seconds: phase.offset).text),
            ("TZOFFSETTO", UTCOffset(seconds: phase.offset).text),
        ] {
            component.entries.append(.line(ContentLine(name, raw: value)))
        }
        if !phase.name.isEmpty { component.entries.append(.line(ContentLine("TZNAME", raw: phase.name))) }
        return component
    }

    private static func grouped(_ transitions: [Transition], in rules: TimeZoneRules) -> [Component] {
        var order: [[Int]] = []
        var groups: [[Int]: (phase: Phase, at: [Int])] = [:]
        for transition in transitions {
            let from = rules.offset(atUTC: transition.at - 1)
            let key = [from, transition.phase.offset, transition.phase.isDaylight ? 1 : 0]
            if groups[key] == nil { order.append(key) }
            groups[key, default: (transition.phase, [])].at.append(transition.at)
        }
        return order.compactMap { key in
            groups[key].map { observance($0.phase, from: key[0], at: $0.at, rule: nil) }
        }
    }

    private static func observance(_ phase: Phase, from: Int, at onsets: [Int], rule: String?) -> Component {
        let walls = onsets.map { DateTime(LocalTime(seconds: $0 + from), .floating).text }
        var component = Component(phase.isDaylight ? "DAYLIGHT" : "STANDARD", .iCalendar20)
        func add(_ name: String, _ value: String) { component.entries.append(.line(ContentLine(name, raw: value))) }
        add("DTSTART", walls[0])
        if let rule { add("RRULE", rule) }
        if walls.count > 1 { add("RDATE", walls.dropFirst().joined(separator: ",")) }
        add("TZOFFSETFROM", UTCOffset(seconds: from).text)
        add("TZOFFSETTO", UTCOffset(seconds: phase.offset).text)
        if !phase.name.isEmpty { add("TZNAME", phase.name) }
        return component
    }

    /// The RRULEs of a footer's two changes; nil when one has no words.
    private static func yearlyRules(of footer: PosixZone) -> (starts: String, ends: String)? {
        guard let starts = footer.starts?.yearlyRule, let ends = footer.ends?.yearlyRule else { return nil }
        return (starts, ends)
    }
}

extension PosixZone.Change {
    /// `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`; a time outside the day moves weekday and day of month along.
    fileprivate var yearlyRule: String? {
        let days = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
        switch day {
        case .weekday(let month, let week, let weekday):
            let moved = Weekday.allCases[((weekday.index + days) % 7 + 7) % 7].rawValue
            let start = "FREQ=YEARLY;BYMONTH=\(month);BYDAY="
            if days == 0 { return start + "\(week == 5 ? -1 : week)" + moved }
            let range = week == 5 ? (-7 + days)...(-1 + days) : ((week - 1) * 7 + 1 + days)...(week * 7 + days)
            guard range.lowerBound > 0 ? range.upperBound <= 28 : range.upperBound < 0 else { return nil }
            return start + moved + ";BYMONTHDAY=" + range.map(String.init).joined(separator: ",")
        case .julian(let number):
            guard days == 0 else { return nil }
            let date = CalendarDay(year: 2001, month: 1, day: number)
            return "FREQ=YEARLY;BYMONTH=\(date.month);BYMONTHDAY=\(date.dayOfMonth)"
        case .zeroBased:
            return nil
        }
    }
}
