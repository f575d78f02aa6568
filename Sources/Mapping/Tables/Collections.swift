import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum CollectionSQL {
    static let byHref = CollectionRecord.layout.select + " WHERE account = ? AND href_key = ?"
    static let byID = CollectionRecord.layout.select + " WHERE id = ?"
    static let ofAccount = CollectionRecord.layout.select + " WHERE account = ? ORDER BY position, id"
    static let comparedBefore =
        CollectionRecord.layout.select + " WHERE compared_at < ? OR compared_at > ? ORDER BY account, position, id"
    static let setState =
        "UPDATE collection SET ctag = ?, sync_token = ?, compared_at = coalesce(?, compared_at) WHERE id = ?"
}

extension StoreReader {
    /// The collections of an account, in the server's order.
    public func collections(of account: AccountRow) throws -> [CollectionRecord] {
        try records(CollectionSQL.ofAccount, [account])
    }

    /// The collections whose mirror was last compared with a whole listing before a time, seconds since 1970 UTC, or by a clock that
    /// was set back since: after `now`.
    public func collections(comparedBefore time: Int64, now: Int64) throws -> [CollectionRecord] {
        try records(CollectionSQL.comparedBefore, [time, now])
    }

    /// The collection in a row.
    public func collection(_ id: CollectionRow) throws -> CollectionRecord? { try record(CollectionSQL.byID, [id]) }

    /// The collection of an account at a path, whatever its escapes.
    public func collection(_ account: AccountRow, _ href: Href) throws -> CollectionRecord? {
        try record(CollectionSQL.byHref, [account, href.canonical])
    }
}

extension StoreWriter {
    /// Adds a collection. Throws `duplicate` when the account has one at that path.
    @discardableResult
    public func insert(_ collection: CollectionRecord) throws -> CollectionRow { try insertRow(collection) }

    /// Writes all of a collection but its account and counter. Throws `notFound`, `duplicate`.
    public func update(_ collection: CollectionRecord) throws { try updateRow(collection) }

    /// Removes a collection with its mirror. Throws `inUse` while a link points into it: a device would keep the items
    /// and nobody would know them; mark the resources gone first and let the devices delete theirs.
    public func remove(_ collection: CollectionRow) throws { try removeRow(CollectionRecord.self, collection) }

    /// Keeps what a refresh of the mirror ended with. `comparedAt` nil leaves the time of the last full comparison.
    public func setState(
        _ collection: CollectionRow, ctag: String?, syncToken: SyncToken?, comparedAt: Int64? = nil
    ) throws {
        let changes = try execute(CollectionSQL.setState, [ctag, syncToken, comparedAt, collection])
        try require(changes, of: CollectionRecord.self, id: collection)
    }
}
