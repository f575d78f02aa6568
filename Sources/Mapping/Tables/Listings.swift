import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum ListingSQL {
    static let upsert = """
        INSERT INTO listed_member (collection, href_key, href, etag, last_modified, content_length, is_vanished)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (collection, href_key) DO UPDATE SET href = excluded.href, etag = excluded.etag,
            last_modified = excluded.last_modified, content_length = excluded.content_length,
            is_vanished = excluded.is_vanished
        """
    static let clear = "DELETE FROM listed_member WHERE collection = ?"
    static let any = "SELECT 1 FROM listed_member WHERE collection = ? LIMIT 1"
    static let counts =
        "SELECT coalesce(sum(l.is_vanished = 0), 0), coalesce(sum(l.is_vanished = 0 AND \(isSame)), 0),"
        + " coalesce(sum(l.is_vanished), 0) \(joined)"
        + " WHERE l.collection = ?"
    static let changed =
        "SELECT l.href, l.etag, l.last_modified, l.content_length, l.is_vanished \(joined)"
        + " WHERE l.collection = ? AND l.href_key > ? AND l.is_vanished = 0 AND NOT \(isSame)"
        + " ORDER BY l.href_key LIMIT ?"
    static let vanished =
        "SELECT \(ResourceHead.columns(of: "r")) \(vanishedRows) AND l.href_key > ? ORDER BY l.href_key LIMIT ?"
    static let vanishedCount = "SELECT count(*) \(vanishedRows)"
    private static let vanishedRows =
        "FROM listed_member l"
        + " JOIN resource r ON r.collection = l.collection AND r.href_key = l.href_key AND r.is_gone = 0"
        + " WHERE l.collection = ? AND l.is_vanished = 1"
    static let isListed =
        "SELECT 1 FROM listed_member WHERE collection = ? AND href_key = ? AND is_vanished = 0"
    static let isTold = "SELECT 1 FROM listed_member WHERE collection = ? AND href_key = ?"
    static let missing =
        ResourceHead.select
        + " WHERE collection = ? AND is_gone = 0 AND id > ? AND NOT EXISTS (SELECT 1 FROM listed_member l"
        + " WHERE l.collection = resource.collection AND l.href_key = resource.href_key AND l.is_vanished = 0)"
        + " ORDER BY id LIMIT ?"
    static let missingCount =
        "SELECT count(*) FROM resource WHERE collection = ? AND is_gone = 0 AND NOT EXISTS"
        + " (SELECT 1 FROM listed_member l WHERE l.collection = resource.collection"
        + " AND l.href_key = resource.href_key AND l.is_vanished = 0)"

    private static let joined =
        "FROM listed_member l LEFT JOIN resource r ON r.collection = l.collection AND r.href_key = l.href_key"
    /// The mirror has this version: its key is etag + lastmodified + length, as far as both sides know them.
    private static let isSame = """
        (r.id IS NOT NULL AND r.is_gone = 0 AND l.etag IS NOT NULL AND r.etag IS NOT NULL AND l.etag = r.etag
            AND (l.last_modified IS NULL OR r.last_modified IS NULL OR l.last_modified = r.last_modified)
            AND (l.content_length IS NULL OR r.content_length IS NULL OR l.content_length = r.content_length))
        """
}

extension StoreReader {
    /// True while a listing of the collection is kept.
    public func hasListing(of collection: CollectionRow) throws -> Bool {
        try value(ListingSQL.any, [collection], as: Int.self) != nil
    }

    /// How a collection's listing compares with its mirror. Costs as much as the listing is long.
    public func listingCounts(of collection: CollectionRow) throws -> ListingCounts {
        let all = try rows(ListingSQL.counts, [collection]) { columns in
            try ListingCounts(present: columns.next(), unchanged: columns.next(), vanished: columns.next())
        }
        return all.first ?? ListingCounts(present: 0, unchanged: 0, vanished: 0)
    }

    /// The listed members whose version the mirror does not have, by path, one page after another.
    public func listedChanges(
        of collection: CollectionRow, after: Href? = nil, limit: Int
    ) throws -> [ListedMember] {
        try rows(ListingSQL.changed, [collection, after?.canonical ?? "", limit]) { columns in
            try ListedMember(&columns)
        }
    }

    /// The mirrored resources that the listing names as vanished, by path, one page after another.
    public func listedVanished(
        of collection: CollectionRow, after: Href? = nil, limit: Int
    ) throws -> [ResourceHead] {
        try heads(ListingSQL.vanished, [collection, after?.canonical ?? "", limit])
    }

    /// How many mirrored resources the listing names as vanished.
    public func listedVanishedCount(of collection: CollectionRow) throws -> Int {
        try value(ListingSQL.vanishedCount, [collection]) ?? 0
    }

    /// True when a kept complete listing of its collection does not hold a resource.
    public func isMissing(_ head: ResourceHead) throws -> Bool {
        guard try hasListing(of: head.collection) else { return false }
        return try value(ListingSQL.isListed, [head.collection, head.href.canonical], as: Int.self) == nil
    }

    /// True for a resource of which a listing kept says nothing, neither that it is there nor that it vanished.
    public func isUntold(_ head: ResourceHead) throws -> Bool {
        try value(ListingSQL.isTold, [head.collection, head.href.canonical], as: Int.self) == nil
    }

    /// The mirrored resources that a complete listing does not hold, by row, one page after another.
    public func missing(
        inListingOf collection: CollectionRow, after: ResourceRow? = nil, limit: Int
    ) throws -> [ResourceHead] {
        try heads(ListingSQL.missing, [collection, after ?? .new, limit])
    }

    /// How many mirrored resources a complete listing does not hold.
    public func missingCount(inListingOf collection: CollectionRow) throws -> Int {
        try value(ListingSQL.missingCount, [collection]) ?? 0
    }
}

extension StoreWriter {
    /// Adds members to a collection's listing; the later word on one path stands.
    public func addListed(_ members: [ListedMember], of collection: CollectionRow) throws {
        for member in members {
            try execute(
                ListingSQL.upsert,
                [
                    collection, member.href.canonical, member.href, member.etag, member.lastModified,
                    member.contentLength, member.isVanished,
                ])
        }
    }

    /// Forgets a collection's listing.
    public func clearListing(of collection: CollectionRow) throws { try execute(ListingSQL.clear, [collection]) }
}
