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
    static let clear = "DELETE FROM match_key WHERE datastore = ?"
}

extension StoreReader {
    /// Pairs items with equal keys of a tier one to one: keys in ascending order, within a key the items of both sides
    /// in id order, no item and no part twice. Answered in order of the staged items.
    public func pairsOfIdentical(_ datastore: DatastoreRow, _ tier: Int) throws -> [MatchPair] {
        var devices: Set<StagedRow> = []
        var servers: Set<MatchedPart> = []
        var pairs: [MatchPair] = []
        try forEachKey(datastore, tier) { group in
            let free = group.devices.filter { !devices.contains($0) }
            let open = group.servers.filter { !servers.contains($0) }
            for (staged, part) in zip(free, open) {
                devices.insert(staged)
                servers.insert(part)
                pairs.append(part.paired(with: staged))
            }
        }
        return pairs.sorted { $0.staged < $1.staged }
    }

    /// Pairs items by the keys of a tier that exactly one item of each side has; an item that would pair with two others
    /// is left out with both. Answered in order of the staged items.
    public func uniquePairs(_ datastore: DatastoreRow, _ tier: Int) throws -> [MatchPair] {
        var pairs: Set<MatchPair> = []
        try forEachKey(datastore, tier) { group in
            guard group.devices.count == 1, group.servers.count == 1 else { return }
            pairs.insert(group.servers[0].paired(with: group.devices[0]))
        }
        let byDevice = Dictionary(grouping: pairs, by: \.staged)
        let byServer = Dictionary(grouping: pairs) { MatchedPart(resource: $0.resource, part: $0.part) }
        return pairs.filter { pair in
            byDevice[pair.staged]?.count == 1
                && byServer[MatchedPart(resource: pair.resource, part: pair.part)]?.count == 1
        }.sorted { $0.staged < $1.staged }
    }
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

    /// Removes all keys of a datastore.
    public func clearMatchKeys(_ datastore: DatastoreRow) throws { try execute(MatchKeySQL.clear, [datastore]) }
}
