import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// What the window means for settings, modes, matching and guards.
@Suite("Traps: what the time window leaves out")
struct WindowScopeTests {
    private typealias Window = WindowTrapTests

    private func administration(_ scene: Scene) -> DeviceAdministration {
        DeviceAdministration(store: scene.world.store)
    }

    private func device(_ scene: Scene) throws -> DeviceReport { try administration(scene).show("phone-1") }

    // MARK: - The setting

    @Test("A window that the administrator changes counts from the next sync")
    func changed() async throws {
        var scene = try await Window.scene(window: "all")
        for day in [-300, -20, 20, 300] { Window.put(scene, "Day \(day)", day: day) }
        let table: [(String, [Int])] = [
            ("-30..90", [-20, 20]), ("all", [-300, -20, 20, 300]), ("..0", [-300, -20]), ("0..", [20, 300]),
            ("-400..-10", [-300, -20]), ("-30..90", [-20, 20]), ("250..400", [300]),
        ]
        for (window, days) in table {
            try scene.world.administration.set("alice", ["window=\(window)"])
            _ = try await scene.phone.sync()
            #expect(Window.titles(scene) == days.map { "Day \($0)" }.sorted(), "\(window)")
            try await Trap.expectQuiet(&scene, window)
        }
        try scene.world.administration.set("alice", ["window="])
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 4 && scene.writes == 0)
    }

    @Test("A device's own window goes before that of its account")
    func ofDevice() async throws {
        var scene = try await Window.scene()
        var other = Trap.other(scene, .event)
        Window.put(scene, "Near", day: 2)
        Window.put(scene, "Far", day: 200)
        _ = try await other.sync()
        try administration(scene).set("phone-2", ["window=all"])
        _ = try await scene.phone.sync()
        _ = try await other.sync()
        #expect(Window.titles(scene) == ["Near"])
        #expect(Window.titles(other.essences(.event)) == ["Far", "Near"])
        // What one phone moves out of the other one's window leaves that one only.
        try Trap.edit(&other, .event, holding: "Near", Window.time(2), Window.time(100))
        _ = try await other.sync()
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).isEmpty && Window.titles(other.essences(.event)).count == 2)
        try administration(scene).set("phone-2", ["window="])
        _ = try await other.sync()
        #expect(Window.titles(other.essences(.event)).isEmpty)
    }

    @Test("Tasks, notes and contacts have no window")
    func otherKinds() async throws {
        var scene = try Scene()
        _ = try await scene.phone.sync()
        try scene.world.administration.set("alice", ["window=-1..1"])
        for kind in Scene.kinds { scene.world.put("one", Sample(kind, "Anna Adler", "+49 1001")) }
        _ = try await scene.phone.sync()
        let held = Scene.kinds.filter { !scene.phone.essences($0).isEmpty }
        #expect(held == [.contact, .task, .note])
    }

    // MARK: - Modes

    @Test("A slow sync matches copies outside of the window, doubles none, and then tells them to leave")
    func slowSync() async throws {
        var scene = try await Window.scene()
        for day in [-100, -5, 5, 200] { Window.put(scene, "Day \(day)", day: day) }
        // A phone that was filled elsewhere, under other UIDs and with an edit of its own.
        for day in [-100, -5, 5, 200] {
            let text = Window.onPhone("Day \(day)", day: day)
            scene.phone.edit("calendar", "old\(day)", day == 200 ? text.replacing("Room 1", with: "Room 2") : text)
        }
        scene.phone.edit("calendar", "own", Window.onPhone("Only here", day: 300))
        _ = try await scene.phone.sync(["calendar": .slow])
        #expect(Window.upstream(scene) == ["Day -100", "Day -5", "Day 200", "Day 5", "Only here"])
        #expect(try Window.body(scene, "Day 200").contains("Room 2"), "what the phone said before it left stands")
        #expect(Window.titles(scene) == ["Day -5", "Day 5"])
        try await Trap.expectQuiet(&scene)
    }

    @Test("Refreshes: from the server only what is inside comes; from the phone nothing outside is deleted")
    func refreshes() async throws {
        var scene = try await Window.scene()
        try scene.world.administration.set("alice", ["erase=allowed"])
        for day in [-100, -5, 5, 200] { Window.put(scene, "Day \(day)", day: day) }
        _ = try await scene.phone.sync(["calendar": .refreshFromServer])
        #expect(Window.titles(scene) == ["Day -5", "Day 5"])
        try await Trap.expectQuiet(&scene)
        try Trap.delete(&scene.phone, .event, holding: "Day -5")
        scene.phone.edit("calendar", "copy", Window.onPhone("Day 200", day: 200))
        _ = try await scene.phone.sync(["calendar": .refreshFromClient])
        #expect(Window.upstream(scene) == ["Day -100", "Day 200", "Day 5"])
        #expect(Window.titles(scene) == ["Day 200", "Day 5"], "in this mode the phone is told nothing")
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == ["Day 5"])
        #expect(Window.upstream(scene) == ["Day -100", "Day 200", "Day 5"])
        try await Trap.expectQuiet(&scene)
    }

    @Test("One-way syncs: the phone's alone moves no edge, the server's alone does")
    func oneWay() async throws {
        var scene = try await Window.scene()
        for day in [-5, 120] { Window.put(scene, "Day \(day)", day: day) }
        _ = try await scene.phone.sync()
        scene.world.clock.advance(60 * Window.day)
        scene.phone.edit("calendar", "own", Window.onPhone("Far", day: 400))
        _ = try await scene.phone.sync(["calendar": .oneWayFromClient])
        #expect(Window.titles(scene) == ["Day -5", "Far"] && Window.upstream(scene).contains("Far"))
        _ = try await scene.phone.sync(["calendar": .oneWayFromServer])
        #expect(Window.titles(scene) == ["Day 120"])
        #expect(Window.upstream(scene) == ["Day -5", "Day 120", "Far"])
        try await Trap.expectQuiet(&scene)
    }

    @Test("A phone restored to a day when events were inside that are outside now loses them again")
    func restored() async throws {
        var scene = try await Window.scene()
        for day in [-5, 5, 60] { Window.put(scene, "Day \(day)", day: day) }
        _ = try await scene.phone.sync()
        let backup = scene.phone
        for _ in 0..<3 {
            scene.world.clock.advance(20 * Window.day)
            _ = try await scene.phone.sync()
        }
        #expect(Window.titles(scene) == ["Day 60"])
        scene.phone = backup
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene) == ["Day 60"])
        #expect(Window.upstream(scene).count == 3 && scene.writes == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An edit of what lies in a collection that is not shown any more is handed back, and the item leaves")
    func notShown() async throws {
        var scene = try await Window.scene(window: "all")
        Window.put(scene, "Meeting", day: 1)
        _ = try await scene.phone.sync()
        try scene.world.store.write { store in
            let device = try #require(try store.devices().first)
            let datastore = try #require(try store.datastore(device.id, "calendar"))
            let other = try #require(try store.collections(of: device.account).first { !$0.kinds.contains(.event) })
            try store.setCollections(datastore.id, [other.id])
        }
        try Trap.edit(&scene.phone, .event, holding: "Meeting", "Room 1", "Room 2")
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).isEmpty)
        #expect(try Window.body(scene, "Meeting").contains("Room 1") && scene.writes == 0)
        let told = try scene.world.store.read { try $0.entries(limit: 9) }.filter { $0.action == .rejected }
        #expect(told.count == 1 && told[0].detail.contains("does not show"), "\(told)")
    }

    // MARK: - Names

    @Test("An event that leaves the window before the phone has named it is matched, and leaves")
    func unnamed() async throws {
        var scene = try await Window.scene()
        Window.put(scene, "Today", day: 0)
        _ = try await scene.phone.sync()
        Window.put(scene, "Soon", day: 1)
        // The Status and the Map of the Add never arrive.
        scene.phone.line.plan([2: .messageLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        scene.world.clock.advance(60 * Window.day)
        for _ in 0..<3 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene).isEmpty && Window.upstream(scene) == ["Soon", "Today"])
        #expect(scene.writes == 0)
        try await Trap.expectQuiet(&scene)
    }

    @Test("What a user took off the phone alone stays away when the window takes it in again")
    func released() async throws {
        var scene = try await Window.scene { $0.habits.deletesSoftly = true }
        Window.put(scene, "Boring", day: 40)
        Window.put(scene, "Other", day: 41)
        _ = try await scene.phone.sync()
        try Trap.delete(&scene.phone, .event, holding: "Boring")
        _ = try await scene.phone.sync()
        for window in ["-5..5", "all", "-30..90"] {
            try scene.world.administration.set("alice", ["window=\(window)"])
            _ = try await scene.phone.sync()
        }
        #expect(Window.titles(scene) == ["Other"] && Window.upstream(scene).count == 2)
    }

    // MARK: - Guards

    @Test("A mass of events that leave trips no guard, and counts for none")
    func massExit() async throws {
        var scene = try await Window.scene()
        for number in 0..<40 { Window.put(scene, "Event \(number)", day: -number % 28) }
        for number in 0..<4 { Window.put(scene, "Later \(number)", day: 50 + number) }
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 44)
        scene.world.clock.advance(40 * Window.day)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene) == (0..<4).map { "Later \($0)" })
        #expect(Window.upstream(scene).count == 44 && scene.writes == 0)
        var report = try device(scene)
        #expect(report.datastores.allSatisfy { $0.heldDeletions == 0 && $0.heldVanishings == 0 })
        // One of four may go, whatever has left before.
        try Trap.delete(&scene.phone, .event, holding: "Later 1")
        _ = try await scene.phone.sync()
        #expect(Window.upstream(scene).count == 43)
        report = try device(scene)
        #expect(report.datastores.allSatisfy { $0.heldDeletions == 0 })
    }

    @Test("A wiped phone is held by what its window shows, however much there is outside")
    func wiped() async throws {
        var scene = try await Window.scene()
        for number in 0..<40 { Window.put(scene, "Old \(number)", day: -100 - number) }
        for number in 0..<6 { Window.put(scene, "New \(number)", day: number) }
        _ = try await scene.phone.sync()
        for number in 0..<6 { try Trap.delete(&scene.phone, .event, holding: "New \(number)") }
        _ = try await scene.phone.sync()
        #expect(Window.upstream(scene).count == 46 && scene.writes == 0)
        #expect(try device(scene).datastores.map(\.heldDeletions) == [6])
        // Held deletions of what has left the window meanwhile: given back, they do not come to the phone.
        scene.world.clock.advance(40 * Window.day)
        _ = try await scene.phone.sync()
        _ = try administration(scene).reject("phone-1", now: scene.world.clock.now)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(Window.titles(scene).isEmpty && Window.upstream(scene).count == 46)
        try scene.world.administration.set("alice", ["window=all"])
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 46)
    }

    @Test("A held deletion whose event leaves the window and comes back stays held, and is carried out when approved")
    func heldThrough() async throws {
        var scene = try await Window.scene()
        for number in 0..<4 { Window.put(scene, "Event \(number)", day: number) }
        _ = try await scene.phone.sync()
        for number in 0..<3 { try Trap.delete(&scene.phone, .event, holding: "Event \(number)") }
        _ = try await scene.phone.sync()
        for window in ["100..200", "-30..90"] {
            try scene.world.administration.set("alice", ["window=\(window)"])
            _ = try await scene.phone.sync()
        }
        #expect(Window.titles(scene) == ["Event 3"])
        #expect(try device(scene).datastores.map(\.heldDeletions) == [3])
        _ = try administration(scene).approve("phone-1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(Window.upstream(scene) == ["Event 3"])
    }

    // MARK: - Cost

    @Test("A sync after which no edge has moved looks at no event, and one after a day only at those at the edges")
    func cost() async throws {
        var scene = try await Window.scene()
        for number in 0..<60 { Window.put(scene, "Event \(number)", day: number - 60) }
        Window.put(scene, "At the edge", day: 91)
        _ = try await scene.phone.sync()
        #expect(Window.titles(scene).count == 30)
        let scope = try scene.world.store.read { store in
            try store.datastores(of: store.devices()[0].id).map(\.scope)
        }
        #expect(scope.count == 1 && scope[0].hasPrefix("window "))
        scene.world.clock.advance(Window.day)
        let report = try await scene.phone.sync()
        #expect(report.stores.map { $0.received.adds } == [1])
        #expect(report.stores.map { $0.received.deletes } == [1])
    }
}
