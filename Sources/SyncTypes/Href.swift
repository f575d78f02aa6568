/// The path of an upstream collection or resource as the server spells it (RFC 4918 section 8.3).
///
/// Sent back verbatim in requests; compared percent-decoded, since servers differ in what they escape.
public struct Href: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The server's own spelling: an absolute path, or an absolute URL for a resource on another host.
    public let rawValue: String

    /// Wraps the server's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The percent-decoded form in which two spellings of one resource are equal.
    public var canonical: String { Href.percentDecoded(rawValue) }

    /// The last path segment, without a final slash, percent-decoded.
    public var lastSegment: String {
        canonical.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
    }

    /// The server's own spelling.
    public var description: String { rawValue }

    /// Equal when both name the same path, whatever the escapes.
    public static func == (left: Href, right: Href) -> Bool {
        left.rawValue == right.rawValue || left.canonical == right.canonical
    }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(canonical) }

    private static func percentDecoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
