import Markup

/// Reads a WBXML document of versions 1.1 to 1.3 into the neutral tree (WBXML 1.3 section 5).
///
/// The root's token decides between message and device information, since phones send unknown public identifiers.
/// Elements of page 0 of a message get no namespace, those of page 1 MetInf's, device information its own.
struct WBXMLReader {
    private var cursor: WBXMLCursor
    private let header: WBXMLHeader
    private let limits: WireLimits
    private let pages: [CodePage]
    private var page = 0
    private var open: [Open] = []
    private var elementCount = 0
    /// Bytes that references to the string table have become.
    private var expandedBytes = 0

    /// An element whose end has not come yet.
    private struct Open {
        var element: Element
        /// Strings and opaque octets since the last child: they make one node.
        var octets: [UInt8] = []
        var hasOctets = false
    }

    /// Reads one document.
    static func read(_ bytes: ArraySlice<UInt8>, limits: WireLimits) throws(WireError) -> Element {
        var reader = try WBXMLReader(bytes, limits: limits)
        return try reader.document()
    }

    private init(_ bytes: ArraySlice<UInt8>, limits: WireLimits) throws(WireError) {
        var cursor = WBXMLCursor(bytes)
        header = try WBXMLHeader(&cursor, limits: limits)
        guard let root = cursor.rest.first(where: { $0 != 0x00 }) else {
            throw WireError(.truncated, "no body", offset: cursor.offset)
        }
        switch root & 0x3F {
        case 0x2D: pages = WBXMLDocumentType.syncML(.v12).pages
        case 0x0A: pages = WBXMLDocumentType.devInf(.v12).pages
        default:
            throw WireError(.unknownDocument, "root token \(root) is neither SyncML nor DevInf", offset: cursor.offset)
        }
        self.cursor = cursor
        self.limits = limits
    }

    private mutating func document() throws(WireError) -> Element {
        while true {
            guard var root = try token() else { continue }
            // Padding is tolerated, anything else is not read.
            guard cursor.rest.allSatisfy({ $0 == 0 || $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }) else {
                throw WireError(.trailingBytes, "the root element is not the end", offset: cursor.offset)
            }
            if root.name == "DevInf" { rename(in: &root) }
            return root
        }
    }

    /// Reads one token; returns the root when that has just ended.
    private mutating func token() throws(WireError) -> Element? {
        let offset = cursor.offset
        switch try cursor.octet() {
        case 0x00: try switchPage()
        case 0x01: return try end(offset)
        case 0x02: try entity()
        case 0x03: try append(text: cursor.terminatedString())
        case 0x83: try append(text: tableString())
        case 0xC3: try append(opaque: cursor.octets(cursor.integer()))
        case 0x04: try start(literal(), hasContent: false)
        case 0x44: try start(literal(), hasContent: true)
        case 0x40, 0x41, 0x42, 0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2:
            throw WireError(.extensionToken, "an extension token", offset: offset)
        case 0x43: throw WireError(.processingInstruction, "a processing instruction", offset: offset)
        case let token where token & 0x80 != 0:
            throw WireError(.attributes, "tag \(token & 0x3F) has attributes", offset: offset)
        case let token:
            guard let name = pages[page].name(of: token & 0x3F) else {
                throw WireError(.unknownToken, "token \(token & 0x3F) on page \(page)", offset: offset)
            }
            let element = Element(name, namespace: pages[page].namespace)
            try start(element, hasContent: token & 0x40 != 0)
            if token & 0x40 == 0, open.isEmpty { return element }
        }
        return nil
    }

    private mutating func switchPage() throws(WireError) {
        let number = Int(try cursor.octet())
        guard pages.indices.contains(number) else {
            throw WireError(.unknownPage, "code page \(number)", offset: cursor.offset)
        }
        page = number
    }

    /// LITERAL (section 5.8.4.5): the tag's name stands in the string table.
    private mutating func literal() throws(WireError) -> Element {
        let name = String(decoding: try tableString(), as: UTF8.self)
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && !"<>&\"'/=".utf8.contains($0) }) else {
            throw WireError(.unknownToken, "a literal tag without a usable name", offset: cursor.offset)
        }
        return Element(name, namespace: pages[page].namespace)
    }

    /// A string of the table by its index. What all of them come to is limited like the message itself.
    private mutating func tableString() throws(WireError) -> ArraySlice<UInt8> {
        let string = try header.string(cursor.integer())
        expandedBytes += string.count
        guard expandedBytes <= limits.maxBytes else {
            throw WireError(.tooLarge, "the string table is used for more than \(limits.maxBytes) bytes")
        }
        return string
    }

    private mutating func start(_ element: Element, hasContent: Bool) throws(WireError) {
        elementCount += 1
        guard elementCount <= limits.maxElements else {
            throw WireError(.tooManyElements, "more than \(limits.maxElements) elements", offset: cursor.offset)
        }
        guard open.count < limits.maxDepth else {
            throw WireError(.tooDeep, "deeper than \(limits.maxDepth) elements", offset: cursor.offset)
        }
        if hasContent {
            flush()
            open.append(Open(element: element))
        } else if !open.isEmpty {
            flush()
            open[open.count - 1].element.children.append(.element(element))
        }
    }

    private mutating func end(_ offset: Int) throws(WireError) -> Element? {
        flush()
        guard var closed = open.popLast()?.element else {
            throw WireError(.unknownDocument, "an end without a start", offset: offset)
        }
        if closed.name == "Data" {
            closed = NestedDeviceInformation.resolved(in: closed, limits: limits, depth: open.count + 1)
        }
        guard !open.isEmpty else { return closed }
        open[open.count - 1].element.children.append(.element(closed))
        return nil
    }

    // MARK: Character data

    private mutating func entity() throws(WireError) {
        let value = try cursor.integer()
        guard let scalar = Unicode.Scalar(value) else {
            throw WireError(.entity, "entity \(value) is no character", offset: cursor.offset)
        }
        try append(opaque: Array(String(Character(scalar)).utf8)[...])
    }

    private mutating func append(text: ArraySlice<UInt8>) throws(WireError) {
        switch header.charset {
        case .utf8: try append(opaque: text)
        case .latin1:
            let scalars = String.UnicodeScalarView(text.map { Unicode.Scalar($0) })
            try append(opaque: Array(String(scalars).utf8)[...])
        }
    }

    /// Adjacent strings and opaque octets join (Nokia 9210 sends header strings as opaque).
    private mutating func append(opaque: ArraySlice<UInt8>) throws(WireError) {
        guard !open.isEmpty else {
            throw WireError(.unknownDocument, "character data outside the root", offset: cursor.offset)
        }
        open[open.count - 1].octets += opaque
        open[open.count - 1].hasOctets = true
    }

    private mutating func flush() {
        guard let last = open.indices.last, open[last].hasOctets else { return }
        let octets = open[last].octets
        open[last].octets = []
        open[last].hasOctets = false
        if !octets.isEmpty { open[last].element.children.append(ItemData.node(octets)) }
    }

    // MARK: DevInf 1.2

    /// Token 0x1C is Size up to 1.1 and MaxSize in 1.2; VerDTD decides, then the public identifier.
    private func rename(in root: inout Element) {
        let version = root.token("VerDTD").flatMap { ProtocolVersion(wire: $0) } ?? header.version
        if version == .v12 { WBXMLReader.renameSize(in: &root) }
    }

    private static func renameSize(in element: inout Element) {
        if element.name == "Size" { element.name = "MaxSize" }
        for index in element.children.indices {
            if case .element(var child) = element.children[index] {
                renameSize(in: &child)
                element.children[index] = .element(child)
            }
        }
    }
}
