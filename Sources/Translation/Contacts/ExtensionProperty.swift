import Versit

/// Every property without a rule of its own: X- names, and IANA names such as CALURI. The name is part of the value.
struct ExtensionProperty: ContactProperty {
    let name = "X-"
    let names: [String] = []
    let isRepeatable = true

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        guard line.parameter("ENCODING").map({ ["B", "BASE64"].contains($0.values.first?.uppercased() ?? "") }) != true
        else { return [] }
        let text = line.text(dialect)
        let canon = TextPatch.collapsed(text)
        guard !canon.isEmpty else { return [] }
        let marks = ContactTypes.marks(line)
        return [
            ContactValue(
                types: ContactTypes.meaning(marks).union(line.key), canon: [canon], parts: [text], marks: marks,
                name: line.key, group: line.group)
        ]
    }

    /// A label belongs to the line of its group: it goes only where groups go.
    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        values.compactMap { value in
            guard fields?.allows(value.name) ?? true else { return nil }
            let isLabel = value.name.hasPrefix("X-AB")
            if let fields, isLabel, value.group != nil, !fields.takesLabels { return nil }
            let types = dialect == .vCard21 ? [] : ContactTypes.parameters(value.marks, value.name, dialect, fields)
            let group = fields?.takesLabels ?? true ? value.group : nil
            let old = value.marks.map { Parameter(bare: $0) }
            return ContentLine(
                value.name, group: group, parameters: dialect == .vCard21 ? old : types, text: value.text, dialect)
        }
    }

    func mayShow(_ line: ContentLine, _ fields: DeviceFields) -> Bool { fields.allows(line.key) }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        guard mine.canon != edit.base.canon else { return line }
        let text = TextPatch.apply(base: edit.base.text, mine: mine.text, full: line.text(dialect))
        // A value of components keeps its separators.
        if line.structured(dialect).count > 1 {
            line.setStructured(text.split(separator: ";", omittingEmptySubsequences: false).map(String.init), dialect)
        } else {
            line.setText(text, dialect)
        }
        return line
    }

    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int { a.name == b.name ? 4 : 0 }

    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        guard kept.name == full.name else { return false }
        if evidence != nil, kept.length < TextPatch.shortestCut { return kept.canon == full.canon }
        return TextPatch.isLoss(kept.text, of: full.text, allowsCut: !(evidence?.proves(name, full.qualifier) ?? false))
    }
}
