import SyncMLFront
import SyncTypes

/// One sync of a phone with its server: a value that takes events and says what to do next. It does no network I/O.
///
///     start() -> send -> receive(reply) -> send -> ... -> finished | failed
///
/// Packages (DS Protocol section 5): 1 opening (Put, Get, Alerts), 3 the phone's changes, 5 Maps and statuses; the
/// server's 2, 4 and 6 answer them. Each may take several messages. What the phone owns is in `store`; it is saved after
/// every message, so dropping the session at any point is a phone that lost its battery.
public struct PhoneSession<Store: PhoneStore> {
    /// The phone's items and memory, as they are at this moment.
    public internal(set) var store: Store
    /// What has been done so far.
    public internal(set) var report: PhoneReport

    let configuration: PhoneConfiguration
    let environment: PhoneEnvironment
    var phase = PhonePhase.ready
    var login: Login
    var exchanges: [StoreExchange]
    var sessionID: Int
    var messageID = 0
    var url: String
    var server = ServerLimits()
    /// Commands for the next messages, in order.
    var outbox: [Outbound] = []
    var awaited = AwaitedStatuses()
    var incoming: IncomingItem?
    /// Names that go into the last message.
    var heldMaps: [Outbound] = []
    var lastSent: Outgoing?
    var repeats = 0
    /// Replies in a row that brought nothing and ended nothing.
    var idleReplies = 0
    /// Changes and chunks written so far, and how many of them the last reply has seen.
    var changesWritten = 0
    var changesSeen = 0

    /// A session over some stores of a phone, or all of them, in the configuration's order.
    ///
    /// - Parameters:
    ///   - modes: by store name, the stores that take part; nil syncs every store two-way.
    public init(
        _ configuration: PhoneConfiguration, store: Store, modes: [String: SyncMode]? = nil,
        environment: PhoneEnvironment
    ) {
        self.configuration = configuration
        self.environment = environment
        self.store = store
        login = Login(configuration, memory: store.memory)
        url = configuration.url
        let number = environment.sessionID ?? store.memory.sessions + 1
        sessionID = configuration.habits.constantSessionID ? 1 : number
        exchanges = configuration.stores.compactMap { setting in
            guard let mode = modes == nil ? .twoWay : modes?[setting.name] else { return nil }
            let memory = store.memory.stores[setting.name] ?? StoreMemory()
            let anchor = AnchorText.next(
                configuration.habits.anchors, now: environment.now, session: store.memory.sessions + 1,
                after: memory.lastAnchor)
            if environment.resumes, let open = memory.open {
                let isNew = configuration.habits.resumesWithNewAnchor == true
                return StoreExchange(setting, resuming: open, nextAnchor: isNew ? anchor : open.nextAnchor)
            }
            let isFirst = memory.lastAnchor == nil && mode == .twoWay && configuration.habits.slowWithoutAnchor
            return StoreExchange(setting, requested: isFirst ? .slow : mode, nextAnchor: anchor)
        }
        report = PhoneReport(startedAt: environment.now, sessionID: String(sessionID))
        report.stores = exchanges.map { StoreReport(name: $0.configuration.name, requested: $0.requested.alertCode) }
    }

    /// The first message.
    public mutating func start() -> PhoneStep {
        guard phase == .ready else { return .failed(PhoneError(.misuse, "the session has started already")) }
        store.memory.sessions += 1
        open(offersInformation: true)
        let step = compose()
        do {
            try store.save()
        } catch {
            return fail(error)
        }
        return step
    }

    /// Takes a reply: its body, its Content-Type header and its HTTP status.
    public mutating func receive(_ reply: [UInt8], contentType: String, httpStatus: Int) -> PhoneStep {
        guard phase.isUnderWay else { return .failed(PhoneError(.misuse, "the session waits for no reply")) }
        repeats = 0
        report.bytesReceived += reply.count
        do {
            let message = try read(reply, contentType: contentType, httpStatus: httpStatus)
            return try take(message)
        } catch {
            return fail(error)
        }
    }

    /// No reply came: sends the same bytes again while the phone's habits allow it. `error` says why, for the report.
    public mutating func replyLost(_ error: PhoneError? = nil) -> PhoneStep {
        guard phase.isUnderWay, let lastSent else {
            return .failed(PhoneError(.misuse, "the session waits for no reply"))
        }
        guard repeats < configuration.habits.repeatsAfterLoss else {
            return fail(error ?? PhoneError(.connection, "no reply came from \(lastSent.url)"))
        }
        repeats += 1
        report.messages += 1
        report.bytesSent += lastSent.body.count
        return .send(lastSent)
    }

    /// Ends the session with an error that came from outside, such as a connection that cannot be made.
    public mutating func fail(_ error: PhoneError) -> PhoneStep {
        phase = .ended
        report.failure = error
        store.memory.lastReport = report
        do {
            try store.save()
        } catch {
            report.failure = error
            return .failed(error)
        }
        return .failed(error)
    }
}

extension PhoneSession: Sendable where Store: Sendable {}

/// Where a session stands. "Sent" means that the phone's own package has got its Final.
enum PhonePhase: Hashable, Sendable {
    /// Nothing happened.
    case ready
    /// Package 1 and the server's package 2.
    case opening(isSent: Bool)
    /// Package 3 is not complete.
    case sending
    /// Package 3 is complete, the server's package 4 is not.
    case receiving
    /// Package 5 and the server's package 6.
    case closing(isSent: Bool)
    /// Alert 224 and the answer to it.
    case suspending
    /// Over.
    case ended

    /// True while a reply may come.
    var isUnderWay: Bool {
        switch self {
        case .ready, .ended: false
        case .opening, .sending, .receiving, .closing, .suspending: true
        }
    }
}

/// What the server said about itself.
struct ServerLimits: Hashable, Sendable {
    /// MaxMsgSize of its headers.
    var maxMessageSize: Int?
    /// MaxObjSize of its headers.
    var maxObjectSize: Int?
    /// SupportLargeObjs; nil before its device information came.
    var largeObjects: Bool?
    /// SupportNumberOfChanges; nil before its device information came.
    var numberOfChanges: Bool?
}

/// A command that waits for a message, and what its Status will mean.
struct Outbound: Hashable, Sendable {
    var command: Command
    var awaited: Awaited?

    /// A Status, which is never answered.
    init(_ status: Status) {
        command = .status(status)
        awaited = nil
    }

    /// A command that is answered.
    init(_ command: Command, awaits awaited: Awaited) {
        self.command = command
        self.awaited = awaited
    }

    /// A Map of several names as two Maps, for messages in which it does not fit; nil for everything else.
    var halves: [Outbound]? {
        guard case .map(let map) = command, case .map(let index, let names) = awaited, map.items.count > 1,
            map.items.count == names.count
        else { return nil }
        let middle = names.count / 2
        var first = map
        var second = map
        first.items = Array(map.items[..<middle])
        second.items = Array(map.items[middle...])
        return [
            Outbound(.map(first), awaits: .map(index, Array(names[..<middle]))),
            Outbound(.map(second), awaits: .map(index, Array(names[middle...]))),
        ]
    }
}
