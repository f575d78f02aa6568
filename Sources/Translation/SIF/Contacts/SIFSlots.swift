import Versit

/// Elements that hold one value of a kind each, by their place: telephone numbers, addresses of mail, pages, messaging.
///
/// A value takes a slot of its own kinds, the one it names first, then another of the same kinds; what is left over, and a kind
/// that SIF does not know, takes a free slot that says nothing of kinds. Lost: what finds no slot stays upstream unseen.
struct SIFSlots: SIFFamily {
    /// A slot with the TYPE values of what it holds.
    struct Slot: Sendable {
        let element: String
        let marks: [String]

        init(_ element: String, _ marks: String...) {
            self.element = element
            self.marks = marks
        }
    }

    /// What a set of slots is for.
    enum Kind: Sendable {
        case telephone, mail, page, messaging

        var property: String {
            switch self {
            case .telephone: "TEL"
            case .mail: "EMAIL"
            case .page: "URL"
            case .messaging: "IMPP"
            }
        }

        /// In the order in which they are written and filled.
        var slots: [Slot] {
            switch self {
            case .telephone: SIFSlots.telephones
            case .mail: SIFSlots.mails
            case .page: [Slot("WebPage"), Slot("HomeWebPage", "HOME"), Slot("BusinessWebPage", "WORK")]
            case .messaging: [Slot("IMAddress"), Slot("IM2Address", "HOME"), Slot("IM3Address", "WORK")]
            }
        }
    }

    private let kind: Kind

    init(_ kind: Kind) { self.kind = kind }

    /// Funambol's guide, appendix A; kinds that vCard does not know have the names that its own cards give them.
    private static let telephones: [Slot] = [
        Slot("MobileTelephoneNumber", "CELL"), Slot("HomeTelephoneNumber", "HOME", "VOICE"),
        Slot("Home2TelephoneNumber", "HOME", "VOICE"), Slot("BusinessTelephoneNumber", "WORK", "VOICE"),
        Slot("Business2TelephoneNumber", "WORK", "VOICE"), Slot("CompanyMainTelephoneNumber", "WORK", "PREF"),
        Slot("OtherTelephoneNumber", "VOICE"), Slot("PrimaryTelephoneNumber", "PREF", "VOICE"),
        Slot("BusinessFaxNumber", "WORK", "FAX"), Slot("HomeFaxNumber", "HOME", "FAX"), Slot("OtherFaxNumber", "FAX"),
        Slot("PagerNumber", "PAGER"), Slot("CarTelephoneNumber", "CAR", "VOICE"),
        Slot("AssistantTelephoneNumber", "X-FUNAMBOL-ASSISTANT"),
        Slot("CallbackTelephoneNumber", "X-FUNAMBOL-CALLBACK"), Slot("RadioTelephoneNumber", "X-FUNAMBOL-RADIO"),
        Slot("TelexNumber", "X-FUNAMBOL-TELEX"), Slot("MobileBusinessTelephoneNumber", "CELL", "WORK"),
        Slot("MobileHomeTelephoneNumber", "CELL", "HOME"), Slot("MobileDCTelephoneNumber", "CELL", "X-DC"),
        Slot("DCOnlyTelephoneNumber", "X-DC"),
    ]

    private static let mails: [Slot] = [
        Slot("Email1Address"), Slot("Email2Address", "HOME"), Slot("Email3Address", "WORK"),
        Slot("MobileEmailAddress", "CELL"), Slot("OtherEmail2Address", "X-OTHER2"),
        Slot("OtherEmail3Address", "X-OTHER3"),
    ]

    var elements: [(name: String, property: String)] { kind.slots.map { ($0.element, kind.property) } }

    private var definition: (any ContactProperty)? { ContactCatalogue.property(kind.property) }

    func read(_ text: SIFText, _ scene: SIFScene) -> [ContentLine] {
        kind.slots.compactMap { slot in
            guard let value = text.filled(slot.element) else { return nil }
            let types = slot.marks.isEmpty ? [] : [Parameter("TYPE", slot.marks)]
            let isPlain = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
            switch kind {
            case .telephone, .mail: return ContentLine(kind.property, parameters: types, text: value, scene.dialect)
            case .page, .messaging:
                // URIs have no escapes (RFC 2426 section 3.6.8).
                return isPlain
                    ? ContentLine(kind.property, parameters: types, raw: value)
                    : ContentLine(kind.property, parameters: types, text: value, scene.dialect)
            }
        }
    }

    func write(_ component: Component, _ scene: SIFScene) -> [String: SIFValue] {
        guard let definition else { return [:] }
        let values = component.lines.filter { definition.names.contains($0.key) }
            .flatMap { definition.read($0, component.dialect) }
        let slots = kind.slots.filter { scene.allows($0.element) }
        var taken: [String: SIFValue] = [:]
        var waiting = Array(values)
        for isFit in SIFSlots.fits {
            waiting.removeAll { value in
                let free = slots.first { taken[$0.element] == nil && isFit(value, $0) }
                if let free { taken[free.element] = .text(shown(value)) }
                return free != nil
            }
        }
        return taken
    }

    /// A messaging address with its service.
    private func shown(_ value: ContactValue) -> String {
        switch kind {
        case .messaging where !value.part(1).isEmpty: value.part(1) + ":" + value.text
        case .telephone, .mail, .page, .messaging: value.text
        }
    }

    /// From the slot that a value is made for to one that says nothing.
    private static let fits: [@Sendable (ContactValue, Slot) -> Bool] = [
        { value, slot in
            value.types == ContactTypes.meaning(slot.marks)
                && value.marks.contains("PREF") == slot.marks.contains("PREF")
        },
        { value, slot in value.types == ContactTypes.meaning(slot.marks) },
        { _, slot in ContactTypes.meaning(slot.marks).isEmpty },
        { _, slot in ["Email2Address", "Email3Address", "IM2Address", "IM3Address"].contains(slot.element) },
    ]
}
