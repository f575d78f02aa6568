import SyncTypes

/// A value that goes into one column and comes back the same.
protocol ColumnValue {
    /// Binds it to a parameter, counted from 1; answers SQLite's result code.
    func bind(to statement: SQLStatement, at index: Int32) -> Int32
    /// Reads it from a column, counted from 0. Throws `corrupt`.
    static func read(_ row: SQLStatement, at index: Int32) throws -> Self
}

extension Int64: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { statement.bind(self, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Int64 { try row.number(at: index) }
}

extension Int: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { statement.bind(Int64(self), at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Int { Int(try row.number(at: index)) }
}

extension Bool: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { statement.bind(self ? 1 : 0, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Bool { try row.number(at: index) != 0 }
}

/// Hashes fill all 64 bits; SQLite's integers are signed.
extension UInt64: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 {
        statement.bind(Int64(bitPattern: self), at: index)
    }
    static func read(_ row: SQLStatement, at index: Int32) throws -> UInt64 {
        UInt64(bitPattern: try row.number(at: index))
    }
}

extension String: ColumnValue {
    /// SQLite ends a text at its first NUL, so a NUL (which no SyncML text may hold) is stored as U+FFFD.
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 {
        guard utf8.contains(0) else { return statement.bind(self, at: index) }
        let repaired = String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
        return statement.bind(repaired, at: index)
    }
    static func read(_ row: SQLStatement, at index: Int32) throws -> String { try row.text(at: index) }
}

extension Array: ColumnValue where Element == UInt8 {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { statement.bind(self, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> [UInt8] { try row.octets(at: index) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 {
        self?.bind(to: statement, at: index) ?? statement.bindNull(at: index)
    }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Wrapped? {
        row.isNull(at: index) ? nil : try Wrapped.read(row, at: index)
    }
}

extension RawRepresentable where Self: ColumnValue, RawValue: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { rawValue.bind(to: statement, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Self {
        guard let value = Self(rawValue: try RawValue.read(row, at: index)) else {
            throw StoreError(.corrupt, "A stored value is no \(Self.self)")
        }
        return value
    }
}

extension GUID: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { number.bind(to: statement, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> GUID { GUID(try .read(row, at: index)) }
}

extension Href: ColumnValue {
    func bind(to statement: SQLStatement, at index: Int32) -> Int32 { rawValue.bind(to: statement, at: index) }
    static func read(_ row: SQLStatement, at index: Int32) throws -> Href { Href(try .read(row, at: index)) }
}

extension LUID: ColumnValue {}
extension ETag: ColumnValue {}
extension SyncToken: ColumnValue {}
extension Anchor: ColumnValue {}
extension DeviceID: ColumnValue {}
extension ItemKind: ColumnValue {}
extension ItemFormat: ColumnValue {}
extension SyncMode: ColumnValue {}
extension AccountRow: ColumnValue {}
extension DevicePasswordRow: ColumnValue {}
extension DeviceRow: ColumnValue {}
extension CollectionRow: ColumnValue {}
extension ResourceRow: ColumnValue {}
extension DatastoreRow: ColumnValue {}
extension LinkRow: ColumnValue {}
extension StagedRow: ColumnValue {}
extension SessionRow: ColumnValue {}
extension IntentRow: ColumnValue {}
extension JournalRow: ColumnValue {}
extension SyncResultRow: ColumnValue {}
extension HeldDeletionRow: ColumnValue {}
