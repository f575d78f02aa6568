import Versit

/// What has an identity among its siblings, and zones.
extension ComponentMerge {
    private static func identified(_ component: Component) -> [(identity: String, place: Int, component: Component)] {
        component.entries.enumerated().compactMap { place, entry in
            guard case .component(let nested) = entry, nested.name != "VTIMEZONE",
                let identity = ComponentIdentity.of(nested)
            else { return nil }
            return (identity, place, nested)
        }
    }

    /// Merges the detached occurrences, and everything else that keeps its name while it changes.
    mutating func mergeNested() {
        let old = ComponentMerge.identified(base)
        let wanted = ComponentMerge.identified(mine)
        let present = ComponentMerge.identified(theirs)
        var settled: Set<String> = []
        for identity in (old + wanted).map(\.identity) where settled.insert(identity).inserted {
            let before = wanted.first { $0.identity == identity }?.component
            let after = old.first { $0.identity == identity }?.component
            let current = present.first { $0.identity == identity }
            merge(before: before, after: after, current: current.map { ($0.place, $0.component) })
        }
    }

    private mutating func merge(before: Component?, after: Component?, current: (place: Int, component: Component)?) {
        switch (before, after, current) {
        case (let before?, _, let current?):
            var inner = ComponentMerge(
                base: after ?? Component(before.name, before.dialect), mine: before, theirs: current.component, now: now
            )
            let merged = inner.run()
            changes += inner.changes.map { label($0, in: before) }
            conflicts += inner.conflicts.map {
                ResourceMerge.Conflict(property: label($0.property, in: before), lost: $0.lost)
            }
            if !inner.changes.isEmpty { slots[current.place] = .component(merged) }
        case (let before?, nil, nil):
            var back = before
            Bookkeeping.raise(&back, above: [], now: now)
            insert(.component(back), label(before.name, in: before))
        case (let before?, let after?, nil):
            // Somebody removed it since: that stands.
            guard EntryContent(before) != EntryContent(after) else { return }
            conflicts.append(ResourceMerge.Conflict(property: label(before.name, in: before), lost: before.name))
        case (nil, let after?, let current?):
            let name = label(after.name, in: after)
            if EntryContent(after) == EntryContent(current.component) {
                slots[current.place] = nil
                changes.append(name)
            } else {
                conflicts.append(ResourceMerge.Conflict(property: name, lost: ""))
            }
        case (nil, _, _): return
        }
    }

    /// "SUMMARY", or "SUMMARY of 20250901T090000" in a detached occurrence.
    private func label(_ name: String, in component: Component) -> String {
        guard !name.contains(" of "), let occurrence = ComponentIdentity.occurrence(component) else { return name }
        return "\(name) of \(occurrence)"
    }

    /// Zones follow their use: what the result names is described, and what the change had brought along goes when nothing
    /// names it any more.
    mutating func settleZones() {
        guard theirs.name == "VCALENDAR", !changes.isEmpty else { return }
        let used = (slots.compactMap { $0 } + added.values.joined()).reduce(into: Set<String>()) { names, entry in
            ComponentMerge.collectZones(in: entry, &names)
        }
        func zones(_ component: Component) -> [String: Component] {
            component.components.filter { $0.name == "VTIMEZONE" }.reduce(into: [:]) { zones, zone in
                zones[zone.text("TZID") ?? ""] = zone
            }
        }
        let (old, wanted, present) = (zones(base), zones(mine), zones(theirs))
        for (name, zone) in wanted.sorted(by: { $0.key < $1.key }) where present[name] == nil && used.contains(name) {
            added[ComponentMerge.place(for: zone, in: theirs.entries), default: []].insert(.component(zone), at: 0)
        }
        for (place, entry) in theirs.entries.enumerated() {
            guard case .component(let zone) = entry, zone.name == "VTIMEZONE", let name = zone.text("TZID") else {
                continue
            }
            if old[name] != nil, wanted[name] == nil, !used.contains(name) { slots[place] = nil }
        }
    }

    private static func collectZones(in entry: Entry, _ names: inout Set<String>) {
        switch entry {
        case .line(let line):
            if let name = line.parameter("TZID")?.values.first { names.insert(name) }
        case .component(let component):
            for entry in component.entries { collectZones(in: entry, &names) }
        }
    }
}
