import GRDB
import GRDBSQLite

/// A prepared statement, bound, stepped and read by SQLite's own calls: a row costs nothing beside its values.
///
/// GRDB keeps it prepared (once a connection) and owns the transaction around it. One use at a time: whoever steps through
/// its rows must not run the same statement inside.
struct SQLStatement {
    private let owner: Statement
    private let handle: OpaquePointer

    /// The statement of this connection, prepared now or earlier.
    init(_ database: Database, _ sql: String) throws {
        owner = try database.cachedStatement(sql: sql)
        handle = owner.sqliteStatement
    }

    /// Binds all parameters, in their order. Throws `invalidStatement` when there are more or fewer.
    func bind(_ values: [any ColumnValue]) throws {
        guard Int(sqlite3_bind_parameter_count(handle)) == values.count else {
            throw StoreError(.invalidStatement, "A statement got \(values.count) values and has other parameters")
        }
        for (index, value) in values.enumerated() {
            let code = value.bind(to: self, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// Goes to the next row; false behind the last.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    /// Ends a use: locks and values are let go, and the statement can be used again.
    func finish() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// True between BEGIN and COMMIT of the connection.
    var isInsideTransaction: Bool { sqlite3_get_autocommit(sqlite3_db_handle(handle)) == 0 }

    /// Rows that the connection's last INSERT, UPDATE or DELETE changed itself.
    var changes: Int { Int(sqlite3_changes(sqlite3_db_handle(handle))) }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle))))
    }
}

/// Parameters, counted from 1. Each answers SQLite's result code.
extension SQLStatement {
    func bindNull(at index: Int32) -> Int32 { sqlite3_bind_null(handle, index) }

    func bind(_ number: Int64, at index: Int32) -> Int32 { sqlite3_bind_int64(handle, index, number) }

    /// SQLite copies the text.
    func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else {
                    return sqlite3_bind_text(handle, index, "", 0, SQLStatement.copied)
                }
                return sqlite3_bind_text64(
                    handle, index, start, UInt64(characters.count), SQLStatement.copied, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// SQLite copies the octets.
    func bind(_ octets: [UInt8], at index: Int32) -> Int32 {
        // A null pointer would be NULL and not the empty blob.
        if octets.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
        return sqlite3_bind_blob64(handle, index, octets, UInt64(octets.count), SQLStatement.copied)
    }

    private static var copied: sqlite3_destructor_type {
        // SQLITE_TRANSIENT, a cast that Swift does not import (https://www.sqlite.org/c3ref/c_static.html).
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}

/// Columns of the row the statement stands at, counted from 0. Valid until the next step.
extension SQLStatement {
    func isNull(at index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

    /// Throws `corrupt` when no number is stored there.
    func number(at index: Int32) throws -> Int64 {
        guard sqlite3_column_type(handle, index) == SQLITE_INTEGER else {
            throw StoreError(.corrupt, "A stored value has an unexpected type")
        }
        return sqlite3_column_int64(handle, index)
    }

    /// Throws `corrupt` when no text is stored there.
    func text(at index: Int32) throws -> String {
        guard sqlite3_column_type(handle, index) == SQLITE_TEXT, let start = sqlite3_column_text(handle, index) else {
            throw StoreError(.corrupt, "A stored value has an unexpected type")
        }
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Throws `corrupt` when nothing is stored there.
    func octets(at index: Int32) throws -> [UInt8] {
        guard !isNull(at: index) else { throw StoreError(.corrupt, "A stored text is missing") }
        // A blob of no octets has no address.
        guard let start = sqlite3_column_blob(handle, index) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index))))
    }
}
