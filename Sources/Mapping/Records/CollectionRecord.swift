import SyncTypes

/// An upstream address book, calendar or folder of notes, and how far its mirror has come.
public struct CollectionRecord: Hashable, Sendable {
    /// Zero until inserted.
    public var id: CollectionRow
    /// The account it belongs to.
    public var account: AccountRow
    /// Its path; unique in the account.
    public var href: Href
    /// Its name for people.
    public var displayName: String
    /// What it can hold.
    public var kinds: Set<ItemKind>
    /// False: changes by devices are not sent.
    public var isWritable: Bool
    /// Answers the sync-collection report (RFC 6578).
    public var supportsSync: Bool
    /// The collection tag at the last refresh.
    public var ctag: String?
    /// The sync token at the last refresh.
    public var syncToken: SyncToken?
    /// The newest revision of a resource in it; only resource calls move it.
    public var counter: Int64
    /// Last comparison of all entity tags, seconds since 1970 UTC.
    public var comparedAt: Int64?
    /// Its place in the server's listing, from 0.
    public var position: Int
    /// A folder of text files, which the account's settings name: each file is a note.
    public var isFolder: Bool

    /// A record; `insert` gives it its id.
    public init(
        id: CollectionRow = .new, account: AccountRow, href: Href, displayName: String, kinds: Set<ItemKind>,
        isWritable: Bool = true, supportsSync: Bool = false, ctag: String? = nil, syncToken: SyncToken? = nil,
        counter: Int64 = 0, comparedAt: Int64? = nil, position: Int = 0,
        isFolder: Bool = false
    ) {
        self.id = id
        self.account = account
        self.href = href
        self.displayName = displayName
        self.kinds = kinds
        self.isWritable = isWritable
        self.supportsSync = supportsSync
        self.ctag = ctag
        self.syncToken = syncToken
        self.counter = counter
        self.comparedAt = comparedAt
        self.position = position
        self.isFolder = isFolder
    }
}

extension CollectionRecord: StoredRecord {
    static let layout = TableLayout(
        "collection",
        [
            "account", "href", "display_name", "kinds", "is_writable", "supports_sync", "ctag", "sync_token",
            "counter", "compared_at", "position", "is_folder", "href_key",
        ], fixed: ["account", "counter"])

    var values: [any ColumnValue] {
        [
            account, href, displayName, KindList(kinds), isWritable, supportsSync, ctag, syncToken, counter,
            comparedAt, position, isFolder, href.canonical,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), account: columns.next(), href: columns.next(), displayName: columns.next(),
            kinds: Set(columns.next(KindList.self).kinds), isWritable: columns.next(), supportsSync: columns.next(),
            ctag: columns.next(), syncToken: columns.next(), counter: columns.next(), comparedAt: columns.next(),
            position: columns.next(), isFolder: columns.next())
    }
}
