import Mapping
import SyncTypes
import Testing

@Suite struct StagedItemTests {
    private func item(_ world: World, _ luid: String, _ text: [UInt8] = [1]) -> StagedItem {
        StagedItem(datastore: world.datastore, session: world.session, luid: LUID(luid), format: .vCard21, text: text)
    }

    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBackAndALaterTextReplaces(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var first = item(world, "1", [])
            first.matched = LinkRow(4)
            first.id = try store.write { try $0.stage(first) }
            try #expect(store.read { try $0.staged(first.id) } == first)
            try #expect(store.read { try $0.staged(world.datastore, LUID("1")) } == first)
            var second = item(world, "1", [9])
            second.format = .vCard30
            second.id = try store.write { try $0.stage(second) }
            #expect(second.id == first.id)
            try #expect(store.read { try $0.staged(first.id) } == second)
            try #expect(store.read { try $0.stagedCount(world.datastore) } == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func pagesAndRemoval(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let ids = try store.write { writer in try (1...5).map { try writer.stage(item(world, "\($0)")) } }
            try store.read { reader in
                try #expect(reader.stagedItems(world.datastore, limit: 2).map(\.id) == Array(ids[..<2]))
                try #expect(reader.stagedItems(world.datastore, after: ids[1], limit: 9).map(\.id) == Array(ids[2...]))
            }
            try store.write { try $0.removeStaged(ids[0]) }
            try store.write { try $0.removeStaged(ids[0]) }
            try #expect(store.read { try $0.stagedCount(world.datastore) } == 4)
            try store.write { try $0.removeStaged(world.datastore) }
            try #expect(store.read { try $0.stagedItems(world.datastore, limit: 9) }.isEmpty)
        }
    }

    /// The keys of a text that is replaced or removed must not pair anything.
    @Test(arguments: StoreKind.allCases)
    func matchKeysGoWithTheText(_ kind: StoreKind) throws {
        try kind.world { store, world in
            func pairs() throws -> Int { try store.identical(world.datastore, 1).count }
            func stageWithKey(_ luid: String) throws -> StagedRow {
                try store.write { writer in
                    let id = try writer.stage(item(world, luid))
                    try writer.addMatchKeys(world.datastore, .device, id.rawValue, nil, [MatchKey(tier: 1, key: 5)])
                    return id
                }
            }
            let key = [MatchKey(tier: 1, key: 5)]
            try store.write { try $0.addMatchKeys(world.datastore, .server, 70, PartKey(uid: "u"), key) }
            _ = try stageWithKey("1")
            try #expect(pairs() == 1)
            _ = try store.write { try $0.stage(item(world, "1", [2])) }
            try #expect(pairs() == 0)
            let id = try stageWithKey("1")
            try store.write { try $0.removeStaged(id) }
            try #expect(pairs() == 0)
            _ = try stageWithKey("1")
            try store.write { try $0.removeStaged(world.datastore) }
            try #expect(pairs() == 0)
            _ = try stageWithKey("1")
            try #expect(pairs() == 1, "the server's keys have stayed")
        }
    }
}
