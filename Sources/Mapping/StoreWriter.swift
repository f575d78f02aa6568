import GRDB

/// Reads and changes the store inside one transaction, which is kept when the body returns and undone when it throws.
public final class StoreWriter: StoreReader {
    /// Runs a statement and answers how many rows it changed itself (triggers and cascades not counted).
    @discardableResult
    func execute(_ sql: String, _ arguments: [any ColumnValue] = []) throws -> Int {
        do {
            let statement = try SQLStatement(database, sql)
            // SQLite may have given the whole transaction up (no room, no memory); what came now would stand alone.
            guard statement.isInsideTransaction else {
                throw StoreError(.invalidStatement, "The transaction was aborted")
            }
            defer { statement.finish() }
            try statement.bind(arguments)
            while try statement.step() {}
            return statement.changes
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Inserts a record, whatever id it has, and answers the id it got.
    func insertRow<Record: StoredRecord>(_ record: Record) throws -> Record.Row {
        try execute(Record.layout.insert, record.values)
        return Record.Row(rawValue: database.lastInsertedRowID)
    }

    /// Writes the changing columns of a record to its row.
    func updateRow<Record: StoredRecord>(_ record: Record) throws {
        let layout = Record.layout
        let arguments = layout.changingValues(record.values) + [record.id.rawValue]
        try require(try execute(layout.update, arguments), of: Record.self, id: record.id)
    }

    /// Removes a row, if it exists.
    func removeRow<Record: StoredRecord>(_ type: Record.Type, _ id: Record.Row) throws {
        try execute(Record.layout.delete, [id.rawValue])
    }

    /// Refuses a change that met no row.
    func require(_ changes: Int, of type: Any.Type, id: some RowID) throws {
        guard changes > 0 else { throw StoreError(.notFound, "There is no \(type) with number \(id)") }
    }
}
