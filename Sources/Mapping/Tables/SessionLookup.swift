import SyncTypes

private enum SQL {
    static let ofDeviceName =
        SessionRecord.layout.select
        + " WHERE session_id = ? AND device IN (SELECT id FROM device WHERE device_id = ?) ORDER BY id DESC LIMIT 8"
    static let openOfAccount = """
        SELECT count(*) FROM session JOIN device ON device.id = session.device
        WHERE session.ended_at IS NULL AND session.fence = device.generation
            AND session.updated_at BETWEEN ? AND ? AND device.account = ? AND device.device_id <> ?
        """
}

extension StoreReader {
    /// How many open sessions an account's other devices have that were last heard of within some time, seconds since 1970 UTC. A
    /// session that a newer one of its device has fenced off can never go on, and does not count.
    public func openSessionCount(
        _ account: AccountRow, besides device: DeviceID, heardOf times: ClosedRange<Int64>
    ) throws -> Int {
        try value(SQL.openOfAccount, [times.lowerBound, times.upperBound, account, device]) ?? 0
    }

    /// The sessions of that SessionID of the devices that call themselves so, in all accounts, newest first: how a message is
    /// found whose sender does not follow RespURI. At most eight; ended ones are among them, for repeated messages.
    public func sessions(device: DeviceID, sessionID: String) throws -> [SessionRecord] {
        try records(SQL.ofDeviceName, [sessionID, device])
    }
}
