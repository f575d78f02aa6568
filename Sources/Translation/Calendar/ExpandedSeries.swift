import SyncTypes
import Versit

/// A series whose rule the old grammar has no words for, on a device that knows single dates (RDATE): it is shown as its start and the
/// dates of about a year. The device has no say in these; rule and dates upstream stay as they are.
struct ExpandedSeries {
    let scene: CalendarScene

    /// Days before and after the present whose occurrences are shown, and how many there may be: an item is to stay a small one.
    private static let days = -31...366
    private static let most = 60
    /// Occurrences that are looked at, from the start on.
    private static let reach = 20_000

    /// True for a device that announced RDATE. One that did not would show the start alone, and purge all of it with that.
    var isPossible: Bool { Self.isPossible(for: scene.context) }

    /// The same before any item is looked at.
    static func isPossible(for context: LensContext) -> Bool {
        !context.format.isSIF && context.datastore?.properties["text/x-vcalendar"]?["RDATE"] != nil
    }

    /// True when a device holds an upstream series so. `held`: what it held; where nobody knows that, what it has.
    func isHeld(of upstream: Component, _ held: Component) -> Bool {
        guard scene.isOld, isPossible, upstream.first("RRULE") != nil else { return false }
        return held.first("RRULE") == nil && held.first("RDATE") != nil
    }

    /// Offsets from the start, in seconds on its wall; none where there is not one rule, or nothing left of it.
    func offsets(_ upstream: Component) -> [Int] {
        guard upstream.all("RRULE").count == 1, upstream.first("EXRULE") == nil,
            let written = RuleFamily(scene: scene).written(upstream: upstream)
        else { return [] }
        let start = written.start.local
        let (first, last) = (day(Self.days.lowerBound), day(Self.days.upperBound))
        let out = Set(ExceptionDatesFamily(scene: scene).upstream(upstream).map(\.value)).union(scene.detached)
        var offsets: [Int] = []
        for time in Occurrences(written.rule, start: start, limit: limit(written, last)).prefix(Self.reach) {
            let offset = SeriesRule.rounded(time.seconds - start.seconds, for: written.rule)
            if offset > 0, time >= first, !out.contains(offset) { offsets.append(offset) }
            if offsets.count == Self.most { break }
        }
        return offsets
    }

    private func day(_ days: Int) -> LocalTime {
        scene.context.now.local.adding(seconds: days * LocalTime.secondsPerDay)
    }

    private func limit(_ written: RuleFamily.Written, _ last: LocalTime) -> LocalTime {
        guard case .until(let date) = written.rule.end else { return last }
        return min(last, RuleFamily(scene: scene).limit(date, written.start, scene.upstreamZones))
    }
}
