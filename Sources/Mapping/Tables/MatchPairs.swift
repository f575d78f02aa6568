import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
///
/// Pairing is one statement: it holds no item in the process's memory, however many there are.
enum MatchPairSQL {
    static let identical = """
        WITH device AS (
            SELECT key, item, row_number() OVER (PARTITION BY key ORDER BY item) AS place
            FROM match_key WHERE datastore = ?1 AND tier = ?2 AND side = 0
        ), server AS (
            SELECT key, item, part_uid, part_recurrence,
                row_number() OVER (PARTITION BY key ORDER BY item, part_uid, part_recurrence) AS place
            FROM match_key WHERE datastore = ?1 AND tier = ?2 AND side = 1
        )
        INSERT OR IGNORE INTO match_pair (datastore, staged, resource, part_uid, part_recurrence)
        SELECT ?1, device.item, server.item, server.part_uid, server.part_recurrence
        FROM device JOIN server ON server.key = device.key AND server.place = device.place
        """
    static let unique = """
        WITH lone AS (
            SELECT key FROM match_key WHERE datastore = ?1 AND tier = ?2
            GROUP BY key HAVING sum(side = 0) = 1 AND sum(side = 1) = 1
        ), pair AS (
            SELECT DISTINCT device.item AS staged, server.item AS resource, server.part_uid, server.part_recurrence
            FROM lone
            JOIN match_key device
                ON device.datastore = ?1 AND device.tier = ?2 AND device.key = lone.key AND device.side = 0
            JOIN match_key server
                ON server.datastore = ?1 AND server.tier = ?2 AND server.key = lone.key AND server.side = 1
        ), counted AS (
            SELECT *, count(*) OVER (PARTITION BY staged) AS of_device,
                count(*) OVER (PARTITION BY resource, part_uid, part_recurrence) AS of_server
            FROM pair
        )
        INSERT INTO match_pair (datastore, staged, resource, part_uid, part_recurrence)
        SELECT ?1, staged, resource, part_uid, part_recurrence FROM counted WHERE of_device = 1 AND of_server = 1
        """
    static let page =
        "SELECT staged, resource, part_uid, part_recurrence FROM match_pair WHERE datastore = ? AND staged > ?"
        + " ORDER BY staged LIMIT ?"
    static let clear = "DELETE FROM match_pair WHERE datastore = ?"
}

extension StoreReader {
    /// The pairs that were found, by staged item, one page after another.
    public func pairs(_ datastore: DatastoreRow, after: StagedRow? = nil, limit: Int) throws -> [MatchPair] {
        try rows(MatchPairSQL.page, [datastore, after ?? .new, limit]) { columns in
            try MatchPair(staged: columns.next(), resource: columns.next(), part: columns.nextPart())
        }
    }
}

extension StoreWriter {
    /// Pairs items with equal keys of a tier one to one, within a key the items of both sides in id order. For tiers in
    /// which an item has one key. Pairs found earlier are forgotten.
    public func pairIdentical(_ datastore: DatastoreRow, _ tier: Int) throws {
        try clearPairs(datastore)
        try execute(MatchPairSQL.identical, [datastore, tier])
    }

    /// Pairs items by the keys of a tier that exactly one item of each side has; an item that would pair with two others
    /// is left out with both. Pairs found earlier are forgotten.
    public func pairUnique(_ datastore: DatastoreRow, _ tier: Int) throws {
        try clearPairs(datastore)
        try execute(MatchPairSQL.unique, [datastore, tier])
    }

    /// Forgets the pairs of a datastore.
    public func clearPairs(_ datastore: DatastoreRow) throws { try execute(MatchPairSQL.clear, [datastore]) }
}
