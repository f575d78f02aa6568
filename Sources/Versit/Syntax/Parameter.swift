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
        self.name = name.uppercased()
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

    /// A parameter spelled exactly like this, without the semicolons: "TYPE=JPEG", "HOME".
    public init(spelled text: String) {
        spelling = text
        guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            let bare = Parameter.trimmed(text[...])
            name = Parameter.impliedName(bare)
            values = [bare]
            isBare = true
            return
        }
        name = Parameter.trimmed(text[..<equals]).uppercased()
        values = Parameter.splitValues(text[text.utf8.index(after: equals)...])
        isBare = false
    }

    /// The text between the semicolons in a dialect.
    func written(_ dialect: Dialect) -> String {
        if let spelling { return spelling }
        if dialect.isOld && (isBare || name == "TYPE") {
            return values.map { ParameterText.encode($0, dialect) }.joined(separator: ";")
        }
        return name + "=" + values.map { ParameterText.encode($0, dialect) }.joined(separator: ",")
    }

    /// vCard 2.1 section 2.1.3: the values that may stand without a name.
    private static func impliedName(_ value: String) -> String {
        switch value.uppercased() {
        case "QUOTED-PRINTABLE", "QUOTEDPRINTABLE", "BASE64", "B", "8BIT", "8-BIT", "7BIT": "ENCODING"
        case "INLINE", "URL", "CID", "CONTENT-ID": "VALUE"
        default: "TYPE"
        }
    }

    /// The values between commas outside quotes, unquoted and trimmed.
    private static func splitValues(_ text: Substring) -> [String] {
        var values: [String] = []
        var value = String.UnicodeScalarView()
        var isQuoted = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                values.append(trimmed(Substring(String(value))))
                value = String.UnicodeScalarView()
            default: value.append(scalar)
            }
        }
        values.append(trimmed(Substring(String(value))))
        return values
    }

    private static func trimmed(_ text: Substring) -> String {
        let letters: ClosedRange<UInt8> = 0x21...0x7E
        if let first = text.utf8.first, let last = text.utf8.last, letters.contains(first), letters.contains(last) {
            return String(text)
        }
        var rest = text
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
