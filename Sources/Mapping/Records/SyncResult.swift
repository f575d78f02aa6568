import SyncTypes

/// How one datastore came out of one session, in numbers.
public struct SyncResult: Hashable, Sendable {
    /// Zero until inserted.
    public var id: SyncResultRow
    /// The session; it may have been removed since.
    public var session: SessionRow
    /// The device datastore.
    public var datastore: DatastoreRow
    /// The mode it ran in.
    public var mode: SyncMode
    /// Items the device added.
    public var inAdded: Int
    /// Items the device changed.
    public var inChanged: Int
    /// Items the device deleted.
    public var inDeleted: Int
    /// Items sent to the device.
    public var outAdded: Int
    /// Items changed on the device.
    public var outChanged: Int
    /// Items deleted on the device.
    public var outDeleted: Int
    /// Properties both sides had changed.
    public var conflicts: Int
    /// Items not written, on either side.
    public var rejected: Int
    /// Seconds since 1970 UTC.
    public var at: Int64

    /// A record; `insert` gives it its id.
    public init(
        id: SyncResultRow = .new, session: SessionRow, datastore: DatastoreRow, mode: SyncMode, inAdded: Int = 0,
        inChanged: Int = 0, inDeleted: Int = 0, outAdded: Int = 0, outChanged: Int = 0, outDeleted: Int = 0,
        conflicts: Int = 0, rejected: Int = 0, at: Int64
    ) {
        self.id = id
        self.session = session
        self.datastore = datastore
        self.mode = mode
        self.inAdded = inAdded
        self.inChanged = inChanged
        self.inDeleted = inDeleted
        self.outAdded = outAdded
        self.outChanged = outChanged
        self.outDeleted = outDeleted
        self.conflicts = conflicts
        self.rejected = rejected
        self.at = at
    }
}

extension SyncResult: StoredRecord {
    static let layout = TableLayout(
        "sync_result",
        [
            "session", "datastore", "mode", "in_added", "in_changed", "in_deleted", "out_added", "out_changed",
            "out_deleted", "conflicts", "rejected", "at",
        ])

    var values: [any ColumnValue] {
        [
            session, datastore, mode, inAdded, inChanged, inDeleted, outAdded, outChanged, outDeleted, conflicts,
            rejected, at,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), session: columns.next(), datastore: columns.next(), mode: columns.next(),
            inAdded: columns.next(), inChanged: columns.next(), inDeleted: columns.next(), outAdded: columns.next(),
            outChanged: columns.next(), outDeleted: columns.next(), conflicts: columns.next(),
            rejected: columns.next(), at: columns.next())
    }
}
