import Bridge
import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Synchronization
import Testing

/// A member that is listed and cannot be read just then: a token that has moved on tells nobody of it again.
@Suite("Unreadable for a moment")
struct UnreadableTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")

    /// A server that gives items by GET alone, of which so many fail.
    private static func disturb(_ scene: Scene, _ fault: Fault, times: Int) {
        let left = Mutex(times)
        scene.world.server.setFault { request in
            if request.method == "REPORT", String(decoding: request.body, as: UTF8.self).contains("multiget") {
                return .status(501)
            }
            guard request.method == "GET" else { return nil }
            return left.withLock { left in
                left -= 1
                return left >= 0 ? fault : nil
            }
        }
    }

    @Test("Once: it is asked for again at once", arguments: [500, 412])
    func once(status: Int) async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.world.put("boris", boris)
        scene.world.put("anna", Scene.changed(anna))
        Self.disturb(scene, .status(status), times: 1)
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("Longer, by an error or by somebody's page: the next upkeep compares the whole, and only that one")
    func longer() async throws {
        for fault in [Fault.status(500), .page] {
            var scene = try Trap.scene()
            scene.world.put("anna", anna)
            _ = try await scene.phone.sync()
            scene.world.put("boris", boris)
            scene.world.put("anna", Scene.changed(anna))
            Self.disturb(scene, fault, times: 4)
            _ = try await scene.phone.sync()
            #expect(scene.phone.essences(.contact) == [anna.essence], "nothing is deleted, nothing garbled")
            await scene.world.upkeep()
            _ = try await scene.phone.sync()
            Trap.expectEqual(scene, count: 2)
            scene.world.server.forgetRequests()
            await scene.world.upkeep()
            #expect(scene.world.server.requests.isEmpty)
            try await Trap.expectQuiet(&scene)
        }
    }

    @Test("For ever: one comparison after the change, and then one a day")
    func forEver() async throws {
        var scene = try Trap.scene()
        _ = try await scene.phone.sync()
        scene.world.put("boris", boris)
        Self.disturb(scene, .status(500), times: 1_000_000)
        _ = try await scene.phone.sync()
        await scene.world.upkeep()
        scene.world.server.forgetRequests()
        await scene.world.upkeep()
        #expect(scene.world.server.requests.isEmpty)
        #expect(scene.phone.essences(.contact).isEmpty)
        Self.disturb(scene, .status(500), times: 0)
        scene.world.clock.advance(86_401)
        await scene.world.upkeep()
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 1)
    }

    @Test("A page in place of a write: it waits, and goes up with the next sync")
    func page() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(anna))
        scene.phone.edit(luid, Scene.changed(anna))
        scene.phone.edit("own-9", boris)
        scene.world.server.setFault { $0.method == "PUT" ? .page : nil }
        #expect(try await scene.phone.sync().isSuccess)
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence])
        #expect(Set(scene.phone.essences(.contact)) == [Scene.changed(anna).essence, boris.essence])
        scene.world.server.setFault { $0.method == "DELETE" ? .page : nil }
        scene.phone.delete("contacts", "own-9")
        #expect(try await scene.phone.sync().isSuccess)
        scene.world.server.setFault(nil)
        #expect(try await scene.phone.sync().isSuccess)
        #expect(scene.world.essences(of: scene.world.contacts) == [Scene.changed(anna).essence])
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }
}
