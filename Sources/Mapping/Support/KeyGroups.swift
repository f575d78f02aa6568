import GRDB
import SyncTypes

/// A part of a resource as one side of a pair.
struct MatchedPart: Hashable {
    var resource: ResourceRow
    var part: PartKey

    func paired(with staged: StagedRow) -> MatchPair { MatchPair(staged: staged, resource: resource, part: part) }
}

/// The items of both sides that have one key, in id order.
struct KeyGroup {
    var key: Int64
    var devices: [StagedRow] = []
    var servers: [MatchedPart] = []
}

extension StoreReader {
    /// In the order of the primary key, so that groups come whole and nothing is sorted.
    static let keysOfTier =
        "SELECT key, side, item, part_uid, part_recurrence FROM match_key WHERE datastore = ? AND tier = ?"
        + " ORDER BY key, side, item, part_uid, part_recurrence"

    /// Visits the keys of a tier that both sides have, in ascending order; one key's items are in memory at a time.
    func forEachKey(_ datastore: DatastoreRow, _ tier: Int, _ visit: (KeyGroup) throws -> Void) throws {
        var group: KeyGroup?
        func finish() throws {
            guard let group, !group.devices.isEmpty, !group.servers.isEmpty else { return }
            try visit(group)
        }
        _ = try rows(StoreReader.keysOfTier, [datastore, tier]) { columns in
            let key: Int64 = try columns.next()
            if group?.key != key {
                try finish()
                group = KeyGroup(key: key)
            }
            switch try columns.next(MatchSide.self) {
            case .device: group?.devices.append(try columns.next())
            case .server: group?.servers.append(try MatchedPart(resource: columns.next(), part: columns.nextPart()))
            }
        }
        try finish()
    }
}
