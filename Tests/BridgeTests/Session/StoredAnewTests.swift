import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// A Replace of an item that the device does not have any more: some devices make a new item of it (201), and tell its name in a Map.
@Suite("Replaces that a device stores as new items")
struct StoredAnewTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")
    private let changed = Sample(.contact, "Anna Adler", "+49 2001")

    /// Two contacts on both sides; Anna is deleted on the phone and changed upstream, and only the server speaks in the next sync.
    private func scene(maps: PhoneHabits.MapTiming, lost: [Int: PhoneLine.Event]) async throws -> Scene {
        var scene = try Trap.scene {
            $0.habits.storesUnknownReplace = true
            $0.habits.maps = maps
            $0.habits.repeatsAfterLoss = 0
        }
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        scene.phone.delete("contacts", try #require(scene.phone.luid(anna)))
        scene.world.put("anna", changed)
        scene.phone.line.plan(lost)
        _ = try? await scene.phone.sync(["contacts": .oneWayFromServer])
        scene.phone.line.plan([:])
        #expect(scene.phone.essences(.contact) == [changed.essence, boris.essence].sorted())
        return scene
    }

    /// The change was shown and is on the phone: the old deletion that comes after it is not of that.
    private func expectKept(_ scene: inout Scene) async throws {
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        #expect(scene.phone.essences(.contact).contains(changed.essence))
        try await Trap.expectQuiet(&scene)
        try Trap.edit(&scene.phone, holding: "Adler", "+49 2001", "+49 3001")
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
    }

    @Test(
        "The old deletion does not take what a late Map names",
        arguments: [PhoneHabits.MapTiming.nextSession, .lastMessage])
    func lateMap(maps: PhoneHabits.MapTiming) async throws {
        var scene = try await scene(maps: maps, lost: [:])
        try await expectKept(&scene)
    }

    @Test("A session that breaks off before the Map leaves the old deletion without effect")
    func brokenBeforeMap() async throws {
        // Opening, package, then the message with Status and Map.
        var scene = try await scene(maps: .lastMessage, lost: [3: .messageLost])
        try await expectKept(&scene)
    }

    private func begin(_ talker: inout Talker, _ number: String, last: String) async -> Talker.Answer {
        talker.begin(number)
        talker.credential = .basic(user: "alice", password: "secret")
        return await talker.say([Talker.alert(200, last: last, next: "a" + number)])
    }

    /// A device that says 201 to every Replace, made a new item of none, and has one contact.
    private func talker(_ world: World) async -> (Talker, luid: String) {
        var talker = Talker(world)
        await talker.say([Talker.alert(201, next: "a1")])
        await talker.say([Talker.sync([Talker.add("7", anna.text(.vcard30), id: "2")])])
        await talker.say([])
        return (talker, "7")
    }

    private func showChange(_ talker: inout Talker, _ world: World) async throws {
        let href = try #require(world.server.members(of: world.contacts).keys.first)
        let body = String(decoding: try #require(world.server.get(href)), as: UTF8.self)
        world.server.put(href, body.replacing("+49 1001", with: "+49 2001"))
        _ = await begin(&talker, "2", last: "a1")
        let reply = await talker.say([Talker.sync([])])
        #expect(reply.changes.count == 1)
        await talker.say(Talker.statuses(for: reply, ["Replace": StatusCode.itemAdded]))
    }

    @Test("A device that says 201 to every Replace and maps nothing has the item under its name: its deletion counts")
    func alwaysAdded() async throws {
        let world = try World()
        var (talker, luid) = await talker(world)
        try await showChange(&talker, world)
        _ = await begin(&talker, "3", last: "a2")
        await talker.say([Talker.sync([Talker.delete(luid, id: "2")])])
        await talker.say([])
        #expect(world.server.members(of: world.contacts).isEmpty)
    }

    @Test("The same device changes the item: no slow sync, and the change arrives")
    func alwaysAddedAndEdited() async throws {
        let world = try World()
        var (talker, luid) = await talker(world)
        try await showChange(&talker, world)
        #expect(await begin(&talker, "3", last: "a2").alerts == [200])
        let text = Sample(.contact, "Anna Adler", "+49 3001").text(.vcard30)
        await talker.say([Talker.sync([Talker.replace(luid, text, id: "2")])])
        await talker.say([])
        #expect(world.essences(of: world.contacts) == [Sample(.contact, "Anna Adler", "+49 3001").essence])
        #expect(await begin(&talker, "4", last: "a3").alerts == [200])
    }
}
