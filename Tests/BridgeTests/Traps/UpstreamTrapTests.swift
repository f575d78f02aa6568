import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Synchronization
import Testing

@Suite("Traps: upstream")
struct UpstreamTrapTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")

    @Test("The phone's edit and an upstream edit of another property: the phone gets the other one too")
    func bothEdits() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:Old"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 1009")
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:New"))
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(body.contains("+49 1009") && body.contains("ORG:New"))
        let text = try #require(scene.phone.texts("contacts").first)
        #expect(text.contains("+49 1009") && text.contains("New"))
        try await Trap.expectQuiet(&scene)
    }

    @Test("A third party between PUT and read-back: the phone gets its change in the same session")
    func betweenPutAndReadBack() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:Old"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 1009")
        let (server, href) = (scene.world.server, scene.world.href(.contact, "anna"))
        let hasPut = Mutex(false)
        scene.world.way.observe { request in
            if request.method == "PUT" { return hasPut.withLock { $0 = true } }
            let isReadBack = hasPut.withLock { was in
                defer { was = false }
                return was
            }
            guard isReadBack, let body = server.get(href) else { return }
            server.put(href, String(decoding: body, as: UTF8.self).replacing("ORG:Old", with: "ORG:New"))
        }
        _ = try await scene.phone.sync()
        scene.world.way.observe(nil)
        let text = try #require(scene.phone.texts("contacts").first)
        #expect(text.contains("+49 1009") && text.contains("New"), "\(text)")
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(body.contains("+49 1009") && body.contains("ORG:New"))
        try await Trap.expectQuiet(&scene)
    }

    @Test("An upstream client that touches every event daily: nothing goes to the phone")
    func touchedDaily() async throws {
        var scene = try Trap.scene(.event)
        for number in 0..<6 { scene.world.put("e\(number)", Sample(.event, "Event \(number)", "Room \(number)")) }
        _ = try await scene.phone.sync()
        for day in 1...3 {
            scene.world.clock.advance(24 * 3600)
            for number in 0..<6 {
                let href = scene.world.href(.event, "e\(number)")
                let text = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
                scene.world.server.put(
                    href, text.replacing("END:VEVENT", with: "X-TOUCHED-\(day):yes\r\nEND:VEVENT"))
            }
            try await Trap.expectQuiet(&scene, "day \(day)")
        }
        try Trap.edit(&scene.phone, .event, holding: "Event 3", "Room 3", "Hall 3")
        _ = try await scene.phone.sync()
        #expect(
            scene.world.bodies(of: scene.world.calendar).contains {
                $0.contains("Hall 3") && $0.contains("X-TOUCHED-3")
            })
    }

    @Test("An event moved between calendars while the phone edits it")
    func movedBetweenCalendars() async throws {
        var scene = try Trap.scene(.event)
        let work = scene.world.server.addCollection(user: "alice", name: "work", kinds: [.event])
        for number in 0..<4 {
            scene.world.put("e\(number)", Sample(.event, "Event \(number)", "Room \(number)"))
        }
        _ = try await scene.phone.sync()
        // The account shows both calendars.
        try scene.world.store.write { store in
            let account = try #require(try store.account(named: "alice"))
            let rows = try store.collections(of: account.id).filter {
                ["calendar", "work"].contains($0.href.lastSegment)
            }
            let datastore = try #require(try store.datastore(DeviceRow(1), "calendar"))
            try store.setCollections(datastore.id, rows.map(\.id))
        }
        _ = try await scene.phone.sync()
        let from = scene.world.href(.event, "e2")
        let body = try #require(scene.world.server.get(from))
        scene.world.server.delete(from)
        scene.world.server.put(Href(work.rawValue + "moved.ics"), String(decoding: body, as: UTF8.self))
        try Trap.edit(&scene.phone, .event, holding: "Event 2", "Room 2", "Hall 2")
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        let moved = scene.world.server.members(of: work).values.map { String(decoding: $0, as: UTF8.self) }
        #expect(moved.count == 1 && moved[0].contains("Hall 2"), "\(moved)")
        #expect(scene.world.bodies(of: scene.world.calendar).count == 3)
        #expect(scene.phone.texts("calendar").count == 4)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A renamed principal: collections are found again, nothing goes to the phone and nothing is held")
    func renamedPrincipal() async throws {
        let kinds: [ItemKind] = [.contact, .event]
        var scene = try Scene { $0.stores.removeAll { store in !kinds.contains { $0.store == store.name } } }
        for number in 0..<6 {
            scene.world.put("c\(number)", DeviceGuardTests.contact(number))
            scene.world.put("e\(number)", Sample(.event, "Event \(number)", "Room \(number)"))
        }
        _ = try await scene.phone.sync()
        let before = scene.phone.store.items
        scene.world.server.renamePrincipal("alice", to: "a.adler")
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        #expect(report.stores.allSatisfy { $0.used == 200 }, "no slow sync: \(report.table)")
        #expect(scene.phone.store.items == before)
        try Trap.edit(&scene.phone, .event, holding: "Event 2", "Room 2", "Hall 2")
        scene.phone.delete("contacts", try #require(scene.phone.luid(DeviceGuardTests.contact(3))))
        #expect(try await scene.phone.sync().isSuccess)
        let home = { (href: Href) in Href(href.rawValue.replacing("alice", with: "a.adler")) }
        let events = scene.world.bodies(of: home(scene.world.calendar))
        #expect(events.count == 6 && events.contains { $0.contains("Hall 2") }, "\(events)")
        #expect(scene.world.bodies(of: home(scene.world.contacts)).count == 5)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A field cleared upstream and another edited on the phone")
    func clearedUpstream() async throws {
        var scene = try Trap.scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:Old", "NOTE:mind the dog"))
        _ = try await scene.phone.sync()
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "NOTE:mind the dog"))
        try Trap.edit(&scene.phone, holding: "Adler", "the dog", "the cat")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(!body.contains("ORG") && body.contains("the cat"), "\(body)")
        #expect(scene.phone.texts("contacts").allSatisfy { !$0.contains("Old") })
        try await Trap.expectQuiet(&scene)
    }
}
