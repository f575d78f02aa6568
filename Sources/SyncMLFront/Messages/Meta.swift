import Markup

/// Meta: what MetInf says about the thing around it (MetInf DTD).
public struct Meta: Hashable, Sendable, Codable {
    /// Format: "b64", "chr", "bin" ...
    public var format: String?
    /// Type: a media type or an authentication scheme.
    public var type: String?
    /// Mark: "draft", "final", "delete", "copy".
    public var mark: String?
    /// Size in bytes of the whole object.
    public var size: Int?
    /// Anchor/Last.
    public var lastAnchor: String?
    /// Anchor/Next.
    public var nextAnchor: String?
    /// Version of the data.
    public var version: String?
    /// NextNonce as on the wire: base64.
    public var nextNonce: String?
    /// MaxMsgSize in bytes: the longest message the sender takes.
    public var maxMessageSize: Int?
    /// MaxObjSize in bytes: the longest object the sender takes.
    public var maxObjectSize: Int?
    /// EMI: experimental meta information.
    public var emi: [String]
    /// What else was inside (Mem, FieldLevel, vendors' elements), in order.
    public var other: [Element]

    /// Meta information; everything is left out unless given.
    public init(
        format: String? = nil, type: String? = nil, mark: String? = nil, size: Int? = nil, lastAnchor: String? = nil,
        nextAnchor: String? = nil, version: String? = nil, nextNonce: String? = nil, maxMessageSize: Int? = nil,
        maxObjectSize: Int? = nil, emi: [String] = [], other: [Element] = []
    ) {
        self.format = format
        self.type = type
        self.mark = mark
        self.size = size
        self.lastAnchor = lastAnchor
        self.nextAnchor = nextAnchor
        self.version = version
        self.nextNonce = nextNonce
        self.maxMessageSize = maxMessageSize
        self.maxObjectSize = maxObjectSize
        self.emi = emi
        self.other = other
    }

    /// Reads Meta, or a MetInf around its children, in any order.
    public init(from element: Element) {
        self.init()
        for child in element.elements {
            switch child.name {
            case "MetInf": self = Meta(from: child)
            case "Format": format = child.text.trimmed
            case "Type": type = child.text.trimmed
            case "Mark": mark = child.text.trimmed
            case "Size": size = Int(child.text.trimmed)
            case "Anchor":
                lastAnchor = child.identifier("Last")
                nextAnchor = child.identifier("Next")
            case "Version": version = child.text.trimmed
            case "NextNonce": nextNonce = child.text.trimmed
            case "MaxMsgSize": maxMessageSize = Int(child.text.trimmed)
            case "MaxObjSize": maxObjectSize = Int(child.text.trimmed)
            case "EMI": emi.append(child.text)
            default: other.append(child)
            }
        }
    }

    /// Writes Meta, children in the order of the MetInf DTD.
    public func element() -> Element {
        var nodes: [Element.Node] = []
        func add(_ name: String, _ value: String?) {
            if let value { nodes.append(.element(Element(name, namespace: Namespace.metInf, text: value))) }
        }
        nodes += other.filter { $0.name == "FieldLevel" }.map { .element($0) }
        add("Format", format)
        add("Type", type)
        add("Mark", mark)
        add("Size", size.map { String($0) })
        if let anchor = anchorElement() { nodes.append(.element(anchor)) }
        add("Version", version)
        add("NextNonce", nextNonce)
        add("MaxMsgSize", maxMessageSize.map { String($0) })
        add("MaxObjSize", maxObjectSize.map { String($0) })
        for text in emi { add("EMI", text) }
        nodes += other.filter { $0.name != "FieldLevel" }.map { .element($0) }
        return Element("Meta", nodes)
    }

    /// Anchor with Last? and Next? (MetInf DTD), also used alone as the data of a Status item.
    public func anchorElement() -> Element? {
        if lastAnchor == nil, nextAnchor == nil { return nil }
        var nodes: [Element.Node] = []
        if let lastAnchor { nodes.append(.element(Element("Last", namespace: Namespace.metInf, text: lastAnchor))) }
        if let nextAnchor { nodes.append(.element(Element("Next", namespace: Namespace.metInf, text: nextAnchor))) }
        return Element("Anchor", namespace: Namespace.metInf, nodes)
    }
}

extension Meta {
    /// True when the data is a part of an item alone (1.2, FieldLevel): what it does not mention stays.
    public var isFieldLevel: Bool { other.contains { $0.name == "FieldLevel" } }
}
