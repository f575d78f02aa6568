/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum JournalSQL {
    static let byID = JournalEntry.layout.select + " WHERE id = ?"
    static let all = JournalEntry.layout.select + " WHERE id < ? ORDER BY id DESC LIMIT ?"
    static let ofAccount = JournalEntry.layout.select + " WHERE account = ? AND id < ? ORDER BY id DESC LIMIT ?"
    static let ofDevice = JournalEntry.layout.select + " WHERE device = ? AND id < ? ORDER BY id DESC LIMIT ?"
    static let ofSession = JournalEntry.layout.select + " WHERE session = ? ORDER BY id DESC"
    static let prune = "DELETE FROM journal WHERE at < ?"
}

extension StoreReader {
    /// One journal entry.
    public func entry(_ id: JournalRow) throws -> JournalEntry? { try record(JournalSQL.byID, [id]) }

    /// Journal entries of an account, of a device or of all, newest first, one page before another.
    public func entries(
        account: AccountRow? = nil, device: DeviceRow? = nil, before: JournalRow? = nil, limit: Int
    ) throws -> [JournalEntry] {
        let last = before ?? JournalRow(.max)
        // A device belongs to one account: its entries are a part of the account's.
        if let device {
            let entries: [JournalEntry] = try records(JournalSQL.ofDevice, [device, last, limit])
            return entries.filter { account == nil || $0.account == account }
        }
        if let account { return try records(JournalSQL.ofAccount, [account, last, limit]) }
        return try records(JournalSQL.all, [last, limit])
    }

    /// The journal entries of a session, newest first: the order in which they are undone.
    public func entries(of session: SessionRow) throws -> [JournalEntry] {
        try records(JournalSQL.ofSession, [session])
    }
}

extension StoreWriter {
    /// Adds a line to the journal.
    @discardableResult
    public func append(_ entry: JournalEntry) throws -> JournalRow { try insertRow(entry) }

    /// Removes the journal entries and sync results from before a time, and answers how many entries went.
    @discardableResult
    public func prune(olderThan time: Int64) throws -> Int {
        try pruneResults(olderThan: time)
        return try execute(JournalSQL.prune, [time])
    }
}
