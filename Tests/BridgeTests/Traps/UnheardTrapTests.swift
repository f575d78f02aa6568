import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

/// Writes that upstream took while nobody heard its answer, and what others did to them before the next sync.
@Suite("Writes whose answers nobody heard")
struct UnheardTrapTests {
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")

    /// One sync in which upstream takes the first PUT, and answers nothing any more from then on.
    private func syncUnheard(_ scene: inout Scene) async throws {
        let hasPut = Mutex(false)
        scene.world.server.setFault { request in
            hasPut.withLock { was in
                if was { return .status(503) }
                was = request.method == "PUT"
                return was ? .lostReply : nil
            }
        }
        _ = try await scene.phone.sync()
        scene.world.server.setFault(nil)
    }

    /// One sync in which the request after each PUT goes wrong.
    private func sync(_ scene: inout Scene, afterEachPUT fault: Fault) async throws {
        let wasPUT = Mutex(false)
        scene.world.server.setFault { request in
            wasPUT.withLock { was in
                defer { was = request.method == "PUT" }
                return was ? fault : nil
            }
        }
        _ = try await scene.phone.sync()
        scene.world.server.setFault(nil)
    }

    @Test("A new item that somebody moves meanwhile is the phone's own under its new name")
    func moved() async throws {
        var scene = try Trap.scene(.note)
        let note = Sample(.note, "Locker", "Number 12")
        scene.phone.edit("9", note)
        _ = try await scene.phone.sync()
        scene.phone.edit("10", Sample(.note, "Garage", "Number 77"))
        try await syncUnheard(&scene)
        let notes = scene.world.collection(.note)
        let new = try #require(
            scene.world.server.members(of: notes).first { String(decoding: $0.value, as: UTF8.self).contains("Garage") }
        )
        scene.world.server.delete(new.key)
        scene.world.server.put(Href(notes.rawValue + "moved.ics"), body: new.value)
        scene.phone.edit("10", Sample(.note, "Garage", "Number 78"))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(scene.world.bodies(of: notes).filter { $0.contains("Garage") }.count == 1)
        #expect(scene.world.bodies(of: notes).contains { $0.contains("Number 78") })
        Trap.expectEqual(scene, .note, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A change that somebody moves, and changes again, is known where it lies now")
    func changedAndMoved() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "REV:20230101T000000Z"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 2002")
        try await syncUnheard(&scene)
        // The other client keeps the stamp that the change has set.
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        try #require(body.contains("+49 2002") && !body.contains("REV:2023010"))
        scene.world.server.delete(href)
        scene.world.server.put(scene.world.href(.contact, "moved"), body.replacing("+49 2002", with: "+49 3003"))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let after = scene.world.bodies(of: scene.world.contacts).joined()
        #expect(after.contains("+49 3003") && !after.contains("+49 2002"), "\(after)")
        #expect(scene.phone.texts("contacts").joined().contains("+49 3003"))
        #expect(try scene.world.store.read { try $0.openIntents() }.isEmpty)
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("What somebody clears of a change meanwhile stays cleared")
    func cleared() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "NOTE:old"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 2002")
        try Trap.edit(&scene.phone, holding: "Adler", "NOTE:old", "NOTE:new")
        try await syncUnheard(&scene)
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        try #require(body.contains("NOTE:new\r\n"))
        scene.world.server.put(href, body.replacing("NOTE:new\r\n", with: ""))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let after = scene.world.bodies(of: scene.world.contacts).joined()
        #expect(after.contains("+49 2002") && !after.contains("NOTE:"), "\(after)")
        #expect(!scene.phone.texts("contacts").joined().contains("NOTE:"))
        try await Trap.expectQuiet(&scene)
    }

