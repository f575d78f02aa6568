/// A text format in which a device holds an item.
public enum ItemFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// vCard 2.1, `text/x-vcard`.
    case vCard21
    /// vCard 3.0 (RFC 2426), `text/vcard`.
    case vCard30
    /// vCard 4.0 (RFC 6350), `text/vcard`.
    case vCard40
    /// vCalendar 1.0, `text/x-vcalendar`: events and tasks.
    case vCalendar10
    /// iCalendar 2.0 (RFC 5545), `text/calendar`: events, tasks, journals.
    case iCalendar20
    /// vNote 1.1 (IrMC 1.1), `text/x-vnote`: notes.
    case vNote11
    /// A bare text, `text/plain`: notes.
    case plainText
    /// Funambol's SIF-C, `text/x-s4j-sifc`: contacts.
    case sifC
    /// Funambol's SIF-E, `text/x-s4j-sife`: events.
    case sifE
    /// Funambol's SIF-T, `text/x-s4j-sift`: tasks.
    case sifT
    /// Funambol's SIF-N, `text/x-s4j-sifn`: notes.
    case sifN

    /// The type as it is announced in DevInf and sent in Meta/Type.
    public var contentType: ContentType {
        switch self {
        case .vCard21: ContentType("text/x-vcard", version: "2.1")
        case .vCard30: ContentType("text/vcard", version: "3.0")
        case .vCard40: ContentType("text/vcard", version: "4.0")
        case .vCalendar10: ContentType("text/x-vcalendar", version: "1.0")
        case .iCalendar20: ContentType("text/calendar", version: "2.0")
        case .vNote11: ContentType("text/x-vnote", version: "1.1")
        case .plainText: ContentType("text/plain", version: "1.0")
        case .sifC: ContentType("text/x-s4j-sifc", version: "1.0")
        case .sifE: ContentType("text/x-s4j-sife", version: "1.0")
        case .sifT: ContentType("text/x-s4j-sift", version: "1.0")
        case .sifN: ContentType("text/x-s4j-sifn", version: "1.0")
        }
    }

    /// The format every device of a kind must take (OMA DS section 10): vCard 2.1, vCalendar 1.0, bare text.
    public static func minimum(for kind: ItemKind) -> ItemFormat {
        switch kind {
        case .contact: .vCard21
        case .event, .task: .vCalendar10
        case .note: .plainText
        }
    }

    /// The formats in which an item of a kind can be held, best first.
    public static func candidates(for kind: ItemKind) -> [ItemFormat] {
        switch kind {
        case .contact: [.vCard30, .vCard21, .vCard40, .sifC]
        case .event: [.iCalendar20, .vCalendar10, .sifE]
        case .task: [.iCalendar20, .vCalendar10, .sifT]
        case .note: [.plainText, .vNote11, .sifN]
        }
    }

    /// The format a content type names for items of a kind; nil when no supported format has that type.
    ///
    /// Devices mislabel: `text/directory` is vCard 3.0 (Horde's habit), `text/calendar` with version 1.0 is vCalendar. Old
    /// Funambol clients call the SIF types `text/x-sifc` and so on; a calendar may hold events and tasks.
    public init?(_ type: ContentType, kind: ItemKind) {
        switch (type.mediaType, kind) {
        case ("text/x-vcard", .contact): self = ItemFormat.card(type.version) ?? .vCard21
        case ("text/vcard", .contact), ("text/directory", .contact): self = ItemFormat.card(type.version) ?? .vCard30
        case ("text/x-vcalendar", .event), ("text/x-vcalendar", .task):
            self = type.version == "2.0" ? .iCalendar20 : .vCalendar10
        case ("text/calendar", .event), ("text/calendar", .task):
            self = type.version == "1.0" ? .vCalendar10 : .iCalendar20
        case ("text/calendar", .note): self = .iCalendar20
        case ("text/plain", .note): self = .plainText
        case ("text/x-vnote", .note), ("text/vnote", .note): self = .vNote11
        case ("text/x-s4j-sifc", .contact), ("text/x-sifc", .contact): self = .sifC
        case ("text/x-s4j-sife", .event), ("text/x-sife", .event): self = .sifE
        case ("text/x-s4j-sift", .task), ("text/x-sift", .task): self = .sifT
        case ("text/x-s4j-sift", .event), ("text/x-sift", .event): self = .sifT
        case ("text/x-s4j-sifn", .note), ("text/x-sifn", .note): self = .sifN
        default: return nil
        }
    }

    /// The vCard of a version; nil for none that is known.
    private static func card(_ version: String?) -> ItemFormat? {
        switch version {
        case "2.1": .vCard21
        case "3.0": .vCard30
        case "4.0": .vCard40
        case nil, .some: nil
        }
    }
}
