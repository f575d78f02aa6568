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

    /// Lines of a component for which room is made before they are read.
    private static let mostRoom = 64

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
            index = line.physical.upperBound
            try take(line, dialect)
        }
        while !open.isEmpty {
            warn(.missingEnd, physical.lines.count)
            close([])
        }
        var document = Document([], dialect: hint ?? .iCalendar20)
        document.entries = top
        for case .component(let first) in top {
            document.dialect = first.dialect
            break
        }
        document.ends = physical.ends
        return Document.Parsed(document: document, warnings: warnings)
    }

    private mutating func take(_ line: LogicalLines.Line, _ dialect: Dialect) throws(VersitError) {
        let (content, place) = (line.content, line.physical.lowerBound + 1)
        guard content.isProperty else {
            let isBlank = line.text.allSatisfy { $0 <= 0x20 }
            if !isBlank { warn(.notAProperty, place) }
            append(.line(content))
            return
        }
        switch Frame(content.name) {
        case .begin where !content.value.isEmpty: try begin(line)
        case .end: finish(line)
        case .begin, nil:
            if line.isDangling { warn(.danglingSoftBreak, place) }
            if content.impliesQuotedPrintable { warn(.undeclaredEncoding, place) }
            if open.isEmpty { warn(.outsideComponent, place) }
            append(.line(content))
        }
    }

    private mutating func begin(_ line: LogicalLines.Line) throws(VersitError) {
        guard open.count < limits.maxDepth else {
            throw VersitError(.tooDeep, "components nested deeper than \(limits.maxDepth)")
        }
        let name = LineEnds.trimmed(line.content.raw).uppercased()
        let dialect: Dialect
        var room = 0
        if let parent = open.last {
            dialect = parent.dialect
        } else {
            let region = self.region(of: name, from: line.physical.upperBound)
            room = min(region.count, DocumentReader.mostRoom)
            dialect = Dialect(component: name, version: version(in: region)) ?? fallback(for: name)
            dropsFoldBlank = !dialect.isOld || logical.foldsHard(in: region)
        }
        var component = Component(name, dialect)
        component.begin = physical.bytes(of: line.physical)
        component.end = []
        component.entries.reserveCapacity(room)
        open.append(component)
    }

    private mutating func finish(_ line: LogicalLines.Line) {
        let original = physical.bytes(of: line.physical)
        let name = LineEnds.trimmed(line.content.raw).uppercased()
        guard let match = open.lastIndex(where: { $0.name == name }) else {
            warn(.strayEnd, line.physical.lowerBound + 1)
            append(.line(ContentLine(kept: line.text, original: original)))
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
                let (head, length) = LineHead.read(text), head.key == "VERSION"
            else { continue }
            return LineEnds.trimmed(String(decoding: text.dropFirst(length), as: UTF8.self))
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
