import SyncTypes
import Versit

extension CalendarLens {
    /// A new resource: strict iCalendar with PRODID, UID, DTSTAMP, a VTIMEZONE for each TZID, no METHOD.
    ///
    /// A lone detached occurrence becomes a single event, since a resource needs its main component; who knows the series puts
    /// it there instead.
    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        let item = try CalendarItem(text, context)
        var calendar = CalendarLens.calendar("2.0", .iCalendar20)
        let scene = creation(item, item.component)
        let master = try newComponent(item.component, uid: uid, scene)
        var components = [master]
        if CalendarScene.repeats(master), let start = master.first("DTSTART").flatMap(CalendarScene.dateTime) {
            var scene = scene
            scene.preferredForm = start.form
            for other in item.others {
                guard let id = other.first("RECURRENCE-ID").flatMap(CalendarScene.dateTime) else { continue }
                var override = try newComponent(other, uid: uid, scene)
                let value = scene.upstreamValue(scene.device(id), start.form)
                override.entries.insert(.line(CalendarScene.line("RECURRENCE-ID", value)), at: 1)
                components.append(override)
            }
        }
        for (id, earliest) in CalendarResource.zonesUsed(by: components).sorted(by: { $0.key < $1.key }) {
            if let rules = scene.upstreamZones(id) {
                calendar.entries.append(.component(rules.vtimezone(id: id, from: earliest)))
            }
        }
        calendar.entries += components.map { .component($0) }
        return Document([calendar]).serialiseStrictly()
    }

    private func creation(_ item: CalendarItem, _ component: Component) -> CalendarScene {
        var zones = item.zones
        if let zone = context.zone, !zone.name.isEmpty { zones.own[zone.name] = zone }
        var scene = CalendarScene(context, component: nil, upstream: zones, device: zones, isTask: item.isTask)
        scene.isCreating = true
        scene.repeats = CalendarScene.repeats(component)
        return scene
    }

    /// An upstream component with all that the families take from a device's.
    func newComponent(
        _ device: Component, uid: String, _ scene: CalendarScene
    ) throws(TranslationError) -> Component {
        var creating = scene
        creating.isCreating = true
        var base = Component(device.name, .iCalendar20)
        base.entries = [
            .line(ContentLine("UID", text: uid, .iCalendar20)),
            .line(ContentLine("DTSTAMP", raw: context.now.text)),
        ]
        let merge = ThreeWayMerge(
            sent: nil, held: nil, mine: device, evidence: context.evidence, rule: .deviceWins, mineIsNewer: true)
        var draft = Draft(base)
        for family in CalendarFamilies.all(creating) { _ = merge.apply(family, to: &draft) }
        let made = CategoriesFamily.onOneLine(draft.finished())
        if device.name == "VEVENT", made.first("DTSTART") == nil {
            throw TranslationError(.unreadableItem, "an event without a readable DTSTART")
        }
        return made
    }
}
