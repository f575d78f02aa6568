/// A grammar of content lines. It decides folding, escapes, encodings and the spelling of parameters.
public enum Dialect: String, Hashable, Sendable, Codable, CaseIterable {
    /// vCard 2.1 (versit Consortium, 1996); vNote 1.1 is read the same way.
    case vCard21
    /// vCard 3.0 (RFC 2425, RFC 2426).
    case vCard30
    /// vCard 4.0 (RFC 6350).
    case vCard40
    /// vCalendar 1.0 (versit Consortium, 1996) and vNote.
    case vCalendar10
    /// iCalendar 2.0 (RFC 5545).
    case iCalendar20
    /// Bare values: nothing is encoded, escaped or folded.
    case plain

    /// True for the two grammars of 1996: quoted-printable, bare parameters, base64 that ends with an empty line.
    public var isOld: Bool {
        switch self {
        case .vCard21, .vCalendar10: true
        case .vCard30, .vCard40, .iCalendar20, .plain: false
        }
    }

    /// The grammar of a component by its name and its VERSION value; nil when they do not tell.
    public init?(component name: String, version: String?) {
        switch (name, version) {
        case ("VCARD", "2.1"): self = .vCard21
        case ("VCARD", "3.0"): self = .vCard30
        case ("VCARD", "4.0"): self = .vCard40
        case ("VCALENDAR", "1.0"): self = .vCalendar10
        case ("VCALENDAR", "2.0"): self = .iCalendar20
        case ("VNOTE", _): self = .vCalendar10
        default: return nil
        }
    }
}
