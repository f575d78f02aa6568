/// What stands before the colon of a content line.
struct LineHead {
    private(set) var group: String?
    private(set) var name: String
    /// The name in upper case.
    let key: String
    private(set) var parameters: [Parameter] = []
    /// The encoding its parameters announce.
    private(set) var encoding = TransferEncoding.none
    /// Bytes before the value, the colon included.
    let valueStart: Int

    /// Reads group, name and parameters; nil when the bytes have no colon or no name.
    ///
    /// Quotes hide colons and semicolons in parameters (RFC 5545 section 3.2); where they do not match, they are plain
    /// characters, as in vCard 2.1.
    init?(_ bytes: ArraySlice<UInt8>) {
        let hidden = LineHead.ends(in: bytes, hidesQuoted: true)
        guard let ends = hidden ?? LineHead.ends(in: bytes, hidesQuoted: false) else { return nil }
        valueStart = ends.head + 1 - bytes.startIndex
        let head = bytes[..<ends.head]
        var end = ends.name
        var full = head[..<end]
        while let first = full.first, first <= 0x20 { full.removeFirst() }
        while let last = full.last, last <= 0x20 { full.removeLast() }
        guard !full.isEmpty, full.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        if let dot = full.lastIndex(of: UInt8(ascii: ".")), dot != full.startIndex {
            group = String(decoding: full[..<dot], as: UTF8.self)
            full = full[(dot + 1)...]
            guard !full.isEmpty else { return nil }
        }
        name = String(decoding: full, as: UTF8.self)
        key = full.contains { $0 >= 0x61 } ? name.uppercased() : name
        while end < head.endIndex {
            let rest = head[(end + 1)...]
            end = LineHead.index(of: UInt8(ascii: ";"), in: rest, hidesQuoted: hidden != nil) ?? rest.endIndex
            let parameter = Parameter(spelled: rest[..<end])
            if !parameter.isBare || parameter.values != [""] { parameters.append(parameter) }
        }
        if let announced = parameters.first(where: { $0.name == "ENCODING" }) {
            encoding = TransferEncoding(announced.values.first)
        }
    }

    /// Where the name ends and where the colon is; nil without a colon that no quotes hide.
    private static func ends(in bytes: ArraySlice<UInt8>, hidesQuoted: Bool) -> (name: Int, head: Int)? {
        bytes.withUnsafeBufferPointer { buffer in
            var isQuoted = false
            var name: Int?
            for index in buffer.indices {
                switch buffer[index] {
                case UInt8(ascii: "\"") where hidesQuoted: isQuoted.toggle()
                case UInt8(ascii: ";") where !isQuoted && name == nil: name = index
                case UInt8(ascii: ":") where !isQuoted:
                    return (bytes.startIndex + (name ?? index), bytes.startIndex + index)
                default: continue
                }
            }
            return nil
        }
    }

    /// Where a byte is first, outside of quotes where these hide it; nil: nowhere.
    private static func index(of wanted: UInt8, in bytes: ArraySlice<UInt8>, hidesQuoted: Bool) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            var isQuoted = false
            for index in buffer.indices {
                switch buffer[index] {
                case UInt8(ascii: "\"") where hidesQuoted: isQuoted.toggle()
                case wanted where !isQuoted: return bytes.startIndex + index
                default: continue
                }
            }
            return nil
        }
    }

    /// True when a physical line starts a property or closes a component, so that it cannot continue a value whose encoding is
    /// only guessed: letters, digits, `-`, `.` up to a `:` or `;`.
    static func starts(_ bytes: ArraySlice<UInt8>) -> Bool {
        var count = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: ":"), UInt8(ascii: ";"): return count > 0
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"):
                count += 1
            default: return false
            }
        }
        return false
    }

    /// True for the END of a component that phones send: no quoted-printable value goes on there.
    static func isEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count < 24 else { return false }
        let text = LineEnds.trimmed(String(decoding: bytes, as: UTF8.self)).uppercased()
        return text.hasPrefix("END:V") && ends.contains(String(text.dropFirst(4)))
    }

    private static let ends: Set<String> = ["VCARD", "VCALENDAR", "VEVENT", "VTODO", "VNOTE", "VJOURNAL", "VALARM"]
}
