import Versit

/// A card property as a family of the merge.
struct ContactFamily: PropertyFamily {
    /// What it knows of the property.
    let definition: any ContactProperty
    /// What the device takes.
    let fields: DeviceFields
    /// What the device has proven.
    let evidence: Evidence

    var property: String { definition.name }
    var isRepeatable: Bool { definition.isRepeatable }

    func upstream(_ component: Component) -> [Placed<ContactValue>] {
        var found: [Placed<ContactValue>] = []
        ContactCatalogue.forEachLine(of: property, in: component) { place, line in
            found += definition.read(line, component.dialect).map { Placed(value: $0, place: place) }
        }
        if found.isEmpty, let implied = definition.implied(by: component) {
            found.append(Placed(value: implied, place: nil))
        }
        return found
    }

    func device(_ component: Component) -> [ContactValue] {
        var values: [ContactValue] = []
        ContactCatalogue.forEachLine(of: property, in: component) { _, line in
            values += definition.read(line, component.dialect)
        }
        return values
    }

    /// What a view of the values reads as: one of a single property, as many of a set as the device takes.
    func shown(_ values: [ContactValue]) -> [ContactValue?] {
        var room = room
        return values.map { value in
            guard room > 0, let seen = definition.seen(value, fields) else { return nil }
            room -= 1
            return seen
        }
    }

    /// How many values a view may have.
    private var room: Int { isRepeatable ? fields.maxOccur(property) ?? .max : 1 }

    /// The lines of the view of a card, of which these are the property's own.
    func view(_ component: Component, _ lines: [ContentLine]) -> [ContentLine] {
        var (room, isEmpty) = (room, true)
        var visible: [ContactValue] = []
        var view: [ContentLine] = []
        func show(_ values: [ContactValue]) {
            for value in values where room > 0 {
                let lines = definition.lines(for: [value], fields.dialect, fields)
                guard let line = lines.first, isReadable(line) else { continue }
                visible.append(value)
                view += lines
                room -= 1
            }
        }
        let mayCopy = !definition.isOneLine || lines.count == 1
        for line in lines where room > 0 && definition.mayShow(line, fields) {
            if mayCopy, let copy = definition.copied(line, component.dialect, fields) {
                view.append(copy)
                (room, isEmpty) = (room - 1, false)
            } else {
                let values = definition.read(line, component.dialect)
                if !values.isEmpty { isEmpty = false }
                show(values)
            }
        }
        if isEmpty, let implied = definition.implied(by: component) { show([implied]) }
        return definition.isOneLine && visible.count > 1
            ? definition.lines(for: visible, fields.dialect, fields) : view
    }

    /// True when a line of the view says something. Letters and digits do, if they are its text.
    private func isReadable(_ line: ContentLine) -> Bool {
        line.hasWords || !definition.read(line, fields.dialect).isEmpty
    }

    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        definition.isLoss(kept, of: full, evidence)
    }

    func isDoubtful(_ kept: ContactValue, of full: ContactValue) -> Bool { definition.isDoubtful(kept, of: full) }

    func isFlattened(_ kept: ContactValue, of full: ContactValue) -> Bool {
        guard kept.bytes == nil, full.bytes == nil, kept.types.isSubset(of: full.types) else { return false }
        return kept.parts.count <= full.parts.count
            && Skeleton.isFlattened(kept.parts.joined(separator: " "), of: full.parts.joined(separator: " "))
    }

    func isRelabelled(_ value: ContactValue, of other: ContactValue) -> Bool {
        isRepeatable && !value.canon.isEmpty && value.canon == other.canon && value.types != other.types
    }

    var hasGroups: Bool { definition.name == "X-" }

    func isOfOneGroup(_ value: ContactValue, _ other: ContactValue) -> Bool {
        value.group?.uppercased() == other.group?.uppercased()
    }

    func base(_ held: ContactValue, of mine: ContactValue, _ evidence: Evidence) -> ContactValue {
        definition.base(held, of: mine, evidence)
    }

    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int { definition.affinity(a, b) }

    func isProven(
        _ value: ContactValue, full: ContactValue, among all: [ContactValue], _ evidence: Evidence
    ) -> Bool {
        // A card without N or FN is none (RFC 2426 section 3.1).
        if property == "N" || property == "FN" { return false }
        return evidence.proves(
            property, value.qualifier, count: all.count { $0.qualifier == value.qualifier }, total: all.count,
            length: max(value.length, full.length))
    }

    func combined(base: ContactValue?, mine: ContactValue, theirs: ContactValue) -> ContactValue? {
        definition.combined(base: base, mine: mine, theirs: theirs)
    }

    func filled(_ mine: ContactValue, from theirs: ContactValue) -> ContactValue {
        definition.filled(mine, from: theirs)
    }

    func description(of value: ContactValue) -> String {
        if let bytes = value.bytes { return "\(bytes.count) bytes" }
        let text = value.parts.filter { !$0.isEmpty }.joined(separator: "; ")
        return value.types.isEmpty ? text : "\(value.qualifier): \(text)"
    }

    func change(
        _ upstream: Placed<ContactValue>, from base: ContactValue, to mine: ContactValue, in draft: inout Draft
    ) {
        guard let place = upstream.place else { return add(mine, in: &draft) }
        edit(place, ValueEdit(upstream: upstream.value, base: base, mine: mine, evidence: evidence), &draft)
    }

    func remove(_ upstream: Placed<ContactValue>, in draft: inout Draft) {
        guard let place = upstream.place else { return }
        let group = draft.line(at: place)?.group
        edit(place, ValueEdit(upstream: upstream.value, base: upstream.value, mine: nil, evidence: evidence), &draft)
        if draft.line(at: place) == nil, let group { removeLabels(of: group, in: &draft) }
    }

    /// Labels that an address book hung on a removed line through its group (X-ABLabel, X-ABADR).
    private func removeLabels(of group: String, in draft: inout Draft) {
        for (place, entry) in draft.component.entries.enumerated() {
            guard case .line(let line) = entry, line.key.hasPrefix("X-AB"), line.group == group else { continue }
            draft.remove(at: place)
        }
    }

    private func edit(_ place: Int, _ edit: ValueEdit, _ draft: inout Draft) {
        guard let line = draft.line(at: place) else { return }
        if let line = definition.rewritten(line, edit, draft.component.dialect) {
            draft.replace(at: place, with: line)
        } else {
            draft.remove(at: place)
        }
    }

    func add(_ value: ContactValue, in draft: inout Draft) {
        for line in definition.lines(for: [value], draft.component.dialect, nil) {
            var line = line
            line.group = line.group.map { freeGroup($0, draft.component) }
            draft.add(line)
        }
    }

    /// A group's name, changed where upstream binds other lines with it: the same for all lines of one put.
    private func freeGroup(_ group: String, _ card: Component) -> String {
        let taken = Set(card.lines.compactMap { $0.group?.uppercased() })
        var name = group
        while taken.contains(name.uppercased()) { name += "-new" }
        return name
    }
}
