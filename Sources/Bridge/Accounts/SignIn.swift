import Mapping

/// What came of a user name and a password.
public enum SignIn: Hashable, Sendable {
    /// The password is right; the account exists, newly enrolled if need be.
    case accepted(Account)
    /// The password is wrong, or Basic is not allowed for this user.
    case rejected
    /// The account or its domain is switched off.
    case disabled
    /// Nobody can tell now; upstream may have said after how many seconds to come again.
    case unavailable(retryAfter: Int?)
    /// The user has no stored account, and there is no server to try.
    case noUpstream
}

/// The clear passwords of which one may have made an MD5 digest.
public enum DigestPasswords: Hashable, Sendable {
    /// The account with its passwords, never empty.
    case known(Account, [String])
    /// No account has this name.
    case unknownUser
    /// The account's password is not known, no longer good, or must not be used with MD5.
    case noPassword(Account)
    /// The account or its domain is switched off.
    case disabled
}

/// How a user is asked for credentials.
public enum ChallengeKind: String, Hashable, Sendable, Codable {
    /// With `syncml:auth-basic`.
    case basic
    /// With `syncml:auth-md5` and a nonce.
    case md5
}
