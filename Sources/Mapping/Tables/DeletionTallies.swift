/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum DeletionTallySQL {
    static let add = "INSERT INTO deletion_tally (datastore, collection, at, count) VALUES (?, ?, ?, ?)"
    static let ofDatastore = "SELECT coalesce(sum(count), 0) FROM deletion_tally WHERE datastore = ? AND at > ?"
    static let ofCollection = "SELECT coalesce(sum(count), 0) FROM deletion_tally WHERE collection = ? AND at > ?"
    static let prune = "DELETE FROM deletion_tally WHERE at <= ?"

    static let hold = "SELECT held_count, held_revision, held_at, approved_count FROM collection WHERE id = ?"
    static let setHold =
        "UPDATE collection SET held_count = ?, held_revision = ?, held_at = ?, approved_count = ? WHERE id = ?"
}

extension StoreReader {
    /// Deletions that a datastore's device caused upstream after a time, approved ones left out.
    public func deletions(by datastore: DatastoreRow, since: Int64) throws -> Int {
        try value(DeletionTallySQL.ofDatastore, [datastore, since]) ?? 0
    }

    /// Members of a collection that vanished upstream after a time, approved ones left out.
    public func vanishings(of collection: CollectionRow, since: Int64) throws -> Int {
        try value(DeletionTallySQL.ofCollection, [collection, since]) ?? 0
    }

    /// The vanishings of a collection that wait for approval.
    public func hold(of collection: CollectionRow) throws -> CollectionHold {
        let all = try rows(DeletionTallySQL.hold, [collection]) { columns in
            try CollectionHold(
                count: columns.next(), revision: columns.next(), since: columns.next(),
                answer: CollectionHold.Answer(stored: columns.next()))
        }
        return all.first ?? CollectionHold()
    }
}

extension StoreWriter {
    /// Counts deletions that a datastore's device caused upstream.
    public func tallyDeletion(by datastore: DatastoreRow, at time: Int64, count: Int = 1) throws {
        try execute(DeletionTallySQL.add, [datastore, CollectionRow?.none, time, count])
    }

    /// Counts members of a collection that vanished upstream.
    public func tallyVanishing(of collection: CollectionRow, at time: Int64, count: Int) throws {
        try execute(DeletionTallySQL.add, [DatastoreRow?.none, collection, time, count])
    }

    /// Forgets what was counted up to a time.
    public func forgetDeletions(upTo time: Int64) throws { try execute(DeletionTallySQL.prune, [time]) }

    /// Keeps or ends the hold of a collection.
    public func setHold(_ hold: CollectionHold, of collection: CollectionRow) throws {
        let changes = try execute(
            DeletionTallySQL.setHold, [hold.count, hold.revision, hold.since, hold.answer.stored, collection])
        try require(changes, of: CollectionRecord.self, id: collection)
    }
}
