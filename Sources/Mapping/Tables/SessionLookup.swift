import SyncTypes

private enum SQL {
    static let ofDeviceName =
        SessionRecord.layout.select
        + " WHERE session_id = ? AND device IN (SELECT id FROM device WHERE device_id = ?) ORDER BY id DESC LIMIT 8"
}

extension StoreReader {
    /// The sessions of that SessionID of the devices that call themselves so, in all accounts, newest first: how a message is
    /// found whose sender does not follow RespURI. At most eight; ended ones are among them, for repeated messages.
    public func sessions(device: DeviceID, sessionID: String) throws -> [SessionRecord] {
        try records(SQL.ofDeviceName, [sessionID, device])
    }
}
