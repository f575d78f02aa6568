import SyncTypes
import Versit

/// Contacts: vCard 3.0 and 4.0 upstream, vCard 2.1, 3.0 and 4.0 on the device.
struct ContactLens: KindLens {
    private let context: LensContext
    private let fields: DeviceFields
    private let payload: DevicePayload

    init(_ context: LensContext) {
        self.context = context
        fields = DeviceFields(context)
        payload = DevicePayload(context.profile.quirks.payload)
    }

    static func outline(of document: Document, zones: ZoneSource) throws(TranslationError) -> ResourceOutline {
        guard let card = document.first("VCARD") else { throw TranslationError(.unreadableResource, "no VCARD") }
        let uid = LineEnds.trimmed(card.text("UID") ?? "")
        return ResourceOutline(
            kind: .contact, uid: uid, parts: [PartKey(uid: uid)], summary: CardReader.summary(card))
    }

    /// The properties in a text of a device, for `Evidence`.
    static func observations(
        of text: [UInt8], format: ItemFormat, _ payload: DevicePayload = DevicePayload(PayloadQuirks())
    ) -> [Observation] {
        guard let card = try? CardReader.card(text, format) else { return [] }
        return CardReader.values(payload.incoming(card)).flatMap { property, values in
            values.flatMap(property.observations)
        }
    }

    func view(of part: PartKey, in body: Document, held: [UInt8]?) throws(TranslationError) -> [UInt8] {
        try checkFormat()
        let view = CardWriter.view(try upstreamCard(body, part), fields)
        return Document([payload.outgoing(view)]).serialise(folds: payload.folds)
    }

    func emptying(_ view: [UInt8], over texts: [[UInt8]]) -> [UInt8] {
        guard payload.clearsByDash, var shown = try? CardReader.card(view, context.format) else { return view }
        for text in texts {
            if let held = try? CardReader.card(text, context.format) { PayloadText.clear(&shown, held) }
        }
        return Document([shown]).serialise(folds: payload.folds)
    }

    /// The card of a text from the device.
    private func card(_ text: [UInt8], since older: Document.Parsed? = nil) throws(TranslationError) -> Component {
        payload.incoming(try CardReader.card(text, context.format, since: older))
    }

    private func checkFormat() throws(TranslationError) {
        switch context.format {
        case .vCard21, .vCard30, .vCard40: return
        case .vCalendar10, .iCalendar20, .vNote11, .plainText, .sifC, .sifE, .sifT, .sifN:
            throw TranslationError(.unsupported, "contacts as \(context.format.rawValue)")
        }
    }

    func create(from text: [UInt8], uid: String) throws(TranslationError) -> [UInt8] {
        CardWriter.upstream(try card(text), uid: uid, now: context.now)
    }

    private func upstreamCard(_ body: Document, _ part: PartKey) throws(TranslationError) -> Component {
        guard let card = body.first("VCARD") else { throw TranslationError(.unreadableResource, "no VCARD") }
        guard part.recurrenceID == nil else { throw TranslationError(.noSuchPart, "a card has no occurrences") }
        return card
    }

    func put(_ edit: DeviceEdit, into body: Document) throws(TranslationError) -> KindPut {
        let card = try upstreamCard(body, edit.part)
        let before = edit.held.flatMap { try? CardReader.parsed($0, context.format) }
        let mine = try self.card(edit.text, since: before)
        let held = before?.document.first("VCARD").map(payload.incoming)
        let sent = edit.sent == edit.held ? held : edit.sent.flatMap { try? self.card($0) }
        let merge = ThreeWayMerge(
            sent: sent, held: held, mine: mine, evidence: context.evidence, rule: edit.rule,
            isHeldAsSent: edit.sent == edit.held, mineIsNewer: isNewer(mine, held, card))
        let nameFollows = isNameConsequence(mine, held ?? sent)
        var draft = Draft(card)
        var conflicts: [FieldConflict] = []
        var doubts: [DoubtfulLoss] = []
        for property in touched(mine, held ?? sent) where !(nameFollows && property.name == "FN") {
            let family = ContactFamily(definition: property, fields: fields, evidence: context.evidence)
            conflicts += merge.apply(family, to: &draft, &doubts)
        }
        if nameFollows { follow(card, &draft) }
        var document = body
        let isChanged = draft.isChanged
        if isChanged {
            stamp(&draft)
            document.set(draft.assembled())
        }
        return KindPut(document: document, changed: isChanged, conflicts: conflicts, doubts: doubts)
    }

