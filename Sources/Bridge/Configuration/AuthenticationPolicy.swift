/// Which credentials a phone may use (OMA DS authentication types `syncml:auth-basic`, `syncml:auth-md5`).
public enum AuthenticationPolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// Either; a phone is challenged for MD5 where its password is known, else for Basic.
    case basicOrMD5 = "basic-or-md5"
    /// Only Basic; put TLS in front.
    case basic
    /// Only MD5; the password must be known before the phone's first sync.
    case md5

    /// True when Basic credentials may be used.
    public var allowsBasic: Bool {
        switch self {
        case .basicOrMD5, .basic: true
        case .md5: false
        }
    }

    /// True when MD5 credentials may be used.
    public var allowsMD5: Bool {
        switch self {
        case .basicOrMD5, .md5: true
        case .basic: false
        }
    }
}
