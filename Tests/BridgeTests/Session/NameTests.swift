import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// Items whose names a device never tells, and names that it gives to others.
@Suite("Names of items")
struct NameTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")

    /// A phone that never maps and keeps no UID, with one contact of the server's.
    private func unmapped() async throws -> Scene {
        var scene = try Trap.scene {
            $0.habits.maps = .never
            $0.stores = StoreConfiguration.standard(oldFormats: true).filter { $0.name == "contacts" }
        }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        return scene
    }

    @Test("An item typed once more, word by word, is a second one, also where the first was never named")
    func typedOnceMore() async throws {
        var scene = try await unmapped()
        let luid = try #require(scene.phone.luid(anna))
        let text = try #require(scene.phone.store["contacts", luid])
        scene.phone.edit("contacts", "77", text)
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test(
        "An item that was never named is known by its name alone when all of its numbers change",
        arguments: [SyncMode.twoWay, .slow])
    func everythingChanged(mode: SyncMode) async throws {
        var scene = try await unmapped()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 9009")
        _ = try await scene.phone.sync(["contacts": mode])
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 9009"])
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 1)
    }

    @Test("In a slow sync an edit belongs to the item that was sent, not to another like it")
    func sentBeforeOthers() async throws {
        var scene = try await unmapped()
        scene.world.server.put(
            scene.world.href(.contact, "twin"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "NOTE:the other one"))
        try Trap.edit(&scene.phone, holding: "Adler", "END:VCARD", "EMAIL:anna@example.org\r\nEND:VCARD")
        _ = try await scene.phone.sync(["contacts": .slow])
        let bodies = scene.world.bodies(of: scene.world.contacts)
        #expect(bodies.count == 2)
        #expect(bodies.filter { $0.contains("anna@example.org") }.count == 1)
        #expect(!bodies.contains { $0.contains("anna@example.org") && $0.contains("the other one") })
    }

    @Test("A name that a Delete of the package has freed may be given to another item at once")
    func freedName() async throws {
        let world = try World()
        var talker = Talker(world)
        func session(_ number: String, _ code: Int, last: String?, _ commands: [Command]) async -> Talker.Answer {
            talker.begin(number)
            talker.credential = .basic(user: "alice", password: "secret")
            let opened = await talker.say([Talker.alert(code, last: last, next: number)])
            let next = Talker.statuses(for: opened)
            let answer = await talker.say(next + [Talker.sync(commands, id: "20")])
            await talker.say(Talker.statuses(for: answer))
            return answer
        }
        let cards = [anna, boris].map { $0.text(.vcard30) }
        _ = await session("1", 201, last: nil, [Talker.add("5", cards[0], id: "21")])
        let answer = await session(
            "2", 200, last: "1", [Talker.delete("5", id: "21"), Talker.add("5", cards[1], id: "22")])
        #expect(answer.codes("Delete") == [200] && answer.codes("Add") == [201])
        #expect(world.essences(of: world.contacts) == [boris.essence])
        talker.begin("3")
        talker.credential = .basic(user: "alice", password: "secret")
        let third = await talker.say([Talker.alert(200, last: "2", next: "3")])
        #expect(third.codes("Alert") == [200], "nothing makes the next sync slow")
    }

    @Test("An edit of what a Replace brought, whose Status was lost, is one of that, not of what was there before")
    func editAfterLostStatus() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=HOME:+49 1001"))
        _ = try await scene.phone.sync()
        scene.world.server.put(
            href, Trap.card("Anna Adler", "TEL;TYPE=HOME:+49 1001", "TEL;TYPE=CELL:+49 2002", "EMAIL:anna@example.org"))
        scene.phone.line.plan([2: .messageLost])
        scene.phone.configuration.habits.repeatsAfterLoss = 0
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        try Trap.edit(&scene.phone, holding: "Adler", "+49 2002", "+49 3003")
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let body = scene.world.bodies(of: scene.world.contacts).joined()
        #expect(body.contains("+49 3003") && body.contains("anna@example.org"))
        #expect(body.contains("+49 1001") && !body.contains("+49 2002"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }
}
