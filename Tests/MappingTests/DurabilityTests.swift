import Glibc
import Mapping
import SyncTypes
import Testing

@Suite struct DurabilityTests {
    /// The folder is named after the parent process, since a child gets no values.
    private static func folder(of process: pid_t) -> String { "/tmp/footbridge-mapping-kill-\(process)" }

    /// What `write` returned from survives the process; what it did not return from leaves no trace.
    @Test func aKilledProcessLosesNoCommit() async throws {
        TestFolder.remove(DurabilityTests.folder(of: getpid()))
        let folder = try StateFolder(DurabilityTests.folder(of: getpid()))
        defer { TestFolder.remove(folder.path) }
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let store = try Store(file: try StateFolder(DurabilityTests.folder(of: getppid())).databasePath)
            let world = try store.write(World.init)
            for number in Int64(1)...20 {
                _ = try store.write { writer in
                    try writer.insert(Sample.link(world.datastore, nil, guid: number, luid: "\(number)"))
                }
            }
            try store.write { writer in
                try writer.insert(Sample.link(world.datastore, nil, guid: 21, luid: "21"))
                _ = try writer.save(Sample.resource(world.collection, "half"))
                kill(getpid(), SIGKILL)
            }
        }
        let store = try Store(file: folder.databasePath)
        defer { try? store.close() }
        try store.read { reader in
            let device = try #require(try reader.devices().first)
            let datastore = try #require(try reader.datastores(of: device.id).first)
            try #expect(reader.links(datastore.id, limit: 99).map(\.guid.number) == Array(1...20))
            try #expect(reader.linkCount(datastore.id) == 20)
            let collection = try #require(try reader.collections(of: device.account).first)
            #expect(collection.counter == 0)
        }
    }
}
