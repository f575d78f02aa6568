import DAVClient

extension DAVClient {
    /// A client of a server as the settings and the outside world want it. `transport`: nil for the usual way.
    init(
        at base: String, _ credentials: HTTPCredentials?, _ settings: Settings, _ dependencies: Dependencies,
        through transport: (any HTTPTransport)? = nil
    ) {
        self.init(
            base: base, credentials: credentials, transport: transport ?? dependencies.transport,
            userAgent: settings.userAgent, trusted: settings.upstreamHosts, names: dependencies.names)
    }
}
