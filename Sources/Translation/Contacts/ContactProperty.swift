import Versit

/// One property of a card, both ways between every dialect.
protocol ContactProperty: Sendable {
    /// The canonical name, upper case.
    var name: String { get }
    /// The names it is read from, upper case.
    var names: [String] { get }
    /// True for a keyed set.
    var isRepeatable: Bool { get }
    /// True when all values stand on one line.
    var isOneLine: Bool { get }

    /// The values of a line; none for an empty or unreadable one.
    func read(_ line: ContentLine, _ dialect: Dialect) -> [ContactValue]
    /// New lines for values. `fields`: what the device takes; nil: for upstream. Empty when the dialect cannot hold them.
    func lines(for values: [ContactValue], _ dialect: Dialect, _ fields: DeviceFields?) -> [ContentLine]
    /// False for a line of which the device takes nothing.
    func mayShow(_ line: ContentLine, _ fields: DeviceFields) -> Bool
    /// What the view of a value reads as; nil: there is none.
    func seen(_ value: ContactValue, _ fields: DeviceFields) -> ContactValue?
    /// The view of a line whose value can stay as it is written: what reading and writing it would give, for less; nil where it
    /// has to be read.
    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine?
    /// An upstream line after the phone's change of one of its values; nil: nothing of it is left.
    func rewritten(_ line: ContentLine, _ edit: ValueEdit, _ dialect: Dialect) -> ContentLine?
    /// See `PropertyFamily`.
    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool
    /// See `PropertyFamily`.
    func isDoubtful(_ kept: ContactValue, of full: ContactValue) -> Bool
    /// See `PropertyFamily`.
    func base(_ held: ContactValue, of mine: ContactValue, _ evidence: Evidence) -> ContactValue
    /// See `PropertyFamily`.
    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int
    /// See `PropertyFamily`.
    func combined(base: ContactValue?, mine: ContactValue, theirs: ContactValue) -> ContactValue?
    /// See `PropertyFamily`.
    func filled(_ mine: ContactValue, from theirs: ContactValue) -> ContactValue
    /// What a value proves when a device returns it.
    func observations(_ value: ContactValue) -> [Observation]
    /// False when `implied` gives nothing for any card.
    var mayBeImplied: Bool { get }
    /// A value that is shown though no line of the upstream card holds it.
    func implied(by card: Component) -> ContactValue?
}

/// The phone's change of one value.
struct ValueEdit {
    /// The value upstream, in full.
    var upstream: ContactValue
    /// What the phone held of it.
    var base: ContactValue
    /// What it has now; nil: removed.
    var mine: ContactValue?
    /// What the device has proven.
    var evidence: Evidence
}

extension ContactProperty {
    var names: [String] { [name] }
    var isRepeatable: Bool { false }
    var isOneLine: Bool { false }
    var mayBeImplied: Bool { false }

    func mayShow(_ line: ContentLine, _ fields: DeviceFields) -> Bool { true }

    func seen(_ value: ContactValue, _ fields: DeviceFields) -> ContactValue? {
        lines(for: [value], fields.dialect, fields).first.flatMap { read($0, fields.dialect).first }
    }

    func copied(_ line: ContentLine, _ dialect: Dialect, _ fields: DeviceFields) -> ContentLine? { nil }

    /// The view of a line with words in its value, which stays as it is written.
    func copied(
        _ line: ContentLine, as content: ContentLine.Content, _ fields: DeviceFields, under key: String? = nil,
        group: String? = nil, marks: [String] = []
    ) -> ContentLine? {
        guard line.hasWords, let value = line.valueCopied(as: content, to: fields.dialect) else { return nil }
        let types = marks.isEmpty ? [] : ContactTypes.parameters(marks, name, fields.dialect, fields)
        return ContentLine(key ?? name, group: group, parameters: types, escaped: value, fields.dialect)
    }

    func isLoss(_ kept: ContactValue, of full: ContactValue, _ evidence: Evidence?) -> Bool {
        kept.canon == full.canon && ContactTypes.isLoss(kept, of: full, name, evidence)
    }

    func isDoubtful(_ kept: ContactValue, of full: ContactValue) -> Bool { false }

    func base(_ held: ContactValue, of mine: ContactValue, _ evidence: Evidence) -> ContactValue { held }

    func affinity(_ a: ContactValue, _ b: ContactValue) -> Int {
        guard isRepeatable else { return 1 }
        if a.canon == b.canon { return 8 }
        if a.types == b.types { return 4 }
        return a.types.isDisjoint(with: b.types) ? 0 : 2
    }

    /// Kind changed on one side, text on the other.
    func combined(base: ContactValue?, mine: ContactValue, theirs: ContactValue) -> ContactValue? {
        guard let base else { return nil }
        var both = mine
        if mine.canon == base.canon {
            (both.canon, both.parts, both.bytes) = (theirs.canon, theirs.parts, theirs.bytes)
        } else if theirs.canon != base.canon && theirs.canon != mine.canon {
            return nil
        }
        if mine.types == base.types {
            (both.types, both.marks) = (theirs.types, theirs.marks)
        } else if theirs.types != base.types && theirs.types != mine.types {
            return nil
        }
        return both
    }

    func filled(_ mine: ContactValue, from theirs: ContactValue) -> ContactValue { mine }

    func observations(_ value: ContactValue) -> [Observation] {
        [Observation(property: name, qualifier: value.qualifier, length: value.length)]
    }

    func implied(by card: Component) -> ContactValue? { nil }
}
