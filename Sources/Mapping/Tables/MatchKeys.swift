import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum MatchKeySQL {
    static let add = """
        INSERT OR IGNORE INTO match_key (datastore, tier, key, side, item, part_uid, part_recurrence)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    static let removeItem = "DELETE FROM match_key WHERE datastore = ? AND side = ? AND item = ?"
    static let removePart =
        "DELETE FROM match_key WHERE datastore = ? AND side = ? AND item = ? AND part_uid = ? AND part_recurrence = ?"
    static let removePartBut =
        "DELETE FROM match_key WHERE datastore = ? AND side = ? AND item = ? AND part_uid = ? AND part_recurrence = ?"
        + " AND tier <> ?"
    static let clear = "DELETE FROM match_key WHERE datastore = ?"
}

extension StoreWriter {
    /// Adds the keys of one item: a staged item's number with side `.device` (the part is then nil), a resource's number
    /// and part with side `.server`. A key the item has already is ignored.
    public func addMatchKeys(
        _ datastore: DatastoreRow, _ side: MatchSide, _ item: Int64, _ part: PartKey?, _ keys: [MatchKey]
    ) throws {
        for key in keys {
            let values: [any ColumnValue] = [
                datastore, key.tier, key.key, side, item, part?.uid ?? "", part?.recurrence ?? "",
            ]
            try execute(MatchKeySQL.add, values)
        }
    }

    /// Removes the keys of one item: of one part of it, or of all when `part` is nil.
    public func removeMatchKeys(
        _ datastore: DatastoreRow, _ side: MatchSide, _ item: Int64, _ part: PartKey? = nil
    ) throws {
        if let part {
            try execute(MatchKeySQL.removePart, [datastore, side, item, part.uid, part.recurrence])
        } else {
            try execute(MatchKeySQL.removeItem, [datastore, side, item])
        }
    }

    /// Removes the keys of one part of a resource but those of a tier, by which it is still compared with others.
    public func removeMatchKeys(
        _ datastore: DatastoreRow, _ side: MatchSide, _ item: Int64, _ part: PartKey, but tier: Int
    ) throws {
        try execute(MatchKeySQL.removePartBut, [datastore, side, item, part.uid, part.recurrence, tier])
    }

    /// Removes all keys of a datastore.
    public func clearMatchKeys(_ datastore: DatastoreRow) throws { try execute(MatchKeySQL.clear, [datastore]) }
}
