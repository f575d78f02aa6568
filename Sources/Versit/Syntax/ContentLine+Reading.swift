/// The transfer encodings of values (vCard 2.1 section 2.1.4, RFC 2425 section 5.8.4).
enum TransferEncoding: Hashable, Sendable {
    /// The bytes are the text: no ENCODING, 7BIT, 8BIT.
    case none
    /// QUOTED-PRINTABLE, also as the misspelt QUOTEDPRINTABLE.
    case quotedPrintable
    /// BASE64 or B.
    case base64

    /// Reads the value of an ENCODING parameter; unknown names mean no encoding.
    init(_ name: String?) {
        guard let name else {
            self = .none
            return
        }
        switch ASCII.uppercased(name) {
        case "QUOTED-PRINTABLE", "QUOTEDPRINTABLE", "Q": self = .quotedPrintable
        case "BASE64", "B": self = .base64
        default: self = .none
        }
    }
}

extension ContentLine {
    /// The encoding that stands between the value and its bytes.
    var encoding: TransferEncoding { impliesQuotedPrintable ? .quotedPrintable : parts.head.encoding }

    /// The value as text: transfer encoding and character set decoded, line ends as `\n`, escapes still there.
    func escapedText() -> String {
        let bytes: ArraySlice<UInt8> =
            switch encoding {
            case .none: value
            case .quotedPrintable: QuotedPrintable.decode(value)[...]
            case .base64: Base64.decode(value)[...]
            }
        let text = Charset.decode(bytes, charset: parameter("CHARSET")?.values.first)
        return LineEnds.unified(text)
    }

    /// The value as text: everything decoded, line ends as `\n`.
    public func text(_ dialect: Dialect) -> String {
        isPlain ? raw : Escapes.decode(escapedText(), dialect)
    }

    /// True when the value as it stands has a letter or a digit of its text in it; false: it may.
    public var hasWords: Bool {
        switch encoding {
        case .quotedPrintable: false
        case .none, .base64:
            value.contains { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
        }
    }

    /// True for a value that is its own text: in ASCII, and nothing in it is encoded or escaped.
    private var isPlain: Bool {
        !impliesQuotedPrintable && parts.head.isPlain
            && !ASCII.needsCare(value) { $0 == UInt8(ascii: "\\") || $0 == 0x0D }
    }

    /// The kinds of values that differ in what they escape.
    public enum Content {
        /// A text.
        case text
        /// Components with semicolons between.
        case components
        /// Elements with commas between.
        case list
        /// An URI, which escapes nothing.
        case uri
    }

    /// The value where it is written the same in another dialect: printable ASCII, nothing in it encoded or to be escaped, no
    /// blank at either end; nil for all else. A part of the text it was read from.
    public func valueCopied(as content: Content, to dialect: Dialect) -> ArraySlice<UInt8>? {
        guard isPlain, let first = value.first, let last = value.last, first > 0x20, last > 0x20 else { return nil }
        let isOld = dialect.isOld
        // What the dialect would escape there.
        let (comma, semicolon, blank) =
            switch content {
            case .text: (!isOld, !isOld, false)
            case .components: (!isOld, false, false)
            case .list: (false, true, false)
            case .uri: (false, false, !isOld)
            }
        let needsCare = ASCII.needsCare(value) { byte in
            switch byte {
            case UInt8(ascii: ","): comma
            case UInt8(ascii: ";"): semicolon
            case 0x20: blank
            default: byte < 0x20 || byte == 0x7F
            }
        }
        return needsCare ? nil : value
    }

    /// The components of a structured value such as N or ADR, split on unescaped semicolons; at least one, perhaps empty.
    ///
    /// Splitting comes after decoding, since some phones encode the semicolons too.
    public func structured(_ dialect: Dialect) -> [String] {
        Escapes.split(escapedText(), on: Escapes.isSemicolon).map { Escapes.decode($0, dialect) }
    }

    /// The elements of a list such as CATEGORIES, split on unescaped commas (in old dialects also on semicolons), trimmed,
    /// empty ones left out.
    public func list(_ dialect: Dialect) -> [String] {
        Escapes.split(escapedText()) { Escapes.isComma($0) || dialect.isOld && Escapes.isSemicolon($0) }
            .map { LineEnds.trimmed(Escapes.decode($0, dialect)) }.filter { !$0.isEmpty }
    }

    /// A value that is base64 as it would be written here, not decoded; nil for all else.
    public var base64: ArraySlice<UInt8>? {
        switch encoding {
        case .base64: Base64.isCanonical(value) ? value : nil
        case .none, .quotedPrintable: nil
        }
    }

    /// The bytes of an inline binary value: base64, or a `data:` URI of vCard 4.0; nil when the value is neither.
    public func binary(_ dialect: Dialect) -> [UInt8]? {
        switch encoding {
        case .base64: return Base64.decode(value)
        case .quotedPrintable: return QuotedPrintable.decode(value)
        case .none: break
        }
        let head = String(decoding: value.prefix(200), as: UTF8.self).lowercased()
        guard head.hasPrefix("data:"), let comma = value.firstIndex(of: UInt8(ascii: ",")) else { return nil }
        let scheme = String(decoding: value[..<comma], as: UTF8.self).lowercased()
        return scheme.hasSuffix(";base64") ? Base64.decode(value[(comma + 1)...]) : nil
    }
}

/// Line ends of text.
public enum LineEnds {
    /// CRLF and lone CR as `\n`.
    public static func unified(_ text: String) -> String {
        guard ASCII.contains(text, where: { $0 == 0x0D }) else { return text }
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous == 0x0D {
                previous = byte
                continue
            }
            out.append(byte == 0x0D ? 0x0A : byte)
            previous = byte
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The text without blanks, tabs and line ends at either end.
    public static func trimmed(_ text: String) -> String {
        if let first = text.utf8.first, let last = text.utf8.last, first > 0x20, last > 0x20 { return text }
        var bytes = Array(text.utf8)[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of a content line with CRLF at the end of each of its physical lines. `ends`: how those of its text end.
    static func strictLine(_ bytes: ArraySlice<UInt8>, _ ends: PhysicalLines.Ends) -> ArraySlice<UInt8> {
        if isStrictLine(bytes) { return bytes }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 8)
        for line in PhysicalLines.lines(of: bytes, ends) {
            out += bytes[line.content]
            out += [0x0D, 0x0A]
        }
        return out[...]
    }

    /// True for a line whose ends are all CRLF, the last one included.
    private static func isStrictLine(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var previous: UInt8 = 0
            for byte in bytes {
                if byte == 0x0A, previous != 0x0D { return false }
                previous = byte
            }
            return previous == 0x0A
        }
    }

    /// Bytes in which each lone LF has become CRLF.
    static func strict(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 8)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, previous != 0x0D { out.append(0x0D) }
            out.append(byte)
            previous = byte
        }
        return out
    }
}
