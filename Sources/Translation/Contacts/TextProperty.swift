import Versit

/// A property with one text value: NOTE, TITLE, ROLE, and extensions that address books spell differently.
struct TextProperty: ContactProperty {
    let name: String
    let names: [String]
    let isRepeatable: Bool
    /// Two edits at different places of the text are no conflict.
    private let isLong: Bool
    /// Not defined in vCard 4.0, so not added to such a card.
    private let isOldOnly: Bool

    init(
        _ name: String, aliases: [String] = [], isRepeatable: Bool = false, isLong: Bool = false,
        isOldOnly: Bool = false
    ) {
        self.name = name
        self.names = [name] + aliases
        self.isRepeatable = isRepeatable
        self.isLong = isLong
        self.isOldOnly = isOldOnly
    }

    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue] {
        let text = line.text(dialect)
        // In a long text line ends are the user's, elsewhere white space is nobody's.
        let canon = isLong ? LineEnds.trimmed(text) : TextPatch.collapsed(text)
        guard !canon.isEmpty else { return [] }
        let marks = ContactTypes.marks(line)
        return [
            ContactValue(
                types: isRepeatable ? ContactTypes.meaning(marks) : [], canon: [canon], parts: [text], marks: marks,
                name: line.key, group: line.group)
        ]
    }

    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine] {
        if dialect == .vCard40, isOldOnly { return [] }
        return values.compactMap { value in
            guard let key = spelledName(value, fields) else { return nil }
            let types = isRepeatable ? ContactTypes.parameters(value.marks, name, dialect, fields) : []
            let text = fields?.maxSize(key).map { TextPatch.cut(value.text, to: $0) } ?? value.text
            return ContentLine(key, group: fields == nil ? value.group : nil, parameters: types, text: text, dialect)
        }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? {
        guard fields.dialect != .vCard40 || !isOldOnly, let key = fields.pick([line.key] + names),
            fields.maxSize(key).map({ line.value.count <= $0 }) ?? true
        else { return nil }
        return copied(line, as: .text, fields, under: key, marks: isRepeatable ? ContactTypes.marks(line) : [])
    }

    /// The name the value came with where the receiver takes it, else the first that it takes.
    private func spelledName(_ value: ContactValue, _ fields: DeviceFields?) -> String? {
        guard let fields else { return value.name.hasPrefix("X-") && !name.hasPrefix("X-") ? name : value.name }
        return fields.pick([value.name] + names)
    }

    /// An FN that only N tells.
    var mayBeImplied: Bool { name == "FN" }

    func implied(by card: Component) -> ContactValue? {
        guard name == "FN", let line = card.first("N") else { return nil }
        let text = CardName.composed(line.structured(card.dialect))
        return text.isEmpty ? nil : ContactValue(canon: [text], parts: [text], name: name)
    }

    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine? {
        guard let mine = edit.mine else { return nil }
        var line = line
        ContactTypes.apply(edit, to: &line, dialect)
        guard mine.canon != edit.base.canon else { return line }
        let text = TextPatch.apply(base: edit.base.text, mine: mine.text, full: line.text(dialect))
        line.setText(text, dialect)
        return line
    }

    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        guard ContactTypes.isLoss(kept, of: full, name, evidence) else { return false }
        let isRefuted = evidence.map { $0.length(name) >= full.length } ?? false
        if isLong, isRefuted { return kept.canon == full.canon }
        let isTooShort = evidence != nil && kept.length < (isLong ? TextPatch.shortestNoteCut : TextPatch.shortestCut)
        return TextPatch.isLoss(kept.text, of: full.text, allowsCut: !isRefuted && !isTooShort)
    }

    /// The visible beginning of a text that the device has never returned whole.
    func base(_ held: ContactValue, of mine: ContactValue, _ evidence: Evidence) -> ContactValue {
        let least = isLong ? TextPatch.shortestNoteCut : TextPatch.shortestCut
        guard evidence.length(name) < held.length, mine.length >= least,
            let text = TextPatch.beginning(of: held.text, under: mine.text)
        else { return held }
        var base = held
        base.parts = [text]
        base.canon = [isLong ? LineEnds.trimmed(text) : TextPatch.collapsed(text)]
        return base
    }

    func combined(base: ContactValue?, mine: ContactValue, theirs: ContactValue) -> ContactValue? {
        guard isLong, let base,
            let text = TextPatch.combined(base: base.text, mine: mine.text, theirs: theirs.text)
        else { return nil }
        var both = mine
        both.parts = [text]
        both.canon = [LineEnds.trimmed(text)]
        return both
    }
}
