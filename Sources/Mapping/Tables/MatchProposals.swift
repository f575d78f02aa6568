import SyncTypes

/// The statements on proposals; internal, so that a test can ask SQLite for their plans.
///
/// A proposal is a pair with a score: the score lies in `match_key` under a tier of its own, as a key of the staged item.
enum MatchProposalSQL {
    /// Keys that more items than this have lead to nobody.
    static let crowd = 32

    static let candidates = """
        SELECT DISTINCT s.item, s.part_uid, s.part_recurrence, NOT EXISTS (
            SELECT 1 FROM match_key f WHERE f.datastore = ?1 AND f.side = 1 AND f.item = s.item AND f.tier = ?4
                AND f.part_uid = s.part_uid AND f.part_recurrence = s.part_recurrence)
        FROM match_key d
        JOIN match_key s ON s.datastore = ?1 AND s.tier = ?2 AND s.key = d.key AND s.side = 1
        WHERE d.datastore = ?1 AND d.side = 0 AND d.item = ?3 AND d.tier = ?2 AND (
            SELECT 1 FROM match_key c
            WHERE c.datastore = ?1 AND c.tier = ?2 AND c.key = d.key AND c.side = 1 LIMIT 1 OFFSET \(crowd)
        ) IS NULL
        ORDER BY 1, 2, 3
        """
    static let pair = """
        INSERT OR REPLACE INTO match_pair (datastore, staged, resource, part_uid, part_recurrence) VALUES (?, ?, ?, ?, ?)
        """
    static let forget = "DELETE FROM match_key WHERE datastore = ? AND tier = ?"
    static let settle = """
        DELETE FROM match_pair WHERE datastore = ?1 AND staged NOT IN (
            SELECT staged FROM (
                SELECT p.staged AS staged, row_number() OVER best AS place,
                    min(t.key) OVER equals = max(t.key) OVER equals AS are_twins
                FROM match_pair p
                JOIN match_key k ON k.datastore = ?1 AND k.side = 0 AND k.item = p.staged AND k.tier = ?2
                JOIN match_key t ON t.datastore = ?1 AND t.side = 0 AND t.item = p.staged AND t.tier = ?3
                WHERE p.datastore = ?1
                WINDOW best AS (
                    PARTITION BY p.resource, p.part_uid, p.part_recurrence ORDER BY k.key DESC, p.staged
                ), equals AS (PARTITION BY p.resource, p.part_uid, p.part_recurrence, k.key)
            ) WHERE place = 1 AND are_twins)
        """
}

/// A part of a resource that a staged item may be a copy of.
public struct MatchCandidate: Hashable, Sendable {
    /// The mirrored resource.
    public var resource: ResourceRow
    /// The part of it.
    public var part: PartKey
    /// It has been linked to another item of the device already.
    public var isTaken: Bool

    /// A candidate.
    public init(resource: ResourceRow, part: PartKey, isTaken: Bool) {
        self.resource = resource
        self.part = part
        self.isTaken = isTaken
    }
}

extension StoreReader {
    /// The parts of resources that share a key of a tier with a staged item; keys that very many have do not count. Taken is what has
    /// no key of the tier `free` any more.
    public func candidates(
        _ datastore: DatastoreRow, for staged: StagedRow, tier: Int, free: Int
    ) throws -> [MatchCandidate] {
        try rows(MatchProposalSQL.candidates, [datastore, tier, staged, free]) { columns in
            try MatchCandidate(resource: columns.next(), part: columns.nextPart(), isTaken: columns.next())
        }
    }
}

extension StoreWriter {
    /// Forgets the pairs and scores of a datastore, before new ones are proposed.
    public func clearProposals(_ datastore: DatastoreRow, tier: Int) throws {
        try clearPairs(datastore)
        try execute(MatchProposalSQL.forget, [datastore, tier])
    }

    /// Proposes a pair with a score, which is kept under a tier of its own. One for each staged item.
    public func propose(_ pair: MatchPair, _ datastore: DatastoreRow, score: Int, tier: Int) throws {
        try execute(
            MatchProposalSQL.pair, [datastore, pair.staged, pair.resource, pair.part.uid, pair.part.recurrence])
        try addMatchKeys(datastore, .device, pair.staged.rawValue, nil, [MatchKey(tier: tier, key: Int64(score))])
    }

    /// Leaves each part the staged item that scores highest; none where two that differ in the tier `twins` score the same.
    public func settleProposals(_ datastore: DatastoreRow, tier: Int, twins: Int) throws {
        try execute(MatchProposalSQL.settle, [datastore, tier, twins])
    }
}
