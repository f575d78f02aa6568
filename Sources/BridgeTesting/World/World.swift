import Bridge
import DAVClient
import Logging
import Mapping
import SyncTypes
import Synchronization
import Versit

/// A bridge between an in-memory DAV server and simulated phones: all of it in one process, all of it from one seed.
public final class World: Sendable {
    /// The server upstream. User `alice`, password `secret`, one collection of each kind.
    public let server: InMemoryDAVServer
    /// The bridge's way to it.
    public let way: Waypoint
    /// The bridge's store.
    public let store: Store
    /// The time of everything.
    public let clock: ManualClock
    /// The bridge and the process it lives in; replaced by `restart`.
    private let life: Mutex<(process: BridgeProcess, bridge: BridgeService)>
    private let died = Mutex(0)
    /// What phones sent with `?backup`.
    public let backups = BackupShelf()
    private let settings: Settings
    private let dependencies: Dependencies

    /// The hrefs of the four collections.
    public let contacts: Href
    /// Events.
    public let calendar: Href
    /// Tasks.
    public let tasks: Href
    /// Journals.
    public let notes: Href

    /// A world from a seed. `change`: settings that differ from the product's. `alerts`: where alerts of devices go. `wait`: lets time
    /// pass for devices that lose patience. `traces`: where traces of devices go.
    public init(
        seed: UInt64 = 1, behaviour: ServerBehaviour = .honest, store: Store? = nil, alerts: (any AlertHook)? = nil,
        traces: (any TraceKeeper)? = nil,
        logger: Logger = World.silent, change: (inout Settings) -> Void = { _ in },
        wait: (@Sendable (Int64) async -> Void)? = nil
    ) throws {
        let clock = ManualClock()
        let random = SeededBytes(seed: seed)
        let server = InMemoryDAVServer(behaviour: behaviour, now: { clock.now })
        server.addUser("alice", password: "secret")
        contacts = server.addCollection(user: "alice", name: "contacts", kinds: [.contact])
        calendar = server.addCollection(user: "alice", name: "calendar", kinds: [.event])
        tasks = server.addCollection(user: "alice", name: "tasks", kinds: [.task])
        notes = server.addCollection(user: "alice", name: "notes", kinds: [.note])
        var settings = Settings(upstream: server.origin + "/")
        change(&settings)
        let store = try store ?? Store(inMemory: ())
        way = Waypoint(to: server)
        var dependencies = Dependencies(
            store: store, transport: way, clock: { clock.now }, stopwatch: { clock.stopwatch },
            random: { random.next($0) }, zones: .system, secrets: SecretBox(key: random.next(32)), logger: logger)
        dependencies.upstreamWriters = 1
        dependencies.wait = wait
        dependencies.alerts = alerts
        dependencies.traces = traces
        dependencies.backups = backups
        self.server = server
        self.store = store
        self.clock = clock
        self.settings = settings
        self.dependencies = dependencies
        life = Mutex(World.begin(settings, dependencies))
    }

    private static func begin(
        _ settings: Settings, _ dependencies: Dependencies
    ) -> (process: BridgeProcess, bridge: BridgeService) {
        let process = BridgeProcess(upstream: dependencies.transport)
        var own = dependencies
        own.store = Store(sharing: dependencies.store, observer: process.observer)
        own.transport = process
        return (process, BridgeService(settings: settings, dependencies: own))
    }

    /// A logger that says nothing.
    public static var silent: Logger { Logger(label: "world", factory: { _ in SwiftLogNoOpLogHandler() }) }

    /// One exchange with the bridge.
    public func exchange(_ request: ExchangeRequest) async -> ExchangeReply {
        await life.withLock { $0.bridge }.exchange(request)
    }

    /// One exchange with a bridge whose process may die over it: nil then, and the next process has taken its place.
    func attempt(_ request: ExchangeRequest) async -> ExchangeReply? {
        let (process, bridge) = life.withLock { $0 }
        let reply = await bridge.exchange(request)
        guard process.isDead else { return reply }
        died.withLock { $0 += 1 }
        await restart()
        return nil
    }

    /// How often the process died over a message.
    var deaths: Int { died.withLock { $0 } }

    /// Says when the bridge's process dies; its commits and requests are counted from here.
    func prepare(_ death: BridgeProcess.Death?) { process.prepare(death: death, fullAt: 0..<0) }

    /// The bridge's present process.
    var process: BridgeProcess { life.withLock { $0.process } }

    /// The process ends and begins again on the same store.
    public func restart() async {
        let next = World.begin(settings, dependencies)
        life.withLock { $0 = next }
        await next.bridge.settleIntents()
    }

    /// The administrator's hands.
    public var administration: AccountAdministration {
        AccountAdministration(settings: settings, dependencies: dependencies)
    }

    /// The administrator's hands at alerts.
    public var alerts: AlertAdministration { AlertAdministration(settings: settings, dependencies: dependencies) }

    /// The administrator's hands at phones' set-up.
    public var provisioning: ProvisioningAdministration {
        ProvisioningAdministration(settings: settings, dependencies: dependencies)
    }

    /// The administrator's hands at what phones sent with `?backup`.
    public var backupImport: BackupImport { BackupImport(settings: settings, dependencies: dependencies) }

    /// The minute's upkeep.
    public func upkeep() async {
        let service = life.withLock { $0.bridge }
        service.closeIdleSessions()
        await service.settleApprovedDeletions()
        await service.compareMirrors()
        await service.retryPendingTexts()
        await service.alertDevices()
    }

    /// The bodies of a collection as texts, sorted.
    public func bodies(of collection: Href) -> [String] {
        server.members(of: collection).values.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
}
