import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Synchronization
import Testing

@testable import Bridge

/// A world with two phones that hold the same contacts, and an admin who undoes.
struct UndoScene {
    let world: World
    var first: SimulatedPhone
    var second: SimulatedPhone

    static let anna = Sample(.contact, "Anna Adler", "+49 1001")
    static let boris = Sample(.contact, "Boris Brandt", "+49 1002")

    init(_ kind: ItemKind = .contact, seed: UInt64 = 1, change: (inout Settings) -> Void = { _ in }) throws {
        world = try World(seed: seed, change: change)
        // One database each: syncs are what these tests spend their time on.
        first = SimulatedPhone(world, id: "phone-1") { $0.stores.removeAll { $0.name != kind.store } }
        second = SimulatedPhone(world, id: "phone-2") { $0.stores.removeAll { $0.name != kind.store } }
    }

    /// Anna and Boris are upstream and on both phones.
    static func agreed() async throws -> UndoScene {
        var scene = try UndoScene()
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        try await scene.syncBoth()
        return scene
    }

    mutating func syncBoth() async throws {
        for report in [try await first.sync(), try await second.sync()] {
            #expect(report.failure == nil, "\(report.table)")
        }
    }

    /// Both phones sync until they know everything; then both and upstream hold exactly this, and nothing moves any more.
    mutating func expect(
        _ wanted: [Sample], _ kind: ItemKind = .contact, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await syncBoth()
        try await syncBoth()
        let essences = wanted.map(\.essence).sorted()
        #expect(world.essences(of: world.collection(kind)) == essences, sourceLocation: sourceLocation)
        #expect(first.essences(kind) == essences, sourceLocation: sourceLocation)
        #expect(second.essences(kind) == essences, sourceLocation: sourceLocation)
        let before = writes
        for report in [try await first.sync(), try await second.sync()] {
            #expect(Scene.moved(report) == 0, "\(report.table)", sourceLocation: sourceLocation)
        }
        #expect(writes == before, "a quiet sync wrote upstream", sourceLocation: sourceLocation)
    }

    /// PUTs and DELETEs so far.
    var writes: Int { world.server.requests.filter { $0.method == "PUT" || $0.method == "DELETE" }.count }

    /// The admin's order; `meddling` happens upstream just before the first PUT of it arrives.
    func undo(
        _ target: String, isDryRun: Bool = false, meddling: (@Sendable () -> Void)? = nil
    ) async throws -> UndoReport {
        var dependencies = world.administration.dependencies
        if let meddling { dependencies.transport = Meddler(server: world.server, meddling) }
        let undo = Undo(settings: world.administration.settings, dependencies: dependencies)
        return try await undo.run(try #require(UndoTarget(target)), isDryRun: isDryRun)
    }

    /// The journal, newest first.
    func journal() throws -> [JournalEntry] { try world.store.read { try $0.entries(limit: 100) } }

    /// The newest entry of an action, as `undo` names it.
    func entry(_ action: JournalAction) throws -> String {
        "\(try #require(try journal().first { $0.action == action }).id)"
    }

    /// The session of the newest change, as `undo` names it.
    func session() throws -> String {
        "s\(try #require(try journal().first { Undo.isChange($0) && $0.session != nil }?.session))"
    }

    /// The text upstream of what another client put under a name.
    func upstream(_ name: String) throws -> String {
        String(decoding: try #require(world.server.get(world.href(.contact, name))), as: UTF8.self)
    }
}

/// A way to the server on which something happens before the first PUT.
private final class Meddler: HTTPTransport {
    private let server: InMemoryDAVServer
    private let meddling: Mutex<(@Sendable () -> Void)?>

    init(server: InMemoryDAVServer, _ meddling: @escaping @Sendable () -> Void) {
        self.server = server
        self.meddling = Mutex(meddling)
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        if request.method == "PUT" {
            let meddle = meddling.withLock { once in
                defer { once = nil }
                return once
            }
            meddle?()
        }
        return try await server.send(request)
    }
}
