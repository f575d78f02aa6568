import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import BridgeTesting

@Suite("Traps: sessions")
struct SessionTrapTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")

    @Test("An Add stored by the phone whose Status never came", arguments: [0, 1, 2, 3, 4])
    func statusLost(message: Int) async throws {
        for event in [PhoneLine.Event.messageLost, .replyLost, .replyLostAndRestart] {
            var scene = try Trap.scene { $0.habits.repeatsAfterLoss = 0 }
            scene.world.put("anna", anna)
            scene.phone.line.plan([message: event])
            _ = try? await scene.phone.sync()
            scene.phone.line.plan([:])
            for _ in 0..<2 { _ = try await scene.phone.sync() }
            Trap.expectEqual(scene, count: 1)
            try await Trap.expectQuiet(&scene, "\(message) \(event)")
        }
    }

    @Test("A late Map after the Alert was answered")
    func lateMap() async throws {
        var scene = try Trap.scene { $0.habits.maps = .nextSession }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.world.put("boris", Sample(.contact, "Boris Brandt", "+49 1002"))
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 1009")
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
    }

    @Test("A phone restored from an old backup that reuses LUIDs: another person under a known LUID")
    func restored() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("1", anna)
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.phone.edit("2", Sample(.contact, "Boris Brandt", "+49 1002"))
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        scene.phone.edit("2", Sample(.contact, "Clara Conrad", "+49 1003"))
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 3)
        #expect(scene.world.essences(of: scene.world.contacts).contains("Boris Brandt|+49 1002"))
    }

    @Test(
        "A process that dies when a restored phone has used a name again still has the slow sync made",
        arguments: 0..<10)
    func restoredAndDied(commit: Int) async throws {
        var scene = try Trap.scene()
        scene.phone.edit("1", anna)
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.world.put("boris", Sample(.contact, "Boris Brandt", "+49 1002"))
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(Sample(.contact, "Boris Brandt", "+49 1002")))
        scene.phone.store = backup
        scene.phone.edit(luid, Sample(.contact, "Clara Conrad", "+49 1003"))
        scene.world.prepare(.beforeCommit(commit))
        _ = try? await scene.phone.sync()
        await scene.world.restart()
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 3)
    }

    @Test("A write refused three times while the phone forgets it")
    func refusedAndForgotten() async throws {
        var scene = try Trap.scene()
        for number in 0..<4 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: DeviceGuardTests.contact(1).title.suffix(2) + "", "+49 771", "+49 999")
        scene.world.server.setFault { $0.method == "PUT" ? .status(503, retryAfter: 1) : nil }
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        scene.world.server.setFault(nil)
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts).contains { $0.hasSuffix("+49 999") })
        Trap.expectEqual(scene, count: 4)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A retry arriving while the first request still runs gets the same bytes")
    func overlapping() async throws {
        let world = try World()
        world.put("anna", anna)
        var talker = Talker(world)
        _ = await talker.say([Talker.alert(201)])
        let body = talker.bytes([Talker.sync([Talker.add("1", anna.text(.vcard30), id: "2")])])
        async let first = talker.post(body)
        async let second = talker.post(body)
        let (one, two) = await (first, second)
        #expect(one.http == 200 && one.body == two.body)
        #expect(world.essences(of: world.contacts) == [anna.essence])
    }

    @Test("An old session committing after a new one began is refused, and nothing of it stays")
    func fenced() async throws {
        let world = try World()
        var old = Talker(world)
        _ = await old.say([Talker.alert(201)])
        var new = Talker(world)
        new.begin("2")
        _ = await new.say([Talker.alert(201)])
        let late = await old.say([Talker.sync([Talker.add("1", anna.text(.vcard30), id: "2")])])
        #expect(late.codes("Add").isEmpty, "\(late.codes())")
        #expect(world.bodies(of: world.contacts).isEmpty)
        let good = await new.say([Talker.sync([Talker.add("1", anna.text(.vcard30), id: "2")])])
        #expect(good.codes("Add") == [StatusCode.itemAdded])
        #expect(world.essences(of: world.contacts) == [anna.essence])
    }

    @Test("SessionID 1 and MsgID 1 every time")
    func constantSession() async throws {
        var scene = try Trap.scene { $0.habits.constantSessionID = true }
        for number in 0..<4 {
            scene.phone.edit("p\(number)", DeviceGuardTests.contact(number))
            scene.world.put("s\(number)", DeviceGuardTests.contact(number + 5))
            _ = try await scene.phone.sync()
        }
        Trap.expectEqual(scene, count: 8)
        try await Trap.expectQuiet(&scene)
    }

    @Test("SessionID 1 every time, and the session before was refused by an upstream that did not answer")
    func constantSessionAfterRefusal() async throws {
        var scene = try Trap.scene {
            $0.habits.constantSessionID = true
            $0.habits.credentialsAtOnce = false
            $0.habits.followsRespURI = false
        }
        for number in 0..<5 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        _ = try await scene.phone.sync()
        scene.phone.delete("contacts", try #require(scene.phone.luid(DeviceGuardTests.contact(0))))
        scene.world.server.setFault { $0.method == "REPORT" || $0.method == "PROPFIND" ? .status(503) : nil }
        _ = try? await scene.phone.sync()
        scene.world.server.setFault(nil)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 4)
    }

    @Test("A text that upstream refused survives the reuse of its name on the phone")
    func refusedAndReused() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("1", anna)
        scene.world.server.setFault { $0.method == "PUT" ? .status(503) : nil }
        _ = try await scene.phone.sync()
        scene.world.server.setFault(nil)
        // The phone was restored to a day before it had that person, and uses the name again.
        scene.phone.store = MemoryStore()
        scene.phone.edit("1", Sample(.contact, "Clara Conrad", "+49 1003"))
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
    }

    @Test("A change that upstream did not take survives that the phone is wiped", arguments: [false, true])
    func refusedAndWiped(bringsItBack: Bool) async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 2001")
        scene.world.server.setFault { $0.method == "PUT" ? .status(503) : nil }
        _ = try await scene.phone.sync()
        let texts = scene.phone.texts("contacts")
        scene.phone.store = MemoryStore()
        // Another program on the phone may put the same back, under a name of its own.
        if bringsItBack { scene.phone.edit("contacts", "back-1", try #require(texts.first)) }
        _ = try await scene.phone.sync()
        scene.world.server.setFault(nil)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 2001"])
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }
}
