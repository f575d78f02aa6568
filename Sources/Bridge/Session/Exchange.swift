import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// One message of an open session, from its commands to the stored reply.
///
/// The order is the journey of ARCHITECTURE.md: commands in, phone's changes upstream, server's changes out, then one
/// transaction that stores the session, the reply and all that the reply promises.
struct Exchange: Sendable {
    let service: BridgeService
    let incoming: Incoming
    let account: Account
    let now: Int64
    var record: SessionRecord
    var state: SessionState
    var device: Device
    var profile: DeviceProfile

    /// Status of the SyncHdr.
    var headerCode = StatusCode.ok
    /// A message of the device that was challenged, and whose commands run only now; nil: none.
    var unheard: Message?
    /// The MsgID of the message whose commands run.
    var answeredID: String?
    /// A nonce for the device's next session.
    var headerChallenge: Challenge?
    /// Statuses of this message's commands, in their order.
    var statuses: [Status] = []
    /// Results, Alerts and Gets this message leads to.
    var answers: [OwedCommand] = []
    /// Where in `statuses` the status of a link's command stands: a merge may still change its code.
    var statusOfLink: [LinkRow: Int] = [:]
    /// What is written together with the reply.
    var commits: [@Sendable (StoreWriter) throws -> Void] = []
    /// What this message brought of the large object on its way.
    var pieces: [UInt8] = []
    /// The store's chunk is of no use any more; it goes with the reply.
    var isChunkDropped = false
    /// Datastores loaded in this exchange, by their place in the session.
    var contexts: [Int: DatastoreContext] = [:]
    /// The way upstream, made at first use.
    var upstream: DAVClient?
    /// Items seen in this message, against the limit.
    var itemCount = 0
    /// Adds up the time for which the server is waited, while the device is traced.
    var timed: TimedTransport?
    /// When the message's work began, in milliseconds of the stopwatch.
    let began: Int64
    /// The message as one whose answer takes time; nil: nobody asks.
    var longWork: LongWork?
    /// An item was refused because its datastore is full: said once a message in the log.
    var isFull = false

    var store: Store { service.dependencies.store }
    var message: Message { incoming.message }
    var logger: Logger { service.dependencies.logger }

    init(service: BridgeService, incoming: Incoming, record: SessionRecord) throws {
        self.service = service
        self.incoming = incoming
        self.record = record
        self.now = service.dependencies.clock()
        self.began = service.dependencies.stopwatch()
        if let known = service.states.value(of: record.id), known.bytes == record.state {
            self.state = known.state
        } else {
            self.state = try SessionCoding.decode(SessionState.self, from: record.state)
        }
        let row = record.device
        let (device, account) = try service.dependencies.store.read { store in
            guard let device = try store.device(row), let account = try store.account(device.account) else {
                throw SessionError.deviceForgotten
            }
            return (device, account)
        }
        self.device = device
        self.account = account
        self.profile = service.profile(of: device, userAgent: incoming.request.userAgent)
    }

    /// Handles the message and returns the stored reply.
    mutating func run() async throws -> ExchangeReply {
        guard record.fence == device.generation, account.isEnabled else {
            logger.notice("a newer session of this device has begun", metadata: incoming.metadata)
            return RefusalReply(incoming: incoming, code: StatusCode.retryLater).encoded()
        }
        if isDeaf {
            logger.warning(
                "the device sends on and takes no statuses",
                metadata: incoming.metadata.merging(["owed": "\(state.owedStatuses.count)"]) { $1 })
            return .text(
                413, "\(state.owedStatuses.count) statuses wait; take them with messages without changes first.")
        }
        beginLongWork()
        defer { endLongWork() }
        if incoming.request.sessionToken != nil { state.followsRespURI = true }
        if let meta = message.header.meta ?? unheard?.header.meta {
            state.maxMessageSize = meta.maxMessageSize ?? state.maxMessageSize
            state.maxObjectSize = meta.maxObjectSize ?? state.maxObjectSize
        }
        readWishes()
        SessionCommit.heard(&self)
        if state.incoming.isFinished { forgetFinished() }
        if let unheard {
            answeredID = unheard.header.messageID
            for command in unheard.commands { try await handle(command) }
            answeredID = nil
        }
        for command in message.commands { try await handle(command) }
        let turn = state.packages.received(
            opens: (message.commands + (unheard?.commands ?? [])).contains(where: Self.opens),
            syncs: message.commands.contains(where: Self.syncs),
            isFinal: message.isFinal, owesFinal: state.owesFinal,
            suspends: message.commands.contains(where: Self.suspends),
            brings: message.commands.contains(where: Self.brings), isShort: isShort || mayBeShort,
            isUnbegun: isUnbegun, isFilled: message.commands.contains(where: precedes))
        return try await reply(to: turn)
    }

