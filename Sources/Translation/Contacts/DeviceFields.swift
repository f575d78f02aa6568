import SyncTypes
import Versit

/// Which properties of a card a device takes.
struct DeviceFields: Sendable {
    /// The grammar of its cards.
    let dialect: Dialect
    /// What it announced by name (CTCap); nil: nothing usable, the standard set counts.
    private let announced: [String: PropertyLimit]?
    /// True when it keeps the labels that groups hang on other lines.
    private(set) var takesLabels = false
    /// What its family keeps, whatever it announced.
    private let limits: [String: PropertyLimit]

    /// Reads the announcement for the format. One without any name property is not believed.
    init(_ context: LensContext) {
        dialect = context.format.cardDialect
        limits = context.profile.quirks.payload.limits
        let all = context.datastore?.properties ?? [:]
        let own = context.format.contentType.mediaType
        let types = [own] + ["text/x-vcard", "text/vcard", "text/directory"].filter { $0 != own }
        announced = types.compactMap { all[$0] }.first { $0["N"] != nil || $0["FN"] != nil }
        takesLabels = allows("X-ABLABEL")
    }

    /// What vCard 2.1 and 3.0 define and phones commonly hold, without what is big or of no use there (LOGO, SOUND, KEY).
    private static let standard: Set<String> = [
        "N", "FN", "NICKNAME", "TEL", "EMAIL", "ADR", "LABEL", "ORG", "TITLE", "ROLE", "URL", "NOTE", "BDAY",
        "X-ANNIVERSARY", "PHOTO", "CATEGORIES", "CLASS", "UID", "REV",
    ]

    /// The same of vCard 4.0, which has no LABEL and no CLASS, and more words of its own (RFC 6350 section 6).
    private static let new = standard.subtracting(["LABEL", "CLASS", "X-ANNIVERSARY"]).union([
        "ANNIVERSARY", "IMPP", "GEO", "TZ", "LANG", "RELATED",
    ])

    /// True when the device takes a property. `X-*` announces every extension (SyncEvolution).
    func allows(_ name: String) -> Bool {
        guard let announced else {
            return (dialect == .vCard40 ? DeviceFields.new : DeviceFields.standard).contains(name)
        }
        return announced[name] != nil || (name.hasPrefix("X-") && announced["X-*"] != nil)
    }

    /// The group a line of a view has: none where labels do not go.
    func group(of line: ContentLine) -> String? { takesLabels ? line.group : nil }

    /// The first of some names that the device takes; nil for none.
    func pick(_ names: [String]) -> String? { names.first(where: allows) }

    /// Characters a text value may have; nil when not known. Sizes too small to be meant are not believed.
    func maxSize(_ name: String) -> Int? {
        let known = limits[name]?.maxSize
        guard let size = announced?[name]?.maxSize, size >= 8 else { return known }
        return min(size, known ?? size)
    }

    /// How many values of a property the device takes; nil when not known.
    func maxOccur(_ name: String) -> Int? {
        let known = limits[name]?.maxOccur
        guard let count = announced?[name]?.maxOccur, count > 0 else { return known }
        return min(count, known ?? count)
    }
}
