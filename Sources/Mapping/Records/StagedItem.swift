import SyncTypes

/// What a device sent in a slow sync and what still waits for matching.
public struct StagedItem: Hashable, Sendable {
    /// Zero until inserted.
    public var id: StagedRow
    /// The device datastore.
    public var datastore: DatastoreRow
    /// The session that brought it.
    public var session: SessionRow
    /// The device's name for it; unique in the datastore.
    public var luid: LUID
    /// The format of the text.
    public var format: ItemFormat
    /// The device's text.
    public var text: [UInt8]
    /// The link it was matched with on arrival.
    public var matched: LinkRow?

    /// A record; `insert` gives it its id.
    public init(
        id: StagedRow = .new, datastore: DatastoreRow, session: SessionRow, luid: LUID, format: ItemFormat,
        text: [UInt8], matched: LinkRow? = nil
    ) {
        self.id = id
        self.datastore = datastore
        self.session = session
        self.luid = luid
        self.format = format
        self.text = text
        self.matched = matched
    }
}

extension StagedItem: StoredRecord {
    static let layout = TableLayout(
        "staged_item",
        [
            "datastore", "session", "luid", "format", "text", "matched",
        ], fixed: ["datastore"])

    var values: [any ColumnValue] {
        [
            datastore, session, luid, format, text, matched,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), datastore: columns.next(), session: columns.next(), luid: columns.next(),
            format: columns.next(), text: columns.next(), matched: columns.next())
    }
}
