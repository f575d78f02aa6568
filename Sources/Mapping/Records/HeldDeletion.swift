import SyncTypes

/// A device's deletion that waits for approval: the device does not have the item any more, upstream has it still.
public struct HeldDeletion: Hashable, Sendable {
    /// Zero until inserted.
    public var id: HeldDeletionRow
    /// The device datastore.
    public var datastore: DatastoreRow
    /// The mirrored resource.
    public var resource: ResourceRow
    /// The part of it.
    public var part: PartKey
    /// The revision the device had seen; an approval speaks of this one only.
    public var revision: Int64
    /// The hash of what the device held, by which the same item is recognised when the device adds it again.
    public var viewKey: Int64?
    /// The session in which it was deleted.
    public var session: SessionRow?
    /// Seconds since 1970 UTC.
    public var heldAt: Int64
    /// Somebody said yes, and it has not happened yet.
    public var isApproved: Bool

    /// A record; `hold` gives it its id.
    public init(
        id: HeldDeletionRow = .new, datastore: DatastoreRow, resource: ResourceRow, part: PartKey, revision: Int64,
        viewKey: Int64? = nil, session: SessionRow? = nil, heldAt: Int64, isApproved: Bool = false
    ) {
        self.id = id
        self.datastore = datastore
        self.resource = resource
        self.part = part
        self.revision = revision
        self.viewKey = viewKey
        self.session = session
        self.heldAt = heldAt
        self.isApproved = isApproved
    }
}

extension HeldDeletion: StoredRecord {
    static let layout = TableLayout(
        "held_deletion",
        [
            "datastore", "resource", "part_uid", "part_recurrence", "revision", "view_key", "session", "held_at",
            "is_approved",
        ])

    var values: [any ColumnValue] {
        [datastore, resource, part.uid, part.recurrence, revision, viewKey, session, heldAt, isApproved]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), datastore: columns.next(), resource: columns.next(), part: columns.nextPart(),
            revision: columns.next(), viewKey: columns.next(), session: columns.next(), heldAt: columns.next(),
            isApproved: columns.next())
    }
}

/// Vanishings upstream that wait for approval: the server lists far fewer members than the mirror holds.
public struct CollectionHold: Hashable, Sendable {
    /// How many members vanished; 0 when nothing is held.
    public var count: Int
    /// Changes of the mirror above this revision wait too; nil when nothing is held.
    public var revision: Int64?
    /// Since when, seconds since 1970 UTC.
    public var since: Int64?
    /// So many vanishings were approved and have not happened yet; -1: they were rejected.
    public var approved: Int
    /// True when the vanished members are to be written to the server again.
    public var isRejected: Bool { approved < 0 }

    /// A hold.
    public init(count: Int = 0, revision: Int64? = nil, since: Int64? = nil, approved: Int = 0) {
        self.count = count
        self.revision = revision
        self.since = since
        self.approved = approved
    }
}
