import SyncTypes
import Versit

extension CalendarLens {
    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        let resource = try CalendarResource(body, zones: context.zones)
        guard let found = find(part, resource) else {
            throw TranslationError(.noSuchPart, "no \(part.recurrenceID ?? "master") of \(part.uid)")
        }
        let late = try LateStart(found.component, found.scene) {
            held.flatMap { try? CalendarItem($0, context) }.map { [$0.component] } ?? []
        }
        let (component, scene) = late.map { ($0.shown, $0.scene) } ?? found
        switch context.format {
        case .iCalendar20: return newView(component, resource, scene)
        case .vCalendar10, .sifE, .sifT: return try oldView(component, scene)
        case .vCard21, .vCard30, .vCard40, .vNote11, .plainText, .sifC, .sifN:
            throw TranslationError(.unsupported, "a calendar item as \(context.format.rawValue)")
        }
    }

    /// iCalendar 2.0: the upstream lines, with the zones they name. What does not repeat goes out in UTC to a device that
    /// prefers it, and on the wall to one that knows nothing else.
    private func newView(_ component: Component, _ resource: CalendarResource, _ scene: CalendarScene) -> [UInt8] {
        var item = component
        item.entries = component.entries.map { entry in
            guard case .line(let line) = entry, ["DTSTART", "DTEND", "DUE"].contains(line.key),
                let value = CalendarScene.dateTime(line), let changed = sent(value, scene)
            else { return entry }
            return .line(CalendarScene.line(line.name, changed, keeping: line))
        }
        item = payload.outgoing(item)
        var calendar = CalendarLens.calendar("2.0", .iCalendar20)
        for (id, earliest) in CalendarResource.zonesUsed(by: [item]).sorted(by: { $0.key < $1.key }) {
            let described = resource.calendar.components.first { $0.name == "VTIMEZONE" && $0.text("TZID") == id }
            if let zone = described ?? scene.upstreamZones(id)?.vtimezone(id: id, from: earliest) {
                calendar.entries.append(.component(zone))
            }
        }
        calendar.entries.append(.component(item))
        return Document([calendar]).serialiseStrictly()
    }

    private func sent(_ value: DateTime, _ scene: CalendarScene) -> DateTime? {
        switch value.form {
        case .date, .floating: return nil
        case .utc, .zoned:
            if context.profile.quirks.localTimeOnly { return scene.wallTime(scene.upstream(value).seconds) }
            guard scene.prefersUTC, !scene.repeats, value.zoneID != nil else { return nil }
            return DateTime(secondsSince1970: scene.upstream(value).seconds)
        }
    }

    /// vCalendar 1.0: family by family.
    private func oldView(_ component: Component, _ scene: CalendarScene) throws(TranslationError) -> [UInt8] {
        var item = Component(component.name, .vCalendar10)
        if let uid = component.text("UID") { item.entries.append(.line(ContentLine("UID", text: uid, .vCalendar10))) }
        if let id = component.first("RECURRENCE-ID").flatMap(CalendarScene.dateTime) {
            item.entries.append(.line(ContentLine("X-RECURRENCE-ID", raw: scene.oldTime(scene.upstream(id)).text)))
        }
        item = try rendered(component, item, scene)
        var calendar = CalendarLens.calendar("1.0", .vCalendar10)
        if scene.needsOldZone || scene.needsSIFZone, let years = years(component, scene) {
            let zone = OldZone.values(of: scene.localZone, years: years)
            calendar.entries.append(.line(ContentLine("TZ", raw: zone.tz)))
            calendar.entries += zone.daylight.map { .line(ContentLine("DAYLIGHT", raw: $0)) }
        }
        calendar.entries.append(.component(payload.outgoing(fields.shown(item))))
        return Document([calendar]).serialise(folds: payload.folds)
    }

    /// Family by family; with dates in place of the rule where the old grammar lacks words for that.
    private func rendered(
        _ component: Component, _ head: Component, _ scene: CalendarScene
    ) throws(TranslationError) -> Component {
        do {
            var item = head
            for family in CalendarFamilies.all(scene) { try family.render(component, into: &item) }
            return item
        } catch {
            let series = ExpandedSeries(scene: scene)
            guard series.isPossible, scene.dates.isEmpty else { throw error }
            var expanded = scene
            expanded.dates = series.offsets(component)
            guard !expanded.dates.isEmpty else { throw error }
            return try rendered(component, head, expanded)
        }
    }

    func shortfall(of part: PartKey, in body: Document) -> String? {
        guard ExpandedSeries.isPossible(for: context) || context.profile.quirks.payload.firstYear != nil,
            let resource = try? CalendarResource(body, zones: context.zones),
            let (component, scene) = find(part, resource)
        else { return nil }
        if let late = try? LateStart(component, scene, texts: { [] }) { return late.shortfall }
        guard scene.isOld, ExpandedSeries(scene: scene).isPossible else { return nil }
        do {
            var item = Component(component.name, .vCalendar10)
            try RuleFamily(scene: scene).render(component, into: &item)
            return nil
        } catch {
            return "shown as single dates: \(error.reason)"
        }
    }

    func emptying(_ view: [UInt8], over texts: [[UInt8]]) -> [UInt8] {
        guard payload.clearsByDash, var document = try? Document.parse(view).document,
            let item = try? CalendarItem(view, context).source
        else { return view }
        var shown = item
        for text in texts {
            if let held = try? CalendarItem(text, context).source { PayloadText.clear(&shown, held) }
        }
        document.replaceNested(item, by: shown)
        return document.serialise(folds: payload.folds)
    }

    /// The years in which a series lives, as far as TZ and DAYLIGHT go; nil for whole days.
    private func years(_ component: Component, _ scene: CalendarScene) -> ClosedRange<Int>? {
        let when = WhenFamily(scene: scene).upstream(component).first?.value
        guard case .instant(let start)? = when?.anchor else { return nil }
        let first = LocalTime(seconds: start).day.year
        let rule = RuleFamily(scene: scene).upstream(component).first?.value
        let length = rule.map { $0.last ?? .max } ?? 0
        return first...(first + min(4, length / (365 * LocalTime.secondsPerDay) + 1))
    }

    /// An empty calendar object of our making.
    static func calendar(_ version: String, _ dialect: Dialect) -> Component {
        var lines = [ContentLine("VERSION", raw: version)]
        if !dialect.isOld { lines.append(ContentLine("PRODID", raw: "-//Footbridge//Footbridge//EN")) }
        return Component("VCALENDAR", dialect, entries: lines.map { .line($0) })
    }
}
