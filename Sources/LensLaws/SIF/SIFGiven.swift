import SyncTypes
import Translation

/// Shorthands of laws and tests of SIF.
public enum SIFGiven {
    /// A lens for a device that holds SIF of a kind.
    public static func lens(_ kind: ItemKind, evidence: Evidence = Evidence(), announced: [String]? = nil) -> Lens {
        Given.lens(.sif(for: kind), kind, announced: announced, evidence: evidence)
    }

    /// A SIF text of some elements.
    public static func text(_ root: String, _ inner: String) -> [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?><\(root)>\(inner)</\(root)>".utf8)
    }

    /// The text of an element; nil: it is missing.
    public static func value(_ element: String, in text: [UInt8]) -> String? {
        let text = String(decoding: text, as: UTF8.self)
        if text.contains("<\(element)/>") { return "" }
        guard let open = text.firstRange(of: "<\(element)>"), let close = text.firstRange(of: "</\(element)>") else {
            return nil
        }
        return String(text[open.upperBound..<close.lowerBound]).replacing("&lt;", with: "<").replacing(
            "&gt;", with: ">"
        )
        .replacing("&amp;", with: "&")
    }

    /// A text in which an element has another value; empty clears it, nil leaves it out.
    public static func set(_ element: String, _ value: String?, in text: [UInt8]) -> [UInt8] {
        var string = String(decoding: text, as: UTF8.self)
        let escaped = value?.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let new = escaped.map { $0.isEmpty ? "<\(element)/>" : "<\(element)>\($0)</\(element)>" } ?? ""
        if let range = string.firstRange(of: "<\(element)/>") {
            string.replaceSubrange(range, with: new)
        } else if let open = string.firstRange(of: "<\(element)>"), let close = string.firstRange(of: "</\(element)>") {
            string.replaceSubrange(open.lowerBound..<close.upperBound, with: new)
        } else {
            string.insert(contentsOf: new, at: string.ranges(of: "</").last?.lowerBound ?? string.endIndex)
        }
        return Array(string.utf8)
    }

    /// The bytes as text.
    public static func string(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
