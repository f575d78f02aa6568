/// What a merge of whole resources must know of properties.
enum PropertyRules {
    /// True for what a component has at most once (RFC 5545 section 3.6, RFC 2426 section 4, RFC 6350 section 6). Names
    /// nobody knows are taken as repeatable: then nothing of theirs is thrown away.
    static func isSingle(_ name: String, in component: String) -> Bool {
        switch component {
        case "VCARD": return card.contains(name)
        case "VJOURNAL": return name != "DESCRIPTION" && calendar.contains(name)
        default: return calendar.contains(name)
        }
    }

    /// True for what a card or a journal may have several times and hardly ever has: where no version has two, one replaces the
    /// other.
    static func isUsuallySingle(_ name: String) -> Bool { usual.contains(name) }

    /// Properties that only make sense together: times of which one is somebody's and one somebody else's are an
    /// appointment nobody made.
    static let units: [Set<String>] = [
        ["DTSTART", "DTEND", "DUE", "DURATION"], ["STATUS", "COMPLETED", "PERCENT-COMPLETE"],
    ]

    private static let usual: Set<String> = [
        "DESCRIPTION", "LOGO", "NICKNAME", "NOTE", "ORG", "PHOTO", "ROLE", "SOUND", "TITLE",
    ]

    private static let card: Set<String> = [
        "ANNIVERSARY", "BDAY", "CLASS", "FN", "GENDER", "GEO", "KIND", "MAILER", "N", "SORT-STRING", "TZ", "UID",
        "VERSION",
    ]

    private static let calendar: Set<String> = [
        "ACTION", "CALSCALE", "CLASS", "COLOR", "COMPLETED", "CREATED", "DESCRIPTION", "DTEND", "DTSTART", "DUE",
        "DURATION", "GEO", "LOCATION", "METHOD", "ORGANIZER", "PERCENT-COMPLETE", "PRIORITY", "RECURRENCE-ID",
        "REPEAT", "RRULE", "STATUS", "SUMMARY", "TRANSP", "TRIGGER", "TZID", "UID", "URL", "VERSION",
    ]
}
