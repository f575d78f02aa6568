import BridgeTesting
import DAVClient
import Foundation
import SyncTypes
import Testing

/// The servers on which one suite must hold.
enum ServerUnderTest: String, CaseIterable, CustomTestStringConvertible {
    case memory, memoryLikeRadicale, memoryLikeXandikos, memoryLikeSOGo, memoryLikeDAViCal, memoryLikeSabre,
        memoryLikeCyrus
    case radicale, xandikos, sabre
    case newRadicale = "radicale-new"
    case newXandikos = "xandikos-new"
    case sabreApache = "sabre-apache"
    case davical, cyrus, sogo, calypso

    var testDescription: String { rawValue }

    /// Those that start at once.
    static let quick: [ServerUnderTest] = [
        .memory, .memoryLikeRadicale, .memoryLikeXandikos, .memoryLikeSOGo, .memoryLikeDAViCal, .memoryLikeSabre,
        .memoryLikeCyrus, .radicale, .xandikos, .sabre,
    ]

    /// Those that somebody runs.
    static let real: [ServerUnderTest] = [
        .radicale, .newRadicale, .xandikos, .newXandikos, .sabre, .sabreApache, .davical, .cyrus, .sogo,
        .calypso,
    ]

    /// Those that FOOTBRIDGE_SERVERS names ("all": those that somebody runs), or the quick ones.
    static let chosen: [ServerUnderTest] =
        ProcessInfo.processInfo.environment["FOOTBRIDGE_SERVERS"].map { names in
            names == "all" ? real : names.split(separator: " ").compactMap { ServerUnderTest(rawValue: String($0)) }
        } ?? quick

    /// What it lets know of itself.
    private var software: String? {
        switch self {
        case .radicale, .newRadicale: "Radicale"
        case .xandikos, .newXandikos: "Xandikos"
        case .sabre, .sabreApache: "sabre/dav"
        case .davical: "DAViCal"
        case .cyrus: "Cyrus"
        case .sogo: "SOGo"
        case .calypso: "Calypso"
        case .memory, .memoryLikeRadicale, .memoryLikeXandikos, .memoryLikeSOGo, .memoryLikeDAViCal, .memoryLikeSabre,
            .memoryLikeCyrus:
            nil
        }
    }

    /// Starts it.
    func start() async throws -> Bench {
        switch self {
        case .memory: Bench.inMemory(.honest, deviations)
        case .memoryLikeRadicale: Bench.inMemory(.radicale, deviations)
        case .memoryLikeXandikos: Bench.inMemory(.xandikos, deviations)
        case .memoryLikeSOGo: Bench.inMemory(.sogo, deviations)
        case .memoryLikeDAViCal: Bench.inMemory(.davical, deviations)
        case .memoryLikeSabre: Bench.inMemory(.sabre, deviations)
        case .memoryLikeCyrus: Bench.inMemory(.cyrus, deviations)
        case .radicale, .sabre, .newRadicale, .sabreApache, .davical, .cyrus, .sogo, .calypso:
            Bench(try await RealServer(rawValue), software, needsLogin: true, deviations)
        case .xandikos, .newXandikos: Bench(try await RealServer(rawValue), software, needsLogin: false, deviations)
        }
    }
}

/// One server with a user, and a client for it.
struct Bench {
    /// The server's name and version.
    let name: String
    /// What it lets know of itself; nil: nothing.
    let software: String?
    /// What an admin types.
    let base: String
    let needsLogin: Bool
    let transport: any HTTPTransport
    let credentials: HTTPCredentials?
    let deviations: Set<Deviation>
    /// Lets so many seconds pass at a server in memory; what real servers do does not hang on it.
    let letPass: @Sendable (Int64) -> Void
    /// The deviations that were asked for and are there.
    let met = Met()
    private let server: RealServer?

