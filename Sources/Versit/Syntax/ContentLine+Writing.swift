extension ContentLine {
    /// A new line with a text value.
    public init(_ name: String, group: String? = nil, parameters: [Parameter] = [], text: String, _ dialect: Dialect) {
        let escaped = ArraySlice(Escapes.encode(text, dialect, .text).utf8)
        parts = LineParts(LineHead(group, name, parameters), escaped: escaped, dialect)
    }

    /// A new line with a value that is escaped for the dialect already, such as `valueCopied` gives.
    public init(
        _ name: String, group: String? = nil, parameters: [Parameter] = [], escaped: ArraySlice<UInt8>,
        _ dialect: Dialect
    ) {
        parts = LineParts(LineHead(group, name, parameters), escaped: escaped, dialect)
    }

    /// A new line with a structured value.
    public init(
        _ name: String, group: String? = nil, parameters: [Parameter] = [], structured: [String], _ dialect: Dialect
    ) {
        let pieces = structured.map { Escapes.encode($0, dialect, .component) }
        let escaped = ArraySlice(pieces.joined(separator: ";").utf8)
        parts = LineParts(LineHead(group, name, parameters), escaped: escaped, dialect)
    }

    /// A new line with a list.
    public init(_ name: String, group: String? = nil, parameters: [Parameter] = [], list: [String], _ dialect: Dialect)
    {
        let pieces = list.map { Escapes.encode($0, dialect, .element) }
        let text = pieces.joined(separator: ContentLine.listSeparator(dialect))
        parts = LineParts(LineHead(group, name, parameters), escaped: ArraySlice(text.utf8), dialect)
    }

    private static func listSeparator(_ dialect: Dialect) -> String { dialect == .vCalendar10 ? ";" : "," }

    /// Sets the value to a text, escaped and encoded as the dialect wants it.
    public mutating func setText(_ text: String, _ dialect: Dialect) {
        encode(Escapes.encode(text, dialect, .text), dialect)
    }

    /// Sets the components of a structured value. In new dialects a component that keeps its meaning keeps its spelling.
    public mutating func setStructured(_ components: [String], _ dialect: Dialect) {
        let spelled = dialect.isOld || encoding != .none ? [] : Escapes.split(escapedText(), on: Escapes.isSemicolon)
        let pieces = components.enumerated().map { index, component in
            if index < spelled.count, Escapes.decode(spelled[index], dialect) == component { return spelled[index] }
            return Escapes.encode(component, dialect, .component)
        }
        encode(pieces.joined(separator: ";"), dialect)
    }

    /// Sets the elements of a list, joined by commas, by semicolons in vCalendar 1.0. Elements that stay keep their spelling.
    public mutating func setList(_ elements: [String], _ dialect: Dialect) {
        let spelled = dialect.isOld || encoding != .none ? [] : Escapes.split(escapedText(), on: Escapes.isComma)
        let pieces = elements.map { element in
            spelled.first { LineEnds.trimmed(Escapes.decode($0, dialect)) == element }
                ?? Escapes.encode(element, dialect, .element)
        }
        encode(pieces.joined(separator: ContentLine.listSeparator(dialect)), dialect)
    }

    /// Sets the value to bytes: `ENCODING=BASE64` (2.1), `ENCODING=b` (3.0), `ENCODING=BASE64;VALUE=BINARY` (iCalendar) or a
    /// `data:` URI of the media type (4.0).
    public mutating func setBinary(_ bytes: [UInt8], mediaType: String, _ dialect: Dialect) {
        setBase64(Base64.encode(bytes)[...], mediaType: mediaType, dialect)
    }

    /// The same of bytes that are encoded already, as `base64` gives them.
    public mutating func setBase64(_ encoded: ArraySlice<UInt8>, mediaType: String, _ dialect: Dialect) {
        parts = LineParts(LineHead(group, name, parameters.filter { $0.name != "CHARSET" }, key: key), [])
        switch dialect {
        case .vCard21, .vCalendar10, .plain:
            setParameter("VALUE", nil)
            setParameter("ENCODING", ["BASE64"])
            value = encoded
        case .vCard30:
            setParameter("VALUE", nil)
            setParameter("ENCODING", ["b"])
            value = encoded
        case .iCalendar20:
            setParameter("ENCODING", ["BASE64"])
            setParameter("VALUE", ["BINARY"])
            value = encoded
        case .vCard40:
            setParameter("ENCODING", nil)
            setParameter("VALUE", nil)
            value = "data:\(mediaType);base64,".utf8 + encoded
        }
    }

    /// Sets a value that needs no escapes (a date, a rule, a number) and drops ENCODING and CHARSET.
    public mutating func setRaw(_ text: String) {
        parts = LineParts(parts.head.bare, ArraySlice(text.utf8))
    }

    private mutating func encode(_ escaped: String, _ dialect: Dialect) {
        parts = LineParts(parts.head, escaped: ArraySlice(escaped.utf8), dialect)
    }
}

extension LineParts {
    /// The parts of a line with an escaped text. Old dialects take UTF-8 with CHARSET and quoted-printable for anything but one short
    /// line of printable ASCII: folding is not to be trusted there.
    convenience init(_ head: LineHead, escaped bytes: ArraySlice<UInt8>, _ dialect: Dialect) {
        let head = head.isPlain ? head : head.bare
        guard dialect.isOld else {
            self.init(head, bytes)
            return
        }
        let isPlain = !ASCII.needsCare(bytes) { $0 < 0x20 || $0 == 0x7F }
        let looksEncoded = bytes.last == UInt8(ascii: "=") || bytes.last == 0x20
        let length = LineWriter.headLength(head, dialect) + 1 + bytes.count
        guard !isPlain || length > LineWriter.limit || looksEncoded else {
            self.init(head, bytes)
            return
        }
        var parameters = head.parameters
        if bytes.contains(where: { $0 >= 0x80 }) { parameters.append(Parameter("CHARSET", "UTF-8")) }
        parameters.append(Parameter("ENCODING", "QUOTED-PRINTABLE"))
        let encoded = QuotedPrintable.encode(LineWriter.withCarriageReturns(Array(bytes)))
        self.init(LineHead(head.group, head.name, parameters, key: head.key), encoded[...])
    }
}

extension LineHead {
    /// Without ENCODING and CHARSET.
    fileprivate var bare: LineHead {
        let parameters = parameters.filter { $0.name != "ENCODING" && $0.name != "CHARSET" }
        return LineHead(group, name, parameters, key: key)
    }
}
