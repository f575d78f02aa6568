import DAVClient

/// What an admin may set about the bridge: plain values, defaults included.
public struct Settings: Hashable, Sendable, Codable {
    /// URL of the CalDAV/CardDAV server pass-through users are tried at; nil: stored accounts only.
    public var upstream: String?
    /// Hosts beside that of an account's server that may have its password.
    public var upstreamHosts: TrustedHosts = []
    /// Scheme, host, port and path prefix under which phones reach the bridge; nil: taken from each request.
    public var publicURL: String?
    /// The bounds of what a peer may ask for.
    public var limits: Limits
    /// Which credentials phones may use, unless account or domain say otherwise.
    public var authentication: AuthenticationPolicy
    /// True: the last good password of a pass-through user is kept, sealed.
    public var keepPassword: Bool
    /// The name phones are told (DevInf Man and Mod, the `User-Agent` upstream).
    public var serverName: String
    /// The version of the program.
    public var version: String
    /// Bytes of one message the bridge announces it takes (Meta MaxMsgSize).
    public var maxMessageSize: Int
    /// Bytes of one item the bridge announces it takes (Meta MaxObjSize).
    public var maxObjectSize: Int
    /// IANA name of the zone of devices that count in local time and do not say which; nil: UTC.
    public var timeZone: String?
    /// How long and how much the journal keeps.
    public var journal: JournalBounds
    /// True: the messages of all devices are kept, not only of those that somebody named.
    public var traces = false
    /// How phones are told to synchronise, and when.
    public var alerts: AlertSettings
    /// Exceptions by the suffix of login names.
    public var domains: [Domain]

    /// The settings; the defaults are those of the product.
    public init(
        upstream: String? = nil, publicURL: String? = nil, limits: Limits = Limits(),
        authentication: AuthenticationPolicy = .basicOrMD5, keepPassword: Bool = true,
        serverName: String = "footbridge",
        version: String = "0", maxMessageSize: Int = 100_000, maxObjectSize: Int = 10 << 20, timeZone: String? = nil,
        journal: JournalBounds = JournalBounds(), alerts: AlertSettings = AlertSettings(), domains: [Domain] = []
    ) {
        self.upstream = upstream
        self.publicURL = publicURL
        self.limits = limits
        self.authentication = authentication
        self.keepPassword = keepPassword
        self.serverName = serverName
        self.version = version
        self.maxMessageSize = maxMessageSize
        self.maxObjectSize = maxObjectSize
        self.timeZone = timeZone
        self.journal = journal
        self.alerts = alerts
        self.domains = domains
    }
}
