import Versit

/// A property whose value has components: N, ADR, ORG. Each component is merged for itself.
struct StructuredProperty: ContactProperty {
    let name: String
    let isRepeatable: Bool
    /// Components the format defines; nil: as many as there are.
    private let count: Int?

    init(_ name: String, count: Int?, isRepeatable: Bool = false) {
        self.name = name
        self.count = count
        self.isRepeatable = isRepeatable
    }

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let marks = ContactTypes.marks(line)
        return value(line.structured(dialect), marks, line).map { [$0] } ?? []
    }

    /// A value of components; nil when all are empty. A lone `-` is how some phones spell an empty one (Nokia 6023).
    private func value(_ components: [String], _ marks: [String], _ line: ContentLine?) -> ContactValue? {
        var parts = components.map { LineEnds.trimmed($0) == "-" ? "" : $0 }
        if let count {
            parts = Array(parts.prefix(count)) + Array(repeating: "", count: max(0, count - parts.count))
        }
        while count == nil, parts.last.map({ TextPatch.collapsed($0).isEmpty }) ?? false { parts.removeLast() }
        let canon = parts.map(TextPatch.collapsed)
        guard canon.contains(where: { !$0.isEmpty }) else { return nil }
        return ContactValue(
            types: isRepeatable ? ContactTypes.meaning(marks) : [], canon: canon, parts: parts, marks: marks,
            name: name, group: line?.group)
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.map { value in
            let types = isRepeatable ? ContactTypes.parameters(value.marks, name, dialect, fields) : []
            let group = fields?.takesLabels ?? true ? value.group : nil
            return ContentLine(name, group: group, parameters: types, structured: value.parts, dialect)
        }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name), isComplete(line.value) else { return nil }
        let marks = isRepeatable ? ContactTypes.marks(line) : []
        return copied(line, as: .components, fields, group: fields.group(of: line), marks: marks)
    }

    /// True for as many components as there should be, of which none is spelled by its `-` alone and the last of any number says
    /// something.
    private func isComplete(_ value: ArraySlice<UInt8>) -> Bool {
        var components = 1
        var isBare = true
        var hasDash = false
        for byte in value {
            switch byte {
            case UInt8(ascii: ";"):
                if isBare, hasDash { return false }
                (isBare, hasDash) = (true, false)
                components += 1
            case UInt8(ascii: "-"): hasDash = true
            case 0...0x20: continue
            default: isBare = false
            }
        }
        if isBare, hasDash { return false }
        return count.map { $0 == components } ?? !isBare
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        var parts = line.structured(dialect)
        var isChanged = false
        for index in 0..<max(mine.parts.count, edit.base.parts.count) {
            let (old, new) = (edit.base.part(index), mine.part(index))
            guard TextPatch.collapsed(old) != TextPatch.collapsed(new) else { continue }
            if new.isEmpty, !edit.evidence.proves(name, "#\(index)") { continue }
            while parts.count <= index { parts.append("") }
            parts[index] = TextPatch.apply(base: old, mine: new, full: parts[index])
            isChanged = true
        }
        if isChanged { line.setStructured(parts, dialect) }
        return line
    }

    /// Components missing, or each a loss of its own.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        guard ContactTypes.isLoss(kept, of: full, name, evidence) else { return false }
        var isShared = false
        for index in 0..<max(kept.canon.count, full.canon.count) {
            let (own, whole) = (kept.part(index), full.part(index))
            if TextPatch.collapsed(own).isEmpty {
                let isLost = !TextPatch.collapsed(whole).isEmpty
                if isLost, evidence?.proves(name, "#\(index)") ?? false { return false }
                continue
            }
            let isRefuted = evidence.map { $0.length(name) >= full.length } ?? false
            let isTooShort = evidence != nil && own.unicodeScalars.count < TextPatch.shortestCut
            guard TextPatch.isLoss(own, of: whole, allowsCut: !isRefuted && !isTooShort) else { return false }
            isShared = true
        }
        return isShared
    }

    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int {
        guard isRepeatable else { return 1 }
        let equal = zip(a.canon, b.canon).count { $0 == $1 && !$0.isEmpty }
        let kind = a.types == b.types ? 4 : a.types.isDisjoint(with: b.types) ? 0 : 2
        return kind == 0 && equal < 3 ? 0 : kind + equal
    }

    /// Component by component.
    func combined(base: ContactValue?, mine: ContactValue, theirs: ContactValue) -> ContactValue? {
        guard mine.types == theirs.types || base == nil else { return nil }
        var both = mine
        both.parts = []
        for index in 0..<max(mine.canon.count, theirs.canon.count) {
            let (own, other) = (mine.part(index), theirs.part(index))
            let old = base?.part(index) ?? ""
            if own == other || other == old {
                both.parts.append(own)
            } else if own == old {
                both.parts.append(other)
            } else {
                return nil
            }
        }
        both.canon = both.parts.map(TextPatch.collapsed)
        return both
    }

    func filled(_ mine: ContactValue, from theirs: ContactValue) -> ContactValue {
        var both = mine
        both.parts = (0..<max(mine.parts.count, theirs.parts.count)).map {
            mine.part($0).isEmpty ? theirs.part($0) : mine.part($0)
        }
        both.canon = both.parts.map(TextPatch.collapsed)
        return both
    }

    func observations(_ value: ContactValue) -> [Observation] {
        let whole = Observation(property: name, qualifier: value.qualifier, length: value.length)
        return [whole]
            + value.canon.indices.filter { !value.canon[$0].isEmpty }
            .map { Observation(property: name, qualifier: "#\($0)", length: 0) }
    }

    /// An N that only other properties tell (vCard 4.0 cards need none): all of it as the family name, as phones show it.
    var mayBeImplied: Bool { name == "N" }

    func implied(by card: Component) -> ContactValue? {
        guard name == "N" else { return nil }
        let organisation = card.first("ORG")?.structured(card.dialect).first
        let candidates = [card.text("FN"), organisation, card.text("NICKNAME"), card.text("EMAIL"), card.text("TEL")]
        let text = candidates.lazy.compactMap { $0 }.first { !TextPatch.collapsed($0).isEmpty }
        return text.flatMap { value([$0], [], nil) }
    }
}

extension ContactValue {
    /// The text of a component; empty beyond the end.
    func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
}
