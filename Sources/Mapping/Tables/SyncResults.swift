/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum SyncResultSQL {
    static let all = SyncResult.layout.select + " ORDER BY id DESC LIMIT ?"
    static let ofAccount = SyncResult.layout.select + " WHERE account = ? ORDER BY id DESC LIMIT ?"
    static let ofDevice = SyncResult.layout.select + " WHERE device = ? ORDER BY id DESC LIMIT ?"
    static let place = """
        UPDATE sync_result SET (account, device) = (SELECT device.account, device.id FROM datastore
            JOIN device ON device.id = datastore.device WHERE datastore.id = sync_result.datastore) WHERE id = ?
        """
    static let prune = """
        DELETE FROM sync_result WHERE id IN (SELECT id FROM sync_result WHERE at < ? ORDER BY at LIMIT ?)
        """
}

extension StoreReader {
    /// How the newest sessions of an account, of a device or of all came out, newest first.
    public func results(
        account: AccountRow? = nil, device: DeviceRow? = nil, limit: Int
    ) throws -> [SyncResult] {
        if let device { return try records(SyncResultSQL.ofDevice, [device, limit]) }
        if let account { return try records(SyncResultSQL.ofAccount, [account, limit]) }
        return try records(SyncResultSQL.all, [limit])
    }
}

extension StoreWriter {
    /// Keeps how one datastore came out of one session. Throws `inUse` when the datastore does not exist.
    @discardableResult
    public func append(_ result: SyncResult) throws -> SyncResultRow {
        let id = try insertRow(result)
        try execute(SyncResultSQL.place, [id])
        return id
    }

    func pruneResults(olderThan time: Int64, limit: Int) throws { try execute(SyncResultSQL.prune, [time, limit]) }
}
