/// What stands before the colon of a content line.
struct LineHead: Hashable, Sendable {
    /// As spelled; nil for none.
    let group: String?
    /// As spelled; empty for a line that is no property.
    let name: String
    /// The name in upper case.
    let key: String
    let parameters: [Parameter]
    /// The encoding its parameters announce.
    let encoding: TransferEncoding
    /// True when its parameters say nothing of an encoding or a character set.
    let isPlain: Bool

    init(_ group: String?, _ name: String, _ parameters: [Parameter], key: String? = nil) {
        self.group = group
        self.name = name
        self.key = key ?? ASCII.uppercased(name)
        self.parameters = parameters
        var announced: TransferEncoding?
        var isPlain = true
        for parameter in parameters {
            switch parameter.name {
            case "ENCODING":
                announced = announced ?? TransferEncoding(parameter.values.first)
                isPlain = false
            case "CHARSET": isPlain = false
            default: continue
            }
        }
        encoding = announced ?? .none
        self.isPlain = isPlain
    }

    /// Of a line that is no property.
    static let none = LineHead(nil, "", [])

    /// The head of a line, and how many bytes stand before the value, the colon included; nil when the bytes have no colon or no
    /// name.
    ///
    /// Quotes hide colons and semicolons in parameters (RFC 5545 section 3.2); where they do not match, they are plain
    /// characters, as in vCard 2.1.
    static func read(_ bytes: ArraySlice<UInt8>) -> (head: LineHead, length: Int)? {
        bytes.withUnsafeBufferPointer { bytes in
            let hidden = ends(in: bytes, hidesQuoted: true)
            guard let ends = hidden ?? ends(in: bytes, hidesQuoted: false) else { return nil }
            guard let names = names(bytes[..<ends.name]) else { return nil }
            var parameters: [Parameter] = []
            if ends.count > 0 { parameters.reserveCapacity(ends.count) }
            var end = ends.name
            while end < ends.head {
                let start = end + 1
                end = index(of: UInt8(ascii: ";"), in: bytes, start..<ends.head, hidesQuoted: hidden != nil)
                let parameter = Parameter(spelled: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                if !parameter.isBare || parameter.values != [""] { parameters.append(parameter) }
            }
            return (LineHead(names.group, names.name, parameters, key: names.key), ends.head + 1)
        }
    }

    /// What a group and a name look like: nothing but blanks around them, no blanks and signs of control in them.
    private static func names(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> (
        group: String?, name: String, key: String
    )? {
        var full = bytes
        while let first = full.first, first <= 0x20 { full.removeFirst() }
        while let last = full.last, last <= 0x20 { full.removeLast() }
        guard !full.isEmpty, full.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        var group: String?
        if let dot = full.lastIndex(of: UInt8(ascii: ".")), dot != full.startIndex {
            guard dot + 1 < full.endIndex else { return nil }
            group = String(decoding: full[..<dot], as: UTF8.self)
            full = full[(dot + 1)...]
        }
        let name = String(decoding: full, as: UTF8.self)
        return (group, name, full.contains { $0 >= 0x61 } ? name.uppercased() : name)
    }

    /// Where the name ends, where the colon is, and how many semicolons stand between; nil without a colon that no quotes hide.
    private static func ends(
        in bytes: UnsafeBufferPointer<UInt8>, hidesQuoted: Bool
    ) -> (name: Int, head: Int, count: Int)? {
        var isQuoted = false
        var name: Int?
        var count = 0
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\"") where hidesQuoted: isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted:
                name = name ?? index
                count += 1
            case UInt8(ascii: ":") where !isQuoted: return (name ?? index, index, count)
            default: continue
            }
        }
        return nil
    }

    /// Where a byte is first in a range, outside of quotes where these hide it; the range's end: nowhere.
    private static func index(
        of wanted: UInt8, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, hidesQuoted: Bool
    ) -> Int {
        var isQuoted = false
        for index in range {
            switch bytes[index] {
            case UInt8(ascii: "\"") where hidesQuoted: isQuoted.toggle()
            case wanted where !isQuoted: return index
            default: continue
            }
        }
        return range.upperBound
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
