import SyncTypes
import Versit

/// SIF-C: a contact; its neutral form is a vCard 3.0.
///
/// Lost: what has no element (LOGO, SOUND, KEY, GEO, TZ, a second address of a kind) stays upstream unseen. Uid, Folder, Revision,
/// Timezone, SIFVersion and the types of addresses ("SMTP") say something of the program, and stay with it.
enum SIFContactForm: SIFForm {
    static let root = "contact"
    static let scene = SIFScene(dialect: .vCard30)

    static let families: [any SIFFamily] = [
        SIFNameFamily(), SIFOrganisationFamily(),
        SIFSlots(.telephone), SIFSlots(.mail), SIFSlots(.page), SIFSlots(.messaging),
        SIFAddressFamily(), SIFCardDays(), SIFCardTexts(), SIFCardSensitivity(), SIFPhoto(),
    ]

    static let elements = families.flatMap(\.elements)
    static let together = families.filter(\.isTogether).map { $0.elements.map(\.name) }

    /// Names of the vCard properties that the elements become.
    private static let properties: [String] =
        [
            "N", "FN", "NICKNAME", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "URL", "ADR", "LABEL", "BDAY",
            "X-ANNIVERSARY",
            "X-SPOUSE", "X-MANAGER", "X-ASSISTANT", "CATEGORIES", "NOTE", "CLASS", "PHOTO", "IMPP",
        ] + SIFCardTexts.extensions.map(\.property)

    static func inner(_ context: LensContext, _ evidence: Evidence) -> any KindLens {
        var own = context
        own.format = .vCard30
        own.evidence = evidence
        var limits = Dictionary(uniqueKeysWithValues: properties.map { ($0, PropertyLimit()) })
        let announced = context.datastore?.properties[context.format.contentType.mediaType] ?? [:]
        for (element, property) in [("BODY", "NOTE"), ("JOBTITLE", "TITLE"), ("PROFESSION", "ROLE")] {
            limits[property]?.maxSize = announced[element]?.maxSize
        }
        own.datastore = DatastoreProfile(
            sourceRef: context.datastore?.sourceRef ?? "",
            properties: [ItemFormat.vCard30.contentType.mediaType: limits])
        return ContactLens(own)
    }

    static func neutral(_ text: SIFText, _ scene: SIFScene) -> [UInt8] {
        var card = Component("VCARD", .vCard30, entries: [.line(ContentLine("VERSION", raw: "3.0"))])
        for family in families { card.entries += family.read(text, scene).map(Entry.line) }
        return Document([card]).serialise()
    }

    static func text(_ neutral: [UInt8], _ scene: SIFScene) -> [UInt8] {
        let card = (try? CardReader.card(neutral, .vCard30)) ?? Component("VCARD", .vCard30)
        return written(card, families, scene)
    }

    static func observations(_ text: SIFText, _ scene: SIFScene) -> [Observation] {
        plainObservations(neutral(text, scene))
    }

    static func plainObservations(_ text: [UInt8]) -> [Observation] {
        ContactLens.observations(of: text, format: .vCard30)
    }
}
