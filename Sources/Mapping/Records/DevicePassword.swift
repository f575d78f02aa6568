/// One password by which devices of an account log in.
public struct DevicePassword: Hashable, Sendable {
    /// Zero until inserted.
    public var id: DevicePasswordRow
    /// The account it opens.
    public var account: AccountRow
    /// The password, sealed: MD5 of SyncML 1.0 needs the clear text.
    public var sealed: [UInt8]
    /// What it is for, by the admin's words.
    public var label: String
    /// Seconds since 1970 UTC.
    public var createdAt: Int64

    /// A record; `insert` gives it its id.
    public init(
        id: DevicePasswordRow = .new, account: AccountRow, sealed: [UInt8], label: String = "", createdAt: Int64
    ) {
        self.id = id
        self.account = account
        self.sealed = sealed
        self.label = label
        self.createdAt = createdAt
    }
}

extension DevicePassword: StoredRecord {
    static let layout = TableLayout(
        "device_password",
        [
            "account", "sealed", "label", "created_at",
        ])

    var values: [any ColumnValue] {
        [
            account, sealed, label, createdAt,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), account: columns.next(), sealed: columns.next(), label: columns.next(),
            createdAt: columns.next())
    }
}
