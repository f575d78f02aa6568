/// A parameter of a content line: `TYPE=HOME,VOICE`, or bare as in vCard 2.1: `HOME`.
public struct Parameter: Hashable, Sendable {
    /// Upper case. Bare parameters have the name their value implies: ENCODING, VALUE or TYPE.
    public let name: String
    /// The values without quotes, as spelled otherwise.
    public var values: [String] { didSet { spelling = nil } }
    /// True when written without a name.
    public let isBare: Bool
    /// The text between the semicolons as read; nil once changed or when made here.
    public private(set) var spelling: String?

    /// A parameter with a name.
    public init(_ name: String, _ values: [String]) {
        self.name = ASCII.uppercased(name)
        self.values = values
        self.isBare = false
        self.spelling = nil
    }

    /// A parameter with a name and one value.
    public init(_ name: String, _ value: String) { self.init(name, [value]) }

    /// A bare parameter of the old dialects.
    public init(bare value: String) {
        self.name = Parameter.impliedName(value)
        self.values = [value]
        self.isBare = true
        self.spelling = nil
    }

    /// A bare TYPE of the old dialects.
    public init(bareType value: String) {
        self.name = "TYPE"
        self.values = [value]
        self.isBare = true
        self.spelling = nil
    }

    /// A parameter spelled exactly like this, without the semicolons: "TYPE=JPEG", "HOME".
    public init(spelled text: String) {
        var text = text
        self = text.withUTF8(Parameter.init(spelled:))
    }

    /// The same of bytes.
    init(spelled bytes: UnsafeBufferPointer<UInt8>) {
        spelling = String(decoding: bytes, as: UTF8.self)
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            let bare = Parameter.trimmed(bytes[...])
            name = Parameter.impliedName(bare)
            values = [bare]
            isBare = true
            return
        }
        name = ASCII.uppercased(Parameter.trimmed(bytes[..<equals]))
        values = Parameter.splitValues(bytes[(equals + 1)...])
        isBare = false
    }

    /// The text between the semicolons in a dialect.
    func written(_ dialect: Dialect) -> String {
        if let spelling { return spelling }
        if isBare, values.count == 1 { return ParameterText.encode(values[0], dialect) }
        if dialect.isOld && (isBare || name == "TYPE") {
            return values.map { ParameterText.encode($0, dialect) }.joined(separator: ";")
        }
        return name + "=" + values.map { ParameterText.encode($0, dialect) }.joined(separator: ",")
    }

    /// vCard 2.1 section 2.1.3: the values that may stand without a name.
    private static func impliedName(_ value: String) -> String {
        // Most types begin with other letters.
        guard let first = value.utf8.first, "QB87IUC".utf8.contains(first < 0x40 ? first : first & 0xDF) else {
            return "TYPE"
        }
        return switch ASCII.uppercased(value) {
        case "QUOTED-PRINTABLE", "QUOTEDPRINTABLE", "BASE64", "B", "8BIT", "8-BIT", "7BIT": "ENCODING"
        case "INLINE", "URL", "CID", "CONTENT-ID": "VALUE"
        default: "TYPE"
        }
    }

    /// The values between commas outside quotes, unquoted and trimmed.
    private static func splitValues(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
        if bytes.contains(UInt8(ascii: "\"")) { return splitQuoted(bytes) }
        var values: [String] = []
        var rest = bytes
        while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
            values.append(trimmed(rest[..<comma]))
            rest = rest[(comma + 1)...]
        }
        values.append(trimmed(rest))
        return values
    }

    private static func splitQuoted(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [String] {
        var values: [String] = []
        var value: [UInt8] = []
        var isQuoted = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                values.append(trimmed(value))
                value = []
            default: value.append(byte)
            }
        }
        values.append(trimmed(value))
        return values
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> String {
        let letters: ClosedRange<UInt8> = 0x21...0x7E
        let text = String(decoding: bytes, as: UTF8.self)
        if let first = bytes.first, let last = bytes.last, letters.contains(first), letters.contains(last) {
            return text
        }
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
