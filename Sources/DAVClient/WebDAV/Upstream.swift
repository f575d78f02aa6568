import SyncTypes

/// What every operation shares: where the server is, who asks, and the rules for sending.
struct Upstream: Sendable {
    let credentials: HTTPCredentials?
    let transport: any HTTPTransport
    let userAgent: String
    /// Who knows the records of a domain; nil: nobody is asked.
    let names: (any NameService)?
    private let trusted: TrustedHosts
    private let baseText: String
    private let server: ServerAddress?
    private var baseURL: WebURL? { server?.url }

    init(
        base: String, credentials: HTTPCredentials?, transport: any HTTPTransport, userAgent: String,
        trusted: TrustedHosts = [], names: (any NameService)? = nil
    ) {
        baseText = base
        server = ServerAddress(base)
        self.credentials = credentials
        self.transport = transport
        self.userAgent = userAgent
        self.trusted = trusted
        self.names = names
    }

    /// The same server as a stranger sees it.
    var withoutLogin: Upstream {
        Upstream(
            base: baseText, credentials: nil, transport: transport, userAgent: userAgent, trusted: trusted, names: names
        )
    }

    /// One request in DAV's terms.
    struct Call {
        var method: String
        /// "0" or "1"; nil for methods without Depth.
        var depth: String?
        var body: [UInt8] = []
        var contentType: String?
        var conditions: [HTTPField] = []
        var timeoutSeconds: Double = 30
        /// True for listings: the reply grows with the collection.
        var spoolsReply = false
    }

    /// A reply and where it came from after redirects.
    struct Answer {
        let reply: HTTPReply
        let url: WebURL
        /// False when the request was led to an origin that must not see the password.
        let wasAuthenticated: Bool
        /// "PROPFIND https://dav.example/": for reasons.
        let call: String
    }

    /// The given URL; everything relative is resolved against it.
    func base() throws(DAVError) -> WebURL { try address().url }

    /// What was given.
    func address() throws(DAVError) -> ServerAddress {
        guard let server else {
            throw DAVError(
                .invalidURL, "neither an http or https URL nor a domain: \(WebURL.withoutSecrets(baseText))")
        }
        return server
    }

    /// True when the password may go to an origin.
    func trusts(_ origin: Origin) -> Bool { server?.trusts(origin) == true || trusted.contains(origin) }

    /// The URL an href stands for.
    func url(_ href: Href) throws(DAVError) -> WebURL {
        guard let url = try base().resolve(href.rawValue) else {
            throw DAVError(.invalidURL, "not a path or URL: \(href.rawValue)")
        }
        return url
    }

    /// An absolute path on the base's origin, else an absolute URL.
    func href(_ url: WebURL) -> Href {
        guard baseURL?.origin == url.origin else { return Href(url.description) }
        return Href(url.path + (url.query.map { "?" + $0 } ?? ""))
    }

    /// The href of a member named in a reply about `collection`. A path inside the collection is taken as such whatever
    /// host the server names: behind a proxy it may know itself by another one.
    func memberHref(_ wire: String, in collection: WebURL) -> Href? {
        // The usual case, thousands of times in a listing.
        if Upstream.isPlainPath(wire), baseURL?.origin == collection.origin { return Href(wire) }
        guard let url = collection.resolve(wire) else { return nil }
        if url.origin == collection.origin { return verbatim(wire, url) }
        let isInside = Href(url.path).canonical.hasPrefix(Href(collection.asCollection.path).canonical)
        return isInside ? href(collection.at(url.path)) : href(url)
    }

    /// The server's own spelling where it is an absolute path of the base's origin.
    private func verbatim(_ wire: String, _ url: WebURL) -> Href {
        let isBase = baseURL?.origin == url.origin
        return isBase && wire.hasPrefix("/") && !wire.hasPrefix("//") ? Href(wire) : href(url)
    }

    /// True for "/path" that needs no resolving.
    private static func isPlainPath(_ wire: String) -> Bool {
        var bytes = wire.utf8.makeIterator()
        guard bytes.next() == UInt8(ascii: "/"), bytes.next() != UInt8(ascii: "/") else { return false }
        return !wire.utf8.contains { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "?") }
    }

    /// Sends a call and follows 301, 302, 307 and 308 with method and body kept (RFC 9110 section 15.4; well-known
    /// URLs of RFC 6764 redirect). The password goes to origins that are trusted alone.
    func send(_ call: Call, to start: WebURL) async throws(DAVError) -> Answer {
        let base = try base()
        var url = start
        for _ in 0..<6 {
            let isTrusted = trusts(url.origin)
            let reply = try await exchange(request(call, url, isTrusted ? credentials : nil))
            let name = "\(call.method) \(url)"
            switch reply.status {
            case 301, 302, 307, 308:
                guard let place = reply.header("Location"), let next = url.resolve(place) else {
                    throw DAVError(.badRedirect, "\(name) redirects nowhere", status: reply.status)
                }
                url = next
            case 401 where !isTrusted && credentials != nil:
                let reason =
                    "\(name): the server led here from \(base.origin), and another host gets the password only when"
                    + " upstream-hosts names it"
                throw DAVError(.unauthorized, reason, status: 401)
            default:
                return Answer(reply: reply, url: url, wasAuthenticated: isTrusted && credentials != nil, call: name)
            }
        }
        throw DAVError(.badRedirect, "\(call.method) \(start): more than five redirects")
    }

    /// Sends a call that must end in a multistatus.
    func multistatus(_ call: Call, to url: WebURL) async throws(DAVError) -> (Multistatus, Answer) {
        let answer = try await send(call, to: url)
        guard answer.reply.status == 207 else { throw DAVError(unexpected: answer.reply, of: answer.call) }
        return (try Multistatus.read(answer.reply.body, of: answer.call), answer)
    }

    private func request(_ call: Call, _ url: WebURL, _ credentials: HTTPCredentials?) -> HTTPRequest {
        var headers: [HTTPField] = []
        if !userAgent.isEmpty { headers.append(HTTPField("User-Agent", userAgent)) }
        if let depth = call.depth { headers.append(HTTPField("Depth", depth)) }
        if let type = call.contentType { headers.append(HTTPField("Content-Type", type)) }
        return HTTPRequest(
            method: call.method, url: url.description, headers: headers + call.conditions, body: call.body,
            timeoutSeconds: call.timeoutSeconds, credentials: credentials, spoolsReply: call.spoolsReply)
    }

    private func exchange(_ request: HTTPRequest) async throws(DAVError) -> HTTPReply {
        do {
            return try await transport.send(request)
        } catch {
            throw DAVError(error)
        }
    }
}
