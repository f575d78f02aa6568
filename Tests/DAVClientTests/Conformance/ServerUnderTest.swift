import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// The servers on which one suite must hold.
enum ServerUnderTest: String, CaseIterable, CustomTestStringConvertible {
    case memory, memoryLikeRadicale, memoryLikeXandikos, radicale, xandikos

    var testDescription: String { rawValue }

    /// Starts it.
    func start() async throws -> Bench {
        switch self {
        case .memory: Bench.inMemory(.honest)
        case .memoryLikeRadicale: Bench.inMemory(.radicale)
        case .memoryLikeXandikos: Bench.inMemory(.xandikos)
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
    private let server: RealServer?

    static func inMemory(_ behaviour: ServerBehaviour) -> Bench {
        let server = InMemoryDAVServer(behaviour: behaviour)
        server.addUser("alice", password: "secret")
        return Bench(
            base: server.origin + "/", needsLogin: behaviour.needsLogin, transport: server,
            credentials: HTTPCredentials(user: "alice", password: "secret"), server: nil)
    }

    init(_ server: RealServer, needsLogin: Bool) {
        self.init(
            base: server.base, needsLogin: needsLogin, transport: CurlTransport(),
            credentials: HTTPCredentials(user: server.user, password: server.password), server: server)
    }

    private init(
        base: String, needsLogin: Bool, transport: any HTTPTransport, credentials: HTTPCredentials?,
        server: RealServer?
    ) {
        self.base = base
        self.needsLogin = needsLogin
        self.transport = transport
        self.credentials = credentials
        self.server = server
    }

    var client: DAVClient { DAVClient(base: base, credentials: credentials, transport: transport) }

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
