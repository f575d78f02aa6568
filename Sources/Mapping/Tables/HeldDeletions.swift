import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum HeldDeletionSQL {
    static let add = """
        INSERT INTO held_deletion (datastore, resource, part_uid, part_recurrence, revision, view_key, session, held_at,
            is_approved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (datastore, resource, part_uid, part_recurrence) DO UPDATE SET revision = excluded.revision,
            view_key = excluded.view_key, session = excluded.session, held_at = excluded.held_at,
            is_approved = excluded.is_approved
        """
    static let page =
        HeldDeletion.layout.select + " WHERE datastore = ? AND is_approved = 0 AND id > ? ORDER BY id LIMIT ?"
    static let count = "SELECT count(*) FROM held_deletion WHERE datastore = ? AND is_approved = ?"
    static let ofPart =
        HeldDeletion.layout.select + " WHERE datastore = ? AND resource = ? AND part_uid = ? AND part_recurrence = ?"
    static let byView =
        HeldDeletion.layout.select + " WHERE datastore = ? AND view_key = ? ORDER BY id LIMIT 1"
    static let answered =
        HeldDeletion.layout.select
        + " WHERE datastore = ? AND is_approved <> 0 AND is_approved = ? AND id > ? ORDER BY id LIMIT ?"
    static let anyOfDatastore = "SELECT id FROM held_deletion WHERE datastore = ? AND is_approved <> 0 LIMIT 1"
    static let anyAnswered = "SELECT DISTINCT datastore FROM held_deletion WHERE is_approved <> 0"
    static let judge =
        "UPDATE held_deletion SET is_approved = ? WHERE datastore = ? AND is_approved <> 0 AND is_approved = 2"
    static let approve = "UPDATE held_deletion SET is_approved = 1 WHERE datastore = ? AND is_approved = 0"
    static let removeAwaited = "DELETE FROM held_deletion WHERE datastore = ? AND is_approved = 0"
    static let due =
        "SELECT count(*) FROM link WHERE datastore = ? AND is_open = 1 AND pending_delete = 1"
    static let dueUnnamed = due + " AND luid IS NULL"
}

extension StoreReader {
    /// The deletions of a datastore that wait for approval, by row, one page after another.
    public func heldDeletions(
        _ datastore: DatastoreRow, after: HeldDeletionRow? = nil, limit: Int
    ) throws -> [HeldDeletion] {
        try records(HeldDeletionSQL.page, [datastore, after ?? .new, limit])
    }

    /// The held deletion of a part.
    public func heldDeletion(
        _ datastore: DatastoreRow, _ resource: ResourceRow, _ part: PartKey
    ) throws -> HeldDeletion? {
        try record(HeldDeletionSQL.ofPart, [datastore, resource, part.uid, part.recurrence])
    }

    /// The oldest held deletion of an item that looked like this on the device.
    public func heldDeletion(_ datastore: DatastoreRow, viewKey: Int64) throws -> HeldDeletion? {
        try record(HeldDeletionSQL.byView, [datastore, viewKey])
    }

    /// The approved, or the postponed, deletions of a datastore by row, one page after another.
    public func answeredDeletions(
        _ datastore: DatastoreRow, _ approval: HeldDeletion.Approval, after: HeldDeletionRow? = nil, limit: Int
    ) throws -> [HeldDeletion] {
        try records(HeldDeletionSQL.answered, [datastore, approval, after ?? .new, limit])
    }

    /// True when a datastore has deletions to carry out: approved, or postponed.
    public func hasAnsweredDeletions(_ datastore: DatastoreRow) throws -> Bool {
        let row: HeldDeletionRow? = try value(HeldDeletionSQL.anyOfDatastore, [datastore])
        return row != nil
    }

    /// How many deletions of a datastore wait for what.
    public func deletionCount(_ datastore: DatastoreRow, _ approval: HeldDeletion.Approval) throws -> Int {
        try value(HeldDeletionSQL.count, [datastore, approval]) ?? 0
    }

    /// The datastores that have deletions to carry out: approved, or postponed.
    public func datastoresWithAnsweredDeletions() throws -> [DatastoreRow] {
        try rows(HeldDeletionSQL.anyAnswered) { columns in try columns.next(DatastoreRow.self) }
    }

    /// How many deletions of a datastore's links are due upstream.
    public func dueDeletionCount(_ datastore: DatastoreRow) throws -> Int {
        try value(HeldDeletionSQL.due, [datastore]) ?? 0
    }

    /// How many of them are of items that the device has no name for: it does not have what its own is to replace.
    public func dueUnnamedCount(_ datastore: DatastoreRow) throws -> Int {
        try value(HeldDeletionSQL.dueUnnamed, [datastore]) ?? 0
    }
}

extension StoreWriter {
    /// Holds a deletion; one of the same part takes its place.
    public func hold(_ deletion: HeldDeletion) throws { try execute(HeldDeletionSQL.add, deletion.values) }

    /// Lets all held deletions of a datastore happen.
    @discardableResult
    public func approveHeldDeletions(_ datastore: DatastoreRow) throws -> Int {
        try execute(HeldDeletionSQL.approve, [datastore])
    }

    /// Says of all postponed deletions of a datastore what they wait for now.
    public func judgePostponed(_ datastore: DatastoreRow, as approval: HeldDeletion.Approval) throws {
        try execute(HeldDeletionSQL.judge, [approval, datastore])
    }

    /// Forgets the deletions of a datastore that wait for approval.
    public func removeHeldDeletions(_ datastore: DatastoreRow) throws {
        try execute(HeldDeletionSQL.removeAwaited, [datastore])
    }

    /// Forgets a held deletion.
    public func remove(_ deletion: HeldDeletionRow) throws { try removeRow(HeldDeletion.self, deletion) }
}
