import BridgeTesting
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// The collections that an account names count from the next sync, also on phones that have synced before.
@Suite struct CollectionSettingTests {
    private static let home = ["Event 0", "Event 1", "Event 2"]
    private static let work = ["Meeting 0", "Meeting 1"]

    private func scene() async throws -> (scene: Scene, work: Href) {
        var scene = try Trap.scene(.event)
        let work = scene.world.server.addCollection(user: "alice", name: "work", kinds: [.event])
        for (number, title) in Self.home.enumerated() { scene.world.put("e\(number)", Sample(.event, title, "Room")) }
        for (number, title) in Self.work.enumerated() {
            let meeting = Sample(.event, title, "Office", uid: "w\(number)")
            scene.world.server.put(Href(work.rawValue + "w\(number).ics"), meeting.upstream)
        }
        _ = try await scene.phone.sync()
        return (scene, work)
    }

    private func titles(_ scene: Scene) -> [String] { WindowTrapTests.titles(scene) }

    @Test func anotherCalendar() async throws {
        var (scene, _) = try await scene()
        #expect(titles(scene) == Self.home)
        let table: [(String, [String])] = [
            ("work", Self.work), ("calendar,work", Self.home + Self.work), ("calendar", Self.home),
            ("work,calendar", Self.home + Self.work), ("", Self.home),
        ]
        for (names, expected) in table {
            try scene.world.administration.set("alice", ["calendar=\(names)"])
            let report = try await scene.phone.sync()
            #expect(report.isSuccess && report.stores.allSatisfy { $0.used == 200 }, "\(report.table)")
            #expect(titles(scene) == expected, "\(names)")
            try await Trap.expectQuiet(&scene, names)
        }
        #expect(scene.writes == 0)
    }

    @Test func newItemsGoToTheFirst() async throws {
        var (scene, work) = try await scene()
        try scene.world.administration.set("alice", ["calendar=work,calendar"])
        _ = try await scene.phone.sync()
        scene.phone.edit("900", Sample(.event, "Lunch", "Canteen"))
        _ = try await scene.phone.sync()
        #expect(scene.world.server.members(of: work).count == 3)
        // The same names once more choose nothing anew.
        try scene.world.administration.set("alice", ["calendar=work,calendar", "conflict=server-wins"])
        try await Trap.expectQuiet(&scene)
    }

    /// The phone's change of what leaves it is not carried out, and told.
    @Test func aChangeOnTheWayOut() async throws {
        var (scene, _) = try await scene()
        try Trap.edit(&scene.phone, .event, holding: "Event 1", "Room", "Hall")
        try scene.world.administration.set("alice", ["calendar=work"])
        _ = try await scene.phone.sync()
        #expect(titles(scene) == Self.work && scene.writes == 0)
        let told = try scene.world.store.read { try $0.entries(limit: 9) }.filter { $0.action == .rejected }
        #expect(told.count == 1 && told.first?.detail.contains("does not show") == true, "\(told)")
        try await Trap.expectQuiet(&scene)
    }

    /// In the middle of a session the old ones count to its end.
    @Test func inTheMiddleOfASession() async throws {
        var (scene, _) = try await scene()
        try scene.world.administration.set("alice", ["calendar=work"])
        scene.world.put("e9", Sample(.event, "Event 9", "Room"))
        scene.phone.line.plan([1: .replyLost])
        _ = try? await scene.phone.sync()
        try scene.world.administration.set("alice", ["calendar="])
        scene.phone.line.plan([:])
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        #expect(titles(scene) == Self.home + ["Event 9"] && scene.writes == 0)
        try await Trap.expectQuiet(&scene)
    }
}
