import GRDB

/// One column of a row as SQLite stores it: for checks that must not share this module's own records.
public enum InspectedValue: Hashable, Sendable {
    /// NULL.
    case null
    /// INTEGER.
    case integer(Int64)
    /// REAL.
    case real(Double)
    /// TEXT.
    case text(String)
    /// BLOB.
    case blob([UInt8])
}

extension StoreReader {
    /// The rows of any query by column name. Runs inside the reader's transaction; meant for SELECT alone.
    public func inspect(_ sql: String) throws -> [[String: InspectedValue]] {
        do {
            return try Row.fetchAll(database.cachedStatement(sql: sql)).map { row in
                var columns: [String: InspectedValue] = [:]
                for (name, value) in row {
                    columns[name] =
                        switch value.storage {
                        case .null: .null
                        case .int64(let number): .integer(number)
                        case .double(let number): .real(number)
                        case .string(let text): .text(text)
                        case .blob(let data): .blob(Array(data))
                        }
                }
                return columns
            }
        } catch {
            throw StoreError.translated(error)
        }
    }
}

extension Store {
    /// Everything as of now in a database of its own: what a backup file holds, for simulations in memory.
    public func copied() throws -> Store {
        let copy = try Store(inMemory: ())
        do {
            try connections.backup(to: copy.connections)
        } catch {
            throw StoreError.translated(error)
        }
        return copy
    }

    /// The state becomes an earlier copy, as `StateRestore` does it with files.
    public func restore(_ copy: Store) throws {
        do {
            try copy.connections.backup(to: connections)
        } catch {
            throw StoreError.translated(error)
        }
        try write { try $0.expectPhonesMovedOn(skippingGUIDs: StateRestore.skippedGUIDs) }
    }

    /// Removes every row and lets numbers begin at 1 again, as in a database just made: a simulation of many worlds keeps
    /// one connection and its prepared statements. Not for a state that somebody uses.
    public func empty() throws {
        do {
            try connections.writeWithoutTransaction { database in
                try Store.transaction(in: database) {
                    // The youngest table first: no row refers to a younger one. Setting foreign keys off instead would have
                    // every statement prepared again. The journal's size has one row, which triggers keep.
                    let tables = try String.fetchAll(
                        database.cachedStatement(
                            sql: """
                                SELECT name FROM sqlite_schema
                                WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                                    AND name <> 'journal_size'
                                ORDER BY rowid DESC
                                """))
                    for table in tables { try database.cachedStatement(sql: "DELETE FROM \(table)").execute() }
                    try database.cachedStatement(sql: "DELETE FROM sqlite_sequence").execute()
                }
            }
        } catch {
            throw StoreError.translated(error)
        }
    }
}
