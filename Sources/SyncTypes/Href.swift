/// The path of an upstream collection or resource as the server spells it (RFC 4918 section 8.3).
///
/// Sent back verbatim in requests; compared percent-decoded, since servers differ in what they escape.
public struct Href: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The server's own spelling: an absolute path, or an absolute URL for a resource on another host.
    public let rawValue: String

    /// Wraps the server's own spelling.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// A path as people write it: what is more than letters, digits and `-._~()/` is percent-encoded (RFC 3986 section 2.1).
    public init(path: String) {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"):
                out.append(byte)
            default: out += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        rawValue = String(decoding: out, as: UTF8.self)
    }

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
