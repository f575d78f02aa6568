import Bridge
import BridgeTesting
import DAVClient
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

/// The servers in memory that are like real ones.
enum Personality: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case honest, radicale, xandikos, sogo, davical, sabre, cyrus, calypso

    /// Those that call members as they are asked to: tests name what they take away.
    static let keepingNames = allCases.filter { $0 != .calypso }

    var testDescription: String { rawValue }

    var behaviour: ServerBehaviour {
        switch self {
        case .honest: .honest
        case .radicale: .radicale
        case .xandikos: .xandikos
        case .sogo: .sogo
        case .davical: .davical
        case .sabre: .sabre
        case .cyrus: .cyrus
        case .calypso: .calypso
        }
    }

    /// The kinds it has a place for: SOGo keeps no journals.
    var kinds: [ItemKind] {
        switch self {
        case .honest, .radicale, .xandikos, .davical, .sabre, .cyrus, .calypso: Scene.kinds
        case .sogo: [.contact, .event, .task]
        }
    }

    /// A world with this server. One without a login of its own is used through a stored account.
    func world(seed: UInt64 = 1) async throws -> World {
        let world = try World(seed: seed, behaviour: behaviour)
        guard !behaviour.needsLogin else { return world }
        _ = try await world.administration.add(
            AccountAdministration.Draft(
                name: "alice", upstream: world.server.origin + "/", user: "alice", password: "secret",
                devicePassword: "secret"))
        return world
    }
}

extension Scene {
    /// A phone with stores for those kinds before a server like a real one.
    init(
        _ personality: Personality, kinds: [ItemKind]? = nil, version: ProtocolVersion = .v12
    ) async throws {
        let stores = (kinds ?? personality.kinds).map(\.store)
        world = try await personality.world()
        phone = SimulatedPhone(world, id: "phone-1") { configuration in
            configuration.version = version
            configuration.stores = StoreConfiguration.standard(oldFormats: version != .v12)
                .filter { stores.contains($0.name) }
        }
    }

    /// What another client does just before the bridge next looks at, writes or removes one contact by its own URL.
    func beforeTouching(_ name: String, _ act: @escaping @Sendable (World) -> Void) {
        let url = world.server.origin + world.href(.contact, name).rawValue
        let isDone = Mutex(false)
        world.way.observe { [world] request in
            guard request.url == url else { return }
            let isFirst = isDone.withLock { done in
                defer { done = true }
                return !done
            }
            if isFirst { act(world) }
        }
    }

    static let anna = Sample(.contact, "Anna Adler", "+49 1001")

    /// Anna with another number.
    static func anna(_ detail: String) -> Sample { Sample(.contact, anna.title, detail) }

    /// Anna is upstream and on the phone.
    static func withAnna(_ personality: Personality) async throws -> Scene {
        var scene = try await Scene(personality, kinds: [.contact])
        scene.world.put("anna", anna)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.phone.essences(.contact) == [anna.essence])
        return scene
    }

    /// Both sides hold this.
    func expectAgreement(_ kinds: [ItemKind], _ expected: (ItemKind) -> [String]) {
        for kind in kinds {
            #expect(phone.essences(kind) == expected(kind), "phone, \(kind)")
            #expect(world.essences(of: world.collection(kind)) == expected(kind), "server, \(kind)")
        }
    }

    /// A sync that moves nothing and writes nothing.
    mutating func expectQuiet() async throws {
        let before = writes
        let report = try await phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        #expect(writes == before)
    }
}
