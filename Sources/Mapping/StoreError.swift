import GRDB

/// What went wrong in the store or its folder. Two errors are equal when their codes are.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable name of a failure.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The folder or file cannot be made, opened or read.
        case cannotOpen
        /// A file or folder of the state belongs to somebody else or can be read by others.
        case unsafePermissions
        /// Another process serves this state folder.
        case alreadyLocked
        /// The file is a SQLite database of another program, or no database at all.
        case notAStore
        /// A later release of the program wrote the file.
        case newerSchema
        /// A row with the same unique key exists.
        case duplicate
        /// The row that is to be read or changed does not exist.
        case notFound
        /// Other rows still refer to the row that is to be removed, or a row refers to one that does not exist.
        case inUse
        /// A newer session of the device has begun.
        case fenced
        /// Another process held the database longer than the time-out.
        case busy
        /// No room on the disk.
        case diskFull
        /// The file is damaged, or a stored value makes no sense.
        case corrupt
        /// Reading or writing the file failed.
        case inputOutput
        /// A statement failed in a way that is a mistake of the program.
        case invalidStatement
    }

    /// The stable name of the failure.
    public let code: Code
    /// One sentence for a person; never holds a stored value.
    public let reason: String

    /// Names a failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason, for a log line.
    public var description: String { "\(reason) (\(code.rawValue))" }

    /// Compares codes.
    public static func == (left: StoreError, right: StoreError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension StoreError {
    /// Translates SQLite's result codes (https://www.sqlite.org/rescode.html).
    init(_ error: DatabaseError) {
        self.init(StoreError.code(of: error), "The database says: \(error.message ?? "error") [\(error.resultCode)]")
    }

    /// The store's own error for anything that GRDB throws; other errors pass unchanged.
    static func translated(_ error: any Error) -> any Error {
        if let error = error as? DatabaseError { return StoreError(error) }
        if error is RowDecodingError { return StoreError(.corrupt, "A stored value has an unexpected type") }
        return error
    }

    private static func code(of error: DatabaseError) -> Code {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: return .duplicate
        case .SQLITE_CONSTRAINT_FOREIGNKEY: return .inUse
        default: break
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy
        case .SQLITE_FULL: return .diskFull
        case .SQLITE_CORRUPT: return .corrupt
        case .SQLITE_NOTADB: return .notAStore
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return .cannotOpen
        case .SQLITE_IOERR: return .inputOutput
        default: return .invalidStatement
        }
    }
}
