import SyncTypes

/// The truth: everything that people typed, and what they saw when they did. Nothing in it comes from the product.
///
/// The values of one field form a graph: a value points at those its author saw and typed over. *Heads* are the values
/// nobody typed over; when everything is quiet one of them must stand, and the others must be accounted for.
public struct TypedLog: Sendable {
    /// One value somebody typed; a nil text is a field somebody cleared.
    public struct Value: Sendable {
        /// Counts everything typed in this world.
        public var serial: Int
        /// What was typed.
        public var text: String?
        /// Who typed it: "phone 0", "third party".
        public var author: String
        /// The values the author saw in its place.
        public var replaced: [Int]
    }

    /// Somebody deleted an item.
    public struct Deletion: Sendable {
        /// Who.
        public var author: String
        /// True when it was done on a phone and must travel through the bridge.
        public var isOnPhone: Bool
        /// The values the deleter saw.
        public var seen: Set<Int>
        /// Fields that the deleter's phone cannot show.
        public var blind: Set<Field>
        /// The last thing that was typed anywhere before it.
        public var after = 0
        /// The phone never got to tell it, or an administrator rejected it: it excuses an absence and demands none.
        public var isMoot = false
    }

    /// One item from its first typing on.
    public struct Item: Sendable {
        /// What it is.
        public var kind: ItemKind
        /// How many alike were typed on purpose.
        public var copies = 1
        /// By field, in the order of typing.
        public var values: [Field: [Value]] = [:]
        /// All deletions.
        public var deletions: [Deletion] = []
        /// Old values that came back with a backup: any of them may stand.
        public var restored: [Field: Set<Int>] = [:]
        /// An old backup brought the item back after it was gone somewhere.
        public var isRestored = false
        /// Lines that the phone had and its backup lacks, by their names: as good as removed.
        public var unrestored: Set<String> = []
        /// A phone had it, and has not since it was restored to a day before: who is asked about it may approve a deletion.
        public var isMissed = false
        /// How often it was deleted and typed again, with the same words.
        public var replants = 0

        /// It stands where nobody but others may write: what a phone types into it is in vain.
        public var isReadOnly = false
        /// Phones whose users took it off them, and only there.
        public var hidden: Set<String> = []
        /// It was gone upstream at some time: what its deleter saw went with it, even if somebody's change brings it back.
        public var wasRemoved = false
        /// Another client moved it: its old place was left.
        public var wasMoved = false
        /// Values that were typed over by somebody of whom the bridge cannot know that he saw them: they may come once more.
        public var unsure: Set<Int> = []
        /// Values that died with a phone before the bridge acknowledged them.
        public var perished: Set<Int> = []
    }

    /// The author of everything that other clients do upstream.
    public static let thirdParty = "third party"

    /// By identity.
    public private(set) var items: [Int: Item] = [:]
    /// The field and item of each typed text.
    public private(set) var typed: [String: (item: Int, field: Field, serial: Int)] = [:]
    /// The same by the part of a value that names it.
    public private(set) var tokens: [String: (item: Int, field: Field, serial: Int)] = [:]
    /// Serials of values and clearings that the bridge has acknowledged to a phone.
    public private(set) var acknowledged: Set<Int> = []
    /// Those of them that were acknowledged to the phone on which they were typed.
    private var heard: Set<Int> = []
    /// Counts everything typed.
    public private(set) var serial = 0
    /// Touches of other clients that change nothing anybody sees.
    public var touches = 0
    /// An administrator gave back what was held.
    public private(set) var hadRejections = false

    private let first: Int
    private let hasDays: Bool

    /// Nothing typed yet. `hasFamilies`: all people have one family name. `hasDays`: events lie on many days.
    public init(hasFamilies: Bool = false, hasDays: Bool = false) {
        first = hasFamilies ? ItemText.families : 1000
        self.hasDays = hasDays
    }

    /// The bridge has acknowledged a value to a phone, which need not be the one on which it was typed.
    public mutating func acknowledge(_ serial: Int, of identity: Int, to phone: String) {
        acknowledged.insert(serial)
        if heard.contains(serial) { return }
        let isOwn = items[identity]?.values.values.joined().contains { $0.serial == serial && $0.author == phone }
        if isOwn == true { heard.insert(serial) }
    }

    /// What other clients do to a resource without typing releases a deletion that waits for approval.
    public mutating func release(_ identity: Int) {
        for index in items[identity]?.deletions.indices ?? 0..<0 { items[identity]?.deletions[index].isMoot = true }
    }

    /// Somebody makes an item. Answers its identity.
    public mutating func add(_ kind: ItemKind, isReadOnly: Bool = false) -> Int {
        let identity = first + items.count
        items[identity] = Item(kind: kind)
        items[identity]?.isReadOnly = isReadOnly
        return identity
    }

    /// Somebody types over what a field shows. Answers the text.
    public mutating func type(
        _ identity: Int, _ field: Field, seen: [String], flavour: UInt64, author: String
    ) -> String {
        serial += 1
        let text = field.value(serial, flavour: flavour, hasDays: hasDays)
        typed[text] = (identity, field, serial)
        tokens[Field.token(of: text, field)] = (identity, field, serial)
        note(identity, field, text, seen, author)
        return text
    }

    /// What a phone types over came to it in a change of which nobody heard, and nothing in its text will tell that it had it.
    public mutating func doubt(_ identity: Int, _ field: Field, seen: [String]) {
        let serials = seen.compactMap { find($0, field)?.serial }
        items[identity]?.unsure.formUnion(serials)
    }

    /// Somebody clears a field.
    public mutating func clear(_ identity: Int, _ field: Field, seen: [String], author: String) {
        serial += 1
        note(identity, field, nil, seen, author)
    }

