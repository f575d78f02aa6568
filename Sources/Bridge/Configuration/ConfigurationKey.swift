/// Every key of the configuration file; nested keys are joined by a dot here and by `_` in variables.
public enum ConfigurationKey: String, Hashable, Sendable, CaseIterable {
    case listen
    case upstream
    case upstreamHosts = "upstream-hosts"
    case nameServer = "name-server"
    case publicURL = "public-url"
    case state
    case trustedProxies = "trusted-proxies"
    case auth
    case keepPassword = "keep-password"
    case serverName = "server-name"
    case timeZone = "time-zone"
    case caFile = "ca-file"
    case logLevel = "log-level"
    case trace
    case maxMessageSize = "max-message-size"
    case maxObjectSize = "max-object-size"
    case message = "limits.message"
    case depth = "limits.depth"
    case item = "limits.item"
    case itemsPerMessage = "limits.items-per-message"
    case itemsPerDatastore = "limits.items-per-datastore"
    case sessionsPerDevice = "limits.sessions-per-device"
    case sessionsPerAccount = "limits.sessions-per-account"
    case idleSession = "limits.idle-session"
    case headerTimeout = "limits.header-timeout"
    case bodyTimeout = "limits.body-timeout"
    case connections = "limits.connections"
    case requests = "limits.requests"
    case journalDays = "journal.days"
    case journalSize = "journal.size"
    case alertURL = "alerts.url"
    case alertCommand = "alerts.command"
    case alertQuiet = "alerts.quiet"
    case alertPoll = "alerts.poll"
    case alertTimeout = "alerts.timeout"
    case domains

    /// The name of the variable that sets it: `FOOTBRIDGE_LIMITS_MESSAGE`.
    public var variable: String {
        ConfigurationKey.prefix
            + String(rawValue.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }

    /// How every variable starts.
    public static let prefix = "FOOTBRIDGE_"

    /// What it sets, in one line for `--help`.
    public var summary: String {
        switch self {
        case .listen: "address and port to listen on (127.0.0.1:8080)"
        case .upstream: "URL of the CalDAV/CardDAV server, or a domain whose DNS names it"
        case .upstreamHosts: "other hosts that may have the passwords: homes and services may lie there (none)"
        case .nameServer: "address of the DNS server that is asked for the services of a domain (the system's)"
        case .publicURL: "URL under which phones reach the bridge, when a proxy stands in front"
        case .state: "folder of the database and the key"
        case .trustedProxies: "addresses or networks whose X-Forwarded headers count"
        case .auth: "basic-or-md5, basic or md5 (basic-or-md5)"
        case .keepPassword: "keep the last good upstream password, sealed (yes)"
        case .serverName: "the name phones are told (footbridge)"
        case .timeZone: "zone of phones that count in local time (UTC)"
        case .caFile: "PEM file of authorities to trust instead of the system's"
        case .logLevel: "trace, debug, info, notice, warning or error (info)"
        case .trace: "folder in which the messages of all phones are kept, readable and without secrets (none)"
        case .maxMessageSize: "largest message phones may send, as they are told (100000)"
        case .maxObjectSize: "largest item phones may send, as they are told (10 MiB)"
        case .message: "largest request read at all (4 MiB)"
        case .depth: "nesting of elements in a message (64)"
        case .item: "largest item put together from chunks (10 MiB)"
        case .itemsPerMessage: "items in one message (10000)"
        case .itemsPerDatastore: "items of one phone in one database (100000)"
        case .sessionsPerDevice: "open sessions of one device (4)"
        case .sessionsPerAccount: "open sessions of one account (32)"
        case .idleSession: "time after which a silent session is closed (5 min)"
        case .headerTimeout: "time for a request's headers (60 s)"
        case .bodyTimeout: "time for a request's body (5 min)"
        case .connections: "connections at once (1000)"
        case .requests: "bytes of all requests held at once (64 MiB)"
        case .journalDays: "days the journal goes back, and changes can be undone (30)"
        case .journalSize: "size of the journal's texts, oldest dropped first (256 MiB)"
        case .alertURL: "URL that sends an SMS, such as Kannel's, with {phone}, {udh} and {text} in it"
        case .alertCommand: "program that delivers alerts instead, with its arguments"
        case .alertQuiet: "time between two alerts of a phone, and after its visit (5 min)"
        case .alertPoll: "time between two looks for changes at the server, for accounts with alerts (15 min)"
        case .alertTimeout: "time for the gateway's answer, or for the program (60 s)"
        case .domains: "exceptions by the suffix of login names"
        }
    }

    /// The section a nested key lives in, if any.
    static let sections: Set<String> = Set(
        allCases.compactMap { key in
            key.rawValue.firstIndex(of: ".").map { String(key.rawValue[..<$0]) }
        })
}
