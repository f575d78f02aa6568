/// Scheme, host and port: the border that a password does not cross (RFC 6454).
struct Origin: Hashable, Sendable, CustomStringConvertible {
    let scheme: String
    let host: String
    let port: Int

    /// "https://dav.example:8443"; the default port is left out.
    var description: String {
        port == Origin.defaultPort(scheme) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// True when a password given for `self` may go to `other`: the same origin, or the https door of the same host
    /// when both stand on their default ports (http://dav.example that redirects to https://dav.example).
    func trusts(_ other: Origin) -> Bool {
        if self == other { return true }
        return host == other.host && scheme == "http" && port == 80 && other.scheme == "https" && other.port == 443
    }

    static func defaultPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}

/// An absolute http or https URL (RFC 3986), without user information and fragment.
struct WebURL: Hashable, Sendable, CustomStringConvertible {
    let origin: Origin
    /// Begins with "/", escaped so that it can be sent, otherwise as the server spelt it.
    let path: String
    /// Without "?"; nil for none.
    let query: String?

    /// Reads an absolute URL. Nil for another scheme, no host, a bad port or user information.
    init?(_ text: String) {
        let bare = WebURL.withoutFragment(text.trimmed())
        guard let colon = bare.firstRange(of: "://") else { return nil }
        let scheme = bare[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = bare[colon.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = WebURL.authority(rest[..<end], scheme: scheme) else { return nil }
        origin = Origin(scheme: scheme, host: host, port: port)
        (path, query) = WebURL.pathAndQuery(rest[end...])
    }

    private init(origin: Origin, path: String, query: String?) {
        self.origin = origin
        self.path = path
        self.query = query
    }

    /// The form that is sent.
    var description: String { origin.description + path + (query.map { "?" + $0 } ?? "") }

    /// The same origin with another absolute path.
    func at(_ path: String) -> WebURL {
        let (escaped, query) = WebURL.pathAndQuery(path[...])
        return WebURL(origin: origin, path: escaped, query: query)
    }

    /// The same URL with a final slash, as collections have it (RFC 4918 section 5.2).
    var asCollection: WebURL {
        path.hasSuffix("/") ? self : WebURL(origin: origin, path: path + "/", query: query)
    }

    /// Resolves a reference against this URL (RFC 3986 section 5.2): absolute, "//host", absolute path, relative path.
    func resolve(_ reference: String) -> WebURL? {
        let text = WebURL.withoutFragment(reference.trimmed())
        if text.isEmpty { return self }
        if text.hasPrefix("//") { return WebURL(origin.scheme + ":" + text) }
        if text.hasPrefix("/") { return at(text) }
        if text.hasPrefix("?") { return WebURL(origin: origin, path: path, query: String(text.dropFirst())) }
        if let range = text.firstRange(of: "://"), !text[..<range.lowerBound].contains("/") { return WebURL(text) }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        return at(WebURL.withoutDots(folder + text))
    }

    /// Text that was refused as a URL, fit to be shown: without what stands before an "@".
    static func withoutSecrets(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
        return start < at ? text[..<start] + "..." + text[at...] : text
    }

    private static func withoutFragment(_ text: String) -> String {
        text.firstIndex(of: "#").map { String(text[..<$0]) } ?? text
    }

    private static func authority(_ text: Substring, scheme: String) -> (host: String, port: Int)? {
        guard !text.isEmpty, !text.contains("@") else { return nil }
        var host = text
        var port = Origin.defaultPort(scheme)
        let afterBracket = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[afterBracket...].lastIndex(of: ":") {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            if !digits.isEmpty {
                guard let number = Int(digits), (1...65535).contains(number) else { return nil }
                port = number
            }
        }
        let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
        guard !host.isEmpty, isPlain else { return nil }
        return (host.lowercased(), port)
    }

    private static func pathAndQuery(_ text: Substring) -> (path: String, query: String?) {
        let question = text.firstIndex(of: "?") ?? text.endIndex
        let path = escaped(text[..<question])
        let query = question == text.endIndex ? nil : escaped(text[text.index(after: question)...])
        return (path.hasPrefix("/") ? path : "/" + path, query)
    }

    /// RFC 3986 section 5.2.4, for a path that begins with "/".
    private static func withoutDots(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    /// Escapes what must not stand in a request line; SOGo's deletion hrefs hold raw blanks and letters.
    private static func escaped(_ text: Substring) -> String {
        let isClean = text.utf8.allSatisfy(isSendable)
        if isClean { return String(text) }
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isSendable(byte) {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "%"))
                out.append(hexDigits[Int(byte >> 4)])
                out.append(hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func isSendable(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: true
        }
    }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without ASCII white space at either end; listings trim every value, so this works on bytes.
    func trimmed() -> String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { !$0.isBlank }),
            let last = bytes.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first...last])
    }
}

extension UInt8 {
    /// Space, tab, line feed, carriage return.
    var isBlank: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
