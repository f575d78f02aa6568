import SyncTypes
import Versit

extension CalendarLens {
    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        let resource = try CalendarResource(document, zones: zones)
        let now = DateTime(secondsSince1970: 0)
        let context = LensContext(
            format: .iCalendar20, kind: resource.isTask ? .task : .event, profile: DeviceProfile(), zones: zones,
            now: now)
        let lens = CalendarLens(context)
        var first: Int64?
        var last: Int64?
        for component in resource.components {
            guard let bounds = bounds(component, lens.scene(resource, component)) else { continue }
            first = min(first ?? .max, bounds.first)
            last = max(last ?? .min, bounds.last)
        }
        let named = resource.master ?? resource.components.first
        let summary = TextPatch.collapsed(named.flatMap { $0.text("SUMMARY") ?? $0.text("DESCRIPTION") } ?? "")
        return ResourceOutline(
            kind: context.kind, uid: resource.uid, parts: resource.parts, firstStart: first, lastEnd: last,
            summary: summary)
    }

    /// When a component's occurrences begin and end; an end that is a little too late is harmless, one too early is not.
    private static func bounds(_ component: Component, _ scene: CalendarScene) -> (first: Int64, last: Int64)? {
        guard let when = WhenFamily(scene: scene).upstream(component).first?.value,
            let anchor = when.anchor, let end = when.end ?? when.start
        else { return nil }
        let start = anchor.seconds
        var last = end.seconds
        let length = max(0, end.seconds - start)
        for further in FurtherDatesFamily(scene: scene).upstream(component) {
            last = max(last, further.value.seconds + length)
        }
        if component.first("RRULE") != nil {
            let rules = RuleFamily(scene: scene).upstream(component)
            // An unreadable rule may go on for ever, and so may one of two.
            guard let rule = rules.first?.value, component.all("RRULE").count == 1 else { return (Int64(start), .max) }
            guard let offset = rule.last else { return (Int64(start), .max) }
            // The clocks may have changed since the start.
            last = max(last, start + offset + length + 7200)
        }
        return (Int64(start), Int64(last))
    }
}
