import SyncTypes
import Versit

/// One property a device returned.
struct Observation: Hashable, Sendable {
    /// The property, upper case: "TEL".
    var property: String
    /// What tells its kind apart: sorted types ("HOME FAX"), "#2" for the third component of a structured value, or "".
    var qualifier: String
    /// Characters of the text, bytes of a binary value.
    var length: Int
}

/// What a device has proven it can hold, by returning it: a removal or a cut counts only against such proof.
///
/// Device information proves nothing; many devices announce what they then lose. The proof belongs to one datastore of one
/// device at one software version; the caller starts afresh when these change.
public struct Evidence: Codable, Sendable, Hashable {
    /// The most values of one property and qualifier in one text, by "TEL;HOME".
    private var counts: [String: Int] = [:]
    /// The most values of one property in one text.
    private var totals: [String: Int] = [:]
    /// The longest value of one property.
    private var lengths: [String: Int] = [:]
    /// Formats the device was sent because somebody wished it, and refused; nil: none.
    private var refusals: [ItemFormat]?

    /// No proof of anything.
    public init() {}

    /// How often a text has each property, by "TEL;CELL"; without the UID, in which no device has a say.
    static func tally(_ text: [UInt8], _ format: ItemFormat) -> [String: Int] {
        var tally: [String: Int] = [:]
        for observation in LensKinds.observations(of: text, format: format, DevicePayload(PayloadQuirks()))
        where observation.property != "UID" {
            tally[key(observation.property, observation.qualifier), default: 0] += 1
        }
        return tally
    }

    /// The property of a key of a tally: "TEL" of "TEL;CELL"; nil for a component of a structured value.
    static func repeatable(_ key: String) -> Substring? { key.contains(";#") ? nil : key.prefix { $0 != ";" } }

    /// Learns from a text the device itself sent, as its family means it.
    public mutating func observe(_ text: [UInt8], format: ItemFormat, quirks: PayloadQuirks = PayloadQuirks()) {
        record(LensKinds.observations(of: text, format: format, DevicePayload(quirks)))
    }

    /// Learns the properties of one text.
    mutating func record(_ observations: [Observation]) {
        var seen: [String: Int] = [:]
        var total: [String: Int] = [:]
        for observation in observations {
            seen[Evidence.key(observation.property, observation.qualifier), default: 0] += 1
            if !observation.qualifier.hasPrefix("#") { total[observation.property, default: 0] += 1 }
            lengths[observation.property] = max(lengths[observation.property] ?? 0, observation.length)
        }
        counts.merge(seen) { max($0, $1) }
        totals.merge(total) { max($0, $1) }
    }

    /// True when the device has returned that many values of a property and qualifier, in one text with that many of the
    /// property, and at least one that long.
    func proves(_ property: String, _ qualifier: String = "", count: Int = 1, total: Int = 1, length: Int = 0) -> Bool {
        (counts[Evidence.key(property, qualifier)] ?? 0) >= count && (totals[property] ?? 0) >= total
            && (lengths[property] ?? 0) >= length
    }

    /// Formats that the device has refused (415).
    public var refusedFormats: Set<ItemFormat> { Set(refusals ?? []) }

    /// Notes that the device refused a format.
    public mutating func refused(_ format: ItemFormat) {
        if !refusedFormats.contains(format) { refusals = (refusals ?? []) + [format] }
    }

    /// True when the device has returned items with their UIDs: one without any is none that it was sent with one.
    public var keepsUIDs: Bool { proves("UID") }

    /// The longest value of a property the device has returned; 0 for none.
    func length(_ property: String) -> Int { lengths[property] ?? 0 }

    private static func key(_ property: String, _ qualifier: String) -> String { property + ";" + qualifier }
}
