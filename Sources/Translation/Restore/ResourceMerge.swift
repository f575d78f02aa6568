import Versit

/// The three-way merge that takes one change of an upstream resource back (design section 6): base is the text after that
/// change, mine the text before it, theirs the text now.
///
/// Only what the change touched is rewritten, and only where nobody has touched it since; every other line keeps its bytes.
public struct ResourceMerge: Hashable, Sendable {
    /// What cannot go back, since a later edit touched it too.
    public struct Conflict: Hashable, Sendable {
        /// The property or component, such as `TEL` or `SUMMARY of 20250901T090000`.
        public var property: String
        /// The earlier text that stays lost; empty when the earlier state was its absence.
        public var lost: String

        /// A conflict.
        public init(property: String, lost: String) {
            self.property = property
            self.lost = lost
        }
    }

    /// The merged text, with CRLF at its line ends; the text now, byte for byte, when nothing changes.
    public private(set) var body: [UInt8]
    /// What goes back, by property or component, in the order of the text, each once.
    public private(set) var changes: [String] = []
    /// What stays as the later edit left it.
    public private(set) var conflicts: [Conflict] = []

    /// True when the merged text says something else than the text now.
    public var isChanged: Bool { !changes.isEmpty }

    /// Merges. `base` nil: nothing was there after the change (it was a deletion), and what is there now was made since:
    /// it keeps what it says and gets back what it lacks.
    public init(
        base: [UInt8]?, mine: [UInt8], theirs: [UInt8], now: DateTime
    ) throws(TranslationError) {
        let before = try ResourceReader.document(mine)
        let after = try base.map { body throws(TranslationError) in try ResourceReader.document(body) }
        var current = try ResourceReader.document(theirs)
        body = theirs
        let old = ResourceMerge.main(of: before)
        guard let old, let present = current.first(old.name) else {
            throw TranslationError(.unreadableResource, "the resource is of another kind now")
        }
        guard ResourceMerge.uid(of: old) == ResourceMerge.uid(of: present) else {
            throw TranslationError(.unreadableResource, "another item has taken its place")
        }
        var merge = ComponentMerge(
            base: after?.first(old.name) ?? Component(old.name, present.dialect), mine: old, theirs: present, now: now)
        let merged = merge.run()
        changes = merge.changes.reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
        conflicts = merge.conflicts
        guard isChanged else { return }
        current.set(merged)
        body = current.serialiseStrictly()
    }

    /// True when two texts say the same, whatever their folding, order, line ends and stamps.
    public static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        if one == other { return true }
        guard let first = try? ResourceReader.document(one), let second = try? ResourceReader.document(other) else {
            return false
        }
        return first.components.map { EntryContent($0) } == second.components.map { EntryContent($0) }
    }

    /// True when a text shows that it was made from `newer` and not from `older`: it has an entry that only `newer` has, and none
    /// that only `older` has. A stamp that only `newer` has is an entry, too: many clients leave those that they find.
    public static func isMade(_ text: [UInt8], from newer: [UInt8], notFrom older: [UInt8]) -> Bool {
        guard let mine = try? ResourceReader.document(text), let new = try? ResourceReader.document(newer),
            let old = try? ResourceReader.document(older)
        else { return false }
        if EntryContent.lines(mine).isMade(from: EntryContent.lines(new), notFrom: EntryContent.lines(old)) {
            return true
        }
        let stamps = [mine, new, old].map { Set(Bookkeeping.stamps(of: $0, Bookkeeping.changing)) }
        return !stamps[0].isDisjoint(with: stamps[1].subtracting(stamps[2]))
            && EntryContent.lines(mine).isDisjoint(with: EntryContent.lines(old).subtracting(EntryContent.lines(new)))
    }

    private static func uid(of component: Component) -> String? {
        if component.name == "VCARD" { return component.text("UID") }
        return component.components.lazy.compactMap { $0.text("UID") }.first
    }

    private static func main(of document: Document) -> Component? {
        document.first("VCARD") ?? document.first("VCALENDAR")
    }
}
