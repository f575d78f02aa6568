import SyncTypes

/// The number of one undo step.
public struct UndoStepRow: RowID {
    /// The number in the table.
    public let rawValue: Int64

    /// Wraps a row number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
}

extension UndoStepRow: ColumnValue {}

/// One undo: the journal entries it wrote carry its number, so that it can be undone as a whole.
public struct UndoStep: Hashable, Sendable {
    /// Zero until inserted.
    public var id: UndoStepRow
    /// The account whose changes were undone.
    public var account: AccountRow
    /// Seconds since 1970 UTC.
    public var at: Int64
    /// What was undone, as the admin named it: "12", "s7", "u3".
    public var target: String

    /// A record; `insert` gives it its id.
    public init(id: UndoStepRow = .new, account: AccountRow, at: Int64, target: String) {
        self.id = id
        self.account = account
        self.at = at
        self.target = target
    }
}

extension UndoStep: StoredRecord {
    static let layout = TableLayout("undo_step", ["account", "at", "target"])

    var values: [any ColumnValue] { [account, at, target] }

    init(_ columns: inout ColumnReader) throws {
        try self.init(id: columns.next(), account: columns.next(), at: columns.next(), target: columns.next())
    }
}
