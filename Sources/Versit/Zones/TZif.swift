/// Why a description of a time zone was refused.
public struct ZoneError: Error, Hashable, Sendable {
    /// Stable names of the reasons.
    public enum Code: String, Hashable, Sendable {
        /// Not a TZif file.
        case notTZif
        /// A TZif file whose counts, indexes or order are wrong, or that ends early.
        case malformed
        /// More than 2,000 transitions or 256 types.
        case tooLarge
    }

    /// The reason.
    public let code: Code
    /// The reason for people.
    public let reason: String
}

extension TimeZoneRules {
    /// Reads a compiled time zone file (TZif, RFC 9636 section 3), version 1 to 4; the 64-bit block and the footer when
    /// there are some.
    /// - Throws: `ZoneError` for anything else, never a trap, whatever the bytes are.
    public init(tzif bytes: [UInt8], name: String = "") throws(ZoneError) {
        var reader = TZifReader(bytes)
        let first = try reader.header()
        guard first.version >= 2 else {
            self = try reader.block(first, timeSize: 4, name: name, hasFooter: false)
            return
        }
        try reader.skip(first.byteCount(timeSize: 4))
        let second = try reader.header()
        self = try reader.block(second, timeSize: 8, name: name, hasFooter: true)
    }
}

/// RFC 9636 section 3.1: the counts of one block.
private struct TZifHeader {
    var version: Int
    var isUTCCount, isStandardCount, leapCount, timeCount, typeCount, nameBytes: Int

    func byteCount(timeSize: Int) -> Int {
        timeCount * (timeSize + 1) + typeCount * 6 + nameBytes + leapCount * (timeSize + 4) + isStandardCount
            + isUTCCount
    }
}

private struct TZifReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func skip(_ count: Int) throws(ZoneError) { _ = try take(count) }

    mutating func take(_ count: Int) throws(ZoneError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw ZoneError(code: .malformed, reason: "the zone file ends early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func integer(_ size: Int) throws(ZoneError) -> Int {
        let bytes = try take(size)
        var value: Int64 = (bytes.first ?? 0) >= 0x80 ? -1 : 0
        for byte in bytes { value = value << 8 | Int64(byte) }
        return Int(value)
    }

    mutating func count() throws(ZoneError) -> Int {
        let value = try integer(4)
        guard (0...2000).contains(value) else {
            throw ZoneError(code: .tooLarge, reason: "a zone file with \(value) entries")
        }
        return value
    }

    mutating func header() throws(ZoneError) -> TZifHeader {
        let magic = Array(rest.prefix(4))
        guard magic == Array("TZif".utf8) else { throw ZoneError(code: .notTZif, reason: "no TZif mark") }
        try skip(4)
        let version = try integer(1)
        try skip(15)
        let isUTC = try count()
        let isStandard = try count()
        let leap = try count()
        let time = try count()
        let type = try count()
        let names = try count()
        guard (1...256).contains(type) else { throw ZoneError(code: .malformed, reason: "\(type) local time types") }
        return TZifHeader(
            version: version == 0 ? 1 : version - 0x30, isUTCCount: isUTC, isStandardCount: isStandard,
            leapCount: leap, timeCount: time, typeCount: type, nameBytes: names)
    }

    /// RFC 9636 section 3.2: times, type indexes, types, names; leap seconds and indicators are skipped.
    mutating func block(
        _ header: TZifHeader, timeSize: Int, name: String, hasFooter: Bool
    ) throws(ZoneError) -> TimeZoneRules {
        var times: [Int] = []
        for _ in 0..<header.timeCount { times.append(try integer(timeSize)) }
        let indexes = Array(try take(header.timeCount))
        var types: [(offset: Int, isDaylight: Bool, name: Int)] = []
        for _ in 0..<header.typeCount {
            let offset = try integer(4)
            let flags = Array(try take(2))
            guard abs(offset) <= 26 * 3600 else { throw ZoneError(code: .malformed, reason: "offset \(offset)") }
            types.append((offset, flags[0] != 0, Int(flags[1])))
        }
        let names = Array(try take(header.nameBytes))
        try skip(header.leapCount * (timeSize + 4) + header.isStandardCount + header.isUTCCount)
        let phases = types.map { type in
            let tail = names.dropFirst(type.name).prefix { $0 != 0 }
            return TimeZoneRules.Phase(
                offset: type.offset, isDaylight: type.isDaylight, name: String(decoding: tail, as: UTF8.self))
        }
        var transitions: [TimeZoneRules.Transition] = []
        for (time, index) in zip(times, indexes) {
            guard Int(index) < phases.count, transitions.last.map({ $0.at < time }) ?? true else {
                throw ZoneError(code: .malformed, reason: "transitions out of order or of unknown type")
            }
            transitions.append(.init(at: time, phase: phases[Int(index)]))
        }
        return TimeZoneRules(
            name: name, initial: phases[0], transitions: transitions, footer: hasFooter ? try footer() : nil)
    }

    /// RFC 9636 section 3.3: a newline, a TZ string, a newline; empty when nothing is known.
    private mutating func footer() throws(ZoneError) -> PosixZone? {
        guard rest.first == 0x0A else { return nil }
        let line = rest.dropFirst().prefix { $0 != 0x0A }
        guard line.endIndex < rest.endIndex else { throw ZoneError(code: .malformed, reason: "a footer without end") }
        let text = String(decoding: line, as: UTF8.self)
        if text.isEmpty { return nil }
        guard let zone = PosixZone(parsing: text) else {
            throw ZoneError(code: .malformed, reason: "a footer that is no TZ string")
        }
        return zone
    }
}
