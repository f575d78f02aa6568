import Markup

/// A message's two forms on the wire, to and from the neutral tree.
public enum WireForm {
    /// Reads a document.
    ///
    /// Device information inside Data becomes a child element in either form, whatever Meta/Type says. In XML, carriage
    /// returns survive, and white space between elements does not.
    public static func decode(
        _ bytes: [UInt8], as encoding: WireEncoding, limits: WireLimits = WireLimits()
    ) throws(WireError) -> Element {
        guard !bytes.isEmpty else { throw WireError(.empty, "no bytes") }
        guard bytes.count <= limits.maxBytes else {
            throw WireError(.tooLarge, "\(bytes.count) bytes, limit \(limits.maxBytes)")
        }
        switch encoding {
        case .wbxml: return try WBXMLReader.read(bytes[...], limits: limits)
        case .xml:
            let tree: Element
            do {
                tree = try XMLReader.read(bytes, limits: limits.xml, keepsCarriageReturns: true)
            } catch {
                throw WireError(error)
            }
            return XMLForm.resolved(XMLForm.normalised(tree), limits: limits)
        }
    }

    /// Writes a document; the root is SyncML or DevInf.
    ///
    /// WBXML: attributes and elements that no DTD names are left out. XML: data that XML cannot hold goes in base64 with
    /// Format b64.
    public static func encode(_ element: Element, as encoding: WireEncoding, version: ProtocolVersion) -> [UInt8] {
        switch encoding {
        case .wbxml: WBXMLWriter.document(element, version: version)
        case .xml:
            XMLWriter.write(
                XMLForm.holdable(element), declaration: true, bareNamespace: version.namespace, inherited: "",
                bareCarriageReturns: true)
        }
    }

    /// Bytes one element below the root adds to a message: a command in SyncBody or in Sync, an Item in a command.
    ///
    /// Exact in both forms, and sizes add up: a message is its envelope plus its commands. In WBXML that holds for elements of the
    /// message's own DTD; meta information in the place of a command takes two bytes more, since the code page changes behind it.
    public static func size(of element: Element, as encoding: WireEncoding, version: ProtocolVersion) -> Int {
        switch encoding {
        case .wbxml:
            var writer = WBXMLWriter(.syncML(version))
            writer.element(element, parent: "")
            return writer.bytes.count
        case .xml:
            return XMLWriter.write(
                XMLForm.holdable(element), declaration: false, bareNamespace: version.namespace,
                inherited: version.namespace, bareCarriageReturns: true
            ).count
        }
    }

    /// Bytes of a message with this header and no commands: everything but what `size` counts.
    public static func envelopeSize(header: Header, isFinal: Bool, as encoding: WireEncoding) -> Int {
        let whole = Message(header: header, isFinal: true).element(encoding)
        let count = encode(whole, as: encoding, version: header.version).count
        return isFinal ? count : count - size(of: Element("Final"), as: encoding, version: header.version)
    }
}

extension WireEncoding {
    /// The form some bytes are in, by their start; nil when they are neither.
    public init?(detecting bytes: [UInt8]) {
        let blank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            self = .xml
            return
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        switch body.first(where: { !blank($0) }) {
        case UInt8(ascii: "<"): self = .xml
        default:
            guard let first = bytes.first, (1...3).contains(first) else { return nil }
            self = .wbxml
        }
    }
}
