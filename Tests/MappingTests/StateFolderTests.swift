import Glibc
import Mapping
import Testing

@Suite struct StateFolderTests {
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    /// In a process of its own, with a umask that would give everything to everybody.
    @Test func everythingIsPrivateWhateverTheUmask() async {
        await #expect(processExitsWith: .success) {
            umask(0)
            try TestFolder.use { base in
                let folder = try StateFolder(base + "/deep/state/")
                let store = try Store(file: folder.databasePath)
                _ = try store.write(World.init)
                let lock = try StateLock(folder)
                _ = try folder.key { [1, 2, 3] }
                #expect(StateFolderTests.mode(base + "/deep") == 0o700)
                #expect(StateFolderTests.mode(folder.path) == 0o700)
                for path in [
                    folder.databasePath, folder.databasePath + "-wal", folder.databasePath + "-shm", folder.keyPath,
                    folder.lockPath,
                ] {
                    #expect(StateFolderTests.mode(path) == 0o600, "\(path)")
                }
                withExtendedLifetime(lock) {}
                try store.close()
            }
        }
    }

    @Test func rightsOfOthersAreTakenAndNoneIsGiven() throws {
        try TestFolder.use { base in
            let folder = try StateFolder(base)
            try Store(file: folder.databasePath).close()
            _ = try folder.key { [1] }
            chmod(folder.databasePath, 0o644)
            chmod(folder.keyPath, 0o440)
            try Store(file: folder.databasePath).close()
            try #expect(folder.key { [2] } == [1])
            #expect(StateFolderTests.mode(folder.databasePath) == 0o600)
            #expect(StateFolderTests.mode(folder.keyPath) == 0o400)
        }
    }

    @Test func aFolderThatExistsKeepsItsRights() throws {
        try TestFolder.use { base in
            mkdir(base + "/given", 0o750)
            chmod(base + "/given", 0o750)
            let folder = try StateFolder(base + "/given")
            #expect(StateFolderTests.mode(folder.path) == 0o750)
            try Store(file: folder.databasePath).close()
            #expect(StateFolderTests.mode(folder.databasePath) == 0o600)
        }
    }

    @Test func pathsAndRefusals() throws {
        try TestFolder.use { base in
            let folder = try StateFolder(base + "//")
            #expect(folder.path == base)
            #expect(folder.databasePath == base + "/footbridge.sqlite")
            _ = try folder.key { [1] }
            #expect(throws: StoreError(.cannotOpen, "")) { _ = try StateFolder(folder.keyPath) }
            #expect(throws: StoreError(.cannotOpen, "")) { _ = try StateFolder(folder.keyPath + "/below") }
            #expect(throws: StoreError(.cannotOpen, "")) { _ = try StateFolder("") }
            try #expect(StateFolder("/").path == "/")
        }
    }

    @Test func allWhoStartAtOnceGetOneKey() async throws {
        let base = try TestFolder.make()
        defer { TestFolder.remove(base) }
        let folder = try StateFolder(base)
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for number in UInt8(0)..<8 { group.addTask { try folder.key { [number] } } }
            return try await group.reduce(into: Set<[UInt8]>()) { keys, key in keys.insert(key) }
        }
        #expect(keys.count == 1)
    }

    @Test func theKeyIsMadeOnce() throws {
        struct Unwanted: Error {}
        try TestFolder.use { base in
            let folder = try StateFolder(base)
            #expect(throws: Unwanted.self) { _ = try folder.key { throw Unwanted() } }
            try #expect(folder.key { [7, 0, 255] } == [7, 0, 255])
            try #expect(folder.key { throw Unwanted() } == [7, 0, 255])
            #expect(StateFolderTests.mode(folder.keyPath) == 0o600)
        }
    }
}
