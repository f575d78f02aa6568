/// Whose password the phone has (design: pass-through and stored accounts).
public enum AccountKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// The phone's password is the upstream server's.
    case passThrough
    /// The phone has a password of its own; the upstream one is stored.
    case stored
}

extension AccountKind: ColumnValue {}

/// A person's account at one upstream server, by the name typed into the phone.
public struct Account: Hashable, Sendable {
    /// Zero until inserted.
    public var id: AccountRow
    /// Login name on the phone; unique whatever its case.
    public var name: String
    /// Whose password the phone has.
    public var kind: AccountKind
    /// Where the server is, as configured.
    public var upstreamURL: String
    /// Login name at the server.
    public var upstreamUser: String
    /// Password at the server, sealed; nil while unknown.
    public var sealedPassword: [UInt8]?
    /// False: refused until enabled again.
    public var isEnabled: Bool
    /// What `account set` stored, by key.
    public var settings: [String: String]
    /// What discovery found, opaque to the store.
    public var discovery: [UInt8]?
    /// Seconds since 1970 UTC.
    public var createdAt: Int64

    /// A record; `insert` gives it its id.
    public init(
        id: AccountRow = .new, name: String, kind: AccountKind, upstreamURL: String, upstreamUser: String,
        sealedPassword: [UInt8]? = nil, isEnabled: Bool = true, settings: [String: String] = [:],
        discovery: [UInt8]? = nil, createdAt: Int64
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.upstreamURL = upstreamURL
        self.upstreamUser = upstreamUser
        self.sealedPassword = sealedPassword
        self.isEnabled = isEnabled
        self.settings = settings
        self.discovery = discovery
        self.createdAt = createdAt
    }
}

extension Account: StoredRecord {
    static let layout = TableLayout(
        "account",
        [
            "name", "kind", "upstream_url", "upstream_user", "sealed_password", "is_enabled", "settings",
            "discovery", "created_at", "name_key",
        ], fixed: ["created_at"])

    var values: [any ColumnValue] {
        [
            name, kind, upstreamURL, upstreamUser, sealedPassword, isEnabled, Settings(settings), discovery,
            createdAt, name.lowercased(),
        ]
    }

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            id: columns.next(), name: columns.next(), kind: columns.next(), upstreamURL: columns.next(),
            upstreamUser: columns.next(), sealedPassword: columns.next(), isEnabled: columns.next(),
            settings: columns.next(Settings.self).values, discovery: columns.next(), createdAt: columns.next())
    }
}
