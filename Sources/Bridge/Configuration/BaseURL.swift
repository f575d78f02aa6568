/// An absolute `http` or `https` URL without query and fragment: where a server starts (RFC 3986 section 4.3).
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// "http" or "https".
    public let scheme: String
    /// Host and port as written, the host in lower case; without user information.
    public let authority: String
    /// Path as written, "" or starting with a slash.
    public let path: String

    /// Reads a URL. Nil when it has another scheme, no host, user information, a query, a fragment or a forbidden character.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        guard scheme == "http" || scheme == "https", rest.hasPrefix("//") else { return nil }
        guard rest.allSatisfy({ $0.isASCII ? !BaseURL.forbidden.contains($0) && $0 > " " && $0 != "\u{7F}" : true })
        else { return nil }
        let body = rest.dropFirst(2)
        let slash = body.firstIndex(of: "/") ?? body.endIndex
        guard BaseURL.isAuthority(body[..<slash]) else { return nil }
        self.scheme = scheme
        self.authority = body[..<slash].lowercased()
        self.path = String(body[slash...])
    }

    private static let forbidden: Set<Character> = ["?", "#", "\"", "<", ">", "\\", "^", "`", "{", "|", "}", " "]

    /// Host with optional port, as a Host header has it (RFC 9110 section 7.2): no user information, nothing a URL would end at.
    public static func isAuthority(_ text: some StringProtocol) -> Bool {
        let text = Substring(text)
        guard !text.isEmpty, text.utf8.count <= 255 else { return false }
        var host = text
        if let end = text.lastIndex(of: "]") {
            guard text.hasPrefix("["), Network(String(text[text.index(after: text.startIndex)..<end])) != nil else {
                return false
            }
            host = "v6"
            let port = text[text.index(after: end)...]
            guard port.isEmpty || port.hasPrefix(":") && isPort(port.dropFirst()) else { return false }
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            guard isPort(text[text.index(after: colon)...]) else { return false }
        }
        return !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    0x80...:
                    true
                default: false
                }
            }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            && (Int(text).map { (1...65535).contains($0) } ?? false)
    }

    /// The URL as written, scheme and host in lower case.
    public var description: String { "\(scheme)://\(authority)\(path)" }
}