    private mutating func note(_ identity: Int, _ field: Field, _ text: String?, _ seen: [String], _ author: String) {
        let all = items[identity]?.values[field] ?? []
        var replaced = seen.compactMap { find($0, field)?.serial }
        // An empty field was empty from the start, or somebody had cleared it.
        if seen.isEmpty { replaced = all.filter { $0.text == nil }.map(\.serial) }
        // What its own author types over before anybody heard of it never was.
        let own = all.filter { replaced.contains($0.serial) && $0.author == author && author != TypedLog.thirdParty }
        items[identity]?.perished.formUnion(own.map(\.serial).filter { !acknowledged.contains($0) })
        if author == TypedLog.thirdParty {
            let phones = all.filter { replaced.contains($0.serial) && $0.author != author }
            items[identity]?.unsure.formUnion(Set(phones.map(\.serial)).subtracting(acknowledged))
        }
        let isVain = items[identity]?.isReadOnly == true && author != TypedLog.thirdParty
        items[identity]?.values[field, default: []].append(
            Value(serial: serial, text: text, author: author, replaced: isVain ? [] : replaced))
    }

    /// Somebody deletes an item that shows these values.
    public mutating func delete(
        _ identity: Int, shown: [Field: [String]], blind: Set<Field>, isOnPhone: Bool, author: String
    ) {
        let seen = shown.flatMap { field, texts in texts.compactMap { find($0, field)?.serial } }
        var deletion = Deletion(author: author, isOnPhone: isOnPhone, seen: Set(seen), blind: blind, after: serial)
        // What a phone typed and nobody has acknowledged to it yet may come once more, and then it is a change of what is gone.
        deletion.isMoot =
            items[identity].map { item in
                if isOnPhone {
                    // Nobody has told the phone that its item was taken: it has no deletion to tell, and asked for it may be anywhere.
                    let own = item.values.values.joined().filter { $0.author == author }.map(\.serial)
                    return !own.isEmpty && own.count == item.values.values.joined().count
                        && heard.isDisjoint(with: own)
                }
                let isUnheard = Field.all(of: item.kind).flatMap(item.heads).contains {
                    $0.author != TypedLog.thirdParty && !acknowledged.contains($0.serial)
                }
                return isUnheard || !item.unsure.isSubset(of: acknowledged)
            } ?? false
        items[identity]?.deletions.append(deletion)
    }

    /// A deletion that the phone will never tell.
    public mutating func forgetDeletion(_ identity: Int, _ index: Int) {
        items[identity]?.deletions[index].isMoot = true
    }

    /// All deletions so far may be undone: an administrator rejected what was held.
    public mutating func forgetDeletions() {
        hadRejections = true
        for (identity, item) in items {
            for index in item.deletions.indices { items[identity]?.deletions[index].isMoot = true }
        }
    }

    /// What somebody deleted of a kind may come back.
    public mutating func forgetDeletions(of author: String, _ kind: ItemKind) {
        for (identity, item) in items where item.kind == kind {
            for (index, deletion) in item.deletions.enumerated() where deletion.author == author {
                items[identity]?.deletions[index].isMoot = true
            }
        }
    }

    /// The bridge deleted the item upstream.
    public mutating func remove(_ identity: Int) { items[identity]?.wasRemoved = true }

    /// Another client moved an item.
    public mutating func move(_ identity: Int) { items[identity]?.wasMoved = true }

    /// The bridge made the item again in a collection where phones may write.
    public mutating func becomeWritable(_ identity: Int) { items[identity]?.isReadOnly = false }

    /// A phone's unsynced typing is gone with it.
    public mutating func perish(of author: String) {
        for identity in items.keys { perish(identity, of: author) }
    }

    /// What waited in a state that is gone, and stands on no phone.
    public mutating func perish(_ identity: Int, shown: [Field: [String]]) {
        for (field, texts) in shown {
            let serials = texts.compactMap { find($0, field)?.serial }
            items[identity]?.perished.formUnion(serials)
        }
    }

    /// The same of one item that the phone's user deleted.
    public mutating func perish(_ identity: Int, of author: String) {
        let own = items[identity]?.values.values.joined().filter { $0.author == author }.map(\.serial) ?? []
        items[identity]?.perished.formUnion(Set(own).subtracting(acknowledged))
    }

    /// Somebody deletes an item and types the same words into a new one: all others may see it go and come back, with what
    /// the author saw of it.
    public mutating func replant(_ identity: Int, shown: [Field: [String]], blind: Set<Field>) {
        restore(identity, shown: shown)
        items[identity]?.replants += 1
        for field in blind { items[identity]?.restored[field, default: []].insert(0) }
    }

    /// A user takes an item off a phone, and only there.
    public mutating func hide(_ identity: Int, from phone: String) { items[identity]?.hidden.insert(phone) }

    /// Somebody makes the same item once more, on purpose.
    public mutating func addCopy(of identity: Int) { items[identity]?.copies += 1 }

    /// A phone that was restored to a day before has an item no more.
    public mutating func miss(_ identity: Int) { items[identity]?.isMissed = true }

    /// A backup put these values back on a phone: as good as typed again. `without`: names of lines that went.
    public mutating func restore(_ identity: Int, shown: [Field: [String]], without: Set<String> = []) {
        items[identity]?.isRestored = true
        items[identity]?.unrestored.formUnion(without)
        for (field, texts) in shown {
            let serials = texts.compactMap { find($0, field)?.serial }
            items[identity]?.restored[field, default: []].formUnion(serials)
        }
        // A field that the backup does not have is cleared by it.
        for field in items[identity].map({ Field.all(of: $0.kind) }) ?? [] where shown[field] == nil {
            items[identity]?.restored[field, default: []].insert(0)
        }
    }
}
