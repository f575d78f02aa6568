import Foundation
import SyncTypes
import Testing
import Translation

/// Shorthands of the SIF tests.
enum SIFGiven {
    /// How many shares of seeds each law is tried with: `LAWS=200 swift test --filter SIF` is a long run.
    static let shares = ProcessInfo.processInfo.environment["LAWS"].flatMap { Int($0) } ?? 8

    /// A lens for a device that holds SIF of a kind.
    static func lens(_ kind: ItemKind, evidence: Evidence = Evidence(), announced: [String]? = nil) -> Lens {
        Given.lens(.sif(for: kind), kind, announced: announced, evidence: evidence)
    }

    /// A SIF text of some elements.
    static func text(_ root: String, _ inner: String) -> [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?><\(root)>\(inner)</\(root)>".utf8)
    }

    /// The text of an element; nil: it is missing.
    static func value(_ element: String, in text: [UInt8]) -> String? {
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
    static func set(_ element: String, _ value: String?, in text: [UInt8]) throws -> [UInt8] {
        var string = String(decoding: text, as: UTF8.self)
        let escaped = value?.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let new = escaped.map { $0.isEmpty ? "<\(element)/>" : "<\(element)>\($0)</\(element)>" } ?? ""
        if let range = string.firstRange(of: "<\(element)/>") {
            string.replaceSubrange(range, with: new)
        } else if let open = string.firstRange(of: "<\(element)>"), let close = string.firstRange(of: "</\(element)>") {
            string.replaceSubrange(open.lowerBound..<close.upperBound, with: new)
        } else {
            let end = try #require(string.ranges(of: "</").last)
            string.insert(contentsOf: new, at: end.lowerBound)
        }
        return Array(string.utf8)
    }

    /// The bytes as text.
    static func string(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
