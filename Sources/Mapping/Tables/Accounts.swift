/// The statements on this table; internal, so that a test can ask SQLite for their plans.
enum AccountSQL {
    static let byName = Account.layout.select + " WHERE name_key = ?"
    static let byID = Account.layout.select + " WHERE id = ?"
    static let all = Account.layout.select + " ORDER BY name_key"
    static let passwords = DevicePassword.layout.select + " WHERE account = ? ORDER BY id"
}

extension StoreReader {
    /// The account with a login name, whatever its case.
    public func account(named name: String) throws -> Account? { try record(AccountSQL.byName, [name.lowercased()]) }

    /// The account in a row.
    public func account(_ id: AccountRow) throws -> Account? { try record(AccountSQL.byID, [id]) }

    /// All accounts, by name.
    public func accounts() throws -> [Account] { try records(AccountSQL.all) }

    /// The passwords by which devices of an account log in, oldest first.
    public func devicePasswords(of account: AccountRow) throws -> [DevicePassword] {
        try records(AccountSQL.passwords, [account])
    }
}

extension StoreWriter {
    /// Adds an account. Throws `duplicate` when the name is taken.
    @discardableResult
    public func insert(_ account: Account) throws -> AccountRow { try insertRow(account) }

    /// Writes all of an account but its creation time. Throws `notFound`, `duplicate`.
    public func update(_ account: Account) throws { try updateRow(account) }

    /// Removes an account with its devices, mirror, sessions, intents, journal and passwords.
    public func remove(_ account: AccountRow) throws { try removeRow(Account.self, account) }

    /// Forgets all that was learnt for an account: devices, mirror, sessions, intents, journal. The account itself, its
    /// settings and its passwords stay.
    public func removeEverything(of account: AccountRow) throws {
        for table in ["device", "intent", "collection", "journal", "sync_result"] {
            try execute("DELETE FROM \(table) WHERE account = ?", [account])
        }
    }

    /// Adds a password by which devices log in.
    @discardableResult
    public func addDevicePassword(_ password: DevicePassword) throws -> DevicePasswordRow { try insertRow(password) }

    /// Removes all passwords of an account's devices.
    public func removeDevicePasswords(of account: AccountRow) throws {
        try execute("DELETE FROM device_password WHERE account = ?", [account])
    }

    /// Removes one password.
    public func removeDevicePassword(_ id: DevicePasswordRow) throws { try removeRow(DevicePassword.self, id) }
}
