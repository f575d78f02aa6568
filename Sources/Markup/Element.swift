/// One element of the neutral tree that the XML and the WBXML reader both produce.
///
/// Names are local names; prefixes are resolved by the reader and chosen by the writer.
public struct Element: Hashable, Sendable, Codable {
    /// Local name, case kept: "LocURI".
    public var name: String
    /// Namespace name, "" when none.
    public var namespace: String
    /// Attributes in document order, without namespace declarations.
    public var attributes: [Attribute]
    /// Content in document order.
    public var children: [Node]

    /// One piece of an element's content.
    public enum Node: Hashable, Sendable, Codable {
        /// A child element.
        case element(Element)
        /// Character data. Adjacent pieces of one element are joined by the readers.
        case text(String)
        /// Octets that need not be UTF-8: WBXML OPAQUE.
        case bytes([UInt8])
    }

    /// An element with its content.
    public init(_ name: String, namespace: String = "", attributes: [Attribute] = [], _ children: [Node] = []) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.children = children
    }

    /// The first child element with a local name, in any namespace.
    public subscript(child name: String) -> Element? {
        for case .element(let element) in children where element.name == name { return element }
        return nil
    }

    /// All child elements with a local name, in order, in any namespace.
    public func all(_ name: String) -> [Element] {
        elements.filter { $0.name == name }
    }

    /// All child elements, in order.
    public var elements: [Element] {
        children.compactMap { node in
            switch node {
            case .element(let element): element
            case .text, .bytes: nil
            }
        }
    }

    /// Text and octets directly inside, concatenated, not trimmed; octets that are not UTF-8 are repaired.
    public var text: String {
        if children.isEmpty { return "" }
        if children.count == 1, case .text(let text) = children[0] { return text }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text (as UTF-8) and octets directly inside, concatenated.
    public var bytes: [UInt8] {
        var all: [UInt8] = []
        for node in children {
            switch node {
            case .element: continue
            case .text(let text): all += Array(text.utf8)
            case .bytes(let bytes): all += bytes
            }
        }
        return all
    }
}

/// One attribute of an element; namespace declarations are none.
public struct Attribute: Hashable, Sendable, Codable {
    /// Local name.
    public var name: String
    /// Namespace name, "" when none.
    public var namespace: String
    /// Value after normalisation and references (XML 1.0 section 3.3.3).
    public var value: String

    /// An attribute.
    public init(name: String, namespace: String = "", value: String) {
        self.name = name
        self.namespace = namespace
        self.value = value
    }
}