    /// The properties that may be its user's edit, in the order of the catalogue.
    private func touched(_ mine: Component, _ held: Component?) -> [any ContactProperty] {
        guard let names = TouchedProperties(mine, since: held)?.names else { return ContactCatalogue.properties }
        return Set(names.compactMap(ContactCatalogue.place)).sorted().map { ContactCatalogue.properties[$0] }
    }

    /// True when the phone changed N, and its FN, if any, only followed.
    private func isNameConsequence(_ mine: Component, _ held: Component?) -> Bool {
        guard let held, let line = mine.first("N") else { return false }
        // The same words, which say something: nothing that FN could follow.
        if mine.dialect == held.dialect, line.hasWords, held.first("N")?.isSpelled(like: line) ?? false { return false }
        let (new, old) = (CardReader.name(mine), CardReader.name(held))
        guard new != old else { return false }
        return CardName.isConsequence(held: (old, held.text("FN")), mine: (new, mine.text("FN")))
    }

    /// Carries a change of N on to FN.
    private func follow(_ card: Component, _ draft: inout Draft) {
        let changed = draft.finished()
        guard let old = CardReader.name(card), let new = CardReader.name(changed), old != new,
            let place = draft.places(of: "FN").first, var line = draft.line(at: place),
            let name = CardName.following(line.text(card.dialect), from: old, to: new)
        else { return }
        guard name != line.text(card.dialect) else { return }
        line.setText(name, card.dialect)
        draft.replace(at: place, with: line)
    }

    /// REV in the spelling the card has.
    private func stamp(_ draft: inout Draft) {
        guard let old = draft.component.first("REV")?.raw else { return }
        let text = context.now.text
        guard old.contains("-"), text.utf8.count == 16 else { return draft.stamp("REV", text) }
        var extended: [UInt8] = []
        extended.reserveCapacity(20)
        for (place, byte) in text.utf8.enumerated() {
            if place == 4 || place == 6 { extended.append(UInt8(ascii: "-")) }
            if place == 11 || place == 13 { extended.append(UInt8(ascii: ":")) }
            extended.append(byte)
        }
        draft.stamp("REV", String(decoding: extended, as: UTF8.self))
    }

    /// By REV; a phone that does not keep one has just been edited.
    private func isNewer(_ mine: Component, _ held: Component?, _ card: Component) -> Bool {
        guard let own = mine.text("REV"), own != held?.text("REV"), let time = DateTime(parsing: own),
            let other = card.text("REV").flatMap({ DateTime(parsing: $0) })
        else { return true }
        return time.local >= other.local
    }

    func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard let left = try? card(a), let right = try? card(b)
        else {
            return false
        }
        return CardSigns(left).canonical == CardSigns(right).canonical
    }

    func values(of text: [UInt8]) -> [String] {
        (try? card(text)).map { CardSigns($0).canonical } ?? []
    }

    func matchKeys(of text: [UInt8]) -> MatchKeys {
        guard let card = try? card(text) else {
            return MatchKeys(identical: StableHash(text).value)
        }
        let signs = CardSigns(card)
        let uid = card.text("UID").map(LineEnds.trimmed)
        return MatchKeys(
            identical: signs.hash, uid: uid.flatMap { $0.isEmpty ? nil : $0 }, fingerprints: signs.fingerprints,
            name: signs.nameKey, traces: signs.traces)
    }

    func isClose(_ text: [UInt8], to held: [UInt8]) -> Bool {
        guard let left = try? card(text),
            let right = try? card(held)
        else { return false }
        return CardSigns(left).isClose(to: CardSigns(right))
    }

    func contradicts(_ text: [UInt8], _ other: [UInt8]) -> Bool {
        guard let left = try? card(text),
            let right = try? card(other)
        else { return false }
        return CardSigns(left).contradicts(CardSigns(right))
    }

    func likeness(of text: [UInt8], to other: [UInt8]) -> Int? {
        guard let left = try? card(text),
            let right = try? card(other)
        else { return nil }
        return CardSigns(left).likeness(to: CardSigns(right))
    }
}
