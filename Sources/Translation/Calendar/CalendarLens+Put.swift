import SyncTypes
import Versit

extension CalendarLens {
    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        var resource = try CalendarResource(body, zones: context.zones)
        let before = resource.components
        let held = edit.held.flatMap { try? CalendarItem($0, context) }
        let mine = try CalendarItem(edit.text, context, since: held)
        let sent = edit.sent == edit.held ? held : edit.sent.flatMap { try? CalendarItem($0, context) }
        guard mine.component.name == resource.name else {
            throw TranslationError(.unreadableItem, "\(mine.component.name) for a \(resource.name)")
        }
        let items = [mine] + [held, sent].compactMap { $0 }
        guard let found = find(edit.part, resource, items) else {
            return try detach(edit.part, mine, &resource, items)
        }
        let late = try? LateStart(found.component, found.scene) { items.map(\.component) }
        let component = late?.shown ?? found.component
        var scene = late?.scene ?? found.scene
        scene.isExpanded = ExpandedSeries(scene: scene).isHeld(of: component, (held ?? sent ?? mine).component)
        let merge = ThreeWayMerge(
            sent: sent?.component, held: held?.component,
            mine: MovedSeries.exceptionsMoved(in: mine.component, since: (held ?? sent)?.component),
            evidence: context.evidence, rule: edit.rule, isHeldAsSent: edit.sent == edit.held,
            mineIsNewer: isNewer(mine.component, component))
        var draft = Draft(component)
        var conflicts: [FieldConflict] = []
        let touched = TouchedProperties(merge.mine, since: (held ?? sent)?.component)
        for family in CalendarFamilies.touched(touched, scene) { conflicts += merge.apply(family, to: &draft) }
        let isPlain = CalendarFamilies.isPlain(touched)
        if !isPlain {
            AlarmFamily(scene: scene).moveFixed(in: &draft, mine: merge.mine)
            MovedSeries.moveExceptions(in: &draft)
        }
        guard draft.isChanged else { return KindPut(document: body, changed: false, conflicts: conflicts) }
        let edited = settle(draft.finished(), was: component, scene)
        let settled = late?.restored(edited) ?? edited
        resource.replace(found.component, with: stamped(settled))
        if isPlain { return KindPut(document: resource.document, changed: true, conflicts: conflicts) }
        if edit.part.recurrenceID == nil {
            for override in resource.overrides {
                let moved = MovedSeries.override(override, from: found.component, to: settled)
                if moved != override { resource.replace(override, with: moved) }
            }
        }
        resource.describeZones(scene.upstreamZones, before: before)
        return KindPut(document: resource.document, changed: true, conflicts: conflicts)
    }

    /// A device made an occurrence of a known series its own: a new component with the occurrence's RECURRENCE-ID.
    private func detach(
        _ part: PartKey, _ mine: CalendarItem, _ resource: inout CalendarResource, _ items: [CalendarItem]
    ) throws(TranslationError) -> KindPut {
        guard let id = part.recurrenceID, let master = resource.master,
            let start = master.first("DTSTART").flatMap(CalendarScene.dateTime)
        else { throw TranslationError(.noSuchPart, "no \(part.recurrenceID ?? "master") of \(part.uid)") }
        var scene = scene(resource, master, items)
        scene.preferredForm = start.form
        guard let occurrence = resource.occurrence(id, scene) else {
            throw TranslationError(.noSuchPart, "\(id) is no occurrence of \(part.uid)")
        }
        var override = try newComponent(mine.component, uid: resource.uid, scene)
        for name in ["RRULE", "RDATE", "EXDATE"] { override.remove(name) }
        let line = CalendarScene.line("RECURRENCE-ID", scene.upstreamValue(occurrence, start.form))
        override.entries.insert(.line(line), at: min(1, override.entries.count))
        let before = resource.components
        resource.add(override)
        resource.describeZones(scene.upstreamZones, before: before)
        return KindPut(document: resource.document, changed: true, conflicts: [])
    }

    /// The later LAST-MODIFIED; the device's when one is missing.
    private func isNewer(_ mine: Component, _ theirs: Component) -> Bool {
        func stamp(_ component: Component) -> Int? {
            component.first("LAST-MODIFIED").flatMap { DateTime(parsing: $0.raw) }?.local.seconds
        }
        guard let mine = stamp(mine), let theirs = stamp(theirs) else { return true }
        return mine >= theirs
    }

    /// What a task's new STATUS brings along (RFC 5545 sections 3.8.1.8 and 3.8.2.1).
    private func settle(_ component: Component, was old: Component, _ scene: CalendarScene) -> Component {
        guard scene.isTask, let status = component.text("STATUS"), status != old.text("STATUS") else {
            return component
        }
        var draft = Draft(component)
        let percent = draft.places(of: "PERCENT-COMPLETE").first
        if status == "COMPLETED" {
            if let percent, component.text("PERCENT-COMPLETE") == old.text("PERCENT-COMPLETE"),
                var line = draft.line(at: percent)
            {
                line.setRaw("100")
                draft.replace(at: percent, with: line)
            }
            if component.first("COMPLETED") == nil { draft.add(ContentLine("COMPLETED", raw: context.now.text)) }
        } else if old.text("STATUS") == "COMPLETED" {
            for place in draft.places(of: "COMPLETED") { draft.remove(at: place) }
            if let percent, component.text("PERCENT-COMPLETE") == "100" { draft.remove(at: percent) }
        }
        return draft.finished()
    }

    /// DTSTAMP and LAST-MODIFIED are now, SEQUENCE is one more, each where it is (RFC 5545 section 3.8.7).
    private func stamped(_ component: Component) -> Component {
        var copy = component
        for name in ["DTSTAMP", "LAST-MODIFIED"] {
            guard var line = copy.first(name) else { continue }
            line.setRaw(context.now.text)
            copy.set(line)
        }
        if var line = copy.first("SEQUENCE"), let number = Int(LineEnds.trimmed(line.raw)) {
            line.setRaw(String(max(0, number) + 1))
            copy.set(line)
        }
        return copy
    }
}
