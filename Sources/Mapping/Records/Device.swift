import SyncTypes

/// A phone or program that speaks SyncML, within one account.
public struct Device: Hashable, Sendable {
    /// Zero until inserted.
    public var id: DeviceRow
    /// The account it syncs.
    public var account: AccountRow
    /// Its own name for itself; unique in the account.
    public var deviceID: DeviceID
    /// The nonce its next MD5 digest must use.
    public var nonce: [UInt8]?
    /// DevInf Man.
    public var manufacturer: String?
    /// DevInf Mod.
    public var model: String?
    /// DevInf SwV.
    public var softwareVersion: String?
    /// Its device information as XML.
    public var information: [UInt8]?
    /// What was made of it, opaque to the store.
    public var profile: [UInt8]?
    /// What `device set` stored, by key.
    public var settings: [String: String]
    /// The fence of its newest session; only `nextFence` changes it.
    public var generation: Int
    /// Seconds since 1970 UTC.
    public var firstSeen: Int64
    /// Seconds since 1970 UTC.
    public var lastSeen: Int64
    /// VerDTD of its last session, such as "1.2"; nil: none since this is kept.
    public var version: String?
    /// What it called the server in its last session (SyncHdr Target); nil: none since this is kept.
    public var serverURI: String?

    /// A record; `insert` gives it its id.
    public init(
        id: DeviceRow = .new, account: AccountRow, deviceID: DeviceID, nonce: [UInt8]? = nil,
        manufacturer: String? = nil, model: String? = nil, softwareVersion: String? = nil,
        information: [UInt8]? = nil, profile: [UInt8]? = nil, settings: [String: String] = [:], generation: Int = 0,
        firstSeen: Int64, lastSeen: Int64, version: String? = nil, serverURI: String? = nil
    ) {
        self.id = id
        self.account = account
        self.deviceID = deviceID
        self.nonce = nonce
        self.manufacturer = manufacturer
        self.model = model
        self.softwareVersion = softwareVersion
        self.information = information
        self.profile = profile
        self.settings = settings
        self.generation = generation
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.version = version
        self.serverURI = serverURI
    }
}

extension Device: StoredRecord {
    static let layout = TableLayout(
        "device",
        [
            "account", "device_id", "nonce", "manufacturer", "model", "software_version", "information", "profile",
            "settings", "generation", "first_seen", "last_seen", "version", "server_uri",
        ], fixed: ["account", "generation", "first_seen"])

    var values: [any ColumnValue] {
        [
            account, deviceID, nonce, manufacturer, model, softwareVersion, information, profile,
            Settings(settings), generation, firstSeen, lastSeen, version, serverURI,
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), account: columns.next(), deviceID: columns.next(), nonce: columns.next(),
            manufacturer: columns.next(), model: columns.next(), softwareVersion: columns.next(),
            information: columns.next(), profile: columns.next(), settings: columns.next(Settings.self).values,
            generation: columns.next(), firstSeen: columns.next(), lastSeen: columns.next(),
            version: columns.next(), serverURI: columns.next())
    }
}
