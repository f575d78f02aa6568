import Mapping
import SyncTypes
import Testing

/// Undo steps in the journal, and how it stays within its bounds.
@Suite struct JournalBoundsTests {
    @Test(arguments: StoreKind.allCases)
    func whatAnUndoDidAndWhetherItStillStands(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                let first = try writer.append(
                    JournalEntry(at: 1, account: world.account, href: Href("/c/a"), action: .created, after: [1]))
                let step = try writer.insert(UndoStep(account: world.account, at: 2, target: "s1"))
                let undo = try writer.append(
                    JournalEntry(
                        at: 2, account: world.account, href: Href("/c/a"), action: .deleted, before: [1], undoes: first,
                        step: step))
                try #expect(writer.undoing(first)?.id == undo)
                try #expect(writer.undoing(undo) == nil)
                let redo = try writer.append(
                    JournalEntry(at: 3, account: world.account, href: Href("/c/a"), action: .created, undoes: undo))
                try #expect(writer.undoing(first) == nil, "the undo was itself undone")
                try #expect(writer.entries(of: step).map(\.id) == [undo])
                try #expect(
                    writer.entries(after: first, at: Href("/c/a"), of: world.account).map(\.id) == [redo, undo])
                try #expect(writer.entries(after: redo, at: Href("/c/a"), of: world.account).isEmpty)
                let again = try writer.append(
                    JournalEntry(at: 4, account: world.account, action: .deleted, undoes: first))
                try #expect(writer.undoing(first)?.id == again)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theSizeFollowsEveryChange(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let other = try store.write { try World($0, name: "other") }
            try store.write { writer in
                for number in 0..<10 {
                    try writer.append(
                        JournalEntry(
                            at: Int64(number), account: number < 5 ? world.account : other.account, action: .updated,
                            before: Array(repeating: 1, count: 100), after: number == 3 ? nil : [1, 2]))
                }
                try writer.append(JournalEntry(at: 20, account: world.account, action: .login))
                try #expect(writer.journalSize() == 1018)
                try #expect(writer.prune(olderThan: 2, limit: 1) == 1)
                try #expect(writer.journalSize() == 916)
                try writer.remove(other.account)
                try #expect(writer.journalSize() == 4 * 100 + 3 * 2)
                try writer.remove(world.account)
                try #expect(writer.journalSize() == 0)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theOldestTextsGoAndTheirLinesStay(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                for number in 0..<10 {
                    try writer.append(
                        JournalEntry(
                            at: Int64(number), account: world.account, action: .created, summary: "\(number)",
                            after: Array(repeating: 1, count: 100)))
                }
                try #expect(writer.dropJournalTexts(above: 1000, limit: 9) == 0)
                try #expect(writer.dropJournalTexts(above: 650, limit: 9) == 4)
                try #expect(writer.journalSize() == 600)
                let texts = try writer.entries(limit: 99).reversed().map { $0.after == nil }
                #expect(texts == Array(repeating: true, count: 4) + Array(repeating: false, count: 6))
                try #expect(writer.entries(limit: 99).map(\.summary).reversed() == (0..<10).map(String.init))
                try #expect(writer.dropJournalTexts(above: 0, limit: 2) == 2, "a run has its limit")
                try #expect(writer.dropJournalTexts(above: 0, limit: 99) == 4)
                try #expect(writer.dropJournalTexts(above: 0, limit: 99) == 0)
            }
        }
    }
}
