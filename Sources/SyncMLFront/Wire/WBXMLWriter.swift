import Markup

/// Writes the neutral tree as WBXML 1.2 in UTF-8 (WBXML 1.3 section 5; version octet 0x02 as practically every phone).
///
/// Every element of page 0 starts and ends in page 0, so the size of an element does not depend on what stands around it.
struct WBXMLWriter {
    private(set) var bytes: [UInt8] = []
    private let type: WBXMLDocumentType
    private let pages: [CodePage]
    private var page = 0

    init(_ type: WBXMLDocumentType) {
        self.type = type
        pages = type.pages
        bytes.reserveCapacity(512)
    }

    /// A whole document; the root decides between message and device information.
    static func document(_ root: Element, version: ProtocolVersion) -> [UInt8] {
        let stated = root.token("VerDTD").flatMap { ProtocolVersion(wire: $0) }
        var writer = WBXMLWriter(root.name == "DevInf" ? .devInf(stated ?? version) : .syncML(version))
        writer.header()
        writer.element(root, parent: "")
        return writer.bytes
    }

    /// 1.0 by string table, as its phones do; 1.1 and 1.2 by number.
    private mutating func header() {
        bytes.append(0x02)
        switch type.version {
        case .v10:
            let identifier = Array(type.formalIdentifier.utf8)
            bytes += [0x00, 0x00, 0x6A]
            integer(identifier.count)
            bytes += identifier
        case .v11, .v12:
            integer(Int(type.number))
            bytes += [0x6A, 0x00]
        }
    }

    /// `([switchPage] stag) content END`. An element that no page names is left out: WBXML cannot say it.
    mutating func element(_ element: Element, parent: String) {
        guard let (page, token) = WBXMLWriter.token(of: element, in: pages) else { return }
        switchTo(page)
        let isItemData = page == 0 && element.name == "Data"
        let start = bytes.count
        bytes.append(token | 0x40)
        if isItemData {
            data(element, parent: parent)
        } else {
            content(element)
        }
        if page == 0 { switchTo(0) }
        if bytes.count == start + 1 {
            bytes[start] = token
        } else {
            bytes.append(0x01)
        }
    }

    private mutating func content(_ element: Element) {
        var hasElements = false
        for case .element(let child) in element.children {
            hasElements = true
            self.element(child, parent: element.name)
        }
        if !hasElements { string(element) }
    }

    /// Data: device information and foreign markup as a document in OPAQUE, the content of items as OPAQUE, codes and
    /// credentials as strings.
    private mutating func data(_ element: Element, parent: String) {
        let elements = element.elements
        if elements.isEmpty {
            return parent == "Item" ? opaque(element.bytes) : string(element)
        }
        if let information = elements.first(where: { $0.name == "DevInf" }) {
            return opaque(WBXMLWriter.document(information, version: type.version))
        }
        if elements.allSatisfy({ WBXMLWriter.isKnown($0, in: pages) }) {
            for child in elements { self.element(child, parent: element.name) }
        } else {
            opaque(elements.flatMap { XMLWriter.write($0, declaration: false) })
        }
    }

    /// What stands inside an element without elements.
    private mutating func string(_ element: Element) {
        guard element.children.count == 1, case .text(let text) = element.children[0] else {
            return string(element.bytes)
        }
        // A text is UTF-8 by its type.
        if text.isEmpty { return }
        if text.utf8.contains(0) { return opaque(Array(text.utf8)) }
        bytes.append(0x03)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0x00)
    }

    /// STR_I, or OPAQUE for what a terminated UTF-8 string cannot hold.
    private mutating func string(_ octets: [UInt8]) {
        if octets.isEmpty { return }
        if octets.contains(0) || String(validating: octets, as: UTF8.self) == nil { return opaque(octets) }
        bytes.append(0x03)
        bytes += octets
        bytes.append(0x00)
    }

    private mutating func opaque(_ octets: [UInt8]) {
        if octets.isEmpty { return }
        bytes.append(0xC3)
        integer(octets.count)
        bytes += octets
    }

    /// mb_u_int32.
    private mutating func integer(_ value: Int) {
        var groups = [UInt8(value & 0x7F)]
        var rest = value >> 7
        while rest > 0 {
            groups.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes += groups.reversed()
    }

    private mutating func switchTo(_ number: Int) {
        guard number != page else { return }
        bytes += [0x00, UInt8(number)]
        page = number
    }

    /// Page and token of an element; the two pages of a message share no name, so the namespace is not needed.
    private static func token(of element: Element, in pages: [CodePage]) -> (page: Int, token: UInt8)? {
        for (number, page) in pages.enumerated() {
            if let token = page.token(of: element.name) { return (number, token) }
        }
        return nil
    }

    /// True when an element and all inside have tokens.
    static func isKnown(_ element: Element, in pages: [CodePage]) -> Bool {
        token(of: element, in: pages) != nil && element.elements.allSatisfy { isKnown($0, in: pages) }
    }
}
