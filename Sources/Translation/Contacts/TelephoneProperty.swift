import Versit

/// TEL: numbers are compared by what is dialled; blanks and brackets are a phone's own affair.
struct TelephoneProperty: ContactProperty {
    let name = "TEL"
    let isRepeatable = true

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        var text = LineEnds.trimmed(line.text(dialect))
        if TelephoneProperty.isURI(text) { text = String(text.dropFirst(4)) }
        let number = TelephoneProperty.dialled(text)
        guard !number.isEmpty, number != "-" else { return [] }
        let marks = ContactTypes.marks(line)
        return [
            ContactValue(
                types: ContactTypes.meaning(marks), canon: [number], parts: [text], marks: marks, name: name,
                group: line.group)
        ]
    }

    /// The number without blanks, hyphens, dots, slashes and brackets.
    static func dialled(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "+") }) { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\u{A0}", "-", ".", "/", "(", ")": continue
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// True for a number written as an URI (RFC 6350 section 6.4.1).
    private static func isURI(_ text: String) -> Bool {
        text.utf8.first.map { $0 & 0xDF == UInt8(ascii: "T") } ?? false && text.lowercased().hasPrefix("tel:")
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        guard fields?.allows(name) ?? true else { return [] }
        return values.map { value in
            let types = ContactTypes.parameters(value.marks, name, dialect, fields)
            let group = fields?.takesLabels ?? true ? value.group : nil
            return ContentLine(name, group: group, parameters: types, text: value.text, dialect)
        }
    }

    /// A number of digits and their usual signs is seen as it is written.
    func seen(_ value: ContactValue, _ fields: DeviceFields) -> ContactValue? {
        guard fields.allows(name) else { return nil }
        guard TelephoneProperty.isPlain(value.text), let marks = ContactTypes.seen(value.marks, name, fields.dialect)
        else { return lines(for: [value], fields.dialect, fields).first.flatMap { read($0, fields.dialect).first } }
        var seen = value
        (seen.marks, seen.types) = (marks, ContactTypes.meaning(marks))
        if !fields.takesLabels { seen.group = nil }
        return seen
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, first != 0x20, last != 0x20 else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x20, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"): true
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "#"): true
            default: false
            }
        }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.allows(name), line.value.first.map({ $0 & 0xDF != UInt8(ascii: "T") }) ?? false else { return nil }
        return copied(line, as: .text, fields, group: fields.group(of: line), marks: ContactTypes.marks(line))
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        guard mine.canon != edit.base.canon else { return line }
        // In a card that writes numbers as URIs the new one is an URI too.
        if TelephoneProperty.isURI(line.raw) {
            line.setRaw("tel:" + TelephoneProperty.dialled(mine.text))
        } else {
            line.setText(mine.text, dialect)
        }
        return line
    }

    /// Some phones keep digits only (Motorola).
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        guard ContactTypes.isLoss(kept, of: full, name, evidence) else { return false }
        if kept.canon == full.canon { return true }
        return full.canon == ["+" + (kept.canon.first ?? "")]
    }
}
