import SyncTypes

/// The mirror of one upstream resource, or the tombstone of one that has vanished.
public struct ResourceRecord: Hashable, Sendable {
    /// Zero until saved.
    public var id: ResourceRow
    /// The collection it is in.
    public var collection: CollectionRow
    /// Its path; unique in the collection, whatever its escapes.
    public var href: Href
    /// The server's entity tag; nil when it gives none.
    public var etag: ETag?
    /// The server's Last-Modified, as written.
    public var lastModified: String?
    /// The server's Content-Length.
    public var contentLength: Int?
    /// The body as the server gave it; empty for a tombstone.
    public var body: [UInt8]
    /// A hash of the body by the caller's rule; of the last body for a tombstone.
    public var bodyHash: UInt64
    /// Its UID, empty when it has none.
    public var uid: String
    /// What it is about; nil when it is no item a device could hold.
    public var kind: ItemKind?
    /// The collection's counter at its last change; `save` and `markGone` give it.
    public var revision: Int64
    /// True for a tombstone.
    public var isGone: Bool
    /// Start of its first occurrence, seconds since 1970 UTC; nil when it has no time.
    public var firstStart: Int64?
    /// End of its last occurrence, seconds since 1970 UTC; `Int64.max` when endless, nil when it has no time.
    public var lastEnd: Int64?

    /// A record; `save` gives it its id and revision.
    public init(
        id: ResourceRow = .new, collection: CollectionRow, href: Href, etag: ETag? = nil, lastModified: String? = nil,
        contentLength: Int? = nil, body: [UInt8], bodyHash: UInt64, uid: String, kind: ItemKind?, revision: Int64 = 0,
        isGone: Bool = false, firstStart: Int64? = nil, lastEnd: Int64? = nil
    ) {
        self.id = id
        self.collection = collection
        self.href = href
        self.etag = etag
        self.lastModified = lastModified
        self.contentLength = contentLength
        self.body = body
        self.bodyHash = bodyHash
        self.uid = uid
        self.kind = kind
        self.revision = revision
        self.isGone = isGone
        self.firstStart = firstStart
        self.lastEnd = lastEnd
    }

    /// The same without the body.
    public var head: ResourceHead {
        ResourceHead(
            id: id, collection: collection, href: href, etag: etag, lastModified: lastModified,
            contentLength: contentLength, bodyHash: bodyHash, uid: uid, kind: kind, revision: revision, isGone: isGone,
            firstStart: firstStart, lastEnd: lastEnd)
    }
}

extension ResourceRecord {
    static let select = "SELECT body, \(ResourceHead.columns) FROM resource"

    init(_ columns: inout ColumnReader) throws {
        let body: [UInt8] = try columns.next()
        self.init(head: try ResourceHead(&columns), body: body)
    }

    private init(head: ResourceHead, body: [UInt8]) {
        self.init(
            id: head.id, collection: head.collection, href: head.href, etag: head.etag,
            lastModified: head.lastModified, contentLength: head.contentLength, body: body, bodyHash: head.bodyHash,
            uid: head.uid, kind: head.kind, revision: head.revision, isGone: head.isGone, firstStart: head.firstStart,
            lastEnd: head.lastEnd)
    }
}
