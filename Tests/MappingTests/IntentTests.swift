import Mapping
import SyncTypes
import Testing

@Suite struct IntentTests {
    @Test(arguments: StoreKind.allCases)
    func openUntilClosed(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let other = try store.write { try World($0, name: "other") }
            var put = Intent(
                account: world.account, collection: world.collection, resource: ResourceRow(4), href: Href("/a%20b"),
                operation: .put, body: [1], baseETag: ETag("W/\"1\""), base: [], link: LinkRow(3), createdAt: 5)
            var delete = Intent(
                account: other.account, collection: other.collection, href: Href("/c"), operation: .delete,
                createdAt: 6)
            try store.write {
                put.id = try $0.insert(put)
                delete.id = try $0.insert(delete)
            }
            try store.read { reader in
                try #expect(reader.openIntents() == [put, delete])
                try #expect(reader.openIntents(world.account) == [put])
                try #expect(reader.openIntents(world.account, of: LinkRow(3)) == [put])
                try #expect(reader.openIntents(other.account, of: LinkRow(3)) == [])
            }
            try store.write { try $0.close(put.id) }
            try #expect(store.read { try $0.openIntents() } == [delete])
        }
    }
}
