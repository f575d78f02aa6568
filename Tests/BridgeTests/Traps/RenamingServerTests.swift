import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

/// A server that calls members as it likes (Calypso): a task gets another name with each write, everything else its UID.
@Suite("A server that renames")
struct RenamingServerTests {
    private static func task(_ note: String) -> String {
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:t1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Bread\r\n"
            + "DESCRIPTION:\(note)\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    }

    /// PUTs arrive, and nobody hears of it.
    private static func loseReplies(_ scene: Scene, _ loses: Bool = true) {
        scene.world.server.setFault { request in
            loses && request.method == "PUT"
                ? Fault(.after, .error(TransportError(.timeout, "simulated: no answer", mayHaveArrived: true))) : nil
        }
    }

    @Test("What a write overwrites stands in the history, wherever the write went", arguments: [false, true])
    func overwritten(isUnheard: Bool) async throws {
        var scene = try await Scene(.calypso, kinds: [.task])
        let tasks = scene.world.collection(.task)
        scene.world.server.put(Href(tasks.rawValue + "a"), Self.task("old"))
        #expect(try await scene.phone.sync().isSuccess)
        try Trap.edit(&scene.phone, .task, holding: "Bread", "old", "mine")
        scene.world.server.put(Href(tasks.rawValue + "a"), Self.task("theirs"))
        if isUnheard { Self.loseReplies(scene) }
        _ = try await scene.phone.sync()
        Self.loseReplies(scene, false)
        for _ in 0..<2 { #expect(try await scene.phone.sync().isSuccess) }
        let bodies = scene.world.bodies(of: tasks)
        #expect(bodies.count == 1 && bodies[0].contains("DESCRIPTION:mine"), "\(bodies)")
        let lost = try scene.world.store.read { try $0.entries(limit: 100) }.filter { $0.action == .conflict }
        #expect(lost.count == 1 && lost[0].detail.contains("theirs"), "\(lost.map(\.detail))")
        #expect(scene.phone.texts("tasks").count == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A new item that nobody heard of does not come back as somebody else's")
    func unheardOf() async throws {
        var scene = try await Scene(.calypso, kinds: [.contact])
        #expect(try await scene.phone.sync().isSuccess)
        scene.phone.edit("own-1", Sample(.contact, "Anna Adler", "+49 5"))
        Self.loseReplies(scene)
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("contacts").count == 1)
        Self.loseReplies(scene, false)
        for _ in 0..<2 { #expect(try await scene.phone.sync().isSuccess) }
        #expect(scene.phone.texts("contacts").count == 1)
        #expect(scene.world.bodies(of: scene.world.contacts).count == 1)
        try await Trap.expectQuiet(&scene)
    }
}
