import Mapping
import SyncTypes
import Testing

@Suite struct DatastoreTests {
    @Test(arguments: StoreKind.allCases)
    func everyFieldComesBack(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var datastore = Datastore(device: world.device, name: "calendar", kind: .event, kinds: [.event, .task])
            datastore.clientAnchor = Anchor("20261121T080000Z")
            datastore.previousClientAnchor = Anchor("")
            datastore.serverAnchor = Anchor("17")
            datastore.format = .vCalendar10
            datastore.evidence = [1, 2, 3]
            datastore.needsSlowSync = true
            datastore.scope = "window=-30,90"
            datastore.lastSyncedAt = 9
            datastore.lastResult = "ok"
            datastore.serverURI = "./cal?/dr(-30,90)"
            datastore.deviceURI = "./Calendar"
            datastore.alertedAt = 8
            datastore.id = try store.write { try $0.insert(datastore) }
            try #expect(store.read { try $0.datastore(datastore.id) } == datastore)
            try #expect(store.read { try $0.datastore(world.device, "calendar") } == datastore)
            try #expect(
                store.read { try $0.datastores(of: world.device).map(\.id) } == [world.datastore, datastore.id])
            #expect(throws: StoreError(.duplicate, "")) { try store.write { _ = try $0.insert(datastore) } }
            try store.write { try $0.remove(datastore.id) }
            try #expect(store.read { try $0.datastore(datastore.id) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func numbersForItemsAreGivenOnce(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var stale = try #require(try store.read { try $0.datastore(world.datastore) })
            try #expect(store.write { try $0.allocateGUID(world.datastore) } == GUID(1))
            stale.lastResult = "stale"
            try store.write { try $0.update(stale) }
            try #expect(store.write { try $0.allocateGUID(world.datastore) } == GUID(2))
            try #expect(store.read { try $0.datastore(world.datastore)?.nextGUID } == 3)
            #expect(throws: StoreError(.notFound, "")) { try store.write { _ = try $0.allocateGUID(DatastoreRow(9)) } }
        }
    }

    /// A session's old copy of the record must not take back what upkeep has noted.
    @Test(arguments: StoreKind.allCases)
    func alertsAreNotedBesideTheRecord(_ kind: StoreKind) throws {
        try kind.world { store, world in
            var stale = try #require(try store.read { try $0.datastore(world.datastore) })
            #expect(stale.alertedAt == nil)
            try store.write { try $0.noteAlert(world.datastore, at: 1700) }
            stale.serverURI = "./card"
            try store.write { try $0.update(stale) }
            let now = try #require(try store.read { try $0.datastore(world.datastore) })
            #expect(now.alertedAt == 1700 && now.serverURI == "./card")
            #expect(throws: StoreError(.notFound, "")) { try store.write { try $0.noteAlert(DatastoreRow(9), at: 1) } }

            let work = try store.write { try $0.insert(Sample.collection(world.account, "/w/")) }
            try store.write {
                try $0.setAlerted(world.datastore, world.collection, 6)
                try $0.setCollections(world.datastore, [work, world.collection])
                try $0.resetCheckpoints(world.datastore)
            }
            try #expect(store.read { try $0.collections(of: world.datastore).map(\.alerted) } == [0, 6])
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { try $0.setAlerted(world.datastore, CollectionRow(99), 1) }
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func collectionsKeepTheirCheckpoints(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let (work, family) = try store.write { writer in
                (
                    try writer.insert(Sample.collection(world.account, "/w/")),
                    try writer.insert(Sample.collection(world.account, "/f/"))
                )
            }
            try store.write {
                try $0.setCheckpoint(world.datastore, world.collection, 5)
                try $0.setCollections(world.datastore, [work, world.collection])
                try $0.setCheckpoint(world.datastore, work, 7)
            }
            try #expect(
                store.read { try $0.collections(of: world.datastore) } == [
                    DatastoreCollection(collection: work, position: 0, checkpoint: 7),
                    DatastoreCollection(collection: world.collection, position: 1, checkpoint: 5),
                ])
            try store.write { try $0.setCollections(world.datastore, [family, work]) }
            try #expect(store.read { try $0.collections(of: world.datastore).map(\.checkpoint) } == [0, 7])
            try store.write { try $0.resetCheckpoints(world.datastore) }
            try #expect(store.read { try $0.collections(of: world.datastore).map(\.checkpoint) } == [0, 0])
            #expect(throws: StoreError(.notFound, "")) {
                try store.write { try $0.setCheckpoint(world.datastore, world.collection, 1) }
            }
            #expect(throws: StoreError(.duplicate, "")) {
                try store.write { try $0.setCollections(world.datastore, [work, work]) }
            }
            #expect(throws: StoreError(.inUse, "")) {
                try store.write { try $0.setCollections(world.datastore, [CollectionRow(99)]) }
            }
            try #expect(store.read { try $0.collections(of: world.datastore).map(\.collection) } == [family, work])
        }
    }
}
