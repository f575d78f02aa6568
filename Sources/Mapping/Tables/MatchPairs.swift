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
    /// Items of one side with one key of tier ?3 are twins, and count as one item; of paired twins each gets one of the others.
    static let unique = """
        WITH own AS (
            SELECT m.key, m.side, m.item, m.part_uid, m.part_recurrence,
                ifnull(t.key, m.item || '/' || m.part_uid || '/' || m.part_recurrence) AS twin
            FROM match_key m LEFT JOIN match_key t
                ON t.datastore = ?1 AND t.tier = ?3 AND t.side = m.side AND t.item = m.item
                    AND t.part_uid = m.part_uid AND t.part_recurrence = m.part_recurrence
            WHERE m.datastore = ?1 AND m.tier = ?2
        ), keyed AS (
            SELECT DISTINCT key, side, twin FROM own
        ), lone AS (
            SELECT key FROM keyed GROUP BY key HAVING sum(side = 0) = 1 AND sum(side = 1) = 1
        ), pair AS (
            SELECT DISTINCT device.twin AS device, server.twin AS server
            FROM lone
            JOIN keyed device ON device.key = lone.key AND device.side = 0
            JOIN keyed server ON server.key = lone.key AND server.side = 1
        ), counted AS (
            SELECT *, count(*) OVER (PARTITION BY device) AS of_device, count(*) OVER (PARTITION BY server) AS of_server
            FROM pair
        ), member AS (
            SELECT *, row_number() OVER (PARTITION BY side, twin ORDER BY item, part_uid, part_recurrence) AS place
            FROM (SELECT DISTINCT side, item, part_uid, part_recurrence, twin FROM own)
        )
        INSERT INTO match_pair (datastore, staged, resource, part_uid, part_recurrence)
        SELECT ?1, device.item, server.item, server.part_uid, server.part_recurrence
        FROM counted
        JOIN member device ON device.side = 0 AND device.twin = counted.device
        JOIN member server ON server.side = 1 AND server.twin = counted.server AND server.place = device.place
        WHERE of_device = 1 AND of_server = 1
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
    /// is left out with both. Items of one side that share a key of the tier `twins` are as good as one another: they count as
    /// one, and pair one to one in id order. Pairs found earlier are forgotten.
    public func pairUnique(_ datastore: DatastoreRow, _ tier: Int, twins: Int) throws {
        try clearPairs(datastore)
        try execute(MatchPairSQL.unique, [datastore, tier, twins])
    }

    /// Forgets the pairs of a datastore.
    public func clearPairs(_ datastore: DatastoreRow) throws { try execute(MatchPairSQL.clear, [datastore]) }
}
