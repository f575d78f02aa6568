import SyncTypes

/// What a journal entry tells.
public enum JournalAction: String, Hashable, Sendable, Codable, CaseIterable {
    /// A resource was created upstream.
    case created
    /// A resource was changed upstream.
    case updated
    /// A resource was removed upstream.
    case deleted
    /// Both sides changed one property; the detail names the loser.
    case conflict
    /// A change was refused, by the server, by a rule or for a read-only collection.
    case rejected
    /// A change waits until it can be written.
    case pending
    /// Deletions wait for approval.
    case held
    /// A device logged in for the first time, or an account was enrolled.
    case login
    /// Anything else worth knowing.
    case note
}

extension JournalAction: ColumnValue {}

/// One line of the journal: who changed what upstream, with the texts before and after.
public struct JournalEntry: Hashable, Sendable {
    /// Zero until inserted.
    public var id: JournalRow
    /// Seconds since 1970 UTC.
    public var at: Int64
    /// The account.
    public var account: AccountRow
    /// The device that caused it; it may have been forgotten since.
    public var device: DeviceRow?
    /// The session that caused it; it may have been removed since.
    public var session: SessionRow?
    /// The collection's path.
    public var collection: Href?
    /// The resource's path.
    public var href: Href?
    /// The resource's UID.
    public var uid: String
    /// What happened.
    public var action: JournalAction
    /// Which item, for people.
    public var summary: String
    /// The resource's text before.
    public var before: [UInt8]?
    /// The resource's text after.
    public var after: [UInt8]?
    /// Why, or what lost, for people.
    public var detail: String
    /// The entry whose change this one takes back; it may have been removed since.
    public var undoes: JournalRow?
    /// The undo step that wrote it.
    public var step: UndoStepRow?

    /// A record; `insert` gives it its id.
    public init(
        id: JournalRow = .new, at: Int64, account: AccountRow, device: DeviceRow? = nil, session: SessionRow? = nil,
        collection: Href? = nil, href: Href? = nil, uid: String = "", action: JournalAction, summary: String = "",
        before: [UInt8]? = nil, after: [UInt8]? = nil, detail: String = "",
        undoes: JournalRow? = nil, step: UndoStepRow? = nil
    ) {
        self.id = id
        self.at = at
        self.account = account
        self.device = device
        self.session = session
        self.collection = collection
        self.href = href
        self.uid = uid
        self.action = action
        self.summary = summary
        self.before = before
        self.after = after
        self.detail = detail
        self.undoes = undoes
        self.step = step
    }
}

extension JournalEntry: StoredRecord {
    static let layout = TableLayout(
        "journal",
        [
            "at", "account", "device", "session", "collection", "href", "uid", "action", "summary", "before",
            "after", "detail", "undoes", "step",
        ])

    var values: [any ColumnValue] {
        [
            at, account, device, session, collection, href, uid, action, summary, before, after, detail, undoes,
            step,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), at: columns.next(), account: columns.next(), device: columns.next(),
            session: columns.next(), collection: columns.next(), href: columns.next(), uid: columns.next(),
            action: columns.next(), summary: columns.next(), before: columns.next(), after: columns.next(),
            detail: columns.next(), undoes: columns.next(), step: columns.next())
    }
}
