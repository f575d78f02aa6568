import GRDB
import Glibc

/// `footbridge restore`: a backup takes the place of the state.
///
/// Whatever was there stays beside it. Phones have moved on since the backup, so each of their databases is compared as a
/// whole next time, and each mirror with its server.
public struct StateRestore: Sendable {
    /// Where the replaced state lies now; nil when there was none.
    public let replaced: String?

    /// Numbers that phones may have been given since the backup, and that must not come to mean another item.
    static let skippedGUIDs = 10_000

    /// Restores a backup into a state folder.
    ///
    /// Throws `alreadyLocked` while a server runs on it; `cannotOpen`, `notAStore`, `newerSchema` or `corrupt` for the
    /// backup. Nothing has changed then.
    public init(of backup: String, into folder: StateFolder) throws {
        let lock = try StateLock(folder)
        defer { withExtendedLifetime(lock) {} }
        let draft = folder.databasePath + ".restoring"
        defer { StateCopy.remove(draft) }
        do {
            try StateRestore.check(backup, copyingTo: draft)
            let store = try Store(file: draft)
            try store.write { try $0.expectPhonesMovedOn(skippingGUIDs: StateRestore.skippedGUIDs) }
            try store.close()
            try StateCopy.settle(draft)
        } catch {
            throw StoreError.translated(error)
        }
        replaced = try DirectoryLock.hold(over: folder.databasePath) {
            try StateRestore.exchange(draft, folder.databasePath)
        }
    }

    /// Copies a backup and looks whether it is a sound state of this program. The backup itself is only read.
    private static func check(_ backup: String, copyingTo draft: String) throws {
        guard access(backup, R_OK) == 0 else { throw PrivateFile.failure(.cannotOpen, "\(backup) cannot be read") }
        var configuration = Configuration.prepared
        configuration.readonly = true
        do {
            let source = try DatabaseQueue(path: backup, configuration: configuration)
            try source.read { database in
                guard try Int64.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
                    throw StoreError(.notAStore, "\(backup) is no backup of this program")
                }
                try Schema.refuseForeign(database)
                let faults = try StateCopy.faults(of: database)
                guard faults.isEmpty else {
                    throw StoreError(.corrupt, "\(backup) is damaged: \(faults.joined(separator: "; "))")
                }
                let loose = try Int.fetchOne(database, sql: "SELECT count(*) FROM pragma_foreign_key_check") ?? 0
                guard loose == 0 else { throw StoreError(.corrupt, "\(backup) is damaged: rows without their owners") }
            }
            try StateCopy.make(of: source, at: draft)
            try source.close()
        } catch let error as DatabaseError {
            let cause = StoreError(error)
            switch cause.code {
            case .notAStore: throw StoreError(.notAStore, "\(backup) is no backup of this program")
            case .corrupt: throw StoreError(.corrupt, "\(backup) is damaged: \(cause.reason)")
            case .cannotOpen, .unsafePermissions, .alreadyLocked, .newerSchema, .duplicate, .notFound, .inUse, .fenced,
                .busy, .diskFull, .inputOutput, .invalidStatement:
                throw cause
            }
        }
    }

    /// Puts the new file in the place of the old one, which gets another name. The old -wal must not stand beside the new
    /// file, so it goes first; the name itself always leads to a whole database.
    private static func exchange(_ draft: String, _ path: String) throws -> String? {
        var kept: String?
        if access(path, F_OK) == 0 {
            let name = freeName(path + ".before-restore")
            guard link(path, name) == 0 else { throw PrivateFile.failure(.inputOutput, "\(name) cannot be made") }
            for suffix in PrivateFile.companions where !suffix.isEmpty {
                guard rename(path + suffix, name + suffix) == 0 || errno == ENOENT else {
                    throw PrivateFile.failure(.inputOutput, "\(name)\(suffix) cannot be made")
                }
            }
            kept = name
        }
        guard rename(draft, path) == 0 else { throw PrivateFile.failure(.inputOutput, "\(path) cannot be replaced") }
        try PrivateFile.syncFolder(of: path)
        return kept
    }

    private static func freeName(_ wish: String) -> String {
        var name = wish
        var number = 2
        while access(name, F_OK) == 0 {
            name = "\(wish)-\(number)"
            number += 1
        }
        return name
    }
}

extension StoreWriter {
    /// Forgets how far phones and servers were: what a restored state believes of them is old.
    func expectPhonesMovedOn(skippingGUIDs count: Int) throws {
        try execute("UPDATE datastore SET needs_slow_sync = 1, next_guid = next_guid + ?", [count])
        try execute("UPDATE collection SET ctag = NULL, sync_token = NULL")
        for table in ["session", "staged_item", "match_key", "match_pair", "listed_member"] {
            try execute("DELETE FROM \(table)")
        }
    }
}
