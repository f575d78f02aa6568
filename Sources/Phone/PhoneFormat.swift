import SyncMLFront
import SyncTypes

/// The formats a phone can hold, by the short names of the command line.
public enum PhoneFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// vCard 2.1.
    case vcard21
    /// vCard 3.0.
    case vcard30
    /// vCard 4.0.
    case vcard40
    /// vCalendar 1.0.
    case vcal10
    /// iCalendar 2.0.
    case ical20
    /// vNote 1.1.
    case vnote
    /// A bare text.
    case text
    /// Funambol's SIF-C: contacts.
    case sifc
    /// SIF-E: events.
    case sife
    /// SIF-T: tasks.
    case sift
    /// SIF-N: notes.
    case sifn

    /// The format in the words of the other targets.
    public var itemFormat: ItemFormat {
        switch self {
        case .vcard21: .vCard21
        case .vcard30: .vCard30
        case .vcard40: .vCard40
        case .vcal10: .vCalendar10
        case .ical20: .iCalendar20
        case .vnote: .vNote11
        case .text: .plainText
        case .sifc: .sifC
        case .sife: .sifE
        case .sift: .sifT
        case .sifn: .sifN
        }
    }

    /// The type announced in DevInf and written in Meta/Type.
    public var contentType: ContentType { itemFormat.contentType }

    /// The extension of a file that holds one item, without the dot.
    public var fileExtension: String {
        switch self {
        case .vcard21, .vcard30, .vcard40: "vcf"
        case .vcal10, .ical20: "ics"
        case .vnote: "vnt"
        case .text: "txt"
        case .sifc, .sife, .sift, .sifn: "xml"
        }
    }

    /// The spellings of Meta/Type this phone takes for the format; other types are answered with 415.
    var acceptedMediaTypes: [String] {
        switch self {
        case .vcard21: ["text/x-vcard"]
        case .vcard30, .vcard40: ["text/vcard", "text/x-vcard", "text/directory"]
        case .vcal10: ["text/x-vcalendar"]
        case .ical20: ["text/calendar"]
        case .vnote: ["text/x-vnote"]
        case .text: ["text/plain"]
        case .sifc, .sife, .sift, .sifn: [contentType.mediaType]
        }
    }

    /// True when lines of an item end with CRLF on the wire (RFC 6350 section 3.2, RFC 5545 section 3.1).
    var hasLines: Bool {
        switch self {
        case .vcard21, .vcard30, .vcard40, .vcal10, .ical20, .vnote: true
        case .text, .sifc, .sife, .sift, .sifn: false
        }
    }

    /// How items travel (Meta/Format): SIF in base64.
    var coding: ContentFormat? { itemFormat.isSIF ? .base64 : nil }

    /// The text as it goes over the wire: a bare LF, as an editor on a desktop writes it, becomes CRLF; SIF goes in base64.
    func wireText(_ text: [UInt8]) -> [UInt8] {
        if let coding, let data = try? coding.applied(to: text, password: nil) { return data }
        guard hasLines else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 64)
        var previous: UInt8 = 0
        for byte in text {
            if byte == 0x0A, previous != 0x0D { result.append(0x0D) }
            result.append(byte)
            previous = byte
        }
        return result
    }
}
