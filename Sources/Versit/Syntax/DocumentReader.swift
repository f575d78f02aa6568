/// Builds the tree of components from content lines.
struct DocumentReader {
    private let bytes: [UInt8]
    private let hint: Dialect?
    private let limits: VersitLimits
    private let physical: PhysicalLines
    private let logical: LogicalLines
    private var warnings: [VersitWarning] = []
    private var open: [Component] = []
    private var top: [Entry] = []
    private var dropsFoldBlank = true
    private var known: KnownLines

    /// Prepares to read.
    init(_ bytes: [UInt8], hint: Dialect?, limits: VersitLimits, known: KnownLines) {
        self.bytes = bytes
        self.hint = hint
        self.limits = limits
        self.known = known
        physical = PhysicalLines(bytes.count > limits.maxBytes ? [] : bytes)
        logical = LogicalLines(physical)
    }

    /// Reads the whole text.
    mutating func read() throws(VersitError) -> Document.Parsed {
        guard bytes.count <= limits.maxBytes else {
            throw VersitError(.tooLarge, "\(bytes.count) bytes, limit \(limits.maxBytes)")
        }
        guard physical.lines.count <= limits.maxLines else {
            throw VersitError(.tooManyLines, "\(physical.lines.count) lines, limit \(limits.maxLines)")
        }
        var index = 0
        while index < physical.lines.count {
            let dialect = open.isEmpty ? hint ?? .iCalendar20 : open[open.count - 1].dialect
            if !open.isEmpty, let (line, end) = known.line(at: index, of: physical, dialect) {
                if line.impliesQuotedPrintable { warn(.undeclaredEncoding, index + 1) }
                append(.line(line))
                index = end
                continue
            }
            let line = logical.line(at: index, dialect, dropsFoldBlank: dropsFoldBlank)
            try take(line, dialect)
            index = line.physical.upperBound
        }
        while !open.isEmpty {
            warn(.missingEnd, physical.lines.count)
            close([])
        }
        var document = Document([], dialect: hint ?? .iCalendar20)
        document.entries = top
        if let first = document.components.first { document.dialect = first.dialect }
        return Document.Parsed(document: document, warnings: warnings, ends: physical.ends)
    }

    private mutating func take(_ line: LogicalLines.Line, _ dialect: Dialect) throws(VersitError) {
        let original = physical.bytes(of: line.physical)
        guard let head = line.head else {
            let isBlank = line.text.allSatisfy { $0 <= 0x20 }
            if !isBlank { warn(.notAProperty, line.physical.lowerBound + 1) }
            append(.line(ContentLine(group: nil, name: "", parameters: [], value: line.text, original: original)))
            return
        }
        let value = line.text.dropFirst(head.valueStart)
        switch Frame(head.name) {
        case .begin where !value.isEmpty: try begin(value, original, line)
        case .end: finish(value, original, line)
        case .begin, nil: property(head, value, original, line, dialect)
        }
    }

    private mutating func property(
        _ head: LineHead, _ value: ArraySlice<UInt8>, _ original: ArraySlice<UInt8>, _ line: LogicalLines.Line,
        _ dialect: Dialect
    ) {
        let place = line.physical.lowerBound + 1
        if line.isDangling { warn(.danglingSoftBreak, place) }
        let isImplied =
            dialect.isOld && (line.isImplied || QuotedPrintable.isLikely(value))
            && !head.parameters.contains { $0.name == "ENCODING" }
        if isImplied { warn(.undeclaredEncoding, place) }
        if open.isEmpty { warn(.outsideComponent, place) }
        let made = ContentLine(
            group: head.group, name: head.name, parameters: head.parameters, value: value, original: original,
            impliesQuotedPrintable: isImplied, key: head.key)
        append(.line(made))
    }

    private mutating func begin(
        _ value: ArraySlice<UInt8>, _ original: ArraySlice<UInt8>, _ line: LogicalLines.Line
    ) throws(VersitError) {
        guard open.count < limits.maxDepth else {
            throw VersitError(.tooDeep, "components nested deeper than \(limits.maxDepth)")
        }
        let name = LineEnds.trimmed(String(decoding: value, as: UTF8.self)).uppercased()
        let dialect: Dialect
        if let parent = open.last {
            dialect = parent.dialect
        } else {
            let region = self.region(of: name, from: line.physical.upperBound)
            dialect = Dialect(component: name, version: version(in: region)) ?? fallback(for: name)
            dropsFoldBlank = !dialect.isOld || logical.foldsHard(in: region)
        }
        var component = Component(name, dialect)
        component.begin = original
        component.end = []
        open.append(component)
    }

    private mutating func finish(
        _ value: ArraySlice<UInt8>, _ original: ArraySlice<UInt8>, _ line: LogicalLines.Line
    ) {
        let name = LineEnds.trimmed(String(decoding: value, as: UTF8.self)).uppercased()
        guard let match = open.lastIndex(where: { $0.name == name }) else {
            warn(.strayEnd, line.physical.lowerBound + 1)
            append(.line(ContentLine(group: nil, name: "", parameters: [], value: line.text, original: original)))
            return
        }
        while open.count - 1 > match {
            warn(.missingEnd, line.physical.lowerBound + 1)
            close([])
        }
        close(original)
    }

    private mutating func close(_ end: ArraySlice<UInt8>) {
        var component = open.removeLast()
        component.end = end
        append(.component(component))
        if open.isEmpty { dropsFoldBlank = true }
    }

    private mutating func append(_ entry: Entry) {
        if open.isEmpty { top.append(entry) } else { open[open.count - 1].entries.append(entry) }
    }

    private mutating func warn(_ code: VersitWarning.Code, _ line: Int) {
        warnings.append(VersitWarning(code: code, line: line))
    }

    /// The dialect of a component without a VERSION that tells.
    private func fallback(for name: String) -> Dialect {
        if let hint { return hint }
        return name == "VCARD" ? .vCard30 : .iCalendar20
    }

    /// The physical lines of a top-level component up to its END.
    private func region(of name: String, from start: Int) -> Range<Int> {
        var index = start
        while index < physical.lines.count {
            let text = physical.content(index)
            index += 1
            guard text.count < 40, text.first == UInt8(ascii: "E") || text.first == UInt8(ascii: "e") else { continue }
            if LineEnds.trimmed(String(decoding: text, as: UTF8.self)).uppercased() == "END:\(name)" { break }
        }
        return start..<index
    }

    /// The VERSION value among physical lines, wherever it stands (Synthesis on Palm puts it behind other lines).
    private func version(in region: Range<Int>) -> String? {
        for index in region {
            let text = physical.content(index)
            guard text.count < 60, text.first == UInt8(ascii: "V") || text.first == UInt8(ascii: "v"),
                let head = LineHead(text), head.name.uppercased() == "VERSION"
            else { continue }
            return LineEnds.trimmed(String(decoding: text.dropFirst(head.valueStart), as: UTF8.self))
        }
        return nil
    }

    /// A line that opens or closes a component.
    private enum Frame {
        case begin
        case end

        /// By its name, before which some texts have a byte order mark.
        init?(_ name: String) {
            guard let first = name.utf8.first, first & 0xDF == 0x42 || first & 0xDF == 0x45 || first >= 0x80 else {
                return nil
            }
            let bare = first >= 0x80 && name.unicodeScalars.first == "\u{FEFF}" ? name.unicodeScalars.dropFirst() : nil
            switch ASCII.uppercased(bare.map { String($0) } ?? name) {
            case "BEGIN": self = .begin
            case "END": self = .end
            default: return nil
            }
        }
    }
}
