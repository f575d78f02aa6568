import Foundation
import GRDB
import SyncTypes

/// A value that goes into one column and comes back the same.
protocol ColumnValue {
    var databaseValue: DatabaseValue { get }
    static func read(_ row: Row, at index: Int) throws -> Self
}

extension Int64: ColumnValue {
    static func read(_ row: Row, at index: Int) throws -> Int64 { try row.decode(Int64.self, atIndex: index) }
}

extension Int: ColumnValue {
    static func read(_ row: Row, at index: Int) throws -> Int { try row.decode(Int.self, atIndex: index) }
}

extension Bool: ColumnValue {
    static func read(_ row: Row, at index: Int) throws -> Bool { try row.decode(Bool.self, atIndex: index) }
}

/// Hashes fill all 64 bits; SQLite's integers are signed.
extension UInt64: ColumnValue {
    var databaseValue: DatabaseValue { Int64(bitPattern: self).databaseValue }
    static func read(_ row: Row, at index: Int) throws -> UInt64 { UInt64(bitPattern: try .read(row, at: index)) }
}

extension String: ColumnValue {
    /// SQLite ends a text at its first NUL, so a NUL (which no SyncML text may hold) is stored as U+FFFD.
    var databaseValue: DatabaseValue {
        let repaired =
            utf8.contains(0)
            ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
        return DatabaseValue(value: repaired) ?? .null
    }
    static func read(_ row: Row, at index: Int) throws -> String { try row.decode(String.self, atIndex: index) }
}

extension Array: ColumnValue where Element == UInt8 {
    var databaseValue: DatabaseValue { Data(self).databaseValue }
    static func read(_ row: Row, at index: Int) throws -> [UInt8] {
        try row.withUnsafeData(atIndex: index) { data in
            guard let data else { throw StoreError(.corrupt, "A stored text is missing") }
            return [UInt8](data)
        }
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    var databaseValue: DatabaseValue { self?.databaseValue ?? .null }
    static func read(_ row: Row, at index: Int) throws -> Wrapped? {
        row.hasNull(atIndex: index) ? nil : try Wrapped.read(row, at: index)
    }
}

extension RawRepresentable where Self: ColumnValue, RawValue: ColumnValue {
    var databaseValue: DatabaseValue { rawValue.databaseValue }
    static func read(_ row: Row, at index: Int) throws -> Self {
        guard let value = Self(rawValue: try RawValue.read(row, at: index)) else {
            throw StoreError(.corrupt, "A stored value is no \(Self.self)")
        }
        return value
    }
}

extension GUID: ColumnValue {
    var databaseValue: DatabaseValue { number.databaseValue }
    static func read(_ row: Row, at index: Int) throws -> GUID { GUID(try .read(row, at: index)) }
}

extension Href: ColumnValue {
    var databaseValue: DatabaseValue { rawValue.databaseValue }
    static func read(_ row: Row, at index: Int) throws -> Href { Href(try .read(row, at: index)) }
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
