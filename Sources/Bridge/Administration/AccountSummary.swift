import Mapping

/// One account as `account list` shows it, without secrets.
public struct AccountSummary: Hashable, Sendable, Codable {
    /// The login name on the phone.
    public var name: String
    /// "stored" or "pass-through".
    public var kind: String
    /// Where its collections are.
    public var upstream: String
    /// Its user name there.
    public var user: String
    /// False: refused until enabled again.
    public var isEnabled: Bool
    /// "kept", "none" or "refused": what is known of the upstream password.
    public var password: String
    /// Passwords its devices may use.
    public var devicePasswords: Int
    /// Devices that have synced.
    public var devices: Int
    /// What `account set` stored, by key.
    public var settings: [String: String]
    /// Seconds since 1970 UTC.
    public var createdAt: Int64

    init(_ account: Account, in store: StoreReader) throws {
        name = account.name
        kind = account.kind.word
        upstream = account.upstreamURL
        user = account.upstreamUser
        isEnabled = account.isEnabled
        password =
            if account.passwordRefusedAt != nil { "refused" } else if account.sealedPassword != nil { "kept" } else {
                "none"
            }
        devicePasswords = try store.devicePasswords(of: account.id).count
        devices = try store.devices(of: account.id).count
        settings = account.settings.filter { AccountSetting(rawValue: $0.key) != nil }
        createdAt = account.createdAt
    }
}

extension AccountKind {
    /// The kind as the command line writes it.
    var word: String {
        switch self {
        case .stored: "stored"
        case .passThrough: "pass-through"
        }
    }
}