    static func inMemory(_ behaviour: ServerBehaviour, _ deviations: Set<Deviation>) -> Bench {
        let clock = ManualClock()
        let server = InMemoryDAVServer(behaviour: behaviour, now: { clock.now })
        server.addUser("alice", password: "secret")
        return Bench(
            name: "memory", software: nil, base: server.origin + "/", needsLogin: behaviour.needsLogin,
            transport: server,
            credentials: HTTPCredentials(user: "alice", password: "secret"), deviations: deviations,
            letPass: { clock.advance($0) }, server: nil)
    }

    init(_ server: RealServer, _ software: String?, needsLogin: Bool, _ deviations: Set<Deviation>) {
        self.init(
            name: server.name, software: software, base: server.base, needsLogin: needsLogin,
            transport: CurlTransport(),
            credentials: HTTPCredentials(user: server.user, password: server.password),
            deviations: deviations, letPass: { _ in }, server: server)
    }

    private init(
        name: String, software: String?, base: String, needsLogin: Bool, transport: any HTTPTransport,
        credentials: HTTPCredentials?,
        deviations: Set<Deviation>, letPass: @escaping @Sendable (Int64) -> Void, server: RealServer?
    ) {
        self.name = name
        self.software = software
        self.base = base
        self.needsLogin = needsLogin
        self.transport = transport
        self.credentials = credentials
        self.deviations = deviations
        self.letPass = letPass
        self.server = server
    }

    /// The server's root: "http://127.0.0.1:40123/".
    var origin: String {
        let parts = base.split(separator: "/", omittingEmptySubsequences: false)
        return parts.prefix(3).joined(separator: "/") + "/"
    }

    var client: DAVClient { DAVClient(base: base, credentials: credentials, transport: transport) }

    /// The kinds it has a place for.
    var kinds: [ItemKind] {
        ItemKind.allCases.filter { kind in
            !(kind == .note && has(.hasNoJournals)) && !(kind == .task && has(.namesTasksAnew))
        }
    }

    /// A fresh collection; its name tells the check that made it. Where none can be made it is there already.
    func collection(_ kind: ItemKind, _ name: String) async throws -> DAVCollection {
        let discovery = try await client.discover()
        let homes = kind == .contact ? discovery.addressBookHomes : discovery.calendarHomes
        let home = homes.first ?? Href("/")
        return client.collection(
            try await client.makeCollection(home: home, name: name, displayName: "The \(name)", kind: kind))
    }

    func stop() { server?.stop() }
}

/// How the server at hand calls members that were made under other names.
enum MemberNaming {
    /// By their UIDs.
    @TaskLocal static var isByUID = false
}

extension DAVCollection {
    /// An href for a new member.
    func member(_ name: String, _ kind: ItemKind) -> Href {
        Href(href.rawValue + (MemberNaming.isByUID ? uid(name) : name + Fixtures.fileExtension(kind)))
    }

    /// The UID of a fixture: Cyrus takes none twice, in whatever collections of a user.
    func uid(_ name: String) -> String { "\(href.lastSegment)-\(name)" }

    /// Stores a fixture at a fresh href.
    func add(_ kind: ItemKind, _ name: String, _ text: String) async throws -> PutOutcome {
        try await put(
            member(name, kind), body: Fixtures.body(kind, uid(name), text), contentType: Fixtures.contentType(kind),
            precondition: .absent)
    }

    /// Overwrites a fixture under its present ETag.
    func change(_ kind: ItemKind, _ name: String, _ text: String, etag: ETag) async throws -> PutOutcome {
        try await put(
            member(name, kind), body: Fixtures.body(kind, uid(name), text), contentType: Fixtures.contentType(kind),
            precondition: .matches(etag))
    }

    /// The present ETag of a fixture.
    func etag(_ kind: ItemKind, _ name: String) async throws -> ETag {
        let href = member(name, kind)
        return try await listed().first { $0.href == href }?.etag ?? ETag("none listed")
    }
}
