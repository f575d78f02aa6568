import SyncTypes
import Versit

/// A series that began before the first year of a device's calendar (Nokia: 1980): the device gets it from the first occurrence on
/// that it can hold, and the years before stay upstream.
struct LateStart {
    /// The component as the device gets it.
    let shown: Component
    /// The scene of that.
    let scene: CalendarScene
    private let original: Component
    private let firstYear: Int
    /// Occurrences that the device does not get.
    private let skipped: Int

    /// Occurrences that are looked at.
    private static let reach = 100_000

    /// What to do with an event.
    /// - Parameter texts: what is known of the item on the device. One that begins earlier proves that the device can hold that.
    /// - Returns: nil where nothing is in the way.
    /// - Throws: `unsupported` for what is over before the device's calendar begins.
    init?(_ component: Component, _ scene: CalendarScene, texts: () -> [Component]) throws(TranslationError) {
        guard let firstYear = scene.context.profile.quirks.payload.firstYear, !scene.isTask,
            Self.isEarly(component, firstYear), !texts().contains(where: { Self.isEarly($0, firstYear) }),
            let start = component.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { return nil }
        let rules = RuleFamily(scene: scene)
        var skipped = 0
        var first: LocalTime?
        if component.all("RRULE").count == 1, let written = rules.written(upstream: component) {
            var limit: LocalTime?
            if case .until(let date) = written.rule.end { limit = rules.limit(date, start, scene.upstreamZones) }
            for time in Occurrences(written.rule, start: start.local, limit: limit).prefix(Self.reach) {
                guard Self.isEarly(time, firstYear) else {
                    first = time
                    break
                }
                skipped += 1
            }
        }
        guard let first else {
            throw TranslationError(.unsupported, "the device's calendar begins in \(firstYear)")
        }
        original = component
        self.firstYear = firstYear
        self.skipped = skipped
        let distance = first.seconds - start.local.seconds
        var shown = component
        for name in ["DTSTART", "DTEND"] {
            if let line = component.first(name) { shown.set(Self.moved(line, by: distance)) }
        }
        if let line = component.first("RRULE") { shown.set(Self.counted(line, by: -skipped)) }
        self.shown = shown
        var later = scene
        later.rule = RuleFamily.Known(shown)
        let days = SeriesRule.rounded(distance, for: later.rule?.written.rule)
        later.detached = Set(scene.detached.map { $0 - days }.filter { $0 >= 0 })
        self.scene = later
    }

    /// For people.
    var shortfall: String { "shown from \(firstYear) on" }

    /// What a device's edit of the component shown makes of the one upstream. A start that no earlier one would be
    /// shown as is taken as it is.
    func restored(_ edited: Component) -> Component {
        guard let start = edited.first("DTSTART").flatMap(CalendarScene.dateTime),
            let old = original.first("DTSTART").flatMap(CalendarScene.dateTime),
            let shownStart = shown.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { return edited }
        let isMoved = edited.first("DTSTART") != shown.first("DTSTART")
        let distance =
            isMoved ? back(start.local, from: shownStart.local, to: old.local) : old.local.seconds - start.local.seconds
        var restored = edited
        for name in ["DTSTART", "DTEND"] {
            guard let line = edited.first(name) else { continue }
            if !isMoved, line == shown.first(name), let before = original.first(name) {
                restored.set(before)
            } else {
                restored.set(Self.moved(line, by: distance))
            }
        }
        if let line = edited.first("RRULE") {
            if line == shown.first("RRULE"), let before = original.first("RRULE") {
                restored.set(before)
            } else {
                restored.set(Self.counted(line, by: skipped))
            }
        }
        guard let again = try? LateStart(restored, scene, texts: { [] }),
            again.shown.first("DTSTART") == edited.first("DTSTART")
        else { return edited }
        return restored
    }

    /// How far a moved start goes back: by years where that is what the series counts in.
    private func back(_ start: LocalTime, from shown: LocalTime, to old: LocalTime) -> Int {
        let seconds = old.seconds - shown.seconds
        guard let rule = scene.rule?.written.rule, rule.frequency == .yearly, rule.byDay.isEmpty else { return seconds }
        let (year, month, day) = start.day.components
        guard let date = CalendarDay(validYear: year - shown.day.year + old.day.year, month: month, day: day) else {
            return seconds
        }
        return LocalTime(date, secondOfDay: start.secondOfDay).seconds - start.seconds
    }

    private static func isEarly(_ component: Component, _ firstYear: Int) -> Bool {
        component.first("DTSTART").flatMap(CalendarScene.dateTime).map { isEarly($0.local, firstYear) } ?? false
    }

    /// The first day of the first year is early, too: on another wall it is the year before.
    private static func isEarly(_ time: LocalTime, _ firstYear: Int) -> Bool {
        time.day <= CalendarDay(year: firstYear, month: 1, day: 1)
    }

    private static func moved(_ line: ContentLine, by distance: Int) -> ContentLine {
        guard let value = CalendarScene.dateTime(line) else { return line }
        return CalendarScene.line(line.name, DateTime(value.local.adding(seconds: distance), value.form), keeping: line)
    }

    /// A rule with so many occurrences more, if it counts them.
    private static func counted(_ line: ContentLine, by more: Int) -> ContentLine {
        guard var rule = try? RecurrenceRule(iCalendar: line.raw), case .count(let count) = rule.end else {
            return line
        }
        rule.end = .count(max(1, count + more))
        var line = line
        line.setRaw(rule.iCalendarText)
        return line
    }
}
