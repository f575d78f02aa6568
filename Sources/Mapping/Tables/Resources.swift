import SyncTypes

extension StoreReader {
    /// The resource in a row, tombstones included.
    public func resource(_ id: ResourceRow) throws -> ResourceRecord? {
        try rows(ResourceSQL.byID, [id]) { columns in try ResourceRecord(&columns) }.first
    }

    /// The resource at a path of a collection, whatever its escapes, tombstones included.
    public func resource(_ collection: CollectionRow, _ href: Href) throws -> ResourceRecord? {
        try rows(ResourceSQL.byHref, [collection, href.canonical]) { columns in try ResourceRecord(&columns) }.first
    }

    /// A live resource of a collection whose path differs from one in the case of ASCII letters at most. Costs a look at all of them.
    public func resource(_ collection: CollectionRow, named href: Href) throws -> ResourceRecord? {
        try rows(ResourceSQL.named, [collection, href.canonical]) { columns in try ResourceRecord(&columns) }.first
    }

    /// The path of the live resource that changed last; nil when there is none.
    public func newestHref(of collection: CollectionRow) throws -> Href? {
        try value(ResourceSQL.newest, [collection])
    }

    /// The head of the resource in a row, tombstones included.
    public func head(_ id: ResourceRow) throws -> ResourceHead? { try heads(ResourceSQL.headByID, [id]).first }

    /// The live resources of a collection by row, one page after another.
    public func heads(of collection: CollectionRow, after: ResourceRow? = nil, limit: Int) throws -> [ResourceHead] {
        try heads(ResourceSQL.heads, [collection, after ?? .new, limit])
    }

    /// The resources of an account with a UID, by row; tombstones only when asked for.
    public func resources(
        withUID uid: String, account: AccountRow, includingGone: Bool = false
    ) throws -> [ResourceHead] {
        try heads(ResourceSQL.byUID, [uid, account, includingGone])
    }

    /// The resources of an account whose body has a hash, by row; tombstones only when asked for.
    public func resources(
        withBodyHash hash: UInt64, account: AccountRow, includingGone: Bool = false
    ) throws -> [ResourceHead] {
        try heads(ResourceSQL.byBodyHash, [hash, account, includingGone])
    }

    /// How many live resources a collection has; kept, not counted.
    public func count(of collection: CollectionRow) throws -> Int {
        try value(ResourceSQL.count, [collection]) ?? 0
    }

    /// The live resources whose last occurrence ends within `times`, by end, for an edge of a window that has moved.
    /// `after`: the last one of the page before.
    public func heads(
        of collection: CollectionRow, endingIn times: Range<Int64>, after: BoundPlace? = nil, limit: Int
    ) throws -> [ResourceHead] {
        let place = after ?? BoundPlace(bound: times.lowerBound, resource: .new)
        return try heads(ResourceSQL.ending, [collection, place.bound, place.resource, times.upperBound, limit])
    }

    /// The live resources whose first occurrence starts within `times`, by start.
    public func heads(
        of collection: CollectionRow, startingIn times: Range<Int64>, after: BoundPlace? = nil, limit: Int
    ) throws -> [ResourceHead] {
        let place = after ?? BoundPlace(bound: times.lowerBound, resource: .new)
        return try heads(ResourceSQL.starting, [collection, place.bound, place.resource, times.upperBound, limit])
    }

    /// How many live resources of a kind have ended before a time or start at another one or later. Costs what it counts.
    public func count(
        of collection: CollectionRow, _ kind: ItemKind, endedBefore start: Int64, orStartingFrom end: Int64
    ) throws -> Int {
        let ended: Int? = try value(ResourceSQL.endedCount, [collection, start, kind])
        let later: Int? = try value(ResourceSQL.laterCount, [collection, end, kind])
        return (ended ?? 0) + (later ?? 0)
    }

    func heads(_ sql: String, _ arguments: [any ColumnValue]) throws -> [ResourceHead] {
        try rows(sql, arguments) { columns in try ResourceHead(&columns) }
    }
}

extension StoreWriter {
    /// Writes a resource as the newest change of its collection and answers its new revision.
    ///
    /// Without an id it takes the place of whatever the mirror has at that path, a tombstone too; with an id it is that
    /// row, moved to another path if the path is new. Throws `notFound`, and `duplicate` when another row has the path.
    @discardableResult
    public func save(_ resource: ResourceRecord) throws -> Int64 { try saved(resource).revision }

    /// The same, and answers the resource as stored, with its id and revision.
    public func saved(_ resource: ResourceRecord) throws -> ResourceRecord {
        var stored = resource
        stored.revision = try nextRevision(of: resource.collection)
        stored.isGone = false
        let values: [any ColumnValue] = [
            stored.collection, stored.href, stored.href.canonical, stored.etag, stored.lastModified,
            stored.contentLength, stored.body, stored.bodyHash, stored.uid, stored.kind, stored.revision,
            stored.firstStart, stored.lastEnd,
        ]
        if resource.id == .new {
            guard let id: ResourceRow = try value(ResourceSQL.upsert, values) else {
                throw StoreError(.notFound, "The resource was not stored")
            }
            stored.id = id
        } else {
            let changes = try execute(ResourceSQL.update, values + [resource.id])
            try require(changes, of: ResourceRecord.self, id: resource.id)
        }
        return stored
    }

    /// Turns a resource into a tombstone without body and answers the revision of that change; a tombstone keeps its own.
    @discardableResult
    public func markGone(_ id: ResourceRow) throws -> Int64 {
        guard let head = try head(id) else { throw StoreError(.notFound, "There is no resource with number \(id)") }
        if head.isGone { return head.revision }
        let revision = try nextRevision(of: head.collection)
        try execute(ResourceSQL.markGone, [revision, id])
        return revision
    }

    /// Keeps new validators of a resource whose body is the same: no new revision.
    public func touch(_ id: ResourceRow, etag: ETag?, lastModified: String?, contentLength: Int?) throws {
        let changes = try execute(ResourceSQL.touch, [etag, lastModified, contentLength, id])
        try require(changes, of: ResourceRecord.self, id: id)
    }

    /// Removes the tombstones of a collection that no device holds any more, and answers how many.
    @discardableResult
    public func removeTombstonesWithoutLinks(_ collection: CollectionRow) throws -> Int {
        try execute(ResourceSQL.removeTombstones, [collection])
    }

    private func nextRevision(of collection: CollectionRow) throws -> Int64 {
        guard let revision: Int64 = try value(ResourceSQL.nextRevision, [collection]) else {
            throw StoreError(.notFound, "There is no CollectionRecord with number \(collection)")
        }
        return revision
    }
}
