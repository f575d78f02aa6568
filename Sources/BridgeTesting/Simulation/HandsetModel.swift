import Phone
import SyncMLFront
import SyncTypes

/// What one model of phone is like: what it loses of an item, how it names items, what it says on the wire.
public struct HandsetModel: Hashable, Sendable {
    /// How new items are named.
    public enum Names: String, Hashable, Sendable, CaseIterable {
        /// 1, 2, 3 and never again.
        case counting
        /// The lowest number that is free.
        case reusing
        /// Large numbers with gaps.
        case large
    }

    /// How the phone goes on after a sync that broke off.
    public enum Retry: String, Hashable, Sendable, CaseIterable {
        /// The same bytes once more, then it gives up until the next sync.
        case sameMessage
        /// Another session at once, with the anchors it has.
        case newSession
        /// Another session at once, a slow one.
        case slowSync
        /// Nothing until the next sync.
        case nothing
    }

    /// For transcripts.
    public var name = "keeps all"
    /// PHOTO is dropped.
    public var dropsPhotos = false
    /// Telephone numbers it has room for.
    public var mostNumbers: Int?
    /// Characters of NOTE and DESCRIPTION it keeps.
    public var longestNote: Int?
    /// Rewrites the order of properties and the spelling of telephone types.
    public var rewrites = false
    /// Items a store holds.
    public var capacity: Int?
    /// How new items are named.
    public var names = Names.counting
    /// How it goes on after a broken sync.
    public var retry = Retry.newSession
    /// The session's habits.
    public var habits = PhoneHabits()
    /// The version it speaks.
    public var version = ProtocolVersion.v12
    /// XML or WBXML.
    public var encoding = WireEncoding.wbxml
    /// Bytes of a message.
    public var messageSize = 64_000
    /// True for vCard 2.1 and vCalendar 1.0.
    public var hasOldFormats = false
    /// True for Funambol's XML instead of them.
    public var holdsSIF = false
    /// True for vCard 4.0 instead of the other versions.
    public var holdsNewCards = false
    /// True for vNote instead of bare texts.
    public var holdsVNotes = false
    /// Who made it, if that matters.
    public var maker: HandsetMaker?

    /// A phone that keeps all.
    public init() {}

    /// Fields the phone cannot show at all.
    public var blind: Set<Field> { (maker?.blind ?? []).union(dropsPhotos ? [.photo] : []) }

    /// The phone tells no names of what it was sent.
    public var neverMaps: Bool { habits.maps == .never }

    /// The phone makes new items of Replaces of what it does not have, and tells no names.
    public var hidesCopies: Bool { neverMaps && habits.storesUnknownReplace }

    /// What is left of a text in this phone, and the fields of which something is missing.
    func keep(_ bytes: [UInt8]) -> (bytes: [UInt8], lost: Set<Field>) {
        guard dropsPhotos || mostNumbers != nil || longestNote != nil || rewrites || maker?.announced("contacts") != nil
        else { return (bytes, []) }
        var text = ItemText(bytes)
        guard text.bare == nil else { return (bytes, []) }
        let before = text.shown
        if dropsPhotos {
            text.lines.removeAll { $0.name == "PHOTO" }
            // Funambol's clients write the element all the same.
            if text.root == "contact" { text.typeSIF(nil, into: .photo) }
        }
        maker?.known(&text)
        if let mostNumbers {
            var count = 0
            text.lines.removeAll { line in
                guard line.name == "TEL" else { return false }
                count += 1
                return count > mostNumbers
            }
        }
        if let longestNote {
            for field in [Field.note, .details] {
                if let value = text.values(of: field).first, value.count > longestNote {
                    text.type(String(value.prefix(longestNote)), into: field)
                }
            }
        }
        if rewrites { rewrite(&text) }
        let after = text.shown
        let lost = Set(Field.allCases.filter { before[$0] != after[$0] })
        return (text.bytes, lost)
    }

    /// TEL;CELL becomes TEL;CELL;VOICE, and properties stand in the order of their names.
    private func rewrite(_ text: inout ItemText) {
        guard text.lines.first?.raw == "VCARD", text.lines.count > 3 else { return }
        for index in text.lines.indices where text.lines[index].name == "TEL" && !text.lines[index].has("VOICE") {
            let value = text.lines[index].raw
            let kind = ["CELL", "HOME", "WORK"].first { text.lines[index].has($0) }
            guard let kind else { continue }
            let written = text.isOld ? "TEL;\(kind);VOICE:\(value)" : "TEL;TYPE=\(kind);TYPE=VOICE:\(value)"
            text.lines[index] = ItemText.line(written, isOld: text.isOld)
        }
        let inner = text.lines[2..<(text.lines.count - 1)].enumerated().sorted { left, right in
            left.element.name == right.element.name
                ? left.offset < right.offset : left.element.name < right.element.name
        }
        text.lines.replaceSubrange(2..<(text.lines.count - 1), with: inner.map(\.element))
    }

    /// The phone as the protocol's client knows it.
    func configuration(_ id: String, stores kinds: [ItemKind]) -> PhoneConfiguration {
        var configuration = PhoneConfiguration(
            url: "http://bridge.example/syncml", user: "alice", password: "secret", deviceID: id,
            authentication: .basic)
        configuration.version = version
        configuration.encoding = encoding
        configuration.maxMessageSize = messageSize
        configuration.habits = habits
        configuration.habits.repeatsAfterLoss = retry == .sameMessage ? 1 : 0
        let stores = holdsSIF ? StoreConfiguration.sif() : StoreConfiguration.standard(oldFormats: hasOldFormats)
        configuration.stores = stores.map(withForms).map(withProperties).filter { store in
            kinds.contains { $0.store == store.name }
        }
        configuration.model = PhoneModel(
            manufacturer: maker?.manufacturer ?? "Simulated", model: maker?.model ?? name,
            software: "1.\(mostNumbers ?? 0)", hardware: "1")
        return configuration
    }

    private func withProperties(_ store: StoreConfiguration) -> StoreConfiguration {
        var store = store
        store.properties = maker?.announced(store.name)
        return store
    }

    private func withForms(_ store: StoreConfiguration) -> StoreConfiguration {
        var store = store
        if holdsNewCards, store.name == ItemKind.contact.store { store.format = .vcard40 }
        if holdsVNotes, store.name == ItemKind.note.store { store.format = .vnote }
        return store
    }
}
