import Bridge
import DAVClient
import Logging
import Mapping
import Phone
import SyncTypes
import Versit

/// Executes a plan: one bridge, its upstream server, its phones and their people, in one task, without clock and chance.
public struct Simulation: Sendable {
    /// What is executed.
    public let plan: Plan
    let server: InMemoryDAVServer
    let upstream: UpstreamLog
    let clock = ManualClock()
    let database: Store
    let random: SeededBytes
    let secrets: SecretBox
    let settings: Settings
    var process: BridgeProcess
    var service: BridgeService
    var phones: [Handset]
    var log: TypedLog
    var story = Story()
    var endless: [String] = []
    /// The transcript names the commands of each message.
    var isWordy = false
    let collections: [ItemKind: Href]

    /// The world of a plan before anything happened.
    public init(_ plan: Plan, database: Store? = nil) throws {
        self.plan = plan
        log = TypedLog(hasFamilies: plan.hasFamilies)
        let clock = clock
        server = InMemoryDAVServer(behaviour: plan.personality.behaviour, now: { clock.now })
        server.addUser("alice", password: "secret")
        var collections: [ItemKind: Href] = [:]
        for kind in [ItemKind.contact, .event, .task, .note] {
            collections[kind] = server.addCollection(user: "alice", name: "own-\(kind.store)", kinds: [kind])
        }
        self.collections = collections
        upstream = UpstreamLog(server: server)
        self.database = try database ?? Store(inMemory: ())
        try self.database.empty()
        random = SeededBytes(seed: plan.seed)
        secrets = SecretBox(key: random.next(32))
        settings = Settings(upstream: server.origin + "/")
        phones = plan.phones.enumerated().map { Handset($1, number: $0, kinds: plan.kinds) }
        process = BridgeProcess(upstream: upstream)
        service = Simulation.service(settings, process, self.database, clock, random, secrets)
    }

    /// A server without a login of its own is only used through a stored account.
    private mutating func enrol() async {
        guard !plan.personality.behaviour.needsLogin else { return }
        let draft = AccountAdministration.Draft(
            name: "alice", upstream: server.origin + "/", user: "alice", password: "secret", devicePassword: "secret")
        let dependencies = Simulation.dependencies(process, database, clock, random, secrets)
        do {
            _ = try await AccountAdministration(settings: settings, dependencies: dependencies).add(draft)
        } catch {
            story.tell("the account could not be added: \(error)")
        }
    }

    private static func service(
        _ settings: Settings, _ process: BridgeProcess, _ database: Store, _ clock: ManualClock, _ random: SeededBytes,
        _ secrets: SecretBox
    ) -> BridgeService {
        BridgeService(settings: settings, dependencies: dependencies(process, database, clock, random, secrets))
    }

    private static func dependencies(
        _ process: BridgeProcess, _ database: Store, _ clock: ManualClock, _ random: SeededBytes, _ secrets: SecretBox
    ) -> Dependencies {
        var dependencies = Dependencies(
            store: Store(sharing: database, observer: process.observer), transport: process, clock: { clock.now },
            stopwatch: { clock.now * 1000 }, random: { random.next($0) }, zones: .system, secrets: secrets,
            logger: World.silent)
        dependencies.upstreamWriters = 1
        return dependencies
    }

    /// Runs a seed from its beginning to its verdict. `database`: an in-memory store to use again; it is emptied first.
    /// `isWordy`: the transcript names the commands of each message.
    public static func run(
        seed: UInt64, scope: Scope = .whole, database: Store? = nil, isWordy: Bool = false
    ) async -> Verdict {
        await run(Plan(seed: seed, scope: scope), database: database, isWordy: isWordy)
    }

    /// Runs a plan.
    public static func run(_ plan: Plan, database: Store? = nil, isWordy: Bool = false) async -> Verdict {
        do {
            var simulation = try Simulation(plan, database: database)
            simulation.isWordy = isWordy
            return await simulation.run()
        } catch {
            var story = Story()
            story.tell("the world could not be made: \(error)")
            return Verdict(
                seed: plan.seed, story: story,
                violations: [Violation(.world, "the world could not be made: \(error)")])
        }
    }

    private mutating func run() async -> Verdict {
        story.phones = phones.count
        for (number, phone) in phones.enumerated() { story.tell("phone \(number): \(phone.model.summary)") }
        story.tell("server: \(plan.personality.rawValue)")
        await enrol()
        for (number, step) in plan.steps.enumerated() {
            story.step = number
            await perform(step)
        }
        var violations = Invariants.always(observation())
        violations += await settle()
        return Verdict(seed: plan.seed, story: story, violations: violations)
    }

    // MARK: - At rest

    /// Faults end, every phone syncs twice; then all must be still.
    private mutating func settle() async -> [Violation] {
        story.step = plan.steps.count
        story.tell("-- the faults end")
        clock.advance(86_400)
        for index in phones.indices { phones[index].late = nil }
        for round in 0...2 {
            for phone in phones.indices { await sync(phone, .twoWay, .none, "round \(round)") }
            guard round < 2 else { continue }
            decide(approve: plan.seed % 2 == 0)
            await service.settleApprovedDeletions()
        }
        let writes = upstream.writes.count
        var moved: [String] = []
        for phone in phones.indices {
            let report = await sync(phone, .twoWay, .none, "still")
            let count = report?.stores.reduce(0) { $0 + $1.sent.total + $1.received.total } ?? 0
            if report == nil { moved.append("phone \(phone) could not sync") }
            if count > 0 { moved.append("phone \(phone) moved \(count) items") }
        }
        if upstream.writes.count > writes { moved.append("\(upstream.writes.count - writes) writes upstream") }
        var observation = observation()
        observation.movedAtRest = moved
        story.tell(observation.summary)
        return Invariants.atRest(observation)
    }

    /// What there is to be seen now.
    func observation() -> Observation {
        var seen = Observation(log: log)
        for (kind, href) in collections where plan.kinds.contains(kind) {
            for (href, body) in server.members(of: href) {
                seen.upstream[href.canonical] = .init(kind: kind, bytes: body)
            }
        }
        for (number, phone) in phones.enumerated() {
            var items: [Observation.Held] = []
            for item in phone.all {
                items.append(
                    Observation.Held(
                        kind: item.kind, luid: item.luid, text: item.text, lost: phone.lost(item.kind, item.luid)))
            }
            seen.phones.append(
                Observation.Phone(
                    name: "phone \(number)", deviceID: phone.deviceID, model: phone.model, items: items))
        }
        seen.writes = upstream.writes
        seen.approvedFrom = plan.steps.count
        seen.endless = endless
        seen.read(database)
        return seen
    }

    // MARK: - The process

    /// The process has ended; the next one begins on the same database.
    mutating func begin() async {
        process = BridgeProcess(upstream: upstream)
        service = Simulation.service(settings, process, database, clock, random, secrets)
        await service.settleIntents()
    }
}
