import Versit

/// The merge of one component with all that is in it.
struct ComponentMerge {
    let base: Component
    let mine: Component
    let theirs: Component
    let now: DateTime
    /// The entries without an identity of the three versions, by name.
    let old: LooseEntries
    let wanted: LooseEntries
    let present: LooseEntries
    /// The entries of the result; nil for one that went.
    var slots: [Entry?]
    var added: [Int: [Entry]] = [:]
    /// Groups of lines that come back under a name somebody else has taken meanwhile.
    var renamed: [String: String] = [:]
    /// What went back.
    var changes: [String] = []
    /// What did not.
    var conflicts: [ResourceMerge.Conflict] = []

    init(base: Component, mine: Component, theirs: Component, now: DateTime) {
        self.base = base
        self.mine = mine
        self.theirs = theirs
        self.now = now
        old = LooseEntries(base)
        wanted = LooseEntries(mine)
        present = LooseEntries(theirs)
        slots = theirs.entries.map { $0 }
    }

    /// The merged component.
    mutating func run() -> Component {
        renamed = ComponentMerge.freeGroups(base: base, mine: mine, theirs: theirs)
        var settled: Set<String> = []
        for name in old.order + wanted.order where settled.insert(name).inserted { settle(name) }
        mergeNested()
        settleZones()
        guard !changes.isEmpty else { return theirs }
        var result = theirs
        result.entries = []
        for place in 0...slots.count {
            result.entries += added[place] ?? []
            if place < slots.count, let entry = slots[place] { result.entries.append(entry) }
        }
        Bookkeeping.raise(&result, above: [base, mine], now: now)
        return result
    }

    // MARK: - Properties, and components known only by what they say

    private mutating func settle(_ name: String) {
        let (old, wanted, present) = (self.old[name], self.wanted[name], self.present[name])
        let counts = [old, wanted, present].map(\.places.count)
        let isSingle =
            PropertyRules.isSingle(name, in: theirs.name)
            || (PropertyRules.isUsuallySingle(name) && counts.allSatisfy { $0 < 2 })
        let undone = EntryChanges(from: old, to: wanted, isSingle: isSingle)
        let later = EntryChanges(from: old, to: present, isSingle: isSingle)
        let isTaken = mine.dialect != theirs.dialect || isUnitTouched(name)
        // Those that somebody brought back since are back.
        var arrived = later.changes.compactMap(\.to).map { present.contents[$0] }
        for change in undone.changes {
            let back = change.to.map { wanted.entries[$0] }
            if let to = change.to, let index = arrived.firstIndex(of: wanted.contents[to]) {
                arrived.remove(at: index)
                continue
            }
            // The same under another kind: a device that made the item again writes its numbers in its own way.
            if change.from == nil, let value = change.to.flatMap({ wanted.contents[$0].value }),
                let index = arrived.firstIndex(where: { $0.value == value })
            {
                arrived.remove(at: index)
                continue
            }
            if let from = change.from {
                if let place = later.kept[from], !isTaken {
                    slots[present.places[place]] = back.map(regrouped)
                    changes.append(name)
                } else if back != nil || later.kept[from] != nil || later.change(of: from)?.to != nil {
                    refuse(name, back)
                }
            } else if let back {
                let isOccupied = isSingle && !present.entries.isEmpty
                if isTaken || isOccupied { refuse(name, back) } else { insert(regrouped(back), name) }
            }
        }
    }

    /// True when the undone change and a later edit both touched a unit of properties, other than alike.
    private func isUnitTouched(_ name: String) -> Bool {
        guard let unit = PropertyRules.units.first(where: { $0.contains(name) }) else { return false }
        func contents(_ component: Component) -> [EntryContent: Int] {
            component.lines.filter { unit.contains($0.key) }.reduce(into: [:]) { $0[EntryContent($1), default: 0] += 1 }
        }
        let after = contents(base)
        // What never was there cannot have been touched since: an empty base stands for a resource made anew.
        return contents(theirs) != after && contents(mine) != after && contents(theirs) != contents(mine)
    }

    private mutating func refuse(_ name: String, _ entry: Entry?) {
        var lost = ""
        if case .line(let line) = entry { lost = line.text(mine.dialect) }
        if case .component(let nested) = entry { lost = nested.name }
        conflicts.append(ResourceMerge.Conflict(property: name, lost: lost))
    }

    /// Adds an entry behind the last one of its name, as a reader would look for it.
    mutating func insert(_ entry: Entry, _ name: String) {
        let place: Int
        switch entry {
        case .line: place = Component.place(for: name, in: theirs.entries)
        case .component(let nested): place = ComponentMerge.place(for: nested, in: theirs.entries)
        }
        added[place, default: []].append(entry)
        changes.append(name)
    }

    static func place(for component: Component, in entries: [Entry]) -> Int {
        let last = entries.lastIndex { entry in
            guard case .component(let other) = entry else { return false }
            return other.name == component.name
        }
        // Zones are described before they are used.
        if last == nil, component.name == "VTIMEZONE" {
            return entries.firstIndex { if case .component = $0 { true } else { false } } ?? entries.count
        }
        return last.map { $0 + 1 } ?? entries.count
    }
}
