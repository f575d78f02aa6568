/// Backslash escapes of values: RFC 6350 section 3.4, RFC 5545 section 3.3.11, vCard 2.1 section 2.1. All of them are signs of
/// ASCII, so texts are looked at octet by octet.
enum Escapes {
    /// The text of an escaped piece.
    ///
    /// New dialects: `\n`, `\N`, `\\`, `\,`, `\;`; another escaped character stands for itself, its backslash stays when it is
    /// a letter or digit (a path that nobody escaped). Old dialects escape only `; , : \`; `\n` is a backslash and an n.
    static func decode(_ text: String, _ dialect: Dialect) -> String {
        guard dialect != .plain, ASCII.contains(text, where: { $0 == backslash }) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var isEscaped = false
        for byte in text.utf8 {
            guard isEscaped else {
                if byte == backslash { isEscaped = true } else { out.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "n"), UInt8(ascii: "N"):
                if dialect.isOld { out.append(backslash) }
                out.append(dialect.isOld ? byte : 0x0A)
            case UInt8(ascii: ";"), UInt8(ascii: ","), backslash, UInt8(ascii: ":"), UInt8(ascii: "\""):
                out.append(byte)
            default:
                out.append(backslash)
                out.append(byte)
            }
        }
        if isEscaped { out.append(backslash) }
        return String(decoding: out, as: UTF8.self)
    }

    private static let backslash = UInt8(ascii: "\\")

    /// What a piece of text has to escape.
    enum Role {
        /// A whole text value.
        case text
        /// A component of a structured value (`;` between).
        case component
        /// An element of a list (`,` between; `;` in old dialects).
        case element
    }

    /// The escaped form of a text. Line ends become `\n` in new dialects and stay in old ones (quoted-printable takes them).
    static func encode(_ text: String, _ dialect: Dialect, _ role: Role) -> String {
        switch dialect {
        case .plain: text
        case .vCard30, .vCard40, .iCalendar20: encodeNew(text)
        case .vCard21, .vCalendar10: encodeOld(text, role)
        }
    }

    private static func encodeNew(_ text: String) -> String {
        // RFC 5545 section 3.1: no control characters but HTAB.
        guard
            ASCII.contains(
                text,
                where: { $0 == backslash || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") || $0 < 0x20 })
        else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            switch byte {
            case backslash, UInt8(ascii: ";"), UInt8(ascii: ","):
                out.append(backslash)
                out.append(byte)
            case 0x0A:
                out.append(backslash)
                out.append(UInt8(ascii: "n"))
            case 0x09, 0x20...: out.append(byte)
            default: continue
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Only what the role needs is escaped: phones show the backslash of a needless one. A backslash is doubled where a reader
    /// would else take it for an escape.
    private static func encodeOld(_ text: String, _ role: Role) -> String {
        guard
            ASCII.contains(
                text, where: { $0 == backslash || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") })
        else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 8)
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case backslash:
                let next = index + 1 < bytes.count ? bytes[index + 1] : nil
                let isAmbiguous = next.map(isEscapable) ?? (role != .text)
                out.append(backslash)
                if isAmbiguous { out.append(backslash) }
            case UInt8(ascii: ";"):
                if role != .text { out.append(backslash) }
                out.append(byte)
            case UInt8(ascii: ","):
                if role == .element { out.append(backslash) }
                out.append(byte)
            default:
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isEscapable(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ";"), UInt8(ascii: ","), backslash, UInt8(ascii: ":"), UInt8(ascii: "\""): true
        default: false
        }
    }

    /// The pieces between unescaped separators, which are ASCII.
    static func split(_ text: String, on isSeparator: (UInt8) -> Bool) -> [String] {
        guard ASCII.contains(text, where: { isSeparator($0) }) else { return [text] }
        var pieces: [String] = []
        var piece: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if !isEscaped, isSeparator(byte) {
                pieces.append(String(decoding: piece, as: UTF8.self))
                piece.removeAll(keepingCapacity: true)
                continue
            }
            isEscaped = !isEscaped && byte == backslash
            piece.append(byte)
        }
        pieces.append(String(decoding: piece, as: UTF8.self))
        return pieces
    }

    /// Between components of a structured value.
    static func isSemicolon(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ";") }

    /// Between elements of a list.
    static func isComma(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") }
}
