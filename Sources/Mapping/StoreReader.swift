import GRDB

/// Reads the store inside one transaction: everything it answers belongs to one moment.
///
/// Valid only inside the body it was given to. What one table can answer stands in `Tables/`.
public class StoreReader {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// All rows of a query. The statement is prepared once a connection; `decode` must not query.
    func rows<Value>(
        _ sql: String, _ arguments: [any ColumnValue] = [], _ decode: (inout ColumnReader) throws -> Value
    ) throws -> [Value] {
        do {
            let statement = try SQLStatement(database, sql)
            defer { statement.finish() }
            try statement.bind(arguments)
            var values: [Value] = []
            while try statement.step() {
                var columns = ColumnReader(statement)
                values.append(try decode(&columns))
            }
            return values
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// All records of a query.
    func records<Record: StoredRecord>(_ sql: String, _ arguments: [any ColumnValue] = []) throws -> [Record] {
        try rows(sql, arguments) { columns in try Record(&columns) }
    }

    /// The record of a query that answers at most one row.
    func record<Record: StoredRecord>(_ sql: String, _ arguments: [any ColumnValue]) throws -> Record? {
        let answer: [Record] = try records(sql, arguments)
        return answer.first
    }

    /// The first column of a query that answers at most one row.
    func value<Value: ColumnValue>(
        _ sql: String, _ arguments: [any ColumnValue], as type: Value.Type = Value.self
    ) throws -> Value? {
        try rows(sql, arguments) { columns in try columns.next(Value.self) }.first
    }
}
