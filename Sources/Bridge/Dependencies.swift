import DAVClient
import Logging
import Mapping
import Versit

/// Everything the bridge takes from outside: with the same answers from here, the same requests give the same bytes.
public struct Dependencies: Sendable {
    /// Accounts, devices, mirror, links, sessions, journal.
    public var store: Store
    /// The way to the upstream servers.
    public var transport: any HTTPTransport
    /// Who knows where the services of a domain are; nil: nobody is asked.
    public var names: (any NameService)?
    /// The time in seconds since 1970 UTC.
    public var clock: @Sendable () -> Int64
    /// A count of milliseconds that never goes back, for pacing and patience.
    public var stopwatch: @Sendable () -> Int64
    /// Lets so many milliseconds pass, fewer when its task is cancelled; nil: no device loses patience.
    public var wait: (@Sendable (_ milliseconds: Int64) async -> Void)?
    /// So many unpredictable bytes.
    public var random: @Sendable (_ count: Int) -> [UInt8]
    /// Time zone rules by IANA name.
    public var zones: ZoneSource
    /// Writers that may push to one account's server at once: 1 for a fixed order of requests.
    public var upstreamWriters = 4
    /// Seals passwords.
    public var secrets: SecretBox
    /// Where events are told; never given a secret.
    public var logger: Logger
    /// The way alerts go to phones; nil: none is configured.
    public var alerts: (any AlertHook)?
    /// Keeps the messages of devices for whom somebody looks into their syncs; nil: nobody does.
    public var traces: (any TraceKeeper)?
    /// Keeps what devices send with `?backup`; nil: there is no place for that.
    public var backups: (any BackupKeeper)?
    /// Told of each decision of planner, merge, guard and executor; only tests ask.
    public var marks: MarkObserver?

    /// The outside world.
    public init(
        store: Store, transport: any HTTPTransport, clock: @escaping @Sendable () -> Int64,
        stopwatch: @escaping @Sendable () -> Int64, random: @escaping @Sendable (_ count: Int) -> [UInt8],
        zones: ZoneSource, secrets: SecretBox, logger: Logger
    ) {
        self.store = store
        self.transport = transport
        self.clock = clock
        self.stopwatch = stopwatch
        self.random = random
        self.zones = zones
        self.secrets = secrets
        self.logger = logger
    }
}
