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
    /// What it waits for.
    public var approval: Approval

    /// Whether a deletion may happen.
    public enum Approval: Int, Hashable, Sendable, CaseIterable {
        /// Nobody has said yet.
        case awaited = 0
        /// Somebody said yes, and it has not happened yet.
        case given = 1
        /// The server did not answer: it is judged, and happens, when it does.
        case postponed = 2
    }

    /// A record; `hold` gives it its id.
    public init(
        id: HeldDeletionRow = .new, datastore: DatastoreRow, resource: ResourceRow, part: PartKey, revision: Int64,
        viewKey: Int64? = nil, session: SessionRow? = nil, heldAt: Int64,
        approval: Approval = .awaited
    ) {
        self.id = id
        self.datastore = datastore
        self.resource = resource
        self.part = part
        self.revision = revision
        self.viewKey = viewKey
        self.session = session
        self.heldAt = heldAt
        self.approval = approval
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
        [datastore, resource, part.uid, part.recurrence, revision, viewKey, session, heldAt, approval]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), datastore: columns.next(), resource: columns.next(), part: columns.nextPart(),
            revision: columns.next(), viewKey: columns.next(), session: columns.next(), heldAt: columns.next(),
            approval: columns.next())
    }
}

extension HeldDeletion.Approval: ColumnValue {}

/// Vanishings upstream that wait for approval: the server lists far fewer members than the mirror holds.
public struct CollectionHold: Hashable, Sendable {
    /// How many members vanished; 0 when nothing is held.
    public var count: Int
    /// Changes of the mirror above this revision wait too; nil when nothing is held.
    public var revision: Int64?
    /// Since when, seconds since 1970 UTC.
    public var since: Int64?
    /// What the administrator said to it.
    public var answer: Answer

    /// The administrator's word on vanishings.
    public enum Answer: Hashable, Sendable {
        /// None yet.
        case awaited
        /// So many may vanish, and have not yet.
        case approved(Int)
        /// They are to be written to the server again.
        case rejected
    }

    /// A hold.
    public init(count: Int = 0, revision: Int64? = nil, since: Int64? = nil, answer: Answer = .awaited) {
        self.count = count
        self.revision = revision
        self.since = since
        self.answer = answer
    }
}

extension CollectionHold.Answer {
    /// From column `approved_count`: -1 for rejected, 0 while it is awaited.
    init(stored: Int) {
        self = stored < 0 ? .rejected : stored == 0 ? .awaited : .approved(stored)
    }

    /// For the column.
    var stored: Int {
        switch self {
        case .awaited: 0
        case .approved(let count): count
        case .rejected: -1
        }
    }
}
