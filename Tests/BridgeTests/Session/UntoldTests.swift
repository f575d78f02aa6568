import Bridge
import BridgeTesting
import Mapping
import Phone
import SyncTypes
import Testing

/// What happens on a device between an interrupted session and the next one, and what a device restored to an earlier day knows.
@Suite("Sessions of which the device does not know that they ended")
struct UntoldTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")
    private let clara = Sample(.contact, "Clara Conrad", "+49 1003")
    /// The message with the phone's own items, counted from 0.
    private let package = 1

    /// A phone with one contact of the server's, whose own new contact was taken in a session that broke off in the middle of
    /// the phone's package.
    private func interrupted(_ storesUnknownReplace: Bool = false) async throws -> Scene {
        var scene = try Trap.scene {
            $0.habits.storesUnknownReplace = storesUnknownReplace
            $0.habits.repeatsAfterLoss = 0
            $0.maxMessageSize = 3000
        }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.phone.edit("9", boris)
        for number in 10..<40 { scene.phone.edit("\(number)", Sample(.contact, "Other \(number)", "+49 5\(number)")) }
        scene.phone.line.plan([package: .replyLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        return scene
    }

    @Test("An item deleted before its Status came is asked for, and its deletion held", arguments: [false, true])
    func deletedUntold(storesUnknownReplace: Bool) async throws {
        var scene = try await interrupted(storesUnknownReplace)
        #expect(scene.world.essences(of: scene.world.contacts).contains(boris.essence))
        scene.phone.delete("contacts", "9")
        _ = try await scene.phone.sync()
        // A phone that made a new item of the question is told to delete it.
        if storesUnknownReplace { _ = try await scene.phone.sync() }
        #expect(scene.world.essences(of: scene.world.contacts).count == 32, "nothing is deleted unasked")
        #expect(scene.phone.essences(.contact).count == 31)
        #expect(try DeviceGuardTests.held(scene) == 1)
        try await Trap.expectQuiet(&scene)
        _ = try DeviceGuardTests.devices(scene).approve("1", now: scene.world.clock.now)
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 31)
        try await Trap.expectQuiet(&scene)
    }

    @Test(
        "A phone that repeats a whole slow sync as new items, but for one that it has deleted meanwhile, is asked for that one"
    )
    func deletedBetweenRepetitions() async throws {
        var scene = try Trap.scene {
            $0.habits.repeatsAfterLoss = 0
            $0.habits.keepsAnchorEarly = true
        }
        for (luid, sample) in [("1", anna), ("2", boris), ("3", clara)] { scene.phone.edit(luid, sample) }
        _ = try await scene.phone.sync()
        scene.phone.line.plan([package: .replyLost])
        _ = try? await scene.phone.sync(["contacts": .slow])
        scene.phone.line.plan([:])
        scene.phone.delete("contacts", "2")
        let report = try await scene.phone.sync()
        #expect(report.stores[0].used == SyncMode.twoWay.alertCode && report.stores[0].sent.adds == 2)
        #expect(scene.world.essences(of: scene.world.contacts).count == 3, "nothing is deleted unasked")
        #expect(try DeviceGuardTests.held(scene) == 1)
        _ = try DeviceGuardTests.devices(scene).approve("1", now: scene.world.clock.now)
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("The copy that asking made does not bring the item back, even if the phone shows all that it has")
    func shownAgain() async throws {
        var scene = try await interrupted(true)
        scene.phone.delete("contacts", "9")
        _ = try await scene.phone.sync()
        _ = try await scene.phone.sync(["contacts": .slow])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == 31)
        #expect(try DeviceGuardTests.held(scene) == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A question whose answer is lost is asked again")
    func askedTwice() async throws {
        var scene = try await interrupted()
        scene.phone.delete("contacts", "9")
        // Opening, package, then the answer to the question.
        scene.phone.line.plan([2: .messageLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        #expect(try DeviceGuardTests.held(scene) == 0)
        _ = try await scene.phone.sync()
        #expect(try DeviceGuardTests.held(scene) == 1)
        #expect(scene.phone.essences(.contact).count == 31)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An item that is still there answers, and that is all")
    func stillThere() async throws {
        var scene = try await interrupted()
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 32)
        #expect(try DeviceGuardTests.held(scene) == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An item deleted and typed in again under another name is one item")
    func typedAgain() async throws {
        var scene = try await interrupted()
        scene.phone.delete("contacts", "9")
        scene.phone.edit("99", boris)
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 32)
        #expect(try DeviceGuardTests.held(scene) == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A phone restored to the day before its last sync gets what it lacks, and loses what had gone")
    func restored() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        scene.world.put("dora", Sample(.contact, "Dora Decker", "+49 1004"))
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.world.delete(.contact, "boris")
        scene.world.put("clara", clara)
        scene.phone.edit("9", Sample(.contact, "Emil Ernst", "+49 1005"))
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 4)
        scene.phone.store = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 4)
        #expect(try DeviceGuardTests.held(scene) == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A Replace that the phone stores as a new item is known by the name it maps")
    func storedAnew() async throws {
        var scene = try Trap.scene { $0.habits.storesUnknownReplace = true }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(anna))
        // The phone forgets the item without telling.
        let store = scene.phone.store.items["contacts"] ?? [:]
        scene.phone.store.items["contacts"] = [:]
        scene.phone.store.memory.stores["contacts"]?.known[luid] = nil
        #expect(store.count == 1)
        scene.world.put("anna", Sample(.contact, "Anna Adler", "+49 2001"))
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 1)
        let renamed = try #require(scene.phone.store.items["contacts"]?.keys.first)
        try Trap.edit(&scene.phone, holding: "Adler", "+49 2001", "+49 3001")
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 1)
        #expect(renamed != luid)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A slow sync of a card that lost a number on the phone does not bring back what was deleted upstream")
    func lossIsNoChange() async throws {
        var scene = try Trap.scene()
        for number in 0..<4 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        scene.world.server.put(
            scene.world.href(.contact, "dora"),
            Trap.card("Dora Decker", "TEL;TYPE=CELL:+49 1004", "TEL;TYPE=FAX:+49 1005"))
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone) { $0.split(separator: "\r\n").filter { !$0.contains("FAX") }.joined(separator: "\r\n") }
        scene.world.delete(.contact, "dora")
        _ = try await scene.phone.sync(["contacts": .slow])
        Trap.expectEqual(scene, count: 4)
        try await Trap.expectQuiet(&scene)
    }

    @Test("The same, changed by another client meanwhile: the phone gets the change")
    func typedAgainAndChanged() async throws {
        var scene = try await interrupted()
        let boris = boris
        let found = scene.world.server.members(of: scene.world.contacts).first {
            String(decoding: $0.value, as: UTF8.self).contains(boris.detail)
        }
        let (href, body) = try #require(found)
        scene.phone.delete("contacts", "9")
        scene.phone.edit("99", boris)
        let changed = String(decoding: body, as: UTF8.self).replacing(boris.detail, with: "+49 2002")
        scene.world.server.put(href, body: Array(changed.utf8))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 32)
        #expect(scene.phone.texts("contacts").contains { $0.contains("+49 2002") })
        try await Trap.expectQuiet(&scene)
    }

    @Test("What a broken slow sync has taken and the wiped phone does not show again is in the history")
    func wipedBehindBrokenSlowSync() async throws {
        var scene = try Trap.scene {
            $0.habits.repeatsAfterLoss = 0
            $0.maxMessageSize = 3000
        }
        for number in 10..<40 { scene.phone.edit("\(number)", Sample(.contact, "Other \(number)", "+49 5\(number)")) }
        scene.phone.line.plan([2: .messageLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        #expect(scene.world.essences(of: scene.world.contacts).isEmpty, "nothing is matched before the phone's Final")
        // The first item is shown again, changed; all others are gone.
        scene.phone.store = MemoryStore()
        scene.phone.edit("10", Sample(.contact, "Other 10", "+49 7710"))
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts) == ["Other 10|+49 7710"])
        let told = try scene.world.store.read { try $0.entries(limit: 100) }.filter { $0.action == .rejected }
        let texts = told.compactMap(\.after).map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.contains { $0.contains("+49 510") }, "shown otherwise")
        #expect(texts.contains { $0.contains("+49 511") }, "not shown again")
        try await Trap.expectQuiet(&scene)
    }
}
