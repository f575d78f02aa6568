import Crypto

/// What a device proves its user with (SyncML Security section 5).
public enum CredentialDigest {
    /// syncml:auth-basic: base64 of `user:password`.
    public static func basic(user: String, password: String) -> String {
        Base64.encode(Array("\(user):\(password)".utf8))
    }

    /// syncml:auth-md5, 16 bytes.
    ///
    /// 1.0: MD5(user ":" password ":" nonce). 1.1 and later: MD5(B64(MD5(user ":" password)) ":" nonce). The nonce is the
    /// decoded NextNonce and may hold any octet.
    public static func md5(user: String, password: String, nonce: [UInt8], version: ProtocolVersion) -> [UInt8] {
        switch version {
        case .v10: md5(Array("\(user):\(password):".utf8) + nonce)
        case .v11, .v12: md5(userHash: userHash(user: user, password: password), nonce: nonce)
        }
    }

    /// B64(MD5(user ":" password)): what 1.1 and later need instead of the password.
    public static func userHash(user: String, password: String) -> String {
        Base64.encode(md5(Array("\(user):\(password)".utf8)))
    }

    /// The digest of 1.1 and later from a `userHash`, 16 bytes.
    public static func md5(userHash: String, nonce: [UInt8]) -> [UInt8] {
        md5(Array("\(userHash):".utf8) + nonce)
    }

    private static func md5(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: bytes)) }
}
