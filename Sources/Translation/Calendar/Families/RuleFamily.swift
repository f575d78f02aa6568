import Versit

/// RRULE (RFC 5545 section 3.8.5.3; the basic recurrence grammar of vCalendar 1.0). COUNT stays COUNT; the zone of the wall on
/// which a device counts does not matter as long as the pattern is the same.
struct RuleFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "RRULE" }
    var isRepeatable: Bool { false }

    /// A rule as it is written, not followed.
    struct Written: Sendable {
        let rule: RecurrenceRule
        let start: DateTime
        let place: Int?
    }

    /// A rule that was read before, with the lines that say it: several families measure by it.
    struct Known: Sendable {
        let written: Written
        let line: ContentLine
        let start: ContentLine

        /// The rule of an upstream component; nil when there is none.
        init?(_ component: Component) {
            guard let start = component.first("DTSTART"), let value = CalendarScene.dateTime(start) else { return nil }
            let rules = component.entries.enumerated().lazy.compactMap { place, entry -> (Written, ContentLine)? in
                guard case .line(let line) = entry, line.key == "RRULE",
                    let rule = try? RecurrenceRule(iCalendar: line.raw)
                else { return nil }
                return (Written(rule: rule, start: value, place: place), line)
            }
            guard let (written, line) = rules.first else { return nil }
            (self.written, self.line, self.start) = (written, line, start)
        }

        /// True for a component that has the same lines.
        func isOf(_ component: Component) -> Bool {
            guard let place = written.place, place < component.entries.count,
                case .line(let line) = component.entries[place]
            else { return false }
            return line == self.line && component.first("DTSTART") == start
        }
    }

    func upstream(_ component: Component) -> [Placed<SeriesRule>] {
        guard let written = written(upstream: component) else { return [] }
        return [Placed(value: followed(written, scene.upstreamZones), place: written.place)]
    }

    func device(_ component: Component) -> [SeriesRule] {
        written(device: component).map { [followed($0, scene.deviceZones)] } ?? []
    }

    /// The first rule of an upstream component; nil when there is none, or no start.
    func written(upstream component: Component) -> Written? {
        if let known = scene.rule, known.isOf(component) { return known.written }
        return Known(component)?.written
    }

    /// The rule of a device's text; nil when there is none, or no start.
    func written(device component: Component) -> Written? {
        guard let line = component.first(property),
            let start = component.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { return nil }
        let text = LineEnds.trimmed(line.text(component.dialect))
        guard let rule = try? SeriesRule.read(text, component.dialect, start: start.local) else { return nil }
        return Written(rule: rule, start: start, place: nil)
    }

    private func followed(_ written: Written, _ zones: ZoneBook) -> SeriesRule {
        let zone = written.start.zoneID.flatMap { zones($0) } ?? scene.localZone
        return SeriesRule(written.rule, start: written.start.local) { wall($0, written.start, zone) }
    }

    /// The last reading on the wall of the start that UNTIL takes in.
    func limit(_ until: DateTime, _ start: DateTime, _ zones: ZoneBook) -> LocalTime {
        let zone = start.zoneID.flatMap { zones($0) } ?? scene.localZone
        return RecurrenceRule.limit(until: until) { wall($0, start, zone) }
    }

    /// UNTIL on the wall of the start.
    private func wall(_ until: DateTime, _ start: DateTime, _ zone: TimeZoneRules) -> LocalTime {
        switch (until.form, start.form) {
        case (.utc, .floating), (.utc, .zoned):
            LocalTime(seconds: zone.local(fromUTC: until.local.seconds))
        case (.utc, .utc), (.utc, .date), (.date, _), (.floating, _), (.zoned, _):
            until.local
        }
    }

    func description(of value: SeriesRule) -> String { value.rule.iCalendarText }

    func canonical(_ device: Component) -> [String] { self.device(device).map { "RRULE:" + $0.canonical } }

    func change(_ upstream: Placed<SeriesRule>, from base: SeriesRule, to mine: SeriesRule, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place), let text = text(mine, draft) else { return }
        line.setRaw(text)
        draft.replace(at: place, with: line)
    }

    func remove(_ upstream: Placed<SeriesRule>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: SeriesRule, in draft: inout Draft) {
        if let text = text(value, draft) { draft.add(ContentLine(property, raw: text)) }
    }

    /// The rule on the wall of the upstream start; UNTIL is a date for days and UTC for times.
    private func text(_ value: SeriesRule, _ draft: Draft) -> String? {
        guard let start = draft.finished().first("DTSTART").flatMap(CalendarScene.dateTime) else { return nil }
        let shift = start.local.day.daysSince1970 - value.start.day.daysSince1970
        var rule = value.moved(byDays: shift) ?? value.rule
        if case .until(let date) = rule.end {
            rule.end = .until(until(date, value, start: start))
        }
        return rule.iCalendarText
    }

    private func until(_ date: DateTime, _ value: SeriesRule, start: DateTime) -> DateTime {
        guard let last = value.last else {
            // The device's way of saying never: kept as a far day.
            return start.isDate ? DateTime(date: date.local.day) : DateTime(date.local, .utc)
        }
        let local = start.local.adding(seconds: value.offset(last))
        switch start.form {
        case .date: return DateTime(date: local.day)
        case .floating: return DateTime(local, .floating)
        case .utc: return DateTime(local, .utc)
        case .zoned: return DateTime(secondsSince1970: scene.upstream(DateTime(local, start.form)).seconds)
        }
    }

    func render(_ upstream: Component, into view: inout Component) throws(TranslationError) {
        guard scene.dates.isEmpty else { return }
        do {
            if let text = try oldText(upstream) { view.entries.append(.line(ContentLine(property, raw: text))) }
        } catch {
            throw TranslationError(
                .unsupported, "\(scene.isSIF ? "SIF" : "vCalendar 1.0") cannot hold this series: \(error.reason)")
        }
    }

    /// The rule in the old grammar, on the device's wall; nil when there is none.
    /// - Throws: `RecurrenceError` when the old grammar cannot say it.
    private func oldText(_ component: Component) throws(RecurrenceError) -> String? {
        let lines = component.all(property)
        if component.first("EXRULE") != nil || lines.count > 1 {
            throw RecurrenceError(.notExpressible, "more than one rule")
        }
        guard let line = lines.first else { return nil }
        guard let value = written(upstream: component),
            let when = WhenFamily(scene: scene).upstream(component).first?.value.start
        else { throw RecurrenceError(.notARule, line.raw) }
        let start = scene.oldTime(when)
        let shift = start.local.day.daysSince1970 - value.start.local.day.daysSince1970
        guard var rule = value.rule.moved(byDays: shift, from: value.start.local.day) else {
            throw RecurrenceError(
                .notExpressible, "\(value.rule.iCalendarText) falls on other days on the device's wall")
        }
        if case .until = rule.end {
            let series = followed(value, scene.upstreamZones)
            rule.end =
                series.last.map { .until(DateTime(start.local.adding(seconds: series.offset($0)), start.form)) }
                ?? .never
        }
        guard !scene.isSIF else {
            _ = try SIFRule(rule, start: start.local)
            return rule.iCalendarText
        }
        return try OldRecurrence.text(for: rule, start: start.local)
    }
}
