import Markup

/// Messages for people: any SyncML document as indented XML, and back.
public enum ReadableXML {
    /// Marks content written in base64; DTD elements have no attributes.
    private static let mark = Attribute(name: "encoding", value: "base64")

    /// Indented XML of a message or of device information in either form.
    ///
    /// Text with line ends or markup stands in CDATA as it is; content that XML cannot hold in base64, marked by an
    /// attribute `encoding="base64"`. `encode` makes an equal document of it.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
        guard let encoding = WireEncoding(detecting: bytes) else {
            throw WireError(bytes.isEmpty ? .empty : .unknownDocument, "neither XML nor WBXML")
        }
        return text(of: try WireForm.decode(bytes, as: encoding))
    }

    /// The same of a tree.
    static func text(of tree: Element) -> [UInt8] {
        var output = Output(bareNamespace: namespace(of: tree))
        output.document(tree)
        return Array(output.text.utf8)
    }

    /// The document that readable XML describes, in one of the forms on the wire. The version is that of VerDTD.
    ///
    /// Elements that WBXML has no token for are refused with `.unknownToken`.
    public static func encode(_ bytes: [UInt8], as encoding: WireEncoding) throws(WireError) -> [UInt8] {
        let raw: Element
        do {
            raw = try XMLReader.read(bytes, limits: WireLimits().xml, keepsCarriageReturns: true)
        } catch {
            throw WireError(error)
        }
        let tree = XMLForm.normalised(unmarked(raw))
        guard tree.name == "SyncML" || tree.name == "DevInf" else {
            throw WireError(.unknownDocument, "the root is \(tree.name)")
        }
        if encoding == .wbxml, let name = unknownName(in: tree) {
            throw WireError(.unknownToken, "WBXML has no token for \(name)")
        }
        return WireForm.encode(tree, as: encoding, version: version(of: tree) ?? .v12)
    }

    private static func version(of tree: Element) -> ProtocolVersion? {
        (tree[child: "SyncHdr"] ?? tree).token("VerDTD").flatMap { ProtocolVersion(wire: $0) }
    }

    private static func namespace(of tree: Element) -> String {
        tree.name == "DevInf" ? Namespace.devInf : (version(of: tree) ?? .v12).namespace
    }

    private static func unmarked(_ element: Element) -> Element {
        var result = element
        if element.attributes.contains(mark), let octets = Base64.decode(element.bytes) {
            result.attributes.removeAll { $0 == mark }
            result.children = [.bytes(octets)]
            return result
        }
        for index in result.children.indices {
            if case .element(let child) = result.children[index] { result.children[index] = .element(unmarked(child)) }
        }
        return result
    }

    /// The first element outside Data that no code page names.
    private static func unknownName(in element: Element) -> String? {
        let pages = WBXMLDocumentType.syncML(.v12).pages + WBXMLDocumentType.devInf(.v12).pages
        if !pages.contains(where: { $0.token(of: element.name) != nil }) { return element.name }
        if element.name == "Data", element.namespace.isEmpty { return nil }
        for child in element.elements {
            if let name = unknownName(in: child) { return name }
        }
        return nil
    }

    /// The indented text written so far.
    private struct Output {
        private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let bareNamespace: String

        init(bareNamespace: String) { self.bareNamespace = bareNamespace }

        mutating func document(_ root: Element) { element(root, depth: 0, inside: "") }

        private mutating func element(_ element: Element, depth: Int, inside inherited: String) {
            let namespace = element.namespace.isEmpty ? bareNamespace : element.namespace
            let indent = String(repeating: "  ", count: depth)
            let elements = element.elements
            if ReadableXML.isMixed(element) {
                // White space would change the content.
                let whole = XMLWriter.write(
                    element, declaration: false, bareNamespace: bareNamespace, inherited: inherited)
                text += indent + String(decoding: whole, as: UTF8.self) + "\n"
                return
            }
            text += "\(indent)<\(element.name)"
            if namespace != inherited { text += " xmlns=\"\(ReadableXML.escaped(namespace))\"" }
            for (number, attribute) in element.attributes.enumerated() {
                text += XMLWriter.write(attribute, number: number)
            }
            if element.children.isEmpty {
                text += "/>\n"
            } else if elements.isEmpty {
                content(element.bytes)
                text += "</\(element.name)>\n"
            } else {
                text += ">\n"
                for child in elements { self.element(child, depth: depth + 1, inside: namespace) }
                text += "\(indent)</\(element.name)>\n"
            }
        }

        private mutating func content(_ octets: [UInt8]) {
            guard XMLWriter.canHold(octets) else {
                text += " \(mark.name)=\"\(mark.value)\">\(Base64.encode(octets))"
                return
            }
            let content = String(decoding: octets, as: UTF8.self)
            let needsSection = octets.contains { $0 == 0x0A || $0 == 0x0D || "<>&".utf8.contains($0) }
            let parts = needsSection ? ReadableXML.sections(content) : content
            text += ">\(parts)"
        }
    }

    /// True when text stands between elements.
    private static func isMixed(_ element: Element) -> Bool {
        !element.elements.isEmpty && !element.text.trimmed.isEmpty
    }

    /// CDATA; its end mark inside is split over two sections.
    private static func sections(_ content: String) -> String {
        var out = "<![CDATA["
        var brackets = 0
        for scalar in content.unicodeScalars {
            if scalar == ">", brackets >= 2 { out += "]]><![CDATA[" }
            brackets = scalar == "]" ? brackets + 1 : 0
            out.unicodeScalars.append(scalar)
        }
        return out + "]]>"
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
