import SyncTypes

/// What an intent does upstream.
public enum IntentOperation: String, Hashable, Sendable, Codable, CaseIterable {
    /// Writes a body.
    case put
    /// Removes the resource.
    case delete
}

extension IntentOperation: ColumnValue {}

/// A write upstream that is about to happen: committed before it, closed after it.
public struct Intent: Hashable, Sendable {
    /// Zero until inserted.
    public var id: IntentRow
    /// The account it is done for.
    public var account: AccountRow
    /// The collection written to.
    public var collection: CollectionRow
    /// The mirrored resource; nil when it is to be created.
    public var resource: ResourceRow?
    /// Where it is written.
    public var href: Href
    /// What is done.
    public var operation: IntentOperation
    /// The text that is put; nil for a deletion.
    public var body: [UInt8]?
    /// The entity tag it was made from; nil when it must not exist yet.
    public var baseETag: ETag?
    /// The upstream text it was made from.
    public var base: [UInt8]?
    /// The link whose change it carries.
    public var link: LinkRow?
    /// The device's text that it carries; nil for a deletion, and for what no device caused.
    public var deviceText: [UInt8]?
    /// The values that lose by this write, one a line, for the journal; empty when none does.
    public var conflicts: String
    /// Seconds since 1970 UTC.
    public var createdAt: Int64

    /// A record; `insert` gives it its id.
    public init(
        id: IntentRow = .new, account: AccountRow, collection: CollectionRow, resource: ResourceRow? = nil,
        href: Href, operation: IntentOperation, body: [UInt8]? = nil, baseETag: ETag? = nil, base: [UInt8]? = nil,
        link: LinkRow? = nil, deviceText: [UInt8]? = nil, conflicts: String = "", createdAt: Int64
    ) {
        self.id = id
        self.account = account
        self.collection = collection
        self.resource = resource
        self.href = href
        self.operation = operation
        self.body = body
        self.baseETag = baseETag
        self.base = base
        self.link = link
        self.deviceText = deviceText
        self.conflicts = conflicts
        self.createdAt = createdAt
    }
}

extension Intent: StoredRecord {
    static let layout = TableLayout(
        "intent",
        [
            "account", "collection", "resource", "href", "operation", "body", "base_etag", "base", "link",
            "device_text", "conflicts", "created_at",
        ])

    var values: [any ColumnValue] {
        [
            account, collection, resource, href, operation, body, baseETag, base, link, deviceText, conflicts,
            createdAt,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), account: columns.next(), collection: columns.next(), resource: columns.next(),
            href: columns.next(), operation: columns.next(), body: columns.next(), baseETag: columns.next(),
            base: columns.next(), link: columns.next(),
            deviceText: columns.next(), conflicts: columns.next(), createdAt: columns.next())
    }
}
