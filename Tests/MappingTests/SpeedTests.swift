import GRDBSQLite
import Glibc
import Mapping
import SyncTypes
import Testing

/// What a session asks that finds nothing to do.
@Suite struct SpeedTests {
    @Test func aQuietSyncCostsTheSameForALargeCollection() throws {
        try StoreKind.memory.open { store in
            let small = try seed(store, "small", count: 100)
            let large = try seed(store, "large", count: 3_000)
            _ = try questions(store, small, 50)
            // The best of several, since other work shares the machine; five times is far from proportional to 30.
            let smallTime = try (0..<5).map { _ in try questions(store, small, 100) }.min()
            let largeTime = try (0..<5).map { _ in try questions(store, large, 100) }.min()
            let (quick, slow) = (try #require(smallTime), try #require(largeTime))
            #expect(slow < quick * 5, "small \(quick), large \(slow)")
        }
    }

    /// SQLite counts its memory under one lock of the process; a store that is opened first switches that off.
    @Test func connectionsDoNotWaitForACountOfMemory() async {
        await #expect(processExitsWith: .success) {
            let store = try Store(inMemory: ())
            let world = try store.write(World.init)
            _ = try store.read { try $0.collections(of: world.datastore) }
            exit(sqlite3_memory_used() == 0 ? 0 : 1)
        }
    }

    private func seed(_ store: Store, _ name: String, count: Int) throws -> World {
        try store.write { writer in
            let world = try World(writer, name: name)
            for number in 1...count {
                let resource = try writer.saved(Sample.resource(world.collection, "\(name)-\(number)"))
                let guid = Int64(number)
                try writer.insert(Sample.link(world.datastore, resource.id, guid: guid, luid: "\(number)"))
            }
            try writer.setCheckpoint(world.datastore, world.collection, Int64(count))
            return world
        }
    }

    private func questions(_ store: Store, _ world: World, _ rounds: Int) throws -> Duration {
        try ContinuousClock().measure {
            for _ in 0..<rounds {
                try store.read { reader in
                    let shown = try #require(try reader.collections(of: world.datastore).first)
                    let last = try #require(try reader.collection(shown.collection)).counter
                    let changed = try reader.changedResources(
                        world.datastore, shown.collection, after: shown.checkpoint, through: last, limit: 100)
                    let open = try reader.openLinks(world.datastore, limit: 100)
                    let counts = [try reader.linkCount(world.datastore), try reader.count(of: shown.collection)]
                    let link = try reader.link(world.datastore, LUID("\(counts[0])"))
                    try #require(changed.isEmpty && open.isEmpty && link?.guid == GUID(last))
                }
            }
        }
    }
}
