/// Everything an admin may set, put together from its sources.
public struct Configuration: Hashable, Sendable {
    /// The bridge's part.
    public var settings: Settings
    /// The process's part.
    public var server: ServerSettings

    /// A configuration; the defaults are those of the product.
    public init(settings: Settings = Settings(), server: ServerSettings = ServerSettings()) {
        self.settings = settings
        self.server = server
    }

    /// Reads the layers, the strongest first (command line, environment, file); for each key the first that has it counts.
    public init(layers: [ConfigurationLayer], version: String) throws(ConfigurationError) {
        self.init(settings: Settings(version: version))
        for key in ConfigurationKey.allCases {
            for layer in layers {
                guard let value = layer.values[key], value != .null else { continue }
                try set(key, ConfigurationField(value: value, place: layer.place(key)))
                break
            }
        }
        if settings.limits.itemBytes < settings.maxObjectSize { settings.maxObjectSize = settings.limits.itemBytes }
        if settings.limits.messageBytes < settings.maxMessageSize {
            settings.maxMessageSize = settings.limits.messageBytes
        }
        if settings.alerts.url != nil, !settings.alerts.command.isEmpty {
            throw ConfigurationError(
                .badValue, "alerts.url and alerts.command: one way to deliver alerts is enough; keep one")
        }
        // One request must always fit.
        settings.limits.requestBytes = max(settings.limits.requestBytes, settings.limits.messageBytes * 2)
    }

    private mutating func set(_ key: ConfigurationKey, _ field: ConfigurationField) throws(ConfigurationError) {
        switch key {
        case .listen: server.listen = try field.listenAddress()
        case .upstream: settings.upstream = try field.upstream()
        case .upstreamHosts: settings.upstreamHosts = try field.hosts()
        case .nameServer: server.nameServer = try field.nameServer()
        case .publicURL: settings.publicURL = try field.url()
        case .state: server.state = try field.text()
        case .trustedProxies: server.trustedProxies = try field.networks()
        case .auth: settings.authentication = try field.word(AuthenticationPolicy.self)
        case .keepPassword: settings.keepPassword = try field.flag()
        case .serverName: settings.serverName = try field.text()
        case .timeZone: settings.timeZone = try field.text()
        case .caFile: server.caFile = try field.text()
        case .logLevel: server.logLevel = try field.word(ServerSettings.LogLevel.self)
        case .trace:
            server.traceFolder = try field.text()
            settings.traces = true
        case .maxMessageSize: settings.maxMessageSize = try field.bytes(atLeast: 4096)
        case .maxObjectSize: settings.maxObjectSize = try field.bytes(atLeast: 4096)
        case .message: settings.limits.messageBytes = try field.bytes(atLeast: 4096)
        case .depth: settings.limits.depth = try field.count(atLeast: 16)
        case .item: settings.limits.itemBytes = try field.bytes(atLeast: 4096)
        case .itemsPerMessage: settings.limits.itemsPerMessage = try field.count(atLeast: 1)
        case .itemsPerDatastore: settings.limits.itemsPerDatastore = try field.count(atLeast: 1)
        case .sessionsPerDevice: settings.limits.sessionsPerDevice = try field.count(atLeast: 1)
        case .sessionsPerAccount: settings.limits.sessionsPerAccount = try field.count(atLeast: 1)
        case .idleSession: settings.limits.idleSessionSeconds = try field.seconds()
        case .headerTimeout: settings.limits.headerTimeout = try field.seconds()
        case .bodyTimeout: settings.limits.bodyTimeout = try field.seconds()
        case .connections: settings.limits.connections = try field.count(atLeast: 1)
        case .requests: settings.limits.requestBytes = try field.bytes(atLeast: 1 << 20)
        case .journalDays: settings.journal.days = try field.count(atLeast: 1)
        case .journalSize: settings.journal.bytes = try field.bytes(atLeast: 1 << 20)
        case .alertURL: settings.alerts.url = try field.alertTemplate()
        case .alertCommand: settings.alerts.command = try field.command()
        case .alertQuiet: settings.alerts.quietSeconds = try field.seconds()
        case .alertPoll: settings.alerts.pollSeconds = try field.seconds()
        case .alertTimeout: settings.alerts.timeoutSeconds = try field.seconds()
        case .domains: settings.domains = try field.domains()
        }
    }
}
