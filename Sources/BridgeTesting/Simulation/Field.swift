import SyncTypes

/// What a person sees of an item: the places in which users and third parties type.
public enum Field: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Mobile number, home number, number at work.
    case cell, home, work
    /// E-mail address.
    case mail
    /// Organisation.
    case company
    /// NOTE of a contact.
    case note
    /// Photo of a contact.
    case photo
    /// LOCATION of an event.
    case place
    /// DESCRIPTION of an event, a task or a note.
    case details
    /// DTSTART of an event, with its end an hour later.
    case start

    /// The telephone numbers of a contact.
    static let numbers: [Field] = [.cell, .home, .work]

    /// The fields of a kind besides its title, which never changes: it is the item's identity.
    public static func all(of kind: ItemKind) -> [Field] {
        switch kind {
        case .contact: numbers + [.mail, .company, .note, .photo]
        case .event: [.place, .details, .start]
        case .task, .note: [.details]
        }
    }

    /// True where an item may show several values at once, so that two people's additions both stay.
    public var isRepeatable: Bool {
        switch self {
        case .cell, .home, .work, .mail: true
        case .company, .note, .photo, .place, .details, .start: false
        }
    }

    /// True where an item cannot do without: it is changed and never cleared.
    public var isNeeded: Bool { self == .start }

    /// What the n-th typed value reads like. Each number is typed once in a world, so a value names its typing.
    /// `hasDays`: starts lie on many days, from July 2023 on, instead of one after another.
    func value(_ serial: Int, flavour: UInt64, hasDays: Bool = false) -> String {
        let digits = String(serial + 10_000_000)
        switch self {
        case .cell, .home, .work: return "+49" + digits
        case .mail: return "k\(digits)@example.org"
        // One size: a smaller picture cannot be told from a picture the phone has shrunk.
        case .photo: return "k\(digits)" + String(repeating: "/photo", count: 30)
        case .start:
            // 20,000 of them before one comes again.
            if hasDays {
                return Field.time(minutes: serial * 7919 % 448 * 1440 + serial % 1440, firstMonth: 2023 * 12 + 6)
            }
            return Field.time(minutes: serial % 480_000)
        case .company: return "Company k\(digits)" + (flavour % 4 == 0 ? " & Söhne" : "")
        case .place: return "Room k\(digits)"
        case .note, .details:
            switch flavour % 5 {
            case 0: return "k\(digits) über; alles, was \\ zählt"
            case 1: return "k\(digits) first line\nsecond line"
            case 2: return "k\(digits) " + String(repeating: "long text ", count: 20) + "end"
            default: return "k\(digits) plain words"
            }
        }
    }

    /// What stands for a value in any text, also inside a journal's words.
    static func token(of value: String, _ field: Field) -> String {
        switch field {
        case .cell, .home, .work, .mail, .start: value
        case .company, .place, .note, .details, .photo:
            String(value.drop { $0 != "k" }.prefix(9))
        }
    }

    /// A minute from a month on (2026 unless said otherwise) as "20260101T000000", UTC; months have 28 days here, which every calendar has too.
    private static func time(minutes: Int, firstMonth: Int = 2026 * 12) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let days = minutes / 1440
        let month = firstMonth + days / 28
        let date = "\(month / 12)\(two(month % 12 + 1))\(two(days % 28 + 1))"
        return "\(date)T\(two(minutes / 60 % 24))\(two(minutes % 60))00"
    }

    /// In the order of their names, so that everything goes through them the same way.
    public static func < (left: Field, right: Field) -> Bool { left.rawValue < right.rawValue }
}
