import SyncTypes
import Translation
import Versit

/// Shorthands of laws and tests of the lens.
public enum Given {
    /// 2026-01-02T03:04:05Z.
    public static let now = DateTime(secondsSince1970: 1_767_323_045)

    /// A lens for a device; `announced`: the properties of its CTCap, nil for a device without one.
    public static func lens(
        _ format: ItemFormat, _ kind: ItemKind = .contact, announced: [String]? = nil, sizes: [String: Int] = [:],
        evidence: Evidence = Evidence(), quirks: PayloadQuirks = PayloadQuirks()
    ) -> Lens {
        var profile = DeviceProfile()
        profile.quirks.payload = quirks
        var datastore: DatastoreProfile?
        if let announced {
            var limits = Dictionary(uniqueKeysWithValues: announced.map { ($0, PropertyLimit()) })
            for (name, size) in sizes { limits[name] = PropertyLimit(maxSize: size) }
            datastore = DatastoreProfile(sourceRef: "x", properties: [format.contentType.mediaType: limits])
        }
        return Lens(
            LensContext(
                format: format, kind: kind, profile: profile, datastore: datastore, now: now, evidence: evidence))
    }

    /// Proof that a device can return what these texts hold.
    public static func evidence(
        _ texts: [UInt8]..., format: ItemFormat, quirks: PayloadQuirks = PayloadQuirks()
    ) -> Evidence {
        var evidence = Evidence()
        for text in texts { evidence.observe(text, format: format, quirks: quirks) }
        return evidence
    }

    /// Everything SyncEvolution announces for cards, in short.
    public static let rich = [
        "BEGIN", "END", "VERSION", "REV", "N", "FN", "NICKNAME", "TITLE", "CATEGORIES", "ORG", "ROLE", "TEL", "EMAIL",
        "URL",
        "ADR", "BDAY", "NOTE", "PHOTO", "GEO", "IMPP", "X-AIM", "X-JABBER", "X-ABLABEL", "X-ANNIVERSARY", "X-SPOUSE",
        "X-*",
    ]

    /// Text as bytes with CRLF.
    public static func bytes(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    /// The lines of a body that another lacks, in order, folds undone.
    public static func added(_ new: [UInt8], to old: [UInt8]) -> [String] {
        var left = lines(old)
        return lines(new).filter { line in
            guard let index = left.firstIndex(of: line) else { return true }
            left.remove(at: index)
            return false
        }
    }

    /// Unfolded lines.
    public static func lines(_ body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }
}
