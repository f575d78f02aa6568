import GRDB

/// Everything the bridge remembers, in one SQLite database: accounts, devices, mirror, links, sessions, journal.
///
/// A body of work is one transaction, synchronous and short. A commit is on the disk when `write` returns (WAL with
/// `synchronous = FULL`, https://www.sqlite.org/pragma.html#pragma_synchronous). Readers never wait for the writer.
/// Bodies must not call the store again: they have the reader or writer they were given.
public final class Store: Sendable {
    let connections: any DatabaseWriter
    private let observer: CommitObserver?

    /// Opens or creates a database file with mode 0600 and brings its schema up to date.
    ///
    /// Throws `cannotOpen`, `unsafePermissions`, `notAStore`, `newerSchema`, `busy`, or what SQLite reports.
    public init(file path: String) throws(StoreError) {
        observer = nil
        do {
            connections = try DirectoryLock.hold(over: path) { try Store.open(path) }
        } catch {
            throw Store.opening(error, path: path)
        }
    }

    /// Opens an empty database in memory that behaves the same and ends with this object.
    public init(inMemory: ()) throws(StoreError) {
        observer = nil
        do {
            let queue = try DatabaseQueue(configuration: Store.configuration)
            try Schema.migrator.migrate(queue)
            connections = queue
        } catch {
            throw Store.opening(error)
        }
    }

    /// A second handle onto the connections of another store: same rows, its own observer.
    public init(sharing other: Store, observer: CommitObserver? = nil) {
        connections = other.connections
        self.observer = observer
    }

    private static func open(_ path: String) throws -> DatabasePool {
        try PrivateFile.prepare(database: path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.read(Schema.refuseForeign)
        // Here and not in prepareDatabase: DatabasePool sets NORMAL itself when it puts its writer in WAL mode.
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
        }
        try Schema.migrator.migrate(pool)
        return pool
    }

    /// Runs a body that only reads, at one moment of the database. Throws what the body throws, or a `StoreError`.
    public func read<T>(_ body: (StoreReader) throws -> T) throws -> T {
        do {
            try observer?.notice(.begin)
            // A queue's own read sets PRAGMA query_only twice, and SQLite then prepares every statement again. One connection
            // that serves one body at a time needs no snapshot.
            if let queue = connections as? DatabaseQueue {
                return try queue.unsafeRead { database in try body(StoreReader(database)) }
            }
            return try connections.read { database in try body(StoreReader(database)) }
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Runs a body as one transaction: durable when this returns, without any trace when it throws.
    public func write<T>(_ body: (StoreWriter) throws -> T) throws -> T {
        do {
            try observer?.notice(.begin)
            let result = try connections.writeWithoutTransaction { database in
                try Store.transaction(in: database) {
                    let result = try body(StoreWriter(database))
                    try observer?.notice(.beforeCommit)
                    return result
                }
            }
            try observer?.notice(.afterCommit)
            return result
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// GRDB's own transactions prepare BEGIN and COMMIT anew each time. IMMEDIATE: a reader that becomes a writer half-way
    /// could meet another process's write.
    static func transaction<T>(in database: Database, _ body: () throws -> T) throws -> T {
        try database.cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
        do {
            let result = try body()
            // SQLite may have given the transaction up by itself, and then there is nothing to commit.
            guard database.isInsideTransaction else {
                throw StoreError(.invalidStatement, "The transaction was aborted")
            }
            try database.cachedStatement(sql: "COMMIT TRANSACTION").execute()
            return result
        } catch {
            // Does nothing when SQLite did it; a failure here would only hide the first one.
            _ = try? database.rollback()
            throw error
        }
    }

    /// Ends all connections; the database must not be used afterwards.
    public func close() throws {
        do {
            // Everything into the one file, for those who copy it; a reader elsewhere only delays it.
            if let pool = connections as? DatabasePool {
                _ = try? pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            }
            try connections.close()
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// A command beside a running server waits for its turn rather than fail.
    private static var configuration: Configuration {
        var configuration = Configuration.prepared
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.label = "footbridge.store"
        return configuration
    }

    private static func opening(_ error: any Error, path: String? = nil) -> StoreError {
        // Our own refusals say what they mean; SQLite's complaints about a damaged file do not say what to do.
        if let path, let found = error as? DatabaseError {
            let cause = StoreError(found)
            if cause.code == .corrupt || cause.code == .notAStore {
                return StoreError(cause.code, "\(path) is damaged or no database at all; \(cure)")
            }
        }
        return StoreError.translated(error) as? StoreError
            ?? StoreError(.cannotOpen, "The database cannot be opened: \(error)")
    }
}
