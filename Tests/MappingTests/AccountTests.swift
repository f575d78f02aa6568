import Mapping
import SyncTypes
import Testing

@Suite struct AccountTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.open { store in
            var account = Sample.account("Jürgen")
            account.kind = .passThrough
            account.sealedPassword = [0, 1, 255]
            account.isEnabled = false
            account.settings = ["calendar": "Personal,Work", "say \"hi\"": "a\\b\n"]
            account.discovery = []
            account.id = try store.write { try $0.insert(account) }
            try #expect(store.read { try $0.account(account.id) } == account)
            try #expect(store.read { try $0.account(named: "JÜRGEN") } == account)
            try #expect(store.read { try $0.account(named: "jurgen") } == nil)
            try #expect(store.read { try $0.account(AccountRow(99)) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func namesAreUniqueWhateverTheirCase(_ kind: StoreKind) throws {
        try kind.open { store in
            try store.write { _ = try $0.insert(Sample.account("Kim")) }
            #expect(throws: StoreError(.duplicate, "")) { try store.write { _ = try $0.insert(Sample.account("KIM")) } }
            try #expect(store.read { try $0.accounts().map(\.name) } == ["Kim"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func updateChangesAllButTheCreationTime(_ kind: StoreKind) throws {
        try kind.open { store in
            var account = Sample.account("lee")
            account.id = try store.write { try $0.insert(account) }
            account.name = "Lee2"
            account.upstreamURL = "https://other.example/"
            account.settings = [:]
            account.createdAt = 5
            try store.write { try $0.update(account) }
            account.createdAt = 1_000
            try #expect(store.read { try $0.account(named: "lee2") } == account)
            account.id = AccountRow(77)
            #expect(throws: StoreError(.notFound, "")) { try store.write { try $0.update(account) } }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func passwordsOfDevices(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var first = DevicePassword(account: world.account, sealed: [1], label: "old phone", createdAt: 5)
            var second = DevicePassword(account: world.account, sealed: [2], createdAt: 6)
            try store.write {
                first.id = try $0.addDevicePassword(first)
                second.id = try $0.addDevicePassword(second)
            }
            try #expect(store.read { try $0.devicePasswords(of: world.account) } == [first, second])
            try store.write { try $0.removeDevicePassword(first.id) }
            try #expect(store.read { try $0.devicePasswords(of: world.account) } == [second])
            try store.write { try $0.removeDevicePasswords(of: world.account) }
            try #expect(store.read { try $0.devicePasswords(of: world.account) }.isEmpty)
        }
    }

    /// Removing one account takes all of it, and nothing of another's.
    @Test(arguments: StoreKind.allCases, [true, false])
    func removingAnAccount(_ kind: StoreKind, whole: Bool) throws {
        try kind.open { store in
            let (one, other) = try store.write { (try World($0, name: "one"), try World($0, name: "other")) }
            for world in [one, other] { try store.write { try fill($0, world) } }
            let before = try store.read { try trace($0, other) }
            try #expect(store.read { try trace($0, one) }.allSatisfy { $0 > 0 })
            try store.write { writer in
                if whole { try writer.remove(one.account) } else { try writer.removeEverything(of: one.account) }
            }
            try #expect(store.read { try trace($0, one) }.allSatisfy { $0 == 0 })
            try #expect(store.read { try trace($0, other) } == before)
            try #expect(store.read { try $0.account(one.account) != nil } == !whole)
            try #expect(store.read { try $0.devicePasswords(of: one.account).count } == (whole ? 0 : 1))
        }
    }

    private func fill(_ writer: StoreWriter, _ world: World) throws {
        let resource = try writer.saved(Sample.resource(world.collection, "a"))
        try writer.insert(Sample.link(world.datastore, resource.id, guid: 1, luid: "1"))
        try writer.addDevicePassword(DevicePassword(account: world.account, sealed: [1], createdAt: 1))
        try writer.stage(
            StagedItem(datastore: world.datastore, session: world.session, luid: LUID("2"), format: .vCard21, text: [1])
        )
        try writer.addMatchKeys(
            world.datastore, .server, resource.id.rawValue, PartKey(uid: "u"), [.init(tier: 1, key: 1)])
        try writer.appendChunk(world.session, [1, 2])
        try writer.insert(
            Intent(
                account: world.account, collection: world.collection, href: Href("/x"), operation: .put, createdAt: 1))
        try writer.append(JournalEntry(at: 1, account: world.account, action: .created))
        try writer.append(SyncResult(session: world.session, datastore: world.datastore, mode: .slow, at: 1))
    }

    private func trace(_ reader: StoreReader, _ world: World) throws -> [Int] {
        [
            try reader.devices(of: world.account).count, try reader.datastores(of: world.device).count,
            try reader.collections(of: world.account).count, try reader.heads(of: world.collection, limit: 9).count,
            try reader.links(world.datastore, limit: 9).count, try reader.stagedCount(world.datastore),
            try reader.session(world.session) == nil ? 0 : 1, try reader.chunkLength(world.session),
            try reader.openIntents(world.account).count, try reader.entries(account: world.account, limit: 9).count,
            try reader.results(account: world.account, limit: 9).count,
            try reader.collections(of: world.datastore).count,
        ]
    }
}
