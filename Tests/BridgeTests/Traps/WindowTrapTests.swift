import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// The time window for events. Days are counted from the world's first one, 2023-11-14.
@Suite("Traps: the time window")
struct WindowTrapTests {
    static let window = "-30..90"

    // MARK: - Time goes on

    @Test("An event enters the window after months, and another one leaves it")
    func entering() async throws {
        var scene = try await Self.scene()
        for (title, day) in [("Yesterday", -1), ("Tomorrow", 1), ("Spring", 150), ("Summer", 250)] {
            Self.put(scene, title, day: day)
        }
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Tomorrow", "Yesterday"])
        try await Trap.expectQuiet(&scene, "the same day")
        scene.world.clock.advance(29 * Self.day)
        try await Trap.expectQuiet(&scene, "a month on nothing has crossed an edge")
        scene.world.clock.advance(40 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Spring"])
        scene.world.clock.advance(100 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Spring", "Summer"])
        #expect(Self.upstream(scene).count == 4 && scene.writes == 0, "nothing happens upstream")
        try await Trap.expectQuiet(&scene)
        // The clock of the bridge is set back: what had left returns.
        scene.world.clock.advance(-150 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Tomorrow", "Yesterday"])
        #expect(scene.writes == 0)
    }

    @Test("A session that breaks off over the crossing loses none of it", arguments: 0..<8)
    func interrupted(message: Int) async throws {
        for event in [PhoneLine.Event.messageLost, .replyLost, .replyLostAndRestart] {
            var scene = try await Self.scene { configuration in
                configuration.maxMessageSize = 2000
                configuration.habits.repeatsAfterLoss = 0
            }
            for number in 0..<12 {
                Self.put(scene, "Past \(number)", day: -number)
                Self.put(scene, "Future \(number)", day: 95 + number)
            }
            _ = try await scene.phone.sync()
            #expect(Self.titles(scene).count == 12)
            scene.world.clock.advance(60 * Self.day)
            scene.phone.line.plan([message: event])
            _ = try? await scene.phone.sync()
            scene.phone.line.plan([:])
            for _ in 0..<2 { _ = try await scene.phone.sync() }
            #expect(Self.titles(scene) == (0..<12).map { "Future \($0)" }.sorted(), "\(event) at \(message)")
            #expect(Self.upstream(scene).count == 24 && scene.writes == 0)
            try await Trap.expectQuiet(&scene)
        }
    }

    @Test("A series counts from its first occurrence to its last, and without an end for ever")
    func series() async throws {
        var scene = try await Self.scene()
        Self.put(scene, "Weekly for ever", day: -400, "RRULE:FREQ=WEEKLY")
        Self.put(scene, "Yearly for ever", day: -200, "RRULE:FREQ=YEARLY")
        Self.put(scene, "Long over", day: -400, "RRULE:FREQ=WEEKLY;COUNT=10")
        Self.put(scene, "Just over", day: -80, "RRULE:FREQ=WEEKLY;COUNT=10")
        Self.put(scene, "Next year", day: 300, "RRULE:FREQ=WEEKLY")
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Just over", "Weekly for ever", "Yearly for ever"])
        // An occurrence moved far behind the end makes the series longer.
        Self.put(scene, "Long over", day: -400, "RRULE:FREQ=WEEKLY;COUNT=10", "RDATE:\(Self.time(20))")
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Just over", "Long over", "Weekly for ever", "Yearly for ever"])
        scene.world.clock.advance(60 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Weekly for ever", "Yearly for ever"].sorted())
        #expect(scene.writes == 0)
        try await Trap.expectQuiet(&scene)
    }

    // MARK: - Both sides change

    @Test("An event leaves while the phone edits it: the edit is upstream, and the event leaves all the same")
    func leavingWhileEdited() async throws {
        var scene = try await Self.scene()
        Self.put(scene, "Meeting", day: -10)
        _ = try await scene.phone.sync()
        scene.world.clock.advance(60 * Self.day)
        try Trap.edit(&scene.phone, .event, holding: "Meeting", "Room 1", "Room 2")
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene).isEmpty)
        #expect(try Self.body(scene, "Meeting").contains("LOCATION:Room 2"))
        #expect(scene.writes == 1)
        try await Trap.expectQuiet(&scene)
    }

    /// One edit that goes upstream, and one that says nothing to anybody but the phone.
    @Test(
        "An event that was told to leave is edited before the phone heard of it",
        arguments: [
            "LOCATION:Room 2", "LOCATION:Room 1\r\nX-PHONE-OWN:1", "LOCATION:Room 1\r\nDCREATED:20230101T000000Z",
        ])
    func editedBeforeHeard(line: String) async throws {
        var edited = 0
        for message in 0..<4 {
            var scene = try await Self.scene { $0.habits.repeatsAfterLoss = 0 }
            Self.put(scene, "Meeting", day: -10)
            _ = try await scene.phone.sync()
            scene.world.clock.advance(60 * Self.day)
            scene.phone.line.plan([message: .replyLost])
            _ = try? await scene.phone.sync()
            scene.phone.line.plan([:])
            let isThere = !Self.titles(scene).isEmpty
            if isThere { try Trap.edit(&scene.phone, .event, holding: "Meeting", "LOCATION:Room 1", line) }
            edited += isThere ? 1 : 0
            for _ in 0..<2 { _ = try await scene.phone.sync() }
            #expect(Self.titles(scene).isEmpty, "cut at \(message)")
            let place = isThere ? String(line.prefix(15)) : "LOCATION:Room 1"
            #expect(try Self.body(scene, "Meeting").contains(place), "cut at \(message)")
            try await Trap.expectQuiet(&scene)
        }
        #expect(edited > 0)
    }

    @Test("A Delete of what was told to leave is nobody's wish to lose it")
    func exitIsNoDeletion() async throws {
        var unheard = 0
        for message in 0..<5 {
            var scene = try await Self.scene { $0.habits.repeatsAfterLoss = 0 }
            Self.put(scene, "Meeting", day: 40)
            Self.put(scene, "Today", day: 1)
            _ = try await scene.phone.sync()
            let before = scene.phone.store
            try scene.world.administration.set("alice", ["window=-30..20"])
            scene.phone.line.plan([message: .messageLost])
            _ = try? await scene.phone.sync()
            scene.phone.line.plan([:])
            let states = try scene.world.store.read { store in
                try store.openLinks(store.datastores(of: store.devices()[0].id)[0].id, limit: 9).map(\.state)
            }
            guard states.contains(.deleting) else { continue }
            unheard += 1
            // The Status never arrived, and the phone takes the bridge's own Delete for a deletion of its user's.
            scene.phone.store = before
            try Trap.delete(&scene.phone, .event, holding: "Meeting")
            for _ in 0..<2 { _ = try await scene.phone.sync() }
            #expect(Self.upstream(scene) == ["Meeting", "Today"] && scene.writes == 0, "cut at \(message)")
            #expect(Self.titles(scene) == ["Today"], "cut at \(message)")
            let held = try scene.world.store.read { store in
                try store.datastores(of: store.devices()[0].id).map { try store.deletionCount($0.id, .awaited) }
            }
            #expect(held == [0])
            // It comes back like anything else that is inside again.
            try scene.world.administration.set("alice", ["window=all"])
            for _ in 0..<2 { _ = try await scene.phone.sync() }
            #expect(Self.titles(scene) == ["Meeting", "Today"], "cut at \(message)")
        }
        #expect(unheard > 0)
    }

    @Test("What the phone's user deletes inside of the window is deleted")
    func deletedInside() async throws {
        var scene = try await Self.scene()
        for number in 0..<5 { Self.put(scene, "Event \(number)", day: number) }
        Self.put(scene, "Far", day: 200)
        _ = try await scene.phone.sync()
        try Trap.delete(&scene.phone, .event, holding: "Event 3")
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == ["Event 0", "Event 1", "Event 2", "Event 4", "Far"])
        try await Trap.expectQuiet(&scene)
    }

    @Test("An edit upstream moves an event into the window, and out of it")
    func movedUpstream() async throws {
        var scene = try await Self.scene()
        Self.put(scene, "Meeting", day: 200)
        Self.put(scene, "Other", day: 2)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Other"])
        Self.put(scene, "Meeting", day: 20)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Meeting", "Other"])
        Self.put(scene, "Meeting", day: 300)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Other"])
        // Out of it while the phone edits another property: both edits stand.
        Self.put(scene, "Other", day: -200)
        try Trap.edit(&scene.phone, .event, holding: "Other", "Room 1", "Room 7")
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene).isEmpty)
        let body = try Self.body(scene, "Other")
        #expect(body.contains("LOCATION:Room 7") && body.contains("DTSTART:\(Self.time(-200))"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("What a phone types outside of the window goes upstream and leaves the phone in the same sync")
    func typedOutside() async throws {
        var scene = try await Self.scene()
        var other = Trap.other(scene, .event)
        scene.phone.edit("calendar", "own-1", Self.onPhone("Next year", day: 400))
        scene.phone.edit("calendar", "own-2", Self.onPhone("Next week", day: 7))
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Next week"])
        #expect(Self.upstream(scene) == ["Next week", "Next year"])
        try await Trap.expectQuiet(&scene)
        _ = try await other.sync()
        #expect(other.essences(.event).map { $0.split(separator: "|")[0] } == ["Next week"])
        // Moved away on the phone, and it comes back when its time has come.
        let start = Self.time(7)
        try Trap.edit(&scene.phone, .event, holding: "Next week", start, Self.time(370))
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene).isEmpty && Self.upstream(scene).count == 2)
        try await Trap.expectQuiet(&scene)
        scene.world.clock.advance(340 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Next week", "Next year"])
    }

    @Test("A text outside of the window that the server does not take now stays on the phone until it is upstream")
    func typedOutsideWhileAway() async throws {
        var scene = try await Self.scene()
        Self.put(scene, "Today", day: 0)
        _ = try await scene.phone.sync()
        scene.phone.edit("calendar", "own-1", Self.onPhone("Next year", day: 400))
        scene.world.server.setFault { $0.method == "PUT" ? .status(503) : nil }
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Next year", "Today"] && Self.upstream(scene) == ["Today"])
        scene.world.server.setFault(nil)
        await scene.world.upkeep()
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Today"] && Self.upstream(scene) == ["Next year", "Today"])
        try await Trap.expectQuiet(&scene)
    }

    @Test("A change to an event outside of the window is taken back")
    func undone() async throws {
        var scene = try await Self.scene()
        Self.put(scene, "Meeting", day: 5)
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, .event, holding: "Meeting", "Room 1", "Room 2")
        _ = try await scene.phone.sync()
        scene.world.clock.advance(60 * Self.day)
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene).isEmpty)
        let entry = try #require(
            try scene.world.store.read { try $0.entries(limit: 20) }.first { $0.action == .updated })
        let administration = scene.world.administration
        var dependencies = administration.dependencies
        dependencies.store = scene.world.store
        let undo = Undo(settings: administration.settings, dependencies: dependencies)
        let report = try await undo.run(try #require(UndoTarget("\(entry.id)")))
        #expect(report.lines.map(\.outcome) == [.changed])
        #expect(try Self.body(scene, "Meeting").contains("LOCATION:Room 1"))
        try await Trap.expectQuiet(&scene, "nobody is shown what is outside")
    }

    @Test("An event that a phone did not hear is to leave, and shows again, is told to leave in that sync")
    func leavesWhenShownAgain() async throws {
        var scene = try await Self.scene { $0.habits.repeatsAfterLoss = 0 }
        Self.put(scene, "Today", day: 0)
        _ = try await scene.phone.sync()
        scene.phone.edit("calendar", "own-1", Self.onPhone("Next year", day: 400))
        scene.phone.line.plan([1: .replyLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        #expect(Self.titles(scene) == ["Next year", "Today"] && Self.upstream(scene) == ["Next year", "Today"])
        _ = try await scene.phone.sync()
        #expect(Self.titles(scene) == ["Today"] && Self.upstream(scene) == ["Next year", "Today"])
        try await Trap.expectQuiet(&scene)
    }
}
