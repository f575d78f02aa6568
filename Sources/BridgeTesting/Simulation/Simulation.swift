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
    let marks = MarkCount()
    var process: BridgeProcess
    var service: BridgeService
    var phones: [Handset]
    var log: TypedLog
    var story = Story()
    var endless: [String] = []
    /// What other clients deleted at once.
    var purges: [Purge] = []
    /// Losses of phones that somebody had to approve and nobody did.
    var unapproved: [String] = []
    /// What was held in vain after a sync.
    var heldInVain: [String] = []
    /// What phones sent with `?backup`.
    let backups = BackupShelf()
    /// What backups lack, or have done upstream.
    var backupFaults: [String] = []
    /// The steps in which the administrator took something back or approved deletions.
    var administratorSteps: Set<Int> = []
    /// Steps of upkeep.
    var upkeepSteps: Set<Int> = []
    /// The administrator's backup.
    var savedState: Store?
    /// What another client has put there twice.
    var twin: (identity: Int, hrefs: [Href])?
    /// The windows that the administrator has set.
    var windows: EventWindows
    /// How often the state was replaced.
    var stateLosses = 0
    /// The journal of states that are gone.
    var formerJournal: [Observation.JournalLine] = []
    /// The transcript names the commands of each message.
    var isWordy = false
    /// The quiet rounds behind the first one go from the last phone to the first.
    var isReversed = false
    /// What lies upstream when all is said.
    var picture: [String] = []
    let collections: [ItemKind: Href]
    /// The address book that may only be read.
    var shared: Href?
    /// Writes upstream that were looked at.
    var creationsSeen = 0

    /// The world of a plan before anything happened.
    public init(_ plan: Plan, database: Store? = nil) throws {
        self.plan = plan
        log = TypedLog(hasFamilies: plan.hasFamilies, hasDays: plan.window != nil)
        let clock = clock
        windows = EventWindows(ofAccount: plan.window)
        var behaviour = plan.personality.behaviour
        if plan.hasOnlyListings { behaviour.supportsSync = false }
        server = InMemoryDAVServer(behaviour: behaviour, now: { clock.now })
        server.addUser("alice", password: "secret")
        var collections: [ItemKind: Href] = [:]
        for kind in [ItemKind.contact, .event, .task, .note] {
            collections[kind] = server.addCollection(user: "alice", name: "own-\(kind.store)", kinds: [kind])
        }
        if plan.hasNoteFolder { collections[.note] = server.addFolder(user: "alice", name: "Notes") }
        self.collections = collections
        if plan.hasShared {
            shared = server.addCollection(user: "alice", name: "shared-contacts", kinds: [.contact], isWritable: false)
        }
        let seenAsOne = shared.flatMap { shared in collections[.contact].map { [$0: shared] } }
        upstream = UpstreamLog(server: server, beside: seenAsOne ?? [:])
        self.database = try database ?? Store(inMemory: ())
        try self.database.empty()
        random = SeededBytes(seed: plan.seed)
        secrets = SecretBox(key: random.next(32))
        settings = Settings(upstream: server.origin + "/")
        phones = plan.phones.enumerated().map { Handset($1, number: $0, kinds: plan.kinds) }
        process = Simulation.process(plan, upstream, clock)
        service = Simulation.service(settings, process, self.database, clock, random, secrets, marks, backups)
    }

    /// A server without a login of its own is only used through a stored account, and only that has settings from the start.
    mutating func enrol() async {
        var settings: [String] = []
        if let rule = plan.conflictRule { settings.append("conflict=\(rule)") }
        if plan.hasShared { settings.append("contacts=own-contacts,shared-contacts") }
        if plan.queuesOffline { settings.append("offline=queue") }
        if plan.hasNoteFolder, let folder = collections[.note] { settings.append("notes=\(folder)") }
        if let window = windows.ofAccount { settings.append("window=\(window)") }
        guard !plan.personality.behaviour.needsLogin || !settings.isEmpty else { return }
        let draft = AccountAdministration.Draft(
            name: "alice", upstream: server.origin + "/", user: "alice", password: "secret", devicePassword: "secret")
        let dependencies = Simulation.dependencies(process, database, clock, random, secrets, marks, backups)
        do {
            let administration = AccountAdministration(settings: self.settings, dependencies: dependencies)
            _ = try await administration.add(draft)
            try administration.set("alice", settings)
        } catch {
            story.tell("the account could not be added: \(error)")
        }
    }

    /// A process that knows nothing of those before it.
    private static func process(_ plan: Plan, _ upstream: UpstreamLog, _ clock: ManualClock) -> BridgeProcess {
        guard plan.queuesOffline else { return BridgeProcess(upstream: upstream) }
        return BridgeProcess(upstream: RetryAfterTransport(upstream, stopwatch: { clock.stopwatch }))
    }

    private static func service(
        _ settings: Settings, _ process: BridgeProcess, _ database: Store, _ clock: ManualClock, _ random: SeededBytes,
        _ secrets: SecretBox, _ marks: MarkCount, _ backups: BackupShelf
    ) -> BridgeService {
        BridgeService(
            settings: settings, dependencies: dependencies(process, database, clock, random, secrets, marks, backups))
    }

    static func dependencies(
        _ process: BridgeProcess, _ database: Store, _ clock: ManualClock, _ random: SeededBytes,
        _ secrets: SecretBox, _ marks: MarkCount, _ backups: BackupShelf
    ) -> Dependencies {
        var dependencies = Dependencies(
            store: Store(sharing: database, observer: process.observer), transport: process, clock: { clock.now },
            stopwatch: { clock.stopwatch }, random: { random.next($0) }, zones: .system, secrets: secrets,
            logger: World.silent)
        dependencies.upstreamWriters = 1
        dependencies.marks = marks.observer
        dependencies.backups = backups
        return dependencies
    }

    /// Runs a seed from its beginning to its verdict. `database`: an in-memory store to use again; it is emptied first.
    /// `isWordy`: the transcript names the commands of each message.
    public static func run(
        seed: UInt64, scope: Scope = .whole, database: Store? = nil, isWordy: Bool = false
    ) async -> Verdict {
        await run(Plan(seed: seed, scope: scope), database: database, isWordy: isWordy)
    }

    /// Runs a plan. `isReversed`: in the last quiet rounds the phones sync in the opposite order.
    public static func run(
        _ plan: Plan, database: Store? = nil, isWordy: Bool = false, isReversed: Bool = false
    ) async -> Verdict {
        do {
            var simulation = try Simulation(plan, database: database)
            simulation.isWordy = isWordy
            simulation.isReversed = isReversed
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
        let window = plan.window.map { "window \($0)" }
        let extras = [
            plan.conflictRule, plan.hasShared ? "a shared address book" : nil, window,
            plan.hasNoteFolder ? "notes as files" : nil, plan.queuesOffline ? "changes wait for it" : nil,
        ].compactMap { $0 }
        story.tell((["server: \(plan.personality.rawValue)"] + extras).joined(separator: ", "))
        await enrol()
        for (number, step) in plan.steps.enumerated() {
            story.step = number
            await perform(step)
        }
        var violations = Invariants.always(observation())
        violations += await settle()
        story.marks = marks.counts
        return Verdict(seed: plan.seed, story: story, violations: violations, picture: picture)
    }

    // MARK: - At rest

    /// Faults end, every phone syncs twice; then all must be still.
    private mutating func settle() async -> [Violation] {
        story.step = plan.steps.count
        story.tell("-- the faults end")
        for phone in phones.indices { phones[phone].suspension = nil }
        // A day past the last comparison, even if the clock was set back since.
        clock.advance(2 * 86_400)
        if plan.window != nil {
            // No day ends while all are to be still.
            clock.advance(86_400 + 43_200 - clock.now % 86_400)
            rememberJournal()
            noteJump()
        }
        for index in phones.indices { phones[index].late = nil }
        // What a phone never names is settled by a slow sync of its own, which one sync asks for and the next one is; where that
        // brings what had found no room or name before, by one more.
        let rounds = plan.phones.contains { $0.habits.maps == .never } ? 8 : 2
        for round in 0...rounds {
            for phone in order(round) { await sync(phone, .twoWay, .none, "round \(round)") }
            // What a server's marks never tell, and what a listing lacked beside other things, is found by the daily comparison;
            // others must do without.
            if plan.personality.forgetsSilently || plan.listsHalf { await service.compareMirrors() }
            guard round < rounds else { continue }
            decide(approve: plan.seed % 2 == 0)
            await service.settleApprovedDeletions()
            service.closeIdleSessions()
            await service.retryPendingTexts()
        }
        let writes = upstream.writes.count
        var moved: [String] = []
        for phone in order(rounds + 1) {
            let report = await sync(phone, .twoWay, .none, "still")
            let count = report?.stores.reduce(0) { $0 + $1.sent.total + $1.received.total } ?? 0
            if report == nil { moved.append("phone \(phone) could not sync") }
            if count > 0 { moved.append("phone \(phone) moved \(count) items") }
        }
        if upstream.writes.count > writes { moved.append("\(upstream.writes.count - writes) writes upstream") }
        var observation = observation()
        observation.movedAtRest = moved
        picture = observation.picture
        story.tell(observation.summary)
        return Invariants.atRest(observation)
    }

    /// The phones of a quiet round.
    private func order(_ round: Int) -> [Int] {
        isReversed && round > 0 ? phones.indices.reversed() : Array(phones.indices)
    }

    /// What there is to be seen now.
    func observation() -> Observation {
        var seen = Observation(log: log)
        for (kind, href) in collections where plan.kinds.contains(kind) {
            for (href, body) in server.members(of: href) {
                seen.upstream[href.canonical] = .init(kind: kind, bytes: body)
            }
        }
        if let shared {
            for (href, body) in server.members(of: shared) {
                seen.upstream[href.canonical] = .init(kind: .contact, bytes: body)
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
                    name: "phone \(number)", deviceID: phone.deviceID, model: phone.model,
                    capacity: phone.store.capacity, items: items, window: window(of: number)))
        }
        seen.writes = upstream.writes
        seen.approvedFrom = plan.steps.count
        seen.administratorSteps = administratorSteps
        seen.upkeepSteps = upkeepSteps
        seen.endless = endless
        seen.hadShortListings = plan.listsHalf
        seen.hasFiles = plan.hasNoteFolder
        seen.unapproved = unapproved
        seen.heldInVain = heldInVain
        seen.backupFaults = backupFaults
        seen.journal = formerJournal
        seen.read(database)
        return seen
    }

    // MARK: - The process

    /// The process has ended; the next one begins on the same database.
    mutating func begin() async {
        process = Simulation.process(plan, upstream, clock)
        service = Simulation.service(settings, process, database, clock, random, secrets, marks, backups)
        await service.settleIntents()
    }
}
