import SyncTypes

/// A field of an item as filters name it: a property of vCard or iCalendar, or the name that Funambol's clients have for one.
public struct FieldName: Hashable, Sendable {
    /// The property upstream, in upper case.
    let property: String
    /// Which component of a structured value it is; nil: the whole value.
    let component: Int?
    /// True where a value has components, or a line several values.
    let hasParts: Bool

    /// What a name (in any case) stands for in items of a kind; nil: they have no such field. Every extension (`X-`) may be there.
    public init?(_ name: String, kind: ItemKind) {
        let name = name.uppercased()
        if let alias = Self.aliases(kind)[name] {
            property = alias.0
            component = alias.1
        } else {
            guard Self.properties(kind).contains(name) || name.utf8.count > 2 && name.hasPrefix("X-") else {
                return nil
            }
            property = name
            component = nil
        }
        hasParts = Self.divided.contains(property)
    }

    /// The properties that a filter may name, for the device information.
    public static func properties(_ kind: ItemKind) -> [String] {
        switch kind {
        case .contact:
            [
                "N", "FN", "NICKNAME", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "URL", "ADR", "LABEL", "BDAY",
                "ANNIVERSARY",
                "NOTE", "CATEGORIES", "CLASS", "IMPP", "GEO", "TZ", "MAILER", "UID", "REV",
            ]
        case .event:
            calendar + ["DTSTART", "DTEND", "LOCATION", "TRANSP", "ORGANIZER", "ATTENDEE", "RESOURCES", "RRULE", "GEO"]
        case .task:
            calendar + [
                "DTSTART", "DUE", "COMPLETED", "PERCENT-COMPLETE", "LOCATION", "ORGANIZER", "ATTENDEE", "RESOURCES",
                "RRULE", "GEO",
            ]
        case .note: ["SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "UID", "CREATED", "LAST-MODIFIED"]
        }
    }

    private static let calendar = [
        "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "STATUS", "PRIORITY", "URL", "CONTACT", "COMMENT", "SEQUENCE",
        "UID", "CREATED", "LAST-MODIFIED", "DTSTAMP",
    ]

    private static let divided: Set<String> = ["N", "ADR", "ORG", "CATEGORIES", "NICKNAME", "RESOURCES"]

    /// SIF's names, those of vCalendar 1.0 and vNote, and `modified`, which Funambol's clients filter by.
    private static func aliases(_ kind: ItemKind) -> [String: (String, Int?)] {
        switch kind {
        case .contact:
            [
                "LASTNAME": ("N", 0), "FIRSTNAME": ("N", 1), "MIDDLENAME": ("N", 2), "FILEAS": ("FN", nil),
                "COMPANYNAME": ("ORG", 0), "DEPARTMENT": ("ORG", 1), "JOBTITLE": ("TITLE", nil), "BODY": ("NOTE", nil),
                "BIRTHDAY": ("BDAY", nil), "MODIFIED": ("REV", nil),
            ]
        case .event:
            [
                "SUBJECT": ("SUMMARY", nil), "BODY": ("DESCRIPTION", nil), "START": ("DTSTART", nil),
                "END": ("DTEND", nil), "DCREATED": ("CREATED", nil), "MODIFIED": ("LAST-MODIFIED", nil),
            ]
        case .task:
            [
                "SUBJECT": ("SUMMARY", nil), "BODY": ("DESCRIPTION", nil), "STARTDATE": ("DTSTART", nil),
                "DUEDATE": ("DUE", nil), "DATECOMPLETED": ("COMPLETED", nil),
                "PERCENTCOMPLETE": ("PERCENT-COMPLETE", nil),
                "DCREATED": ("CREATED", nil), "MODIFIED": ("LAST-MODIFIED", nil),
            ]
        case .note:
            [
                "SUBJECT": ("SUMMARY", nil), "BODY": ("DESCRIPTION", nil), "DCREATED": ("CREATED", nil),
                "MODIFIED": ("LAST-MODIFIED", nil),
            ]
        }
    }
}
