import Markup

/// Data (Representation Protocol): characters, octets or elements.
public enum ItemData: Hashable, Sendable, Codable {
    /// Characters as UTF-8 or octets, exactly as sent.
    case bytes([UInt8])
    /// One element: device information, Anchor.
    case element(Element)
    /// Several elements.
    case elements([Element])

    /// A text.
    public static func text(_ text: String) -> ItemData { .bytes(Array(text.utf8)) }

    /// Reads Data. White space between elements is dropped.
    public init(from element: Element) {
        let elements = element.elements
        switch elements.count {
        case 0: self = .bytes(element.bytes)
        case 1: self = .element(elements[0])
        default: self = .elements(elements)
        }
    }

    /// The octets; elements as XML without declaration (mail and folder objects come unescaped in XML messages).
    public var content: [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .element(let element): XMLWriter.write(element, declaration: false)
        case .elements(let elements): elements.flatMap { XMLWriter.write($0, declaration: false) }
        }
    }

    /// The first element of that name directly inside; nil for octets.
    public func element(named name: String) -> Element? {
        switch self {
        case .bytes: nil
        case .element(let element): element.name == name ? element : nil
        case .elements(let elements): elements.first { $0.name == name }
        }
    }

    /// Writes Data.
    public func element() -> Element {
        switch self {
        case .bytes(let bytes): Element("Data", bytes.isEmpty ? [] : [ItemData.node(bytes)])
        case .element(let element): Element("Data", [.element(element)])
        case .elements(let elements): Element("Data", elements.map { .element($0) })
        }
    }

    /// Octets as a node: text when they are UTF-8 without NUL.
    static func node(_ bytes: [UInt8]) -> Element.Node {
        if !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) { return .text(text) }
        return .bytes(bytes)
    }
}
