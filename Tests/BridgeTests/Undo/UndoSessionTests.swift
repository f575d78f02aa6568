import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

@Suite("Undo of a session, of an undo, and what stands in the way")
struct UndoSessionTests {
    private let anna = UndoScene.anna
    private let boris = UndoScene.boris
    private let changed = Sample(.contact, "Anna Adler", "+49 666")
    private let paula = Sample(.contact, "Paula Peters", "+49 2001")

    /// The first phone changed Anna, deleted Boris and added Paula, in one session.
    private func meddled() async throws -> UndoScene {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), changed)
        scene.first.delete("contacts", try #require(scene.first.luid(boris)))
        scene.first.edit("own", paula)
        try await scene.syncBoth()
        #expect(scene.second.essences(.contact) == [changed, paula].map(\.essence))
        return scene
    }

    @Test("A session goes back as one step, and the step again")
    func sessionAndBack() async throws {
        var scene = try await meddled()
        let session = try scene.session()
        let report = try await scene.undo(session)
        #expect(report.isComplete && report.lines.count == 3, "\(report)")
        #expect(report.lines.map(\.entry) == report.lines.map(\.entry).sorted(by: >), "newest first")
        try await scene.expect([anna, boris])
        let step = try #require(report.step)
        let lines = try scene.journal().filter { $0.step?.rawValue == step }
        #expect(lines.count == 3 && lines.allSatisfy { $0.undoes != nil && $0.device == nil })

        let again = try await scene.undo(session)
        #expect(again.lines.map(\.outcome) == [.nothing, .nothing, .nothing] && again.step == nil)
        #expect(again.lines.allSatisfy { $0.reason?.contains("undone already") == true }, "\(again)")

        let redone = try await scene.undo("u\(step)")
        #expect(redone.isComplete && redone.lines.count == 3, "\(redone)")
        try await scene.expect([changed, paula])
        let third = try await scene.undo(session)
        #expect(third.isComplete && third.lines.allSatisfy { $0.outcome != .nothing }, "\(third)")
        try await scene.expect([anna, boris])
    }

    @Test("Two changes of one item in one session go back one after the other")
    func twoChangesOfOneItem() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), changed)
        try await scene.syncBoth()
        // The same session number for both entries: as if the phone had sent two messages.
        let second = Sample(.contact, "Anna Adler", "+49 888")
        scene.first.edit(try #require(scene.first.luid(changed)), second)
        try await scene.syncBoth()
        let entries = try scene.journal().filter { $0.action == .updated }
        #expect(entries.count == 2)
        let dry = try await scene.undo("\(entries[0].id)", isDryRun: true)
        #expect(dry.lines.map(\.outcome) == [.changed])
        for entry in entries { try #expect(await scene.undo("\(entry.id)").isComplete) }
        try await scene.expect([anna, boris])
    }

    @Test("A dry run says the same and writes nothing")
    func dryRun() async throws {
        var scene = try await meddled()
        let session = try scene.session()
        let (writes, journal) = (scene.writes, try scene.journal())
        let bodies = scene.world.bodies(of: scene.world.contacts)
        let counters = try scene.world.store.read { store in
            try store.accounts().flatMap { try store.collections(of: $0.id).map(\.counter) }
        }
        let dry = try await scene.undo(session, isDryRun: true)
        #expect(dry.isDryRun && dry.step == nil && dry.isComplete)
        #expect(scene.writes == writes && scene.world.bodies(of: scene.world.contacts) == bodies)
        try #expect(scene.journal() == journal)
        try #expect(scene.world.store.read { try $0.openIntents() }.isEmpty)
        let after = try scene.world.store.read { store in
            try store.accounts().flatMap { try store.collections(of: $0.id).map(\.counter) }
        }
        #expect(after == counters)
        var real = try await scene.undo(session)
        real.isDryRun = true
        real.step = nil
        #expect(real == dry)
        try await scene.expect([anna, boris])
    }

    @Test("A server that is away or refuses the login leaves everything as it was", arguments: [401, 503])
    func refusedUpstream(_ status: Int) async throws {
        var scene = try await meddled()
        let session = try scene.session()
        let journal = try scene.journal()
        scene.world.server.setFault { _ in .status(status) }
        let report = try await scene.undo(session)
        scene.world.server.setFault(nil)
        #expect(report.lines.map(\.outcome) == [.untried, .untried, .untried] && !report.isComplete)
        #expect(report.lines.allSatisfy { $0.reason?.isEmpty == false } && report.step == nil)
        try #expect(scene.journal() == journal)
        try #expect(scene.world.store.read { try $0.openIntents() }.isEmpty)
        try await scene.expect([changed, paula])
    }

    @Test("A reply lost at any request: the undo ends the same, at once or when it is asked for again")
    func lostReplies() async throws {
        for number in 0..<10 {
            var scene = try await meddled()
            let session = try scene.session()
            let fault = CountedFault(number, number % 3 == 2 ? .lostRequest : .lostReply)
            scene.world.server.setFault { fault.next($0) }
            _ = try await scene.undo(session)
            scene.world.server.setFault(nil)
            await scene.world.restart()
            let report = try await scene.undo(session)
            #expect(report.isComplete, "request \(number): \(report)")
            try #expect(scene.world.store.read { try $0.openIntents() }.isEmpty, "request \(number)")
            try await scene.syncBoth()
            let wanted = [anna, boris].map(\.essence)
            #expect(scene.world.essences(of: scene.world.contacts) == wanted, "request \(number)")
            #expect(scene.first.essences(.contact) == wanted && scene.second.essences(.contact) == wanted)
        }
    }

    @Test("Somebody is faster between look and write: their change survives")
    func race() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit(try #require(scene.first.luid(anna)), changed)
        try await scene.syncBoth()
        try await scene.syncBoth()
        let world = scene.world
        let href = world.href(.contact, "anna")
        let theirs = try scene.upstream("anna").replacing("END:VCARD", with: "NOTE:theirs\r\nEND:VCARD")
        let report = try await scene.undo(try scene.entry(.updated)) { world.server.put(href, theirs) }
        #expect(report.lines.map(\.outcome) == [.changed], "\(report)")
        try #expect(scene.upstream("anna").contains("NOTE:theirs"))
        try await scene.expect([anna, boris])
    }

    @Test("What changed nothing upstream is refused in words that help")
    func nothingToUndo() async throws {
        let scene = try await UndoScene.agreed()
        let account = try #require(try scene.world.store.read { try $0.account(named: "alice") })
        let login = try scene.world.store.write {
            try $0.append(JournalEntry(at: 1, account: account.id, action: .login))
        }
        for (target, code) in [
            ("\(login)", AdministrationError.Code.notPossible), ("999", .notFound), ("s999", .notFound),
            ("u1", .notFound),
        ] {
            let error = await #expect(throws: AdministrationError.self) { try await scene.undo(target) }
            #expect(error?.code == code && error?.reason.contains("footbridge history") == true, "\(target): \(error!)")
        }
        for text in ["", "s", "x1", "-1", "0", "s0", "1s", "12.5"] { #expect(UndoTarget(text) == nil) }
        for text in ["12", "s7", "u3"] { #expect(UndoTarget(text)?.description == text) }
    }

    @Test("A read-only collection and dropped texts are told")
    func impossible() async throws {
        let scene = try await meddled()
        try scene.world.store.write { store in
            for account in try store.accounts() {
                for var collection in try store.collections(of: account.id) {
                    collection.isWritable = false
                    try store.update(collection)
                }
            }
        }
        let report = try await scene.undo(try scene.session())
        #expect(report.lines.allSatisfy { $0.outcome == .failed && $0.reason?.contains("read-only") == true })
        try scene.world.store.write { _ = try $0.dropJournalTexts(above: 0, limit: 1000) }
        let bare = try await scene.undo(try scene.session())
        #expect(
            bare.lines.allSatisfy { $0.outcome == .failed && $0.reason?.contains("journal.size") == true }, "\(bare)")
    }
}
