import Versit

/// COMPLETED: when a task was done, always UTC upstream (RFC 5545 section 3.8.2.1).
struct CompletedFamily: CalendarFamily {
    let scene: CalendarScene

    var property: String { "COMPLETED" }
    var isRepeatable: Bool { false }

    func upstream(_ component: Component) -> [Placed<Moment>] {
        guard scene.isTask else { return [] }
        for (place, entry) in component.entries.enumerated() {
            guard case .line(let line) = entry, line.key == property, let value = CalendarScene.dateTime(line) else {
                continue
            }
            return [Placed(value: scene.upstream(value), place: place)]
        }
        return []
    }

    func device(_ component: Component) -> [Moment] {
        guard scene.isTask, let value = component.first(property).flatMap(CalendarScene.dateTime) else { return [] }
        return [scene.device(value)]
    }

    /// Phones keep the day, or the minute, or put their own midnight.
    func isLoss(_ kept: Moment, of full: Moment, _ evidence: Evidence?) -> Bool {
        if kept.isSameMinute(as: full) { return true }
        return abs(kept.seconds - full.seconds) < LocalTime.secondsPerDay
            && (kept.day != nil || LocalTime(seconds: scene.localZone.local(fromUTC: kept.seconds)).secondOfDay == 0)
    }

    func description(of value: Moment) -> String { value.text }

    func change(_ upstream: Placed<Moment>, from base: Moment, to mine: Moment, in draft: inout Draft) {
        guard let place = upstream.place, let line = draft.line(at: place) else { return }
        draft.replace(at: place, with: CalendarScene.line(property, utc(mine), keeping: line))
    }

    func remove(_ upstream: Placed<Moment>, in draft: inout Draft) {
        if let place = upstream.place { draft.remove(at: place) }
    }

    func add(_ value: Moment, in draft: inout Draft) {
        draft.add(CalendarScene.line(property, utc(value)))
    }

    private func utc(_ moment: Moment) -> DateTime {
        switch moment {
        case .instant(let seconds): DateTime(secondsSince1970: seconds)
        case .day(let day): DateTime(secondsSince1970: scene.localZone.utc(fromLocal: LocalTime(day).seconds))
        }
    }

    func render(_ upstream: Component, into view: inout Component) {
        guard let value = self.upstream(upstream).first?.value else { return }
        view.entries.append(.line(ContentLine(property, raw: scene.singleOldTime(utc(value)).text)))
    }
}
