import Mapping
import SyncTypes
import Testing

@Suite struct CollectionTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var collection = Sample.collection(world.account, "/milan/Work%20plan/")
            collection.kinds = [.event, .task]
            collection.isWritable = false
            collection.supportsSync = true
            collection.ctag = "c1"
            collection.syncToken = SyncToken("http://x/1")
            collection.comparedAt = 7
            collection.position = -1
            collection.id = try store.write { try $0.insert(collection) }
            try #expect(store.read { try $0.collection(collection.id) } == collection)
            try #expect(store.read { try $0.collection(world.account, Href("/milan/Work plan/")) } == collection)
            try #expect(
                store.read { try $0.collections(of: world.account).map(\.id) } == [collection.id, world.collection])
            #expect(throws: StoreError(.duplicate, "")) {
                try store.write { _ = try $0.insert(Sample.collection(world.account, "/milan/Work%20plan/")) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func updateLeavesTheCounter(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var stale = try #require(try store.read { try $0.collection(world.collection) })
            try store.write { _ = try $0.save(Sample.resource(world.collection, "a")) }
            stale.displayName = "People"
            stale.kinds = []
            try store.write { try $0.update(stale) }
            stale.counter = 1
            try #expect(store.read { try $0.collection(world.collection) } == stale)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func state(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write {
                try $0.setState(world.collection, ctag: "1", syncToken: SyncToken("t"), comparedAt: 50)
                try $0.setState(world.collection, ctag: nil, syncToken: SyncToken("u"))
            }
            let collection = try #require(try store.read { try $0.collection(world.collection) })
            #expect(collection.ctag == nil)
            #expect(collection.syncToken == SyncToken("u"))
            #expect(collection.comparedAt == 50)
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { try $0.setState(CollectionRow(9), ctag: nil, syncToken: nil) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aCollectionIsNotRemovedUnderLinks(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let link = try store.write { writer in
                let resource = try writer.saved(Sample.resource(world.collection, "a"))
                return try writer.insert(Sample.link(world.datastore, resource.id, guid: 1, luid: "1"))
            }
            #expect(throws: StoreError(.inUse, "")) { try store.write { try $0.remove(world.collection) } }
            try store.write {
                try $0.remove(link)
                try $0.remove(world.collection)
            }
            try #expect(store.read { try $0.collections(of: world.datastore) }.isEmpty)
            try #expect(store.read { try $0.heads(of: world.collection, limit: 9) }.isEmpty)
        }
    }
}
