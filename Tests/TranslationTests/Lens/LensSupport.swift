import SyncTypes
import Testing
import Translation
import Versit

/// SplitMix64: a seeded generator, so that a failing case can be run again by its printed seed.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// True once in that many times.
    mutating func hits(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}

/// Shorthands of the lens tests.
enum Given {
    /// 2026-01-02T03:04:05Z.
    static let now = DateTime(secondsSince1970: 1_767_323_045)

    /// A lens for a device; `announced`: the properties of its CTCap, nil for a device without one.
    static func lens(
        _ format: ItemFormat, _ kind: ItemKind = .contact, announced: [String]? = nil, sizes: [String: Int] = [:],
        evidence: Evidence = Evidence()
    ) -> Lens {
        var datastore: DatastoreProfile?
        if let announced {
            var limits = Dictionary(uniqueKeysWithValues: announced.map { ($0, PropertyLimit()) })
            for (name, size) in sizes { limits[name] = PropertyLimit(maxSize: size) }
            datastore = DatastoreProfile(sourceRef: "x", properties: [format.contentType.mediaType: limits])
        }
        return Lens(
            LensContext(
                format: format, kind: kind, profile: DeviceProfile(), datastore: datastore, now: now, evidence: evidence
            ))
    }

    /// Proof that a device can return what these texts hold.
    static func evidence(_ texts: [UInt8]..., format: ItemFormat) -> Evidence {
        var evidence = Evidence()
        for text in texts { evidence.observe(text, format: format) }
        return evidence
    }

    /// Everything SyncEvolution announces for cards, in short.
    static let rich = [
        "BEGIN", "END", "VERSION", "REV", "N", "FN", "NICKNAME", "TITLE", "CATEGORIES", "ORG", "ROLE", "TEL", "EMAIL",
        "URL",
        "ADR", "BDAY", "NOTE", "PHOTO", "GEO", "IMPP", "X-AIM", "X-JABBER", "X-ABLABEL", "X-ANNIVERSARY", "X-SPOUSE",
        "X-*",
    ]

    /// Text as bytes with CRLF.
    static func bytes(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    /// The lines of a body that another lacks, in order, folds undone.
    static func added(_ new: [UInt8], to old: [UInt8]) -> [String] {
        var left = lines(old)
        return lines(new).filter { line in
            guard let index = left.firstIndex(of: line) else { return true }
            left.remove(at: index)
            return false
        }
    }

    /// Unfolded lines.
    static func lines(_ body: [UInt8]) -> [String] {
        String(decoding: body, as: UTF8.self).replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
    }

    /// A text with one piece replaced, which must be there.
    static func edit(_ text: [UInt8], _ old: String, _ new: String) throws -> [UInt8] {
        let string = String(decoding: text, as: UTF8.self)
        try #require(string.contains(old), "\(old) is not in \(string)")
        return Array(string.replacing(old, with: new).utf8)
    }
}
