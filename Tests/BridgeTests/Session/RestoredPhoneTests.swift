import BridgeTesting
import Mapping
import Phone
import SyncTypes
import Testing

/// Phones that went back in time, beyond the plain case of `UntoldTests.restored`.
@Suite("Phones restored from a backup")
struct RestoredPhoneTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")
    private let clara = Sample(.contact, "Clara Conrad", "+49 1003")

    @Test("One that first only sends gets what it lacks with the next sync that may bring it")
    func oneWayFirst() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.world.put("boris", boris)
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        _ = try await scene.phone.sync(["contacts": .oneWayFromClient])
        #expect(scene.phone.essences(.contact) == [anna.essence])
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that first only receives loses what had left it once it has spoken")
    func oneWayFromServerFirst() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        scene.world.put("clara", clara)
        scene.world.put("dora", Sample(.contact, "Dora Decker", "+49 1004"))
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.world.delete(.contact, "boris")
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        _ = try await scene.phone.sync(["contacts": .oneWayFromServer])
        #expect(scene.phone.essences(.contact).count == 4)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 3)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One restored to before it sent an event gives its name to another one, and both stay")
    func eventNameGivenAgain() async throws {
        var scene = try Trap.scene(.event)
        scene.phone.edit("1", Sample(.event, "Breakfast", "Kitchen"))
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.phone.edit("2", Sample(.event, "Dentist", "Main Street"))
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        scene.phone.configuration.habits.newItems = .replace
        scene.phone.edit("2", Sample(.event, "Concert", "Park"))
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, .event, count: 3)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that first only receives, and gives the name of an item that it lacks to a new one, gets both")
    func nameGivenAgain() async throws {
        var scene = try Trap.scene()
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.world.put("boris", boris)
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        scene.world.put("clara", clara)
        _ = try await scene.phone.sync(["contacts": .oneWayFromServer])
        #expect(scene.phone.essences(.contact).contains(clara.essence))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 3)
        try await Trap.expectQuiet(&scene)
    }

    @Test(
        "A wiped one whose user types an item under its first name once more, while the item is made again by a change, has two"
    )
    func copyUnderTheFirstName() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("7", anna)
        _ = try await scene.phone.sync()
        let made = try #require(scene.world.server.members(of: scene.world.contacts).keys.first)
        scene.phone.store = MemoryStore()
        _ = try await scene.phone.sync()
        scene.world.server.delete(made)
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 2001")
        scene.phone.edit("7", anna)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that was sent back what it had cleared gets it again after it was restored to a day before")
    func whatWasSentBack() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1", "NOTE:of Anna"))
        scene.world.server.put(scene.world.href(.contact, "boris"), Trap.card("Boris Brandt", "TEL;TYPE=CELL:+49 2"))
        _ = try await scene.phone.sync()
        // Nothing proves that this phone keeps notes: what it lacks is sent back, once.
        try Trap.edit(&scene.phone, holding: "Adler", "NOTE:of Anna\r\n", "")
        let backup = scene.phone.store
        scene.world.server.put(
            scene.world.href(.contact, "boris"),
            Trap.card("Boris Brandt", "TEL;TYPE=CELL:+49 2", "NOTE:of Boris"))
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        scene.phone.store = backup
        try Trap.edit(&scene.phone, holding: "Brandt", "+49 2", "+49 3")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.phone.texts("contacts").contains { $0.contains("+49 3") && $0.contains("NOTE:of Boris") })
        try await Trap.expectQuiet(&scene)
    }

    @Test("One restored to a day when it was full gets what it lacks once it has room")
    func fullOnceMore() async throws {
        var scene = try Trap.scene { $0.habits.storesUnknownReplace = true }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        var backup = scene.phone.store
        backup.capacity = 1
        scene.world.put("boris", boris)
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
        scene.phone.store = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.phone.essences(.contact) == [anna.essence])
        scene.phone.store.capacity = nil
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that tells an old name and an old deletion again does not delete what came back to it")
    func oldMapAndDeletion() async throws {
        var scene = try Trap.scene { $0.habits.maps = .nextSession }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.phone.delete("contacts", try #require(scene.phone.luid(anna)))
        let backup = scene.phone.store
        let changed = Sample(.contact, "Anna Adler", "+49 2001")
        scene.world.put("anna", changed)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [changed.essence])
        scene.phone.store = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 1)
        #expect(scene.phone.essences(.contact) == [changed.essence])
    }

    @Test("Anchors that alternate force no slow sync, and what was sent since their first use comes again")
    func alternatingAnchors() async throws {
        var scene = try Trap.scene { $0.habits.anchors = .alternating }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        for (number, sample) in [boris, clara, Sample(.contact, "Dora Decker", "+49 1004")].enumerated() {
            scene.world.put("new-\(number)", sample)
            let report = try await scene.phone.sync()
            #expect(report.stores.first?.used == SyncMode.twoWay.alertCode)
        }
        // Its anchor is the one before the last, and was it two syncs before that too.
        scene.phone.store = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 4)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that gives a name again in the message that still uses it gets both items")
    func nameGivenTwice() async throws {
        var scene = try Trap.scene { $0.habits.storesUnknownReplace = true }
        _ = try await scene.phone.sync()
        let backup = scene.phone.store
        scene.phone.edit("own", anna)
        scene.world.put("boris", boris)
        _ = try await scene.phone.sync()
        let theirs = try #require(scene.phone.luid(boris))
        scene.phone.store = backup
        _ = try await scene.phone.sync()
        #expect(scene.phone.store.items["contacts"]?[theirs] != nil, "Anna's card has Boris's name now")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("One that makes a new item of what it is asked for, though it has it under another name, loses the second")
    func strayCopy() async throws {
        var scene = try Trap.scene { $0.habits.storesUnknownReplace = true }
        scene.world.put("clara", clara)
        _ = try await scene.phone.sync()
        scene.phone.edit("9", boris)
        let backup = scene.phone.store
        scene.phone.delete("contacts", "9")
        scene.phone.edit("99", boris)
        _ = try await scene.phone.sync()
        scene.phone.store = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        #expect(try DeviceGuardTests.held(scene) == 0)
        try await Trap.expectQuiet(&scene)
    }
}
