import SyncTypes

/// Which software a server is, as far as it lets know: for people to read. What is done never depends on it.
public struct ServerSoftware: Sendable, Hashable, CustomStringConvertible {
    /// "Cyrus".
    public let name: String
    /// "3.6.1"; nil when it does not say.
    public let version: String?

    /// "Cyrus 3.6.1".
    public var description: String { version.map { "\(name) \($0)" } ?? name }

    init(_ name: String, _ version: String? = nil) {
        self.name = name
        self.version = version
    }

    /// What the answer to an OPTIONS says, or the one that asked a stranger for a login.
    init?(_ reply: HTTPReply) {
        let known =
            ServerSoftware.byHeader(reply) ?? ServerSoftware.byServer(reply.header("Server") ?? "", reply)
            ?? ServerSoftware.byRealm(reply)
        guard let known else { return nil }
        self = known
    }

    /// Headers of their own.
    private static func byHeader(_ reply: HTTPReply) -> ServerSoftware? {
        if let said = reply.header("X-DAViCal-Version") {
            return ServerSoftware("DAViCal", version(in: said, after: "DAViCal/"))
        }
        return reply.header("X-Sabre-Version").map { ServerSoftware("sabre/dav", version(in: $0, after: "")) }
    }

    /// The Server header; where it names a framework alone, what the DAV header has that others have not.
    private static func byServer(_ said: String, _ reply: HTTPReply) -> ServerSoftware? {
        if said.hasPrefix("Cyrus-HTTP/") { return ServerSoftware("Cyrus", version(in: said, after: "Cyrus-HTTP/")) }
        if said.hasPrefix("SOPE") { return ServerSoftware("SOGo") }
        if said.hasPrefix("Calypso/") { return ServerSoftware("Calypso", version(in: said, after: "Calypso/")) }
        let classes = reply.headers.filter { $0.name.lowercased() == "dav" }.map(\.value).joined(separator: ", ")
        if said.contains("aiohttp"), classes.contains("add-member") { return ServerSoftware("Xandikos") }
        return nil
    }

    /// The realm of the login, which admins can change but rarely do.
    private static func byRealm(_ reply: HTTPReply) -> ServerSoftware? {
        let asked = reply.headers.filter { $0.name.lowercased() == "www-authenticate" }.map(\.value).joined(
            separator: " ")
        return realms.first { asked.contains("realm=\"\($0.0)") }.map { ServerSoftware($0.1) }
    }

    private static let realms = [
        ("Radicale", "Radicale"), ("BaikalDAV", "Baikal"), ("Nextcloud", "Nextcloud"), ("ownCloud", "ownCloud"),
        ("SabreDAV", "sabre/dav"), ("DAViCal", "DAViCal"), ("SOGo", "SOGo"), ("Calypso", "Calypso"),
    ]

    /// The digits and dots behind a word.
    private static func version(in text: String, after word: String) -> String? {
        guard text.hasPrefix(word) else { return nil }
        let digits = text.dropFirst(word.count).prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return digits.isEmpty ? nil : String(digits)
    }
}

extension DAVClient {
    /// Asks which software the server is, at the user's principal or the given URL; nil when nothing tells.
    ///
    /// At most two requests, the second without the login. Whatever goes wrong means that nothing tells.
    public func software(at principal: Href? = nil) async -> ServerSoftware? {
        guard let place = try? principal.map(upstream.url) ?? upstream.base() else { return nil }
        if let answer = try? await upstream.send(Upstream.Call(method: "OPTIONS"), to: place),
            let software = ServerSoftware(answer.reply)
        {
            return software
        }
        let call = Propfind.call([.currentUserPrincipal], depth: "0")
        guard let answer = try? await upstream.withoutLogin.send(call, to: place) else { return nil }
        return ServerSoftware(answer.reply)
    }
}
