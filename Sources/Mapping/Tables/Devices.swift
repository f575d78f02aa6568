import SyncTypes

/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum DeviceSQL {
    static let byName = Device.layout.select + " WHERE account = ? AND device_id = ?"
    static let byID = Device.layout.select + " WHERE id = ?"
    static let ofAccount = Device.layout.select + " WHERE account = ? ORDER BY id"
    static let named =
        Device.layout.select + " WHERE account IN (SELECT id FROM account) AND device_id = ? ORDER BY id"
    static let all = Device.layout.select + " ORDER BY id"
    static let fence = "UPDATE device SET generation = generation + 1 WHERE id = ? RETURNING generation"
    static let generation = "SELECT generation FROM device WHERE id = ?"
    static let nonce = "UPDATE device SET nonce = ? WHERE id = ?"
}

extension StoreReader {
    /// The device of an account by its own name for itself.
    public func device(_ account: AccountRow, _ deviceID: DeviceID) throws -> Device? {
        try record(DeviceSQL.byName, [account, deviceID])
    }

    /// The device in a row.
    public func device(_ id: DeviceRow) throws -> Device? { try record(DeviceSQL.byID, [id]) }

    /// The devices of an account, or of all accounts, oldest first.
    public func devices(of account: AccountRow? = nil) throws -> [Device] {
        guard let account else { return try records(DeviceSQL.all) }
        return try records(DeviceSQL.ofAccount, [account])
    }

    /// The devices that call themselves so, of all accounts, oldest first.
    public func devices(named name: DeviceID) throws -> [Device] { try records(DeviceSQL.named, [name]) }

    /// Refuses the work of a session that a newer one of the same device has fenced. Throws `fenced`, `notFound`.
    public func requireFence(_ device: DeviceRow, _ fence: Int) throws {
        guard let newest: Int = try value(DeviceSQL.generation, [device]) else {
            throw StoreError(.notFound, "There is no Device with number \(device)")
        }
        guard newest == fence else { throw StoreError(.fenced, "A newer session of the device has begun") }
    }
}

extension StoreWriter {
    /// Adds a device. Throws `duplicate` when the account has one of that name.
    @discardableResult
    public func insert(_ device: Device) throws -> DeviceRow { try insertRow(device) }

    /// Writes all of a device but its account, generation and first day. Throws `notFound`, `duplicate`.
    public func update(_ device: Device) throws { try updateRow(device) }

    /// Keeps the nonce that the device's next MD5 digest must use. Throws `notFound`.
    public func setNonce(_ device: DeviceRow, _ nonce: [UInt8]?) throws {
        try require(try execute(DeviceSQL.nonce, [nonce, device]), of: Device.self, id: device)
    }

    /// Forgets a device with its datastores, links and sessions. The journal keeps its number.
    public func remove(_ device: DeviceRow) throws { try removeRow(Device.self, device) }

    /// Fences the device's sessions so far and answers the number of the new one, from 1. Throws `notFound`.
    public func nextFence(_ device: DeviceRow) throws -> Int {
        guard let fence: Int = try value(DeviceSQL.fence, [device]) else {
            throw StoreError(.notFound, "There is no Device with number \(device)")
        }
        return fence
    }
}
