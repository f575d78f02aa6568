/// Reads XML 1.0 with namespaces through libxml2's SAX2 push parser.
///
/// Nothing is ever loaded or expanded: no external subset, no entity but the five of XML itself, no network. A document
/// type declaration is skipped (iSync and Virtuoso send one), with an internal subset it is refused.
public enum XMLReader {
    /// Reads one document.
    ///
    /// - Parameter keepsCarriageReturns: CR inside text and CDATA survives; XML itself would turn CR LF into LF (section
    ///   2.11), which breaks vCards sent by phones.
    ///
    /// White space and NUL around the document are ignored. The declared encoding is obeyed; where none is declared, or
    /// UTF-8, octets that are not UTF-8 and control characters that XML forbids come back as they were sent, in a
    /// `.bytes` node if need be, and do not cost the rest of the document.
    public static func read(
        _ bytes: [UInt8], limits: XMLLimits = XMLLimits(), keepsCarriageReturns: Bool = false
    ) throws(MarkupError) -> Element {
        guard bytes.count <= limits.maxBytes else {
            throw MarkupError(.tooLarge, "\(bytes.count) bytes, limit \(limits.maxBytes)")
        }
        let document = trimmed(bytes)
        guard !document.isEmpty else { throw MarkupError(.empty, "no document") }
        let input = keepsCarriageReturns ? CarriageReturns.escaped(document) : document
        do {
            return try parse(input, limits: limits, shield: nil)
        } catch {
            guard error.code == .encoding, let shielded = OctetShield.shielded(input) else { throw error }
            return try parse(shielded.bytes, limits: limits, shield: shielded.shield)
        }
    }

    private static func parse(
        _ input: [UInt8], limits: XMLLimits, shield: OctetShield?
    ) throws(MarkupError) -> Element {
        let parser = try XMLPushParser(TreeBuilder(limits: limits, shield: shield))
        input.withUnsafeBytes { buffer in
            let head = min(4, buffer.count)
            parser.feed(UnsafeRawBufferPointer(rebasing: buffer[..<head]))
            parser.feed(UnsafeRawBufferPointer(rebasing: buffer[head...]))
        }
        parser.finish()
        return try parser.builder.result()
    }

    /// The document without white space and NUL at either end, or after its byte order mark.
    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        // UTF-16 is left alone: half of it is NUL.
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(2).contains(0) {
            return bytes
        }
        let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0 }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let first = bytes[start...].firstIndex(where: { !blank($0) }),
            let last = bytes.lastIndex(where: { !blank($0) })
        else { return [] }
        if first == 0, last == bytes.count - 1 { return bytes }
        return Array(bytes[first...last])
    }
}
