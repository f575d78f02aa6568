/// Other hosts that may have an account's password, since the admin says so: homes and services may lie there.
public struct TrustedHosts: Sendable, Hashable, Codable, ExpressibleByArrayLiteral {
    private var origins: [String] = []

    /// None.
    public init() {}

    /// Those of a list. What cannot be read is trusted in no case.
    public init(arrayLiteral texts: String...) {
        for text in texts { _ = add(text) }
    }

    /// Adds "dav.example.net" or "dav.example.net:8443", both by TLS, or an origin such as "http://192.0.2.7:8080". False when it is
    /// none of these.
    public mutating func add(_ text: String) -> Bool {
        let written = text.trimmed()
        let isURL = written.contains("://")
        guard let url = WebURL(isURL ? written : "https://" + written), url.path == "/", url.query == nil,
            isURL || !written.contains("/")
        else { return false }
        if !origins.contains(url.origin.description) { origins.append(url.origin.description) }
        return true
    }

    func contains(_ origin: Origin) -> Bool { origins.contains(origin.description) }
}
