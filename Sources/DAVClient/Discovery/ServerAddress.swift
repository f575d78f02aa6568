/// What an admin gives for a server: a URL, or a domain whose DNS may say where its services are (RFC 6764).
public struct ServerAddress: Hashable, Sendable {
    /// The given URL, or the one of the domain's own web server.
    let url: WebURL
    /// The domain in lower case; nil when a URL was given.
    let domain: String?

    /// Reads a URL or a domain; nil for anything else.
    init?(_ text: String) {
        if let url = WebURL(text) {
            (self.url, domain) = (url, nil)
        } else if let name = ServerAddress.domain(text), let url = WebURL("https://\(name)/") {
            (self.url, domain) = (url, name)
        } else {
            return nil
        }
    }

    /// A domain's name in lower case: "example.org", "localhost". Nil for a single other word, an address, or what has a port.
    public static func domain(_ text: String) -> String? {
        let name = text.trimmed().lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1 || name == "localhost", name.utf8.count <= 253, labels.allSatisfy(isLabel),
            labels.last?.allSatisfy(\.isNumber) == false
        else { return nil }
        return name
    }

    private static func isLabel(_ text: Substring) -> Bool {
        (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// True when the password given for this server may go to an origin: its own, and for a domain every host of it by TLS.
    func trusts(_ origin: Origin) -> Bool {
        if url.origin.trusts(origin) { return true }
        guard let domain, origin.scheme == "https" else { return false }
        return origin.host == domain || origin.host.hasSuffix("." + domain)
    }

    /// Where DNS is asked about the services: the domain, or the host of a URL without a path.
    var namedDomain: String? {
        if let domain { return domain }
        guard url.path == "/", url.query == nil else { return nil }
        return ServerAddress.domain(url.origin.host)
    }
}
