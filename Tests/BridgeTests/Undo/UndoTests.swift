import BridgeTesting
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

@Suite("Undo of one change")
struct UndoTests {
    private let anna = UndoScene.anna
    private let boris = UndoScene.boris

    private func annaWith(_ detail: String) -> Sample { Sample(.contact, "Anna Adler", detail) }

    @Test("A deletion: the same bytes at the same place, and every phone has it again")
    func deletion() async throws {
        var scene = try await UndoScene.agreed()
        let body = try scene.upstream("anna")
        scene.first.delete("contacts", try #require(scene.first.luid(anna)))
        try await scene.expect([boris])
        let report = try await scene.undo(try scene.entry(.deleted))
        #expect(report.lines.map(\.outcome) == [.restored] && report.isComplete)
        try #expect(scene.upstream("anna") == body)
        try await scene.expect([anna, boris])
    }

    @Test("An update: only what it touched goes back, later edits stay")
    func update() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), annaWith("+49 666"))
        try await scene.expect([annaWith("+49 666"), boris])
        let later = try scene.upstream("anna").replacing("END:VCARD", with: "X-LATER:stays\r\nEND:VCARD")
        scene.world.server.put(scene.world.href(.contact, "anna"), later)
        let report = try await scene.undo(try scene.entry(.updated))
        #expect(report.lines.map(\.outcome) == [.changed] && report.isComplete)
        #expect(report.lines.first?.properties == ["TEL"])
        let now = try scene.upstream("anna")
        #expect(now.contains("X-LATER:stays\r\n") && now.contains("+49 1001"))
        try await scene.expect([anna, boris])
    }

    @Test("An update that a later edit changed again: the later edit stays, and is named")
    func conflict() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), annaWith("+49 666"))
        try await scene.expect([annaWith("+49 666"), boris])
        let entry = try scene.entry(.updated)
        scene.second.edit(try #require(scene.second.luid(annaWith("+49 666"))), annaWith("+49 777"))
        try await scene.expect([annaWith("+49 777"), boris])
        let before = scene.writes
        let report = try await scene.undo(entry)
        let line = try #require(report.lines.first)
        #expect(line.outcome == .conflict && !report.isComplete && report.step == nil)
        #expect(line.conflicts.map(\.property) == ["TEL"] && line.conflicts.first?.lost == "+49 1001")
        #expect(line.reason?.contains("phone-2") == true, "\(line)")
        #expect(scene.writes == before)
        try await scene.expect([annaWith("+49 777"), boris])
    }

    @Test("A creation: it goes again, unless somebody changed it")
    func creation() async throws {
        var scene = try await UndoScene.agreed()
        let paula = Sample(.contact, "Paula Peters", "+49 2001")
        scene.first.edit("own", paula)
        try await scene.expect([anna, boris, paula])
        let entry = try scene.entry(.created)
        let changed = Sample(.contact, "Paula Peters", "+49 2002")
        scene.second.edit(try #require(scene.second.luid(paula)), changed)
        try await scene.expect([anna, boris, changed])
        let refused = try await scene.undo(entry)
        #expect(refused.lines.map(\.outcome) == [.failed] && !refused.isComplete)
        #expect(refused.lines.first?.reason?.contains("phone-2") == true)
        try await scene.expect([anna, boris, changed])
        // The later change first, then the creation.
        try #expect(await scene.undo(try scene.entry(.updated)).isComplete)
        let report = try await scene.undo(entry)
        #expect(report.lines.map(\.outcome) == [.removed], "\(report)")
        try await scene.expect([anna, boris])
    }

    @Test("A creation that another client changed stays")
    func creationChangedUpstream() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit("own", Sample(.contact, "Paula Peters", "+49 2001"))
        try await scene.syncBoth()
        let entry = try #require(try scene.journal().first { $0.action == .created })
        let href = try #require(entry.href)
        let text = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        scene.world.server.put(href, text.replacing("END:VCARD", with: "NOTE:mine\r\nEND:VCARD"))
        let report = try await scene.undo("\(entry.id)")
        #expect(report.lines.map(\.outcome) == [.failed])
        #expect(report.lines.first?.reason?.contains("another client") == true)
        #expect(scene.world.server.get(href) != nil)
    }

    @Test("A deletion after which the item was made anew: it gets back what it lacks")
    func recreated() async throws {
        var scene = try await UndoScene.agreed()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(
            href, try scene.upstream("anna").replacing("END:VCARD", with: "NOTE:only here\r\nEND:VCARD"))
        try await scene.syncBoth()
        scene.first.delete("contacts", try #require(scene.first.luid(anna)))
        try await scene.syncBoth()
        scene.world.put("anna", annaWith("+49 1001"))
        let report = try await scene.undo(try scene.entry(.deleted))
        #expect(report.lines.map(\.outcome) == [.changed] && report.lines.first?.properties == ["NOTE"], "\(report)")
        try #expect(scene.upstream("anna").contains("NOTE:only here"))
        try await scene.expect([anna, boris])
    }

    @Test("A deletion after which the item was made anew at another place: no second one")
    func recreatedElsewhere() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.delete("contacts", try #require(scene.first.luid(anna)))
        try await scene.syncBoth()
        var again = anna
        again.uid = "made-by-another-client-anna"
        scene.world.put("elsewhere", again)
        try await scene.syncBoth()
        let report = try await scene.undo(try scene.entry(.deleted))
        #expect(report.lines.map(\.outcome) == [.nothing], "\(report)")
        try await scene.expect([anna, boris])
    }

    @Test("An update of what was removed since is refused, with the entry to undo first")
    func removedSince() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), annaWith("+49 666"))
        try await scene.syncBoth()
        let update = try scene.entry(.updated)
        scene.second.delete("contacts", try #require(scene.second.luid(annaWith("+49 666"))))
        try await scene.syncBoth()
        try await scene.syncBoth()
        let report = try await scene.undo(update)
        #expect(report.lines.map(\.outcome) == [.failed])
        let deletion = try scene.entry(.deleted)
        #expect(report.lines.first?.reason?.contains("entry \(deletion)") == true, "\(report)")
        try #expect(await scene.undo(deletion).isComplete)
        try #expect(await scene.undo(update).isComplete)
        try await scene.expect([anna, boris])
    }

    @Test("Events keep their times and raise their SEQUENCE")
    func events() async throws {
        var scene = try UndoScene(.event)
        let event = Sample(.event, "Meeting", "Room 1", uid: "made-by-another-client-meeting")
        let href = scene.world.href(.event, "meeting")
        scene.world.server.put(href, event.upstream.replacing("SUMMARY", with: "SEQUENCE:3\r\nSUMMARY"))
        try await scene.syncBoth()
        let luid = try #require(scene.first.luid(event))
        scene.first.edit(luid, Sample(.event, "Meeting", "Room 2", uid: event.uid))
        try await scene.syncBoth()
        try await scene.syncBoth()
        let report = try await scene.undo(try scene.entry(.updated))
        #expect(report.lines.map(\.outcome) == [.changed], "\(report)")
        let body = String(decoding: try #require(scene.world.server.get(href)), as: UTF8.self)
        #expect(body.contains("LOCATION:Room 1") && body.contains("SEQUENCE:5"), "\(body)")
        try await scene.expect([event], .event)
    }
}
