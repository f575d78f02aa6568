import Mapping
import SyncTypes
import Testing

@Suite struct JournalTests {
    @Test(arguments: StoreKind.allCases, JournalAction.allCases)
    func everyFieldComesBack(_ kind: StoreKind, action: JournalAction) throws {
        try kind.world { store, world in
            var entry = JournalEntry(
                at: 5, account: world.account, device: world.device, session: world.session, collection: Href("/c/"),
                href: Href("/c/a.vcf"), uid: "u", action: action, summary: "Bruce", before: [1], after: [],
                detail: "TEL: 1 lost to 2")
            entry.id = try store.write { try $0.append(entry) }
            try #expect(store.read { try $0.entry(entry.id) } == entry)
            try #expect(store.read { try $0.entry(JournalRow(9)) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func newestFirstByAccountDeviceAndSession(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let other = try store.write { try World($0, name: "other") }
            let ids = try store.write { writer in
                try (0..<6).map { number in
                    var entry = JournalEntry(at: Int64(number), account: world.account, action: .note)
                    if number < 3 { entry.device = world.device }
                    if number < 2 { entry.session = world.session }
                    if number == 5 { entry.account = other.account }
                    return try writer.append(entry)
                }
            }
            try store.read { reader in
                try #expect(reader.entries(limit: 2).map(\.id) == [ids[5], ids[4]])
                try #expect(reader.entries(before: ids[1], limit: 9).map(\.id) == [ids[0]])
                try #expect(reader.entries(account: world.account, limit: 2).map(\.id) == [ids[4], ids[3]])
                try #expect(
                    reader.entries(device: world.device, before: ids[2], limit: 9).map(\.id) == [ids[1], ids[0]])
                try #expect(reader.entries(account: other.account, device: world.device, limit: 9).isEmpty)
                try #expect(reader.entries(of: world.session).map(\.id) == [ids[1], ids[0]])
            }
            try store.write {
                _ = try $0.append(SyncResult(session: world.session, datastore: world.datastore, mode: .slow, at: 1))
            }
            try #expect(store.write { try $0.prune(olderThan: 4) } == 4)
            try #expect(store.read { try $0.entries(limit: 9).map(\.id) } == [ids[5], ids[4]])
            try #expect(store.read { try $0.results(limit: 9) }.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func resultsOfSessions(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let other = try store.write { try World($0, name: "other") }
            var result = SyncResult(
                session: world.session, datastore: world.datastore, mode: .oneWayFromServer, inAdded: 1, inChanged: 2,
                inDeleted: 3, outAdded: 4, outChanged: 5, outDeleted: 6, conflicts: 7, rejected: 8, at: 9)
            var second = SyncResult(session: other.session, datastore: other.datastore, mode: .slow, at: 10)
            try store.write {
                result.id = try $0.append(result)
                second.id = try $0.append(second)
            }
            try store.read { reader in
                try #expect(reader.results(limit: 9) == [second, result])
                try #expect(reader.results(limit: 1) == [second])
                try #expect(reader.results(account: world.account, limit: 9) == [result])
                try #expect(reader.results(device: other.device, limit: 9) == [second])
            }
            #expect(throws: StoreError(.inUse, "")) {
                let stray = SyncResult(session: world.session, datastore: DatastoreRow(99), mode: .slow, at: 1)
                try store.write { _ = try $0.append(stray) }
            }
        }
    }
}
