import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum JournalSQL {
    static let byID = JournalEntry.layout.select + " WHERE id = ?"
    static let all = JournalEntry.layout.select + " WHERE id < ? ORDER BY id DESC LIMIT ?"
    static let ofAccount = JournalEntry.layout.select + " WHERE account = ? AND id < ? ORDER BY id DESC LIMIT ?"
    static let ofDevice = JournalEntry.layout.select + " WHERE device = ? AND id < ? ORDER BY id DESC LIMIT ?"
    static let ofSession = JournalEntry.layout.select + " WHERE session = ? ORDER BY id DESC"
    static let ofStep = JournalEntry.layout.select + " WHERE step = ? ORDER BY id DESC"
    static let undoing = JournalEntry.layout.select + " WHERE undoes = ? ORDER BY id DESC"
    static let laterAt = JournalEntry.layout.select + " WHERE href = ? AND id > ? AND account = ? ORDER BY id DESC"
    static let prune = "DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE at < ? ORDER BY at LIMIT ?)"
    static let size = "SELECT bytes FROM journal_size"
    static let oldestTexts = """
        SELECT id, coalesce(length(before), 0) + coalesce(length(after), 0) FROM journal
        WHERE before IS NOT NULL OR after IS NOT NULL ORDER BY id LIMIT ?
        """
    static let dropTexts = "UPDATE journal SET before = NULL, after = NULL WHERE id = ?"
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

    /// The journal entries an undo step wrote, newest first.
    public func entries(of step: UndoStepRow) throws -> [JournalEntry] { try records(JournalSQL.ofStep, [step]) }

    /// The entry that took an entry's change back and was not itself taken back since; nil while the change stands.
    public func undoing(_ entry: JournalRow) throws -> JournalEntry? {
        // Newest first: at most one of them is in force.
        for candidate in try records(JournalSQL.undoing, [entry]) as [JournalEntry]
        where try undoing(candidate.id) == nil { return candidate }
        return nil
    }

    /// What the journal knows of later changes at a resource's path, newest first.
    public func entries(after entry: JournalRow, at href: Href, of account: AccountRow) throws -> [JournalEntry] {
        try records(JournalSQL.laterAt, [href, entry, account])
    }

    /// The bytes of all texts in the journal; kept, not counted.
    public func journalSize() throws -> Int { try value(JournalSQL.size, []) ?? 0 }
}

extension StoreWriter {
    /// Adds a line to the journal.
    @discardableResult
    public func append(_ entry: JournalEntry) throws -> JournalRow { try insertRow(entry) }

    /// Adds an undo step.
    @discardableResult
    public func insert(_ step: UndoStep) throws -> UndoStepRow { try insertRow(step) }

    /// Removes journal entries and sync results from before a time, at most `limit` of each, and answers how many entries
    /// went.
    @discardableResult
    public func prune(olderThan time: Int64, limit: Int = .max) throws -> Int {
        try pruneResults(olderThan: time, limit: limit)
        return try execute(JournalSQL.prune, [time, limit])
    }

    /// Drops the oldest texts, of at most `limit` entries, until all that stay fit; the lines themselves stay. Answers how
    /// many entries lost theirs.
    @discardableResult
    public func dropJournalTexts(above bytes: Int, limit: Int) throws -> Int {
        var excess = try journalSize() - bytes
        guard excess > 0 else { return 0 }
        let oldest = try rows(JournalSQL.oldestTexts, [limit]) { columns in
            try (columns.next(JournalRow.self), columns.next(Int.self))
        }
        var dropped = 0
        for (entry, size) in oldest where excess > 0 {
            try execute(JournalSQL.dropTexts, [entry])
            excess -= size
            dropped += 1
        }
        return dropped
    }
}
