extension StoreReader {
    /// What changed in a collection after one revision and up to another, oldest change first: the planner's question.
    ///
    /// A resource appears once, with its newest revision. Costs what changed, not what the collection holds.
    public func changedResources(
        _ datastore: DatastoreRow, _ collection: CollectionRow, after: Int64, through: Int64, limit: Int
    ) throws -> [ChangedRow] {
        try heads(ResourceSQL.changed, [collection, after, through, limit]).map(ChangedRow.init(resource:))
    }

    /// How many resources of a collection have their newest change after one revision and up to another.
    public func changedCount(_ collection: CollectionRow, after: Int64, through: Int64) throws -> Int {
        try value(ResourceSQL.changedCount, [collection, after, through]) ?? 0
    }
}
