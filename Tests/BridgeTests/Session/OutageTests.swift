import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

/// Phones that sync while their server is away.
@Suite("Outage")
struct OutageTests {
    /// Contacts, two of them Anna and Boris, agreed on once.
    private static func scene(queues: Bool = true) async throws -> Scene {
        var scene = try Trap.scene()
        scene.phone.edit("own-1", Scene.shared(.contact)[0])
        scene.world.put("boris", Scene.shared(.contact)[1])
        _ = try await scene.phone.sync()
        if queues { try scene.world.administration.set("alice", ["offline=queue"]) }
        return scene
    }

    private static func isAway(_ scene: Scene, _ isAway: Bool = true) {
        let fault: @Sendable (HTTPRequest) -> Fault? = { _ in Fault.lostRequest }
        scene.world.server.setFault(isAway ? fault : nil)
    }

    private static func putGreta(_ scene: Scene, note: String) {
        let card = Trap.card("Greta Glas", "TEL;TYPE=CELL:+49 1", "NOTE:\(note)")
        scene.world.server.put(scene.world.href(.contact, "greta"), card)
    }

    private static func upstream(_ scene: Scene) -> [String] { scene.world.essences(of: scene.world.contacts) }

    private static func isTwoWay(_ report: PhoneReport) -> Bool {
        report.stores.allSatisfy { $0.used == SyncMode.twoWay.alertCode }
    }

    private static func show(_ scene: Scene) throws -> DatastoreReport {
        let devices = DeviceAdministration(store: scene.world.store)
        return try #require(try devices.show("1").datastores.first)
    }

    private let anna = Scene.shared(.contact)[0]
    private let boris = Scene.shared(.contact)[1]
    private let paula = Scene.newOnPhone(.contact)

