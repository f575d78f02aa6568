import SyncTypes

/// A mirrored resource without its body, for listings.
public struct ResourceHead: Hashable, Sendable {
    /// Its row.
    public var id: ResourceRow
    /// The collection it is in.
    public var collection: CollectionRow
    /// Its path.
    public var href: Href
    /// The server's entity tag.
    public var etag: ETag?
    /// The server's Last-Modified, as written.
    public var lastModified: String?
    /// The server's Content-Length.
    public var contentLength: Int?
    /// The hash of its body; of its last body for a tombstone.
    public var bodyHash: UInt64
    /// Its UID, empty when it has none.
    public var uid: String
    /// What it is about.
    public var kind: ItemKind?
    /// The collection's counter at its last change.
    public var revision: Int64
    /// True for a tombstone.
    public var isGone: Bool
    /// Start of its first occurrence, seconds since 1970 UTC; nil when it has no time.
    public var firstStart: Int64?
    /// End of its last occurrence, seconds since 1970 UTC; `Int64.max` when endless.
    public var lastEnd: Int64?
}

extension ResourceHead {
    static let columns =
        "id, collection, href, etag, last_modified, content_length, body_hash, uid, kind, revision, is_gone,"
        + " first_start, last_end"
    static let select = "SELECT \(columns) FROM resource"

    /// The columns of the table under another name.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), collection: columns.next(), href: columns.next(), etag: columns.next(),
            lastModified: columns.next(), contentLength: columns.next(), bodyHash: columns.next(),
            uid: columns.next(), kind: columns.next(), revision: columns.next(), isGone: columns.next(),
            firstStart: columns.next(), lastEnd: columns.next())
    }
}

/// A place in the order of resources by one of their bounds: of two alike the row says which comes first.
public struct BoundPlace: Hashable, Sendable, Codable {
    /// The bound, seconds since 1970 UTC.
    public var bound: Int64
    /// The row.
    public var resource: ResourceRow

    /// A place.
    public init(bound: Int64, resource: ResourceRow) {
        self.bound = bound
        self.resource = resource
    }
}

/// One answer to the planner's question what changed in a collection.
public struct ChangedRow: Hashable, Sendable {
    /// The resource as it is now.
    public var resource: ResourceHead
    /// True when it has vanished upstream.
    public var isGone: Bool { resource.isGone }
    /// The revision of the change.
    public var revision: Int64 { resource.revision }
}
