import SyncTypes
import Versit

/// Translates between upstream resources and what one device holds (design section 5).
///
/// GetPut: a phone that returns what it was sent, or what is left of it after its own losses, changes nothing. PutGet: what
/// the user changed on the phone is in the resource afterwards. Only touched properties are rewritten; every other line keeps
/// its bytes and its place.
public struct Lens: Sendable {
    let context: LensContext
    let kindLens: any KindLens

    /// A lens for a device.
    public init(_ context: LensContext) {
        self.context = context
        self.kindLens = LensKinds.lens(of: context.kind, context.format).init(context)
    }

    /// A part rendered for the device, against what it holds.
    public func view(of part: PartKey, in body: [UInt8], held: [UInt8]?) throws(TranslationError) -> View {
        try view(of: part, in: UpstreamBody(body), held: held)
    }

    /// The same of a body that was read already.
    public func view(of part: PartKey, in body: UpstreamBody, held: [UInt8]?) throws(TranslationError) -> View {
        View(text: try kindLens.view(of: part, in: body.document, held: held), format: context.format)
    }

    /// What a view of a part shows otherwise than the resource says it, in words for the log; nil: nothing of note.
    public func shortfall(of part: PartKey, in body: UpstreamBody) -> String? {
        kindLens.shortfall(of: part, in: body.document)
    }

    /// A view as it replaces what a device may hold, one of these texts: some devices keep what a text does not have, unless it is
    /// emptied in so many words.
    public func replacing(_ texts: [[UInt8]], by view: View) -> View {
        View(text: kindLens.emptying(view.text, over: texts), format: view.format)
    }

    /// A new upstream body, strict, with the given UID and all of the phone's properties that upstream can hold.
    public func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        try kindLens.create(from: text, uid: uid)
    }

    /// Merges a phone's text into the upstream body, three-way per property: the phone's changes are its differences from
    /// `held` (nil: nothing is known, the union), the server's are those of the body's view from `sent`.
    public func put(
        _ text: [UInt8], held: [UInt8]?, sent: [UInt8]?, part: PartKey, into body: [UInt8], rule: ConflictRule
    ) throws(TranslationError) -> PutResult {
        try put(text, held: held, sent: sent, part: part, into: UpstreamBody(body), rule: rule)
    }

    /// The same for a body that was read already.
    public func put(
        _ text: [UInt8], held: [UInt8]?, sent: [UInt8]?, part: PartKey, into body: UpstreamBody, rule: ConflictRule
    ) throws(TranslationError) -> PutResult {
        let edit = DeviceEdit(text: text, held: held, sent: sent, part: part, rule: rule)
        let put = try kindLens.put(edit, into: body.document)
        let result = put.changed ? put.document.serialiseStrictly() : body.bytes
        return PutResult(body: result, changed: put.changed, conflicts: put.conflicts, doubts: put.doubts)
    }

    /// The properties ("TEL;CELL") that a device's text lacks and that the resource has kept: because the device held them and their
    /// removal is not proven, or because they found no place on it, where now others of the property are gone. The device is to get
    /// them back, once. `sentBack`: what it got back and has not returned since; it becomes what is so after the text.
    public func unprovenRemovals(
        text: [UInt8], held: [UInt8]?, view: [UInt8], sentBack: inout Set<String>
    ) -> [String] {
        guard let held else { return [] }
        let (mine, before) = (Evidence.tally(text, context.format), Evidence.tally(held, context.format))
        sentBack.subtract(mine.keys)
        let shown = Evidence.tally(view, context.format)
        func left(_ property: String, _ tally: [String: Int]) -> Int { tally[property] ?? 0 }
        // What is gone on both sides has made room.
        let gone = before.filter { $1 > left($0, mine) && left($0, shown) <= left($0, mine) }
        let roomy = Set(gone.keys.compactMap(Evidence.repeatable))
        let kept = shown.filter { property, count in
            guard count > left(property, mine) else { return false }
            if let name = Evidence.repeatable(property), roomy.contains(name) { return true }
            return left(property, before) > left(property, mine) && !sentBack.contains(property)
        }
        // What the view takes off the device makes room for them there: if they go once more, it may be by its user's hand.
        let freed = Set(mine.filter { $1 > left($0, shown) }.keys.compactMap(Evidence.repeatable))
        sentBack.formUnion(kept.keys.filter { Evidence.repeatable($0).map { !freed.contains($0) } ?? true })
        return kept.keys.sorted()
    }

    /// True when two texts of the device say the same, whatever their order, folding, encodings and stamps.
    public func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool { a == b || kindLens.isSame(a, b) }

    /// True when a text shows that it was made from `newer` and not from `older`: it has a value that only `newer` has, and none
    /// that only `older` has. A stamp counts as a value: many devices give back the one they were sent with an item, whatever their
    /// users change in it.
    public func isMade(_ text: [UInt8], from newer: [UInt8], notFrom older: [UInt8]) -> Bool {
        func set(_ text: [UInt8]) -> Set<String> { Set(values(of: text) + Bookkeeping.stamps(of: text)) }
        return set(text).isMade(from: set(newer), notFrom: set(older))
    }

    /// What a text says, value by value; their order is the text's.
    public func values(of text: [UInt8]) -> [String] { kindLens.values(of: text) }

    /// What a phone's text or a view is matched by in a slow sync.
    public func matchKeys(of text: [UInt8]) -> MatchKeys { kindLens.matchKeys(of: text) }

    /// True when a text can be an edit of a held one: a reused LUID carries somebody else.
    public func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool { text == held || kindLens.isClose(text, to: held) }

    /// True when two texts that share a fingerprint cannot be the same item: two people of one name with different
    /// birthdays, mobiles or addresses.
    public func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool { kindLens.contradicts(text, other) }

    /// How alike two texts are of which one may be what a device has left of the other: the more the likelier, comparable among
    /// items of one kind only; nil when they are two items, or too little tells that they are one.
    public func likeness(of text: [UInt8], to other: [UInt8]) -> Int? { kindLens.likeness(of: text, to: other) }
}