    @Test("What the phone changed meanwhile goes up when the server is back, without the phone")
    func queued() async throws {
        var scene = try await Self.scene()
        Self.isAway(scene)
        scene.phone.edit("own-1", Scene.changed(anna))
        scene.phone.edit("own-3", paula)
        scene.phone.delete("contacts", try #require(scene.phone.luid(boris)))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(Self.isTwoWay(report))
        #expect(Self.upstream(scene) == [anna.essence, boris.essence])

        let told = try Self.show(scene)
        #expect(told.waitingChanges == 2 && told.waitingDeletions == 1)
        #expect(Set(told.waiting.map(\.item)) == ["Anna Adler", "Paula Peters"])
        #expect(told.waiting.allSatisfy { !$0.isRefused && $0.since != nil && $0.reason.hasPrefix("waiting: ") })
        let journal = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(journal.filter { $0.action == .pending }.count == 3, "two texts, and the deletions")

        await scene.world.upkeep()
        #expect(Self.upstream(scene) == [anna.essence, boris.essence])
        Self.isAway(scene, false)
        scene.world.clock.advance(61)
        await scene.world.upkeep()
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == [Scene.changed(anna).essence, paula.essence])
        #expect(try Self.show(scene).waitingChanges == 0)
        #expect(try Self.show(scene).waitingDeletions == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("The next sync brings it up, too, merged with what others did meanwhile")
    func merged() async throws {
        var scene = try await Self.scene()
        Self.putGreta(scene, note: "old")
        _ = try await scene.phone.sync()
        Self.isAway(scene)
        try Trap.edit(&scene.phone, holding: "Greta", "+49 1", "+49 2")
        #expect(try await scene.phone.sync().isSuccess)
        Self.isAway(scene, false)
        Self.putGreta(scene, note: "new")
        #expect(try await scene.phone.sync().isSuccess)
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first { $0.contains("Greta") })
        #expect(body.contains("+49 2") && body.contains("NOTE:new"), "\(body)")
        let text = try #require(scene.phone.texts("contacts").first { $0.contains("Greta") })
        #expect(text.contains("+49 2") && text.contains("new"), "\(text)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("A number typed over and then taken off while the server is away is gone, also on a phone that keeps but one")
    func typedAndCleared() async throws {
        var scene = try await Self.scene()
        scene.world.server.put(
            scene.world.href(.contact, "greta"),
            Trap.card("Greta Glas", "TEL;TYPE=CELL:+49 1", "TEL;TYPE=HOME:+49 2"))
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone, .contact, Trap.keepingOneNumber)
        Self.isAway(scene)
        try Trap.edit(&scene.phone, holding: "Greta", "+49 1", "+49 3")
        #expect(try await scene.phone.sync().isSuccess)
        let text = try #require(scene.phone.texts("contacts").first { $0.contains("Greta") })
        let number = try #require(text.split(separator: "\r\n").first { $0.hasPrefix("TEL") })
        try Trap.edit(&scene.phone, holding: "Greta", number + "\r\n", "")
        #expect(try await scene.phone.sync().isSuccess)
        #expect(try Self.earlier(scene) == 1)
        Self.isAway(scene, false)
        scene.world.clock.advance(600)
        for _ in 0..<2 { await scene.world.upkeep() }
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first { $0.contains("Greta") })
        #expect(!body.contains("+49 1") && !body.contains("+49 3") && body.contains("+49 2"), "\(body)")
        #expect(try Self.earlier(scene) == 0)
        _ = try await scene.phone.sync()
        try await Trap.expectQuiet(&scene)
    }

    /// Texts that wait behind others.
    private static func earlier(_ scene: Scene) throws -> Int {
        try scene.world.store.read { try $0.inspect("SELECT id FROM earlier_text") }.count
    }

    @Test(
        "Several syncs in one outage, a restart between them: the last word counts, what came and went is not upstream")
    func severalSyncs() async throws {
        var scene = try await Self.scene()
        Self.isAway(scene)
        scene.phone.edit("own-3", paula)
        scene.phone.edit("own-1", Sample(.contact, "Anna Adler", "+49 5"))
        #expect(try await scene.phone.sync().isSuccess)
        await scene.world.restart()
        scene.phone.delete("contacts", "own-3")
        scene.phone.edit("own-1", Sample(.contact, "Anna Adler", "+49 6"))
        #expect(try await scene.phone.sync().isSuccess)
        Self.isAway(scene, false)
        scene.world.clock.advance(600)
        for _ in 0..<2 { await scene.world.upkeep() }
        #expect(Self.upstream(scene) == ["Anna Adler|+49 6", boris.essence])
        // What never stood upstream stands in the history.
        let entries = try scene.world.store.read { try $0.entries(limit: 100) }
        let passed = entries.filter { $0.detail.hasPrefix("waited") }
        let deleted = entries.filter { $0.detail == "deleted on the device before it came upstream" }
        #expect(
            deleted.count == 1
                && deleted.allSatisfy { String(decoding: $0.after ?? [], as: UTF8.self).contains("Paula") })
        #expect(
            passed.count == 1 && passed.allSatisfy { String(decoding: $0.after ?? [], as: UTF8.self).contains("+49 5") }
        )
        try await Trap.expectQuiet(&scene)
        Trap.expectEqual(scene, count: 2)
    }

    @Test("What one phone changed in the outage reaches the other one after it")
    func otherPhone() async throws {
        var scene = try await Self.scene()
        var other = Trap.other(scene)
        _ = try await other.sync()
        Self.isAway(scene)
        scene.phone.edit("own-1", Scene.changed(anna))
        #expect(try await scene.phone.sync().isSuccess)
        #expect(try await other.sync().isSuccess)
        #expect(other.essences(.contact) == [anna.essence, boris.essence])
        Self.isAway(scene, false)
        _ = try await scene.phone.sync()
        _ = try await other.sync()
        #expect(other.essences(.contact) == [Scene.changed(anna).essence, boris.essence])
    }

    @Test("A mass deletion in an outage is held when the server is back")
    func massDeletion() async throws {
        var scene = try await DeviceGuardTests.scene(8, settings: ["offline": "queue"])
        Self.isAway(scene)
        DeviceGuardTests.deleteAll(&scene)
        #expect(try await scene.phone.sync().isSuccess)
        Self.isAway(scene, false)
        await scene.world.upkeep()
        #expect(DeviceGuardTests.upstream(scene) == 8)
        #expect(try DeviceGuardTests.held(scene) == 8)
    }

    @Test("Without the setting the phone is told to try later, and its next sync is no slow one")
    func refused() async throws {
        var scene = try await Self.scene(queues: false)
        Self.isAway(scene)
        scene.phone.edit("own-1", Scene.changed(anna))
        _ = try? await scene.phone.sync()
        #expect(try Self.show(scene).waitingChanges == 0)
        Self.isAway(scene, false)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Self.isTwoWay(report), "\(report.table)")
        #expect(Self.upstream(scene) == [Scene.changed(anna).essence, boris.essence])
    }

    @Test(
        "Syncs that must see the server are refused, and leave the anchors as they are",
        arguments: [SyncMode.slow, .refreshFromClient, .refreshFromServer, .oneWayFromServer])
    func needsTheServer(mode: SyncMode) async throws {
        var scene = try await Self.scene()
        Self.isAway(scene)
        _ = try? await scene.phone.sync(["contacts": mode])
        #expect(Self.upstream(scene) == [anna.essence, boris.essence])
        Self.isAway(scene, false)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Self.isTwoWay(report), "\(report.table)")
        #expect(Scene.moved(report) == 0, "\(report.table)")
    }

    @Test("A server that refuses the login, or whose certificate is wrong, is not away")
    func notAway() async throws {
        for fault in [Fault.status(403), Fault(.before, .error(TransportError(.tls, "simulated: not trusted")))] {
            var scene = try await Self.scene()
            scene.world.server.setFault { $0.method == "REPORT" || $0.method == "PROPFIND" ? fault : nil }
            scene.phone.edit("own-1", Scene.changed(anna))
            _ = try? await scene.phone.sync()
            #expect(try Self.show(scene).waitingChanges == 0)
        }
    }

    @Test("A sync from the phone alone queues, too")
    func fromClient() async throws {
        var scene = try await Self.scene()
        Self.isAway(scene)
        scene.phone.edit("own-3", paula)
        #expect(try await scene.phone.sync(["contacts": .oneWayFromClient]).isSuccess)
        Self.isAway(scene, false)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == [anna.essence, boris.essence, paula.essence])
    }
}
