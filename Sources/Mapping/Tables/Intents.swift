/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum IntentSQL {
    static let all = Intent.layout.select + " ORDER BY id"
    static let ofAccount = Intent.layout.select + " WHERE account = ? ORDER BY id"
    static let ofLink = Intent.layout.select + " WHERE account = ? AND link = ? ORDER BY id"
    static let isOpen = "SELECT count(*) FROM intent WHERE id = ?"
}

extension StoreReader {
    /// The intents of an account, or of all accounts, that were not closed, oldest first.
    public func openIntents(_ account: AccountRow? = nil) throws -> [Intent] {
        guard let account else { return try records(IntentSQL.all) }
        return try records(IntentSQL.ofAccount, [account])
    }

    /// The intents of one link of an account that were not closed, oldest first.
    public func openIntents(_ account: AccountRow, of link: LinkRow) throws -> [Intent] {
        try records(IntentSQL.ofLink, [account, link])
    }

    /// True until the outcome is known and stored.
    public func isOpen(_ intent: IntentRow) throws -> Bool { try value(IntentSQL.isOpen, [intent]) == 1 }
}

extension StoreWriter {
    /// Commits what is about to be written upstream.
    @discardableResult
    public func insert(_ intent: Intent) throws -> IntentRow { try insertRow(intent) }

    /// Forgets an intent whose outcome is known and stored.
    public func close(_ intent: IntentRow) throws { try removeRow(Intent.self, intent) }
}
