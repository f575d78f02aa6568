import Markup

/// Device information travels as a document of its own inside Item/Data (Representation Protocol, Data).
///
/// What is inside is found by looking, not by Meta/Type: Ericsson and Sony Ericsson say `...devinf+xml` and send WBXML.
enum NestedDeviceInformation {
    /// Data with its DevInf as a child element when its octets are such a document; else as it was.
    ///
    /// A document that cannot be read stays octets: it must not cost the rest of the message.
    static func resolved(in data: Element, limits: WireLimits, depth: Int) -> Element {
        guard data.children.count == 1, data.elements.isEmpty else { return data }
        guard let root = document(data.bytes, limits: limits, depth: depth), root.name == "DevInf" else { return data }
        return Element(data.name, namespace: data.namespace, attributes: data.attributes, [.element(root)])
    }

    private static func document(_ bytes: [UInt8], limits: WireLimits, depth: Int) -> Element? {
        var limits = limits
        limits.maxDepth -= depth
        guard let first = bytes.first else { return nil }
        if (1...3).contains(first) { return try? WBXMLReader.read(bytes[...], limits: limits) }
        let head = String(decoding: bytes.prefix(400), as: UTF8.self)
        guard head.trimmed.hasPrefix("<"), head.contains("DevInf") else { return nil }
        guard let tree = try? XMLReader.read(bytes, limits: limits.xml) else { return nil }
        return XMLForm.normalised(tree)
    }
}