    /// True when the device brings further changes while more statuses of earlier ones wait for room in a reply than one message
    /// can have items: what is owed is kept with the session and must not grow for ever.
    private var isDeaf: Bool {
        state.owedStatuses.count > service.settings.limits.itemsPerMessage
            && message.commands.contains(where: Self.syncs)
    }

    private mutating func reply(to turn: PackageMachine.Turn) async throws -> ExchangeReply {
        let answer = try await work(on: turn)
        var composer = ReplyComposer(exchange: self, brings: turn == .settle || turn == .serve)
        if let given = longWork?.end(), !given.isEmpty { return try composer.owe(&self, answer, given: given) }
        switch answer {
        case .finish(let wantsFinal): return try composer.finish(&self, wantsFinal: wantsFinal)
        case .serve: return try composer.serve(&self)
        }
    }

    /// What a reply consists of, beside the statuses.
    enum Answer: Sendable {
        /// What is owed; then Final, if it is wanted.
        case finish(wantsFinal: Bool)
        /// The server's changes.
        case serve
    }

    private mutating func work(on turn: PackageMachine.Turn) async throws -> Answer {
        switch turn {
        case .acknowledge:
            try await pushArrived()
            askForNextMessage()
            return .finish(wantsFinal: state.owesFinal)
        case .finishInitialization:
            askForInformation()
            return .finish(wantsFinal: true)
        case .settle:
            guard try await settle() else { return .finish(wantsFinal: false) }
            state.packages.settled()
            return .serve
        case .serve:
            return .serve
        case .end:
            try closeStoredAnew()
            return .finish(wantsFinal: true)
        case .suspend:
            try await suspend()
            return .finish(wantsFinal: true)
        }
    }

    /// The account's client upstream.
    mutating func client() throws -> DAVClient {
        if let upstream { return upstream }
        if isTraced { timed = service.timedTransport() }
        let made = try service.client(of: account, through: timed)
        upstream = made
        return made
    }

    private static func opens(_ command: Command) -> Bool {
        guard case .alert(let alert) = command, let code = alert.code else { return false }
        return code == AlertCode.resume || SyncMode(alertCode: code) != nil
    }

    /// True when the device has announced more than has come, or has not begun with a datastore although it announces what each is to
    /// bring. What is told to it before all has come may take from it what it was yet to say.
    var isShort: Bool {
        let announces = state.datastores.contains { $0.announced != nil }
        return state.datastores.contains { session in
            guard !session.isMatched, session.mode.readsClient else { return false }
            return session.arrived.map { (session.announced ?? 0) > $0 } ?? announces
        }
    }

    /// True when the device is to show all that it has, and has not said a Sync yet.
    private var isUnbegun: Bool {
        state.datastores.allSatisfy { $0.arrived == nil }
            && state.datastores.contains { !$0.isMatched && $0.mode.matches }
    }

    /// True for a message that may have had no room for more.
    private var isLong: Bool {
        incoming.request.body.count > min(state.maxMessageSize ?? .max, service.settings.maxMessageSize) / 2
    }

    /// True when more may come although the device says that this was all: it has announced no number, is known for it, and the message is
    /// so long that the rest may not have fitted.
    private var mayBeShort: Bool {
        profile.quirks.mayEndEarly && isLong
            && state.datastores.contains { !$0.isMatched && $0.mode.readsClient && $0.announced == nil }
    }

    /// True for what belongs before all changes, or may have left no room for any.
    private func precedes(_ command: Command) -> Bool {
        switch command {
        case .put, .get: true
        case .results: isLong
        case .sync, .sequence, .atomic, .add, .replace, .copy, .move, .delete, .alert, .status, .map, .exec, .search,
            .unknown:
            false
        }
    }

    /// True for a Sync that holds something.
    private static func brings(_ command: Command) -> Bool {
        switch command {
        case .sync(let sync): !sync.commands.isEmpty
        case .sequence(let group), .atomic(let group): group.commands.contains(where: brings)
        case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .status, .map, .exec, .search,
            .unknown:
            false
        }
    }

    private static func syncs(_ command: Command) -> Bool {
        switch command {
        case .sync: true
        case .sequence(let group), .atomic(let group): group.commands.contains(where: syncs)
        case .add, .replace, .copy, .move, .delete, .alert, .get, .put, .results, .status, .map, .exec, .search,
            .unknown:
            false
        }
    }
}

/// What ends an exchange before it began.
enum SessionError: Error {
    /// The device was forgotten while its session was open.
    case deviceForgotten
}
