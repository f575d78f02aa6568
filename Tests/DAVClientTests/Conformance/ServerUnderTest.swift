import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// The servers on which one suite must hold.
enum ServerUnderTest: String, CaseIterable, CustomTestStringConvertible {
    case memory, memoryLikeRadicale, memoryLikeXandikos, memoryLikeSOGo, memoryLikeDAViCal, radicale, xandikos

    var testDescription: String { rawValue }

    /// Starts it.
    func start() async throws -> Bench {
        switch self {
        case .memory: Bench.inMemory(.honest, deviations)
        case .memoryLikeRadicale: Bench.inMemory(.radicale, deviations)
        case .memoryLikeXandikos: Bench.inMemory(.xandikos, deviations)
        case .memoryLikeSOGo: Bench.inMemory(.sogo, deviations)
        case .memoryLikeDAViCal: Bench.inMemory(.davical, deviations)
        case .radicale: Bench(try await RealServer.radicale(), needsLogin: true)
        case .xandikos: Bench(try await RealServer.xandikos(), needsLogin: false)
        }
    }
}

/// One server with a user, and a client for it.
struct Bench {
    let base: String
    let needsLogin: Bool
    let transport: any HTTPTransport
    let credentials: HTTPCredentials?
    let deviations: Set<Deviation>
    /// Lets so many seconds pass at a server in memory; what real servers do does not hang on it.
    let letPass: @Sendable (Int64) -> Void
    private let server: RealServer?

    static func inMemory(_ behaviour: ServerBehaviour, _ deviations: Set<Deviation>) -> Bench {
        let clock = ManualClock()
        let server = InMemoryDAVServer(behaviour: behaviour, now: { clock.now })
        server.addUser("alice", password: "secret")
        return Bench(
            base: server.origin + "/", needsLogin: behaviour.needsLogin, transport: server,
            credentials: HTTPCredentials(user: "alice", password: "secret"), deviations: deviations,
            letPass: { clock.advance($0) }, server: nil)
    }

    init(_ server: RealServer, needsLogin: Bool) {
        self.init(
            base: server.base, needsLogin: needsLogin, transport: CurlTransport(),
            credentials: HTTPCredentials(user: server.user, password: server.password), deviations: [],
            letPass: { _ in }, server: server)
    }

    private init(
        base: String, needsLogin: Bool, transport: any HTTPTransport, credentials: HTTPCredentials?,
        deviations: Set<Deviation>, letPass: @escaping @Sendable (Int64) -> Void, server: RealServer?
    ) {
        self.base = base
        self.needsLogin = needsLogin
        self.transport = transport
        self.credentials = credentials
        self.deviations = deviations
        self.letPass = letPass
        self.server = server
    }

    var client: DAVClient { DAVClient(base: base, credentials: credentials, transport: transport) }

    /// The kinds it has a place for.
    var kinds: [ItemKind] { ItemKind.allCases.filter { $0 != .note || !has(.hasNoJournals) } }

    /// A fresh collection; its name tells the check that made it.
    func collection(_ kind: ItemKind, _ name: String) async throws -> DAVCollection {
        let discovery = try await client.discover()
        let homes = kind == .contact ? discovery.addressBookHomes : discovery.calendarHomes
        let home = homes.first ?? Href("/")
        return client.collection(
            try await client.makeCollection(home: home, name: name, displayName: "The \(name)", kind: kind))
    }

    func stop() { server?.stop() }
}

extension DAVCollection {
    /// An href for a new member.
    func member(_ name: String, _ kind: ItemKind) -> Href {
        Href(href.rawValue + name + Fixtures.fileExtension(kind))
    }

    /// Stores a fixture at a fresh href.
    func add(_ kind: ItemKind, _ name: String, _ text: String) async throws -> PutOutcome {
        try await put(
            member(name, kind), body: Fixtures.body(kind, name, text), contentType: Fixtures.contentType(kind),
            precondition: .absent)
    }

    /// Overwrites a fixture under its present ETag.
    func change(_ kind: ItemKind, _ name: String, _ text: String, etag: ETag) async throws -> PutOutcome {
        try await put(
            member(name, kind), body: Fixtures.body(kind, name, text), contentType: Fixtures.contentType(kind),
            precondition: .matches(etag))
    }

    /// The present ETag of a fixture.
    func etag(_ kind: ItemKind, _ name: String) async throws -> ETag {
        let href = member(name, kind)
        return try await listed().first { $0.href == href }?.etag ?? ETag("none listed")
    }
}
