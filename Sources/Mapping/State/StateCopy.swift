import GRDB
import Glibc

/// Copies of a database file, each made by SQLite's backup API (https://www.sqlite.org/backup.html): all of it as of one
/// moment, while others go on writing.
enum StateCopy {
    /// Copies a database into a new file with mode 0600 that is complete without companions. A file in the way goes first.
    static func make(of source: any DatabaseReader, at path: String) throws {
        remove(path)
        try PrivateFile.prepare(database: path)
        let target = try DatabaseQueue(path: path, configuration: .prepared)
        try source.backup(to: target)
        try settle(target)
        try target.close()
        try sync(path)
    }

    /// Writes what stands beside a database in WAL mode into it, and takes it out of that mode: one file holds everything.
    static func settle(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .prepared)
        try settle(queue)
        try queue.close()
        try sync(path)
    }

    /// What `PRAGMA integrity_check` complains about, the first three lines of it; empty for a sound file.
    static func faults(of database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "PRAGMA integrity_check(3)").filter { $0 != "ok" }
    }

    /// Removes a draft and its companions.
    static func remove(_ path: String) {
        for suffix in PrivateFile.companions { unlink(path + suffix) }
    }

    private static func settle(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw PrivateFile.failure(.inputOutput, "\(path) cannot be written") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw PrivateFile.failure(.inputOutput, "\(path) cannot be written") }
    }
}
