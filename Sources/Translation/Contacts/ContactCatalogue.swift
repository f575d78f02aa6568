import Versit

/// The properties of a card, in the order of a view.
enum ContactCatalogue {
    /// All of them. Phones are shown big ones last.
    static let properties: [any ContactProperty] = [
        StructuredProperty("N", count: 5), TextProperty("FN"), NicknameProperty(),
        StructuredProperty("ORG", count: nil), TextProperty("TITLE"), TextProperty("ROLE"),
        TelephoneProperty(), EmailProperty(), LinkProperty(),
        StructuredProperty("ADR", count: 7, isRepeatable: true),
        TextProperty("LABEL", isRepeatable: true, isOldOnly: true),
        DateProperty("BDAY"),
        DateProperty(
            "ANNIVERSARY", aliases: ["X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY"]),
        TextProperty("X-SPOUSE", aliases: ["X-EVOLUTION-SPOUSE", "X-KADDRESSBOOK-X-SPOUSESNAME"]),
        TextProperty("X-MANAGER", aliases: ["X-EVOLUTION-MANAGER", "X-KADDRESSBOOK-X-MANAGERSNAME"]),
        TextProperty("X-ASSISTANT", aliases: ["X-EVOLUTION-ASSISTANT", "X-KADDRESSBOOK-X-ASSISTANTSNAME"]),
        CategoriesProperty(), MessagingProperty(), GeoProperty(), TextProperty("TZ"),
        TextProperty("NOTE", isLong: true), TextProperty("MAILER", isOldOnly: true), ClassProperty(),
        ExtensionProperty(),
        BinaryProperty("KEY"), BinaryProperty("SOUND"), BinaryProperty("LOGO"), BinaryProperty("PHOTO"),
        IdentifierProperty(),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0) })

    /// The property of a canonical name.
    static func property(_ name: String) -> (any ContactProperty)? { byName[name] }

    private static let owners: [String: String] = {
        var owners: [String: String] = [:]
        for property in properties {
            for name in property.names { owners[name] = property.name }
        }
        return owners
    }()

    private static let places: [String: Int] = {
        var places: [String: Int] = [:]
        for (place, property) in properties.enumerated() {
            for name in property.names { places[name] = place }
        }
        return places
    }()

    private static let placeOfOthers = properties.firstIndex { $0.name == "X-" }

    /// Where the property stands that reads lines of a name (upper case); nil: nobody does.
    static func place(of key: String) -> Int? {
        places[key] ?? (owner(of: key) == nil ? nil : placeOfOthers)
    }

    private static let keys: [String: [String]] = Dictionary(grouping: owners.keys.sorted()) { owners[$0] ?? "" }

    /// Goes through the lines of a card that a property of a canonical name reads, with their places.
    static func forEachLine(of property: String, in card: Component, _ body: (Int, ContentLine) -> Void) {
        let names = property == "X-" ? nil : keys[property] ?? []
        for (place, entry) in card.entries.enumerated() {
            guard case .line(let line) = entry, line.isProperty else { continue }
            if names?.contains(line.key) ?? (owner(of: line.key) == property) { body(place, line) }
        }
    }

    /// What the writer of a text says about itself or its own store: never translated.
    private static let bookkeeping: Set<String> = [
        "VERSION", "REV", "PRODID", "BEGIN", "END", "AGENT", "SOURCE", "PROFILE", "X-IRMC-LUID", "X-EPOCCNTMODELLABEL1",
        "KIND", "MEMBER", "CLIENTPIDMAP", "XML", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER",
    ]

    /// The canonical name of the property that reads lines of a name (upper case); nil: nobody does.
    static func owner(of key: String) -> String? {
        if let owner = owners[key] { return owner }
        if bookkeeping.contains(key) || key.hasPrefix("X-SYMBIAN-") || key.hasPrefix("X-FUNAMBOL-FOLDER") { return nil }
        return "X-"
    }
}
