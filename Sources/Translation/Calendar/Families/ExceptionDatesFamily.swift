import Versit

/// EXDATE: occurrences that were taken out (RFC 5545 section 3.8.5.1). A value is the occurrence's distance from the start on the
/// wall, so that it moves along with a moved series.
///
/// The EXDATEs by which detached occurrences are hidden from a device that gets them as items of their own are synthetic: they
/// are written, and never read back.
struct ExceptionDatesFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "EXDATE" }
    var isRepeatable: Bool { true }

    func upstream(_ component: Component) -> [Placed<Int>] {
        guard let start = component.first("DTSTART").flatMap(CalendarScene.dateTime) else { return [] }
        let rule = RuleFamily(scene: scene).written(upstream: component)?.rule
        var found: [Placed<Int>] = []
        for (place, entry) in component.entries.enumerated() {
            guard case .line(let line) = entry, line.key == property else { continue }
            for value in ExceptionDatesFamily.values(line) {
                let offset = distance(value, start, scene.upstream(start), scene.upstream(value), rule)
                if !found.contains(where: { $0.value == offset }) { found.append(Placed(value: offset, place: place)) }
            }
        }
        return found
    }

    func device(_ component: Component) -> [Int] {
        guard let start = component.first("DTSTART").flatMap(CalendarScene.dateTime) else { return [] }
        let rule = RuleFamily(scene: scene).written(device: component)?.rule
        var found: [Int] = []
        for value in component.all(property).flatMap(ExceptionDatesFamily.values) {
            let offset = distance(value, start, scene.device(start), scene.device(value), rule)
            if !found.contains(offset), !scene.detached.contains(offset) { found.append(offset) }
        }
        return found
    }

    /// The dates of a list, split on commas, in vCalendar 1.0 on semicolons.
    static func values(_ line: ContentLine) -> [DateTime] {
        line.raw.split { $0 == "," || $0 == ";" }
            .compactMap { DateTime(parsing: $0, zone: line.parameter("TZID")?.values.first) }
    }

    /// Distance on the wall; a date, or midnight, beside a timed start means that day's occurrence.
    private func distance(
        _ value: DateTime, _ start: DateTime, _ startMoment: Moment, _ moment: Moment, _ rule: RecurrenceRule?
    ) -> Int {
        let day = LocalTime.secondsPerDay
        if value.isDate || start.isDate || value.form == start.form && value.local.secondOfDay == 0 {
            return (value.local.day.daysSince1970 - start.local.day.daysSince1970) * day
        }
        if value.form == start.form { return SeriesRule.rounded(value.local.seconds - start.local.seconds, for: rule) }
        return SeriesRule.rounded(moment.seconds - startMoment.seconds, for: rule)
    }

    func description(of value: Int) -> String { "day \(value / LocalTime.secondsPerDay)" }

    func change(_ upstream: Placed<Int>, from base: Int, to mine: Int, in draft: inout Draft) {
        remove(upstream, in: &draft)
        add(mine, in: &draft)
    }

    func remove(_ upstream: Placed<Int>, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place),
            let start = draft.component.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { return }
        let rule = RuleFamily(scene: scene).written(upstream: draft.component)?.rule
        let kept = ExceptionDatesFamily.values(line).filter {
            distance($0, start, scene.upstream(start), scene.upstream($0), rule) != upstream.value
        }
        guard !kept.isEmpty else { return draft.remove(at: place) }
        line.setRaw(kept.map(\.text).joined(separator: ","))
        draft.replace(at: place, with: line)
    }

    func add(_ value: Int, in draft: inout Draft) {
        guard let start = draft.finished().first("DTSTART").flatMap(CalendarScene.dateTime) else { return }
        draft.add(CalendarScene.line(property, DateTime(start.local.adding(seconds: value), start.form)))
    }

    func render(_ upstream: Component, into view: inout Component) {
        // Dates that stand for themselves have no exceptions.
        guard scene.dates.isEmpty, let start = WhenFamily(scene: scene).upstream(upstream).first?.value.start else {
            return
        }
        let first = scene.oldTime(start)
        // What lies before a start that a device gets later than it is does not concern it.
        let offsets = self.upstream(upstream).map(\.value).filter { $0 >= 0 } + scene.detached.sorted()
        guard !offsets.isEmpty else { return }
        let texts = Set(offsets).sorted().map { DateTime(first.local.adding(seconds: $0), first.form).text }
        view.entries.append(.line(ContentLine(property, raw: texts.joined(separator: ";"))))
    }
}

/// RDATE: occurrences beside the rule (RFC 5545 section 3.8.5.2). Periods stay upstream, unseen.
struct FurtherDatesFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "RDATE" }
    var isRepeatable: Bool { true }

    func upstream(_ component: Component) -> [Placed<Moment>] {
        var found: [Placed<Moment>] = []
        for (place, entry) in component.entries.enumerated() {
            guard case .line(let line) = entry, line.key == property else { continue }
            found += ExceptionDatesFamily.values(line).map { Placed(value: scene.upstream($0), place: place) }
        }
        return found
    }

    func device(_ component: Component) -> [Moment] {
        if scene.isExpanded { return [] }
        let startsAtDay = WhenFamily(scene: scene).device(component).first?.start?.day != nil
        return component.all(property).flatMap(ExceptionDatesFamily.values).map { value in
            startsAtDay ? .day(value.local.day) : scene.device(value)
        }
    }

    func description(of value: Moment) -> String { value.text }

    func change(_ upstream: Placed<Moment>, from base: Moment, to mine: Moment, in draft: inout Draft) {
        remove(upstream, in: &draft)
        add(mine, in: &draft)
    }

    func remove(_ upstream: Placed<Moment>, in draft: inout Draft) {
        guard let place = upstream.place, var line = draft.line(at: place) else { return }
        let kept = ExceptionDatesFamily.values(line).filter { scene.upstream($0) != upstream.value }
        guard !kept.isEmpty else { return draft.remove(at: place) }
        line.setRaw(kept.map(\.text).joined(separator: ","))
        draft.replace(at: place, with: line)
    }

    func add(_ value: Moment, in draft: inout Draft) {
        guard let start = draft.finished().first("DTSTART").flatMap(CalendarScene.dateTime) else { return }
        draft.add(CalendarScene.line(property, scene.upstreamValue(value, start.form)))
    }

    func render(_ upstream: Component, into view: inout Component) {
        let start = WhenFamily(scene: scene).upstream(upstream).first?.value.start
        let dates = self.upstream(upstream).map(\.value)
        var texts = dates.filter { date in start.map { date.seconds >= $0.seconds } ?? true }.map {
            scene.oldTime($0).text
        }
        if !scene.dates.isEmpty, let start {
            let first = scene.oldTime(start)
            texts += scene.dates.map { DateTime(first.local.adding(seconds: $0), first.form).text }
            texts = Set(texts).sorted()
        }
        guard !texts.isEmpty else { return }
        view.entries.append(.line(ContentLine(property, raw: texts.joined(separator: ";"))))
    }
}
