import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

/// What the bridge does between sessions.
@Suite("Upkeep")
struct UpkeepTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")

    @Test("An acknowledged text that upstream did not take goes there without its phone")
    func pendingText() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.phone.edit("9", boris)
        scene.world.server.setFault { $0.method == "PUT" ? .status(503) : nil }
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence])
        // It still does not: nothing is lost by trying, and the server is left alone, twice as long each time.
        await scene.world.upkeep()
        scene.world.clock.advance(61)
        await scene.world.upkeep()
        scene.world.server.setFault(nil)
        scene.world.clock.advance(119)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence])
        scene.world.clock.advance(2)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence, boris.essence].sorted())
        try await Trap.expectQuiet(&scene)
    }

    @Test("A text whose write nobody answered, and that another client has changed since: the change stands")
    func unansweredWrite() async throws {
        var scene = try Trap.scene()
        _ = try await scene.phone.sync()
        scene.phone.edit("9", boris)
        let lost = TransportError(.timeout, "simulated: no answer in time", mayHaveArrived: true)
        scene.world.server.setFault { $0.method == "PUT" ? Fault(.after, .error(lost)) : nil }
        _ = try? await scene.phone.sync()
        scene.world.server.setFault(nil)
        let made = try #require(scene.world.server.members(of: scene.world.contacts).first)
        let changed = String(decoding: made.value, as: UTF8.self).replacing("+49 1002", with: "+49 2222")
        scene.world.server.put(made.key, changed)
        scene.world.clock.advance(61)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == ["Boris Brandt|+49 2222"])
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A token that died silently: a deletion is found by the daily comparison")
    func silentToken() async throws {
        var behaviour = ServerBehaviour.davical
        behaviour.deadToken = .listsEverything
        let world = try World(behaviour: behaviour)
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        world.put("anna", anna)
        _ = try await phone.sync()
        world.delete(.contact, "anna")
        world.server.expireTokens()
        _ = try await phone.sync()
        #expect(phone.texts("contacts").count == 1, "nothing tells of it")
        world.clock.advance(86_400)
        _ = try await phone.sync()
        await world.upkeep()
        _ = try await phone.sync()
        #expect(phone.texts("contacts").isEmpty)
    }

    @Test("A clock that was set back by weeks does not put the daily comparison off")
    func comparisonAfterJump() async throws {
        var behaviour = ServerBehaviour.davical
        behaviour.deadToken = .listsEverything
        let world = try World(behaviour: behaviour)
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        world.put("anna", anna)
        _ = try await phone.sync()
        world.clock.advance(-30 * 86_400)
        world.delete(.contact, "anna")
        world.server.expireTokens()
        _ = try await phone.sync()
        #expect(phone.texts("contacts").count == 1, "nothing tells of it")
        await world.upkeep()
        _ = try await phone.sync()
        #expect(phone.texts("contacts").isEmpty)
    }

    @Test("A clock that was set back by weeks does not leave broken sessions open, nor the account crowded")
    func sessionsAfterJump() async throws {
        let world = try World { $0.limits.sessionsPerAccount = 2 }
        for number in 1...2 {
            var talker = Talker(world, device: "broken-\(number)")
            await talker.say([Talker.alert(201)])
        }
        world.clock.advance(-30 * 86_400)
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        #expect(try await phone.sync().isSuccess)
        await world.upkeep()
        #expect(try world.store.read { try $0.openSessions() }.isEmpty)
    }

    @Test("A comparison of what is as it was changes nothing, and is not repeated for a day")
    func quietComparison() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.world.clock.advance(86_400)
        _ = try await scene.phone.sync()
        scene.world.server.forgetRequests()
        await scene.world.upkeep()
        #expect(scene.world.server.requests.contains { $0.header("Depth") == "1" })
        scene.world.server.forgetRequests()
        await scene.world.upkeep()
        #expect(scene.world.server.requests.isEmpty)
        try await Trap.expectQuiet(&scene)
    }
}
