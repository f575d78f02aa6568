import SyncTypes

/// CTCap of our own datastores: everything we keep, so that no device leaves a field out because of it.
enum ServerCapabilities {
    static func capability(_ format: ItemFormat, kinds: Set<ItemKind>) -> Capability {
        let properties: [Capability.Property] =
            switch format {
            case .vCard21: frame("VCARD", [], "2.1") + card + cardTwoOne.map { .init(name: $0) }
            case .vCard30: frame("VCARD", [], "3.0") + card + cardThree.map { .init(name: $0) }
            case .vCard40: frame("VCARD", [], "4.0") + card + cardFour.map { .init(name: $0) }
            case .vCalendar10: frame("VCALENDAR", components(kinds), "1.0") + calendarOne.map { .init(name: $0) }
            case .iCalendar20: frame("VCALENDAR", components(kinds), "2.0") + calendarTwo.map { .init(name: $0) }
            case .vNote11: frame("VNOTE", [], "1.1") + note.map { .init(name: $0) }
            case .plainText: [.init(name: "")]
            case .sifC, .sifE, .sifT, .sifN: SIFCapabilities.elements(format).map { .init(name: $0) }
            }
        return Capability(type: format.contentType, properties: properties)
    }

    private static func frame(_ outer: String, _ inner: [String], _ version: String) -> [Capability.Property] {
        [
            .init(name: "BEGIN", values: [outer] + inner), .init(name: "END", values: [outer] + inner),
            .init(name: "VERSION", values: [version]),
        ]
    }

    private static func components(_ kinds: Set<ItemKind>) -> [String] {
        ItemKind.allCases.filter(kinds.contains).compactMap { kind in
            switch kind {
            case .contact: nil
            case .event: "VEVENT"
            case .task: "VTODO"
            case .note: "VJOURNAL"
            }
        }
    }

    private static func typed(_ name: String, _ types: [String]) -> Capability.Property {
        .init(name: name, parameters: [.init(name: "TYPE", values: types)])
    }

    /// What all versions have.
    private static let card: [Capability.Property] =
        [
            "N", "FN", "NICKNAME", "ORG", "TITLE", "ROLE", "BDAY", "NOTE", "CATEGORIES", "PHOTO", "LOGO", "SOUND",
            "KEY",
            "TZ", "GEO", "UID", "REV",
        ].map { .init(name: $0) } + [
            typed("TEL", ["HOME", "WORK", "CELL", "VOICE", "FAX", "PAGER", "CAR", "MSG", "PREF", "VIDEO", "ISDN"]),
            typed("EMAIL", ["INTERNET", "HOME", "WORK", "PREF"]), typed("ADR", ["HOME", "WORK", "POSTAL", "PREF"]),
            typed("URL", ["HOME", "WORK"]),
        ]

    private static let cardTwoOne = [
        "LABEL", "MAILER", "AGENT", "X-CLASS", "X-ANNIVERSARY", "X-SPOUSE", "X-CHILDREN", "X-ASSISTANT",
    ]

    private static let cardThree = ["LABEL", "MAILER", "CLASS", "IMPP", "SORT-STRING", "PRODID", "SOURCE", "NAME"]

    private static let cardFour = ["ANNIVERSARY", "IMPP", "LANG", "RELATED", "PRODID"]

    private static let note = ["BODY", "CATEGORIES", "CLASS", "DCREATED", "LAST-MODIFIED"]

    private static let calendarOne = [
        "PRODID", "TZ", "DAYLIGHT", "GEO", "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CLASS",
        "DTSTART",
        "DTEND", "DUE", "COMPLETED", "STATUS", "PRIORITY", "TRANSP", "RRULE", "EXDATE", "RDATE", "EXRULE", "RNUM",
        "AALARM", "DALARM", "PALARM", "MALARM", "ATTENDEE", "ATTACH", "RESOURCES", "RELATED-TO", "URL", "SEQUENCE",
        "DCREATED", "LAST-MODIFIED",
    ]

    private static let calendarTwo = [
        "PRODID", "UID", "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "CLASS", "DTSTART",
        "DTEND", "DURATION", "DUE", "COMPLETED", "PERCENT-COMPLETE", "STATUS", "PRIORITY", "TRANSP", "RRULE", "EXDATE",
        "RDATE", "VALARM", "ATTENDEE", "ORGANIZER", "ATTACH", "CONTACT", "COMMENT", "RESOURCES", "RELATED-TO", "URL",
        "GEO", "SEQUENCE", "CREATED", "DTSTAMP", "LAST-MODIFIED",
    ]
}
