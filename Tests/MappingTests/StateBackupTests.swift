import Glibc
import SyncTypes
import Testing

@testable import Mapping

/// `backup` and `restore` of the state.
@Suite struct StateBackupTests {
    /// A folder with a state that holds a small world.
    private func withState(_ body: (StateFolder, Store, World, String) throws -> Void) throws {
        try TestFolder.use { base in
            let folder = try StateFolder(base + "/state")
            let store = try Store(file: folder.databasePath)
            let world = try store.write(World.init)
            try body(folder, store, world, base + "/backup.sqlite")
            try? store.close()
        }
    }

    private func accounts(_ path: String) throws -> [String] {
        let store = try Store(file: path)
        defer { try? store.close() }
        return try store.read { try $0.accounts().map(\.name) }
    }

    private func code(_ body: () throws -> Void) -> StoreError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? StoreError)?.code
        }
    }

    @Test func aBackupIsOnePrivateFileOfOneMoment() throws {
        try withState { folder, store, _, file in
            // A second store on the same file, as a server beside the command.
            let server = try Store(file: folder.databasePath)
            for number in 0..<50 { try server.write { _ = try $0.insert(Sample.account("n\(number)")) } }
            try store.backUp(to: file)
            try server.write { _ = try $0.insert(Sample.account("later")) }
            #expect(StateFolderTests.mode(file) == 0o600)
            for suffix in ["-wal", "-shm", "-journal"] { #expect(access(file + suffix, F_OK) != 0) }
            try #expect(accounts(file).count == 51)
            try server.close()
        }
    }

    @Test func nothingIsReplacedUnasked() throws {
        try withState { folder, store, _, file in
            try store.backUp(to: file)
            #expect(code { try store.backUp(to: file) } == .cannotOpen)
            try store.write { _ = try $0.insert(Sample.account("second")) }
            try store.backUp(to: file, replaces: true)
            try #expect(accounts(file) == ["milan", "second"])
            #expect(code { try store.backUp(to: folder.databasePath, replaces: true) } == .cannotOpen)
            try #expect(store.read { try $0.accounts().count } == 2)
            #expect(code { try store.backUp(to: "/nowhere/at/all") } == .cannotOpen)
        }
    }

    @Test func aRestoreBringsEverythingBackAndLetsPhonesCompare() throws {
        try withState { folder, store, world, file in
            try store.write { writer in
                try writer.setState(world.collection, ctag: "c", syncToken: SyncToken("t"))
                _ = try writer.save(Sample.resource(world.collection, "a"))
                _ = try writer.allocateGUID(world.datastore)
            }
            try store.backUp(to: file)
            try store.write { _ = try $0.insert(Sample.account("after the backup")) }
            try store.close()
            let restored = try StateRestore(of: file, into: folder)
            let kept = try #require(restored.replaced)
            #expect(kept == folder.databasePath + ".before-restore")
            try #expect(accounts(kept) == ["after the backup", "milan"].sorted())
            #expect(StateFolderTests.mode(folder.databasePath) == 0o600)
            let now = try Store(file: folder.databasePath)
            try now.read { reader in
                try #expect(reader.accounts().map(\.name) == ["milan"])
                let datastore = try #require(try reader.datastore(world.datastore))
                #expect(datastore.needsSlowSync && datastore.nextGUID == 10_002)
                let collection = try #require(try reader.collection(world.collection))
                #expect(collection.syncToken == nil && collection.ctag == nil)
                try #expect(reader.count(of: world.collection) == 1)
                try #expect(reader.openSessions().isEmpty)
            }
            try now.close()
            try #expect(StateRestore(of: file, into: folder).replaced == kept + "-2", "no kept state is overwritten")
        }
    }

    @Test func aRestoreIsRefusedWhileAServerRuns() throws {
        try withState { folder, store, _, file in
            try store.backUp(to: file)
            let lock = try StateLock(folder)
            #expect(code { _ = try StateRestore(of: file, into: folder) } == .alreadyLocked)
            try #expect(store.read { try $0.accounts().count } == 1)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func whatIsNoSoundBackupIsRefusedAndNothingChanges() throws {
        try withState { folder, store, _, file in
            try store.write { writer in
                for number in 0..<300 { _ = try writer.insert(Sample.account("account number \(number)")) }
            }
            try store.backUp(to: file)
            func refusal(_ bytes: [UInt8], _ name: String) throws -> StoreError.Code? {
                let path = "\(file).\(name)"
                try PrivateFile.createOnce(path, bytes)
                return code { _ = try StateRestore(of: path, into: folder) }
            }
            let sound = try #require(try PrivateFile.read(file, limit: 1 << 24))
            var damaged = sound
            for index in (sound.count / 2)..<(sound.count / 2 + 9000) { damaged[index] = 0xA5 }
            try #expect(refusal(damaged, "damaged") == .corrupt)
            try #expect(refusal(Array(sound.prefix(sound.count / 2)), "cut") == .corrupt)
            try #expect(refusal(Array("no database".utf8) + sound.prefix(5000), "text") == .notAStore)
            try #expect(refusal([], "empty") == .notAStore)
            #expect(code { _ = try StateRestore(of: file + ".missing", into: folder) } == .cannotOpen)
            let newer = file + ".newer"
            try store.backUp(to: newer)
            let later = try Store(file: newer)
            try later.write { _ = try $0.execute("INSERT INTO grdb_migrations VALUES ('99-future')") }
            try later.close()
            #expect(code { _ = try StateRestore(of: newer, into: folder) } == .newerSchema)
            try #expect(store.read { try $0.accounts().count } == 301)
            #expect(access(folder.databasePath + ".before-restore", F_OK) != 0)
            #expect(access(folder.databasePath + ".restoring", F_OK) != 0)
        }
    }

    @Test func aDamagedStateSaysWhatToDo() throws {
        try withState { folder, store, _, file in
            try store.write { writer in
                for number in 0..<300 { _ = try writer.insert(Sample.account("account number \(number)")) }
            }
            try store.requireSound()
            try store.backUp(to: file)
            try store.close()
            var bytes = try #require(try PrivateFile.read(file, limit: 1 << 24))
            for index in (bytes.count / 2)..<(bytes.count / 2 + 9000) { bytes[index] = 0xA5 }
            // What SQLite keeps beside the file could mend it.
            StateCopy.remove(folder.databasePath)
            try PrivateFile.createOnce(folder.databasePath, bytes)
            let damaged = try Store(file: folder.databasePath)
            let error = #expect(throws: StoreError.self) { try damaged.requireSound() }
            #expect(error?.code == .corrupt)
            #expect(error?.reason.contains("footbridge restore") == true)
            #expect(error?.reason.contains("start anew") == true)
            try damaged.close()
            StateCopy.remove(folder.databasePath)
            try PrivateFile.createOnce(folder.databasePath, Array(repeating: 0x41, count: 9000))
            let unreadable = #expect(throws: StoreError.self) { _ = try Store(file: folder.databasePath) }
            #expect(unreadable?.code == .notAStore && unreadable?.reason.contains("footbridge restore") == true)
            _ = try StateRestore(of: file, into: folder)
            try #expect(accounts(folder.databasePath).count == 301)
        }
    }
}
