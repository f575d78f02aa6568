import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
///
/// Pairing is one statement that goes through the keys once: it holds no item in the process's memory, however many there are,
/// and its cost grows as they do (no join of two sides: SQLite makes no index for one).
enum MatchPairSQL {
    static let identical = """
        INSERT OR IGNORE INTO match_pair (datastore, staged, resource, part_uid, part_recurrence)
        SELECT ?1, max(item) FILTER (WHERE side = 0), max(item) FILTER (WHERE side = 1),
            max(part_uid) FILTER (WHERE side = 1), max(part_recurrence) FILTER (WHERE side = 1)
        FROM (
            SELECT *, row_number() OVER (PARTITION BY key, side ORDER BY item, part_uid, part_recurrence) AS place
            FROM match_key WHERE datastore = ?1 AND tier = ?2
        )
        GROUP BY key, place HAVING count(*) = 2
        """
    static let unique = """
        WITH lone AS (
            SELECT max(item) FILTER (WHERE side = 0) AS staged, max(item) FILTER (WHERE side = 1) AS resource,
                max(part_uid) FILTER (WHERE side = 1) AS part_uid,
                max(part_recurrence) FILTER (WHERE side = 1) AS part_recurrence
            FROM match_key m WHERE datastore = ?1 AND tier = ?2 AND \(leads)
            GROUP BY key HAVING sum(side = 0) = 1 AND sum(side = 1) = 1
        ), pair AS (
            SELECT DISTINCT * FROM lone
        ), counted AS (
            SELECT *, count(*) OVER (PARTITION BY staged) AS of_device,
                count(*) OVER (PARTITION BY resource, part_uid, part_recurrence) AS of_server
            FROM pair
        )
        INSERT INTO match_pair (datastore, staged, resource, part_uid, part_recurrence)
        SELECT ?1, staged, resource, part_uid, part_recurrence FROM counted WHERE of_device = 1 AND of_server = 1
        """

    /// Of the items of one side that share a key of tier ?3 only the first counts.
    private static let leads = """
        NOT EXISTS (
            SELECT 1 FROM match_key own
            JOIN match_key earlier
                ON earlier.datastore = ?1 AND earlier.tier = ?3 AND earlier.key = own.key AND earlier.side = own.side
                    AND earlier.item < own.item
            WHERE own.datastore = ?1 AND own.side = m.side AND own.item = m.item AND own.tier = ?3
                AND own.part_uid = m.part_uid AND own.part_recurrence = m.part_recurrence)
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
    /// is left out with both. Items of one side that share a key of the tier `twins` are as good as one another: only the first
    /// of them counts, and when it is linked and its keys are gone the next one does. Pairs found earlier are forgotten.
    public func pairUnique(_ datastore: DatastoreRow, _ tier: Int, twins: Int) throws {
        try clearPairs(datastore)
        try execute(MatchPairSQL.unique, [datastore, tier, twins])
    }

    /// Forgets the pairs of a datastore.
    public func clearPairs(_ datastore: DatastoreRow) throws { try execute(MatchPairSQL.clear, [datastore]) }
}
