import DAVClient

/// What an admin may set about the process around the bridge: where it listens, keeps its state and writes its log.
public struct ServerSettings: Hashable, Sendable {
    /// Address and port to listen on.
    public var listen: ListenAddress
    /// The state folder; nil: the shell's default.
    public var state: String?
    /// Networks whose X-Forwarded headers count.
    public var trustedProxies: [Network]
    /// PEM file of authorities that replace the system's; nil: the system's.
    public var caFile: String?
    /// Who is asked for the services of a domain; nil: the system's name servers.
    public var nameServer: SystemNameService.Server?
    /// The least severe level that is logged.
    public var logLevel: LogLevel
    /// Folder of the traces of all devices; nil: only devices that somebody named are traced, below the state folder.
    public var traceFolder: String?

    /// The levels of swift-log a log can be cut at.
    public enum LogLevel: String, Hashable, Sendable, CaseIterable { case trace, debug, info, notice, warning, error }

    /// The settings; the defaults are those of the product.
    public init(
        listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8080), state: String? = nil,
        trustedProxies: [Network] = [], caFile: String? = nil, logLevel: LogLevel = .info
    ) {
        self.listen = listen
        self.state = state
        self.trustedProxies = trustedProxies
        self.caFile = caFile
        self.logLevel = logLevel
    }
}

/// Where a server listens.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; IPv6 without brackets.
    public var host: String
    /// A TCP port; 0 lets the system choose.
    public var port: Int

    /// An address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `ADDRESS:PORT`, `[IPV6]:PORT`, `:PORT` (every address) or `PORT` (loopback). Nil for anything else.
    public init?(_ text: String) {
        if let port = ListenAddress.port(text[...]) {
            self.init(host: "127.0.0.1", port: port)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = ListenAddress.port(text[text.index(after: colon)...])
        else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "[" || $0 == "]" }) else { return nil }
        self.init(host: host.isEmpty || host == "*" ? "0.0.0.0" : String(host), port: port)
    }

    private static func port(_ text: Substring) -> Int? {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(text), port <= 65535 else { return nil }
        return port
    }

    /// True when only this machine can reach it.
    public var isLoopback: Bool {
        if host == "localhost" { return true }
        guard let network = Network(host) else { return false }
        return Network.loopback.contains { $0.contains(network) }
    }

    /// True when it stands for every address of this machine.
    public var isEverywhere: Bool { host == "0.0.0.0" || host == "::" }

    /// The form that goes into a URL: `127.0.0.1:8080`, `[::1]:8080`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension ServerSettings {
    /// What is wrong with listening beyond this machine in the clear; nil when nothing is.
    public func exposure(publicURL: String?) -> String? {
        if listen.isLoopback || publicURL?.hasPrefix("https://") == true { return nil }
        return """
            \(listen) can be reached by others, and SyncML over plain HTTP shows Basic passwords to everybody on the way; \
            put a proxy with TLS in front and set public-url
            """
    }
}
