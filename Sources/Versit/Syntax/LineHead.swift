/// What stands before the colon of a content line.
struct LineHead {
    var group: String?
    var name: String
    var parameters: [Parameter]
    /// Index of the first byte of the value.
    var valueStart: Int

    /// Reads group, name and parameters; nil when the bytes have no colon or no name.
    ///
    /// Quotes hide colons and semicolons in parameters (RFC 5545 section 3.2); where they do not match, they are plain
    /// characters, as in vCard 2.1.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let colon = LineHead.colon(in: bytes, quotes: true) ?? LineHead.colon(in: bytes, quotes: false) else {
            return nil
        }
        valueStart = colon + 1
        var pieces = LineHead.split(bytes[bytes.startIndex..<colon])
        let full = String(decoding: pieces.removeFirst(), as: UTF8.self)
        let trimmed = LineEnds.trimmed(full)
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        if let dot = trimmed.utf8.lastIndex(of: UInt8(ascii: ".")), dot != trimmed.startIndex {
            group = String(trimmed[..<dot])
            name = String(trimmed[trimmed.utf8.index(after: dot)...])
        } else {
            group = nil
            name = trimmed
        }
        guard !name.isEmpty else { return nil }
        parameters = pieces.map { Parameter(spelled: String(decoding: $0, as: UTF8.self)) }
            .filter { !($0.isBare && $0.values == [""]) }
    }

    private static func colon(in bytes: ArraySlice<UInt8>, quotes: Bool) -> Int? {
        var isQuoted = false
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\"") where quotes: isQuoted.toggle()
            case UInt8(ascii: ":") where !isQuoted: return index
            default: continue
            }
        }
        return nil
    }

    /// The pieces between semicolons outside quotes.
    private static func split(_ head: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = head.startIndex
        var isQuoted = false
        let hasPairs = head.count { $0 == UInt8(ascii: "\"") } % 2 == 0
        for index in head.indices {
            switch head[index] {
            case UInt8(ascii: "\"") where hasPairs: isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted:
                pieces.append(head[start..<index])
                start = index + 1
            default: continue
            }
        }
        pieces.append(head[start...])
        return pieces
    }

    /// The encoding its parameters announce.
    var encoding: TransferEncoding { TransferEncoding(parameters.first { $0.name == "ENCODING" }?.values.first) }

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
