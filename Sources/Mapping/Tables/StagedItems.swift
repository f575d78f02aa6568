import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum StagedSQL {
    static let stage = """
        INSERT INTO staged_item (datastore, session, luid, format, text, matched) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (datastore, luid) DO UPDATE SET session = excluded.session, format = excluded.format,
            text = excluded.text, matched = excluded.matched
        RETURNING id
        """
    static let byID = StagedItem.layout.select + " WHERE id = ?"
    static let byLUID = StagedItem.layout.select + " WHERE datastore = ? AND luid = ?"
    static let page = StagedItem.layout.select + " WHERE datastore = ? AND id > ? ORDER BY id LIMIT ?"
    static let count = "SELECT count(*) FROM staged_item WHERE datastore = ?"
    static let left =
        StagedItem.layout.select + " WHERE datastore = ? AND session <> ? AND id > ? ORDER BY id LIMIT ?"
    static let removeNamed = "DELETE FROM staged_item WHERE datastore = ? AND luid = ?"
    static let removeAll = "DELETE FROM staged_item WHERE datastore = ?"
    static let removeKeys = "DELETE FROM match_key WHERE datastore = ? AND side = 0"
}

extension StoreReader {
    /// The staged item in a row.
    public func staged(_ id: StagedRow) throws -> StagedItem? { try record(StagedSQL.byID, [id]) }

    /// The staged item of a datastore by the device's name for it.
    public func staged(_ datastore: DatastoreRow, _ luid: LUID) throws -> StagedItem? {
        try record(StagedSQL.byLUID, [datastore, luid])
    }

    /// The staged items of a datastore in order of arrival, one page after another.
    public func stagedItems(_ datastore: DatastoreRow, after: StagedRow? = nil, limit: Int) throws -> [StagedItem] {
        try records(StagedSQL.page, [datastore, after ?? .new, limit])
    }

    /// What a datastore has of other sessions than this one: of a slow sync that broke off.
    public func stagedItems(
        _ datastore: DatastoreRow, besides session: SessionRow, after: StagedRow? = nil, limit: Int
    ) throws -> [StagedItem] {
        try records(StagedSQL.left, [datastore, session, after ?? .new, limit])
    }

    /// How many items of a datastore are staged.
    public func stagedCount(_ datastore: DatastoreRow) throws -> Int { try value(StagedSQL.count, [datastore]) ?? 0 }
}

extension StoreWriter {
    /// Stages an item and answers its row. It replaces a staged item of the same LUID, whose match keys go.
    @discardableResult
    public func stage(_ item: StagedItem) throws -> StagedRow {
        guard let id: StagedRow = try value(StagedSQL.stage, item.values) else {
            throw StoreError(.notFound, "The item was not staged")
        }
        try removeMatchKeys(item.datastore, .device, id.rawValue)
        return id
    }

    /// Removes one staged item and its match keys.
    public func removeStaged(_ id: StagedRow) throws {
        guard let item = try staged(id) else { return }
        try removeMatchKeys(item.datastore, .device, id.rawValue)
        try removeRow(StagedItem.self, id)
    }

    /// Removes all staged items of a datastore and their match keys.
    public func removeStaged(_ datastore: DatastoreRow) throws {
        try execute(StagedSQL.removeKeys, [datastore])
        try execute(StagedSQL.removeAll, [datastore])
    }

    /// Removes the staged item of a name, which has no match keys yet.
    public func removeStaged(_ datastore: DatastoreRow, _ luid: LUID) throws {
        try execute(StagedSQL.removeNamed, [datastore, luid])
    }
}