    @Test("What an unheard change wrote over is in the history, though somebody changed it again")
    func writtenOver() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "NOTE:theirs"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "NOTE:theirs", "NOTE:phone")
        try await syncUnheard(&scene)
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        try #require(body.contains("NOTE:phone"))
        scene.world.server.put(href, body.replacing("NOTE:phone", with: "NOTE:third"))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let entries = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(
            entries.contains { entry in
                entry.action == .note
                    && entry.before.map { String(decoding: $0, as: UTF8.self) }?.contains("theirs") == true
            })
        #expect(entries.contains { $0.action == .conflict && $0.detail.contains("third") })
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test(
        "An item that lay upstream twice: whichever copy the phone edits gets what is left of it there",
        arguments: [0, 1])
    func twice(edited: Int) async throws {
        var scene = try Trap.scene()
        let text = Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "X-KEPT:yes")
        let hrefs = ["first", "second"].map { scene.world.href(.contact, $0) }
        for href in hrefs { scene.world.server.put(href, text) }
        _ = try await scene.phone.sync()
        let luids = (scene.phone.store.items["contacts"] ?? [:]).keys.sorted()
        try #require(luids.count == 2)
        scene.world.server.delete(hrefs[0])
        let old = try #require(scene.phone.store["contacts", luids[edited]])
        scene.phone.edit("contacts", luids[edited], old.replacing("+49 1001", with: "+49 3003"))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let after = scene.world.bodies(of: scene.world.contacts)
        #expect(after.count == 1 && after.joined().contains("X-KEPT:yes") && after.joined().contains("+49 3003"))
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A deletion that an interrupted session brought waits for the phone's word", arguments: [200, 404])
    func unrepeatedDeletion(code: Int) async throws {
        let world = try World()
        world.put("clara", Sample(.contact, "Clara Conrad", "+49 1003"))
        var talker = Talker(world)
        func begin(_ number: String, _ code: Int, last: String?) async -> Talker.Answer {
            talker.begin(number)
            talker.credential = .basic(user: "alice", password: "secret")
            return await talker.say([Talker.alert(code, last: last, next: number)])
        }
        func rest(_ answer: Talker.Answer) async -> Talker.Answer {
            await talker.say(Talker.statuses(for: answer) + [Talker.sync([], id: "30")])
        }
        var opened = await begin("1", 201, last: nil)
        let sent = await talker.say(
            Talker.statuses(for: opened) + [Talker.sync([Talker.add("5", boris.text(.vcard30), id: "21")], id: "20")])
        await talker.say(Talker.statuses(for: sent))
        // The message with the Delete is the last that the phone ever sends in this session.
        opened = await begin("2", 200, last: "1")
        let deleted = await talker.say(
            Talker.statuses(for: opened) + [
                Talker.sync(
                    [Talker.replace("5", boris.text(.vcard30), id: "21"), Talker.delete("5", id: "22")], id: "20")
            ], isFinal: false)
        #expect(deleted.codes("Delete") == [200])
        let asked = await rest(await begin("3", 200, last: "1"))
        #expect(asked.changes.map(\.name) == ["Replace"])
        await talker.say(Talker.statuses(for: asked, ["Replace": code]))
        #expect(world.essences(of: world.contacts).contains(boris.essence), "nothing goes before the phone's word")
        let last = await rest(await begin("4", 200, last: "3"))
        await talker.say(Talker.statuses(for: last))
        #expect(world.essences(of: world.contacts).contains(boris.essence) == (code == 200))
    }

    @Test("After a lost state an item finds the resource it was, though the server answers badly")
    func nameOfBefore() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("9", boris)
        _ = try await scene.phone.sync()
        let href = try #require(scene.world.server.members(of: scene.world.contacts).keys.first)
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        // So different that nobody takes the two for one.
        scene.world.server.put(href, body: Array(body.replacing("+49 1002", with: "+49 7007").utf8))
        try scene.world.store.empty()
        await scene.world.restart()
        try await sync(&scene, afterEachPUT: .lostReply)
        #expect(scene.phone.texts("contacts").count == 1)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let bodies = scene.world.bodies(of: scene.world.contacts)
        #expect(bodies.count == 1)
        #expect(bodies.first.map { $0.contains("+49 7007") && $0.contains("+49 1002") } == true, "\(bodies)")
        #expect(scene.phone.texts("contacts").count == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An item typed twice, of which upstream has lost one, stays twice after a lost state")
    func nameOfTheTwin() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("9", boris)
        _ = try await scene.phone.sync()
        let first = try #require(scene.world.server.members(of: scene.world.contacts).keys.first)
        scene.phone.edit("10", boris)
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts).count == 2)
        scene.world.server.delete(first)
        try scene.world.store.empty()
        await scene.world.restart()
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
    }

    @Test("What the server has taken is known though it cannot be read back: what somebody types over it stands")
    func takenAndNotReadBack() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "NOTE:old"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "NOTE:old", "NOTE:from the phone")
        try await sync(&scene, afterEachPUT: .status(500))
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        #expect(body.contains("NOTE:from the phone"))
        scene.world.server.put(href, body: Array(body.replacing("from the phone", with: "from elsewhere").utf8))
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let end = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        #expect(end.contains("NOTE:from elsewhere") && !end.contains("phone"), "\(end)")
        #expect(scene.phone.texts("contacts").allSatisfy { $0.contains("NOTE:from elsewhere") })
        try await Trap.expectQuiet(&scene)
    }

    @Test("A deletion that the server did not take happens later, though its phone is another one by then")
    func deletionOfAPhoneThatLeft() async throws {
        var scene = try Trap.scene()
        for number in 0..<4 {
            scene.world.put("c\(number)", Sample(.contact, "Clara\(number) Conrad", "+49 100\(number)"))
        }
        _ = try await scene.phone.sync()
        try Trap.delete(&scene.phone, holding: "Clara2")
        scene.world.server.setFault { $0.method == "DELETE" ? .status(503) : nil }
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts).count == 4)
        scene.world.server.setFault(nil)
        var other = Trap.other(scene)
        _ = try await other.sync()
        #expect(other.texts("contacts").count == 4)
        await scene.world.upkeep()
        #expect(scene.world.bodies(of: scene.world.contacts).count == 3)
        _ = try await other.sync()
        #expect(other.texts("contacts").count == 3)
    }

    @Test("What an unheard change wrote over is in the history, though somebody moved it meanwhile")
    func writtenOverAndMoved() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "NOTE:theirs"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "NOTE:theirs", "NOTE:phone")
        scene.world.server.put(href, Trap.card("Anna Adler", "NOTE:third"))
        try await syncUnheard(&scene)
        let body = try #require(scene.world.server.get(href))
        try #require(String(decoding: body, as: UTF8.self).contains("NOTE:phone"))
        scene.world.server.delete(href)
        scene.world.server.put(scene.world.href(.contact, "moved"), body: body)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        let entries = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(entries.contains { $0.action == .conflict && $0.detail.contains("third") }, "\(entries.map(\.detail))")
        Trap.expectEqual(scene, count: 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("After a lost state a refresh from the phone finds the resource that its item was")
    func refreshedAfterLostState() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("9", boris)
        _ = try await scene.phone.sync()
        let href = try #require(scene.world.server.members(of: scene.world.contacts).keys.first)
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        scene.world.server.delete(href)
        scene.world.server.put(
            scene.world.href(.contact, "moved"), body: Array(body.replacing("+49 1002", with: "+49 7007").utf8))
        try scene.world.store.empty()
        await scene.world.restart()
        _ = try await scene.phone.sync(["contacts": .refreshFromClient])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [boris.essence])
        Trap.expectEqual(scene, count: 1)
        let waiting = try scene.world.store.read { store in
            try store.entries(limit: 100).filter { $0.action == .rejected }
        }
        #expect(waiting.isEmpty)
        try await Trap.expectQuiet(&scene)
    }
}
