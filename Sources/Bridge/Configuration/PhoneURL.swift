/// What a request says about the address a phone typed in: RespURI must lead back the same way.
public struct PhoneURL: Hashable, Sendable {
    /// The Host header, or what stands for it.
    public var host: String?
    /// Header fields of the request by lower-case name; only X-Forwarded ones are looked at.
    public var forwarded: [String: String]
    /// The peer's IP address; nil when it has none.
    public var peer: String?
    /// The request's path without query.
    public var path: String
    /// Where the request arrived, for requests without Host (HTTP/1.0).
    public var listener: String

    /// A request's facts.
    public init(host: String?, forwarded: [String: String] = [:], peer: String?, path: String, listener: String) {
        self.host = host
        self.forwarded = forwarded
        self.peer = peer
        self.path = path
        self.listener = listener
    }

    /// The endpoint's absolute URL as the phone reaches it, without query.
    ///
    /// Made of the public URL when one is configured. Else of Host, and of X-Forwarded-Proto, -Host, -Port and -Prefix
    /// when the peer is a trusted proxy; a field that makes no sense is passed over.
    public func absolute(publicURL: String?, trustedProxies: [Network]) -> String {
        let path = self.path.hasPrefix("/") ? self.path : "/" + self.path
        if let publicURL, let base = BaseURL(publicURL) {
            return PhoneURL.joined("\(base.scheme)://\(base.authority)", prefix: base.path, path: path)
        }
        let isTrusted = PhoneURL.isTrusted(peer, trustedProxies)
        let scheme = isTrusted ? proxied("x-forwarded-proto", where: { ["http", "https"].contains($0) }) : nil
        let named = isTrusted ? proxied("x-forwarded-host", where: { BaseURL.isAuthority($0) }) : nil
        let own = host.flatMap { BaseURL.isAuthority($0) ? $0.lowercased() : nil }
        var authority = named ?? own ?? listener
        if isTrusted, let port = proxied("x-forwarded-port", where: PhoneURL.isPort) {
            authority = PhoneURL.host(of: authority) + (port == (scheme == "https" ? "443" : "80") ? "" : ":\(port)")
        }
        let prefix = isTrusted ? proxied("x-forwarded-prefix", where: PhoneURL.isPath) ?? "" : ""
        return PhoneURL.joined("\(scheme ?? "http")://\(authority)", prefix: prefix, path: path)
    }

    /// The address to log: the peer's, or the one its trusted proxies name, the nearest untrusted one counting.
    public func remoteAddress(trustedProxies: [Network]) -> String {
        guard PhoneURL.isTrusted(peer, trustedProxies), let chain = forwarded["x-forwarded-for"] else {
            return peer ?? "unknown"
        }
        let addresses = chain.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        let named = addresses.last { !PhoneURL.isTrusted($0, trustedProxies) } ?? addresses.first
        guard let named, Network(named) != nil else { return peer ?? "unknown" }
        return named
    }

    private static func isTrusted(_ address: String?, _ proxies: [Network]) -> Bool {
        guard let address, let network = Network(address) else { return false }
        return proxies.contains { $0.contains(network) }
    }

    /// The first of a field's values, which the proxy nearest to the phone wrote.
    private func proxied(_ name: String, where isGood: (String) -> Bool) -> String? {
        guard let field = forwarded[name] else { return nil }
        let first = field.split(separator: ",", omittingEmptySubsequences: false).first ?? ""
        let value = String(first.filter { !$0.isWhitespace })
        let folded = name == "x-forwarded-prefix" ? value : value.lowercased()
        return isGood(folded) ? folded : nil
    }

    private static func isPort(_ text: String) -> Bool { Int(text).map { (1...65535).contains($0) } ?? false }

    private static func host(of authority: String) -> String {
        if let end = authority.lastIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }

    /// A path of plain segments, safe to stand in XML, HTML and a URL.
    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && !text.hasPrefix("//") && text.utf8.count <= 255
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
    }

    /// Prefix and path, the prefix once: some proxies strip it and some do not, and some admins write the whole address.
    private static func joined(_ origin: String, prefix: String, path: String) -> String {
        var prefix = Substring(prefix)
        while prefix.hasSuffix("/") { prefix.removeLast() }
        if Endpoint.matches(path), prefix.lowercased().hasSuffix(PhoneURL.trimmed(path).lowercased()) {
            return origin + prefix
        }
        if !prefix.isEmpty, path.hasPrefix(prefix + "/") { return origin + path }
        return origin + prefix + path
    }

    private static func trimmed(_ path: String) -> Substring {
        var rest = Substring(path)
        while rest.hasSuffix("/") { rest.removeLast() }
        return rest
    }

    /// The endpoint people are told when a public URL is configured.
    public static func endpoint(publicURL: String) -> String {
        PhoneURL(host: nil, peer: nil, path: Endpoint.paths[0], listener: "")
            .absolute(publicURL: publicURL, trustedProxies: [])
    }

    /// The path behind the public URL's prefix, for proxies that do not strip it.
    public static func path(_ path: String, behind publicURL: String?) -> String {
        guard !Endpoint.matches(path), let base = publicURL.flatMap({ BaseURL($0) }) else { return path }
        var prefix = Substring(base.path)
        while prefix.hasSuffix("/") { prefix.removeLast() }
        guard !prefix.isEmpty, path.hasPrefix(prefix) else { return path }
        if path.count == prefix.count || path.dropFirst(prefix.count) == "/" {
            return Endpoint.paths.first { prefix.lowercased().hasSuffix($0.lowercased()) } ?? "/"
        }
        let rest = path.dropFirst(prefix.count)
        return rest.hasPrefix("/") ? String(rest) : path
    }
}
