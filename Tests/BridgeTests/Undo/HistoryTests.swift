import BridgeTesting
import Mapping
import Phone
import SyncTypes
import Testing

@testable import Bridge

@Suite("History shows what undo takes")
struct HistoryTests {
    @Test("A session's journal stands below its sync, and both carry its number")
    func order() async throws {
        var scene = try await UndoScene.agreed()
        scene.first.edit("own", Sample(.contact, "Paula Peters", "+49 2001"))
        scene.first.edit("own-2", Sample(.contact, "Petra Pohl", "+49 2002"))
        _ = try await scene.first.sync()
        let lines = try History(store: scene.world.store).lines(limit: 20)
        let mine = lines.filter { $0.session == lines.first { $0.what == "created" }?.session }
        let session = try #require(mine.first?.session)
        let contacts = try #require(mine.firstIndex { $0.sync?.datastore == "contacts" })
        let created = mine.indices.filter { mine[$0].what == "created" }
        #expect(created.count == 2 && created.allSatisfy { $0 > contacts }, "\(mine.map(\.what))")
        #expect(created.map { mine[$0].entry ?? 0 } == created.map { mine[$0].entry ?? 0 }.sorted(by: >))
        #expect(mine.compactMap { $0.sync?.session }.allSatisfy { $0 == session })

        let report = try await scene.undo("s\(session)")
        let after = try History(store: scene.world.store).lines(limit: 20)
        let undone = after.filter { $0.undoneBy != nil }
        #expect(undone.count == 2 && undone.allSatisfy { $0.session == session })
        let undoing = after.filter { $0.step == report.step }
        #expect(undoing.count == 2 && undoing.allSatisfy { $0.session == nil && $0.what == "deleted" })
        #expect(Set(undoing.compactMap(\.undoes)) == Set(undone.compactMap(\.entry)))
        #expect(after.prefix(2).allSatisfy { $0.step == report.step }, "the undo is newest")
    }

    @Test("Of one second the journal's numbers tell the order, whatever session they belong to")
    func sameSecond() async throws {
        let scene = try await UndoScene.agreed()
        let account = try #require(try scene.world.store.read { try $0.account(named: "alice") })
        let device = try #require(try scene.world.store.read { try $0.devices(of: account.id).first })
        let datastore = try #require(try scene.world.store.read { try $0.datastores(of: device.id).first })
        let at = scene.world.clock.now + 1000
        try scene.world.store.write { store in
            for (session, summary) in [(70, "a"), (71, "b"), (70, "c"), (71, "d")] {
                try store.append(
                    JournalEntry(
                        at: at, account: account.id, device: device.id, session: SessionRow(Int64(session)),
                        action: .created, summary: summary))
                if summary == "c" {
                    try store.append(
                        SyncResult(session: SessionRow(70), datastore: datastore.id, mode: .twoWay, at: at))
                }
            }
            try store.append(SyncResult(session: SessionRow(71), datastore: datastore.id, mode: .twoWay, at: at))
        }
        let lines = try History(store: scene.world.store).lines(limit: 6)
        #expect(
            lines.map { $0.sync.map { "s\($0.session)" } ?? $0.summary ?? "" } == ["s71", "d", "s70", "c", "b", "a"])
    }

    @Test("The journal keeps within its bounds, a little at a time")
    func bounds() async throws {
        let scene = try UndoScene { $0.journal = JournalBounds(days: 2, bytes: 1000) }
        scene.world.put("anna", UndoScene.anna)
        var phone = scene.first
        _ = try await phone.sync()
        let account = try #require(try scene.world.store.read { try $0.account(named: "alice") })
        let now = scene.world.clock.now
        try scene.world.store.write { store in
            for number in 0..<1500 {
                try store.append(
                    JournalEntry(at: now - 3 * 86400, account: account.id, action: .note, summary: "\(number)"))
            }
            for _ in 0..<600 {
                try store.append(
                    JournalEntry(at: now, account: account.id, action: .created, after: Array(repeating: 1, count: 10)))
            }
        }
        func counts() throws -> (old: Int, texts: Int) {
            let entries = try scene.world.store.read { try $0.entries(limit: 5000) }
            return (entries.count { $0.summary != "" && $0.action == .note }, entries.count { $0.after != nil })
        }
        await scene.world.upkeep()
        #expect(try counts() == (500, 100))
        await scene.world.upkeep()
        #expect(try counts() == (0, 100))
        await scene.world.upkeep()
        #expect(try counts() == (0, 100))
    }
}
