import Versit

/// EMAIL: addresses are compared without regard to case.
struct EmailProperty: ContactProperty {
    let name = "EMAIL"
    let isRepeatable = true

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect))
        guard !text.isEmpty, text != "-" else { return [] }
        let marks = ContactTypes.marks(line)
        return [
            ContactValue(
                types: ContactTypes.meaning(marks), canon: [text.lowercased()], parts: [text], marks: marks, name: name,
                group: line.group)
        ]
    }

    /// Phones with vCard 2.1 want INTERNET (S60).
    private func written(_ marks: [String], _ dialect: Dialect) -> [String] {
        dialect == .vCard21 && !marks.contains("X400") ? ["INTERNET"] + marks : marks
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name) else { return nil }
        let marks = written(ContactTypes.marks(line), fields.dialect)
        return copied(line, as: .text, fields, group: fields.group(of: line), marks: marks)
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.map { value in
            let types = ContactTypes.parameters(written(value.marks, dialect), name, dialect, fields)
            let group = fields?.takesLabels ?? true ? value.group : nil
            return ContentLine(name, group: group, parameters: types, text: value.text, dialect)
        }
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        if mine.canon != edit.base.canon { line.setText(mine.text, dialect) }
        return line
    }
}

/// URL: an URI, so without escapes (RFC 2426 section 3.6.8).
struct LinkProperty: ContactProperty {
    let name = "URL"
    let isRepeatable = true

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect))
        guard !text.isEmpty else { return [] }
        let marks = ContactTypes.marks(line)
        return [
            ContactValue(
                types: ContactTypes.meaning(marks), canon: [text], parts: [text], marks: marks, name: name,
                group: line.group)
        ]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.map { value in
            let types = ContactTypes.parameters(value.marks, name, dialect, fields)
            let group = fields?.takesLabels ?? true ? value.group : nil
            var line = ContentLine(name, group: group, parameters: types, value: [])
            set(value.text, &line, dialect)
            return line
        }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name) else { return nil }
        return copied(line, as: .uri, fields, group: fields.group(of: line), marks: ContactTypes.marks(line))
    }

    private func set(_ text: String, _ line: inout ContentLine, _ dialect: Dialect) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
        if dialect.isOld || !isPlain { line.setText(text, dialect) } else { line.setRaw(text) }
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        if mine.canon != edit.base.canon { set(mine.text, &line, dialect) }
        return line
    }

    /// A scheme that the phone leaves out, a slash at the end.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        func bare(_ value: ContactValue) -> String {
            var text = value.text.lowercased()
            for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
                text = String(text.dropFirst(scheme.count))
            }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
        guard ContactTypes.isLoss(kept, of: full, name, evidence) else { return false }
        return kept.canon == full.canon || bare(kept) == bare(full)
    }
}

/// CLASS: PUBLIC is the default, and what phones add on their own.
struct ClassProperty: ContactProperty {
    let name = "CLASS"

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect)).uppercased()
        guard !text.isEmpty, text != "PUBLIC" else { return [] }
        return [ContactValue(canon: [text], parts: [text], name: name, group: line.group)]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard dialect != .vCard40, fields?.allows(name) ?? true else { return [] }
        return values.map { ContentLine(name, text: $0.text, dialect) }
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        line.setText(mine.text, dialect)
        return line
    }
}

/// UID: shown to devices that take it, never changed by them.
struct IdentifierProperty: ContactProperty {
    let name = "UID"

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = LineEnds.trimmed(line.text(dialect))
        return text.isEmpty ? [] : [ContactValue(canon: [], parts: [text], name: name, group: line.group)]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard let fields, fields.allows(name) else { return [] }
        return values.prefix(1).map { ContentLine(name, text: $0.text, dialect) }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        fields.allows(name) ? copied(line, as: .text, fields) : nil
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? { line }

    /// All are equal: no device has a say in it.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool { true }
    /// That the device has one at all.
    func observations(_ value: ContactValue) -> [Observation] {
        [Observation(property: name, qualifier: "", length: value.length)]
    }
}
