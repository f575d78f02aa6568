/// How a device proves its user (Representation Protocol, Cred and Chal).
public enum AuthenticationScheme: String, Hashable, Sendable, Codable, CaseIterable {
    /// User and password in base64.
    case basic = "syncml:auth-basic"
    /// A digest over user, password and a nonce of the server's.
    case md5 = "syncml:auth-md5"

    /// The scheme a Cred or Chal names; a missing type means basic. Nil for others, such as syncml:auth-MAC.
    public init?(wire: String?) {
        guard let wire, !wire.isEmpty else {
            self = .basic
            return
        }
        self.init(rawValue: wire.lowercased())
    }
}

extension Credential {
    /// The scheme it names; nil when it is not supported.
    public var scheme: AuthenticationScheme? { AuthenticationScheme(wire: type) }

    /// A Basic credential.
    public static func basic(user: String, password: String) -> Credential {
        let text = CredentialDigest.basic(user: user, password: password)
        return Credential(
            meta: Meta(format: "b64", type: AuthenticationScheme.basic.rawValue), data: Array(text.utf8))
    }

    /// An MD5 credential.
    public static func md5(user: String, password: String, nonce: [UInt8], version: ProtocolVersion) -> Credential {
        let digest = CredentialDigest.md5(user: user, password: password, nonce: nonce, version: version)
        return Credential(
            meta: Meta(format: "b64", type: AuthenticationScheme.md5.rawValue), data: Array(Base64.encode(digest).utf8))
    }

    /// User and password of a Basic credential; nil when it is no `user:password`.
    public var userAndPassword: BasicCredential? {
        scheme == .basic ? BasicCredential(data) : nil
    }

    /// The digest of an MD5 credential, 16 bytes; nil when there is none.
    ///
    /// Base64, or 16 raw bytes, whatever Format says: some WBXML clients send them with Format chr, bin or none.
    public var digest: [UInt8]? {
        guard scheme == .md5 else { return nil }
        if data.count == 16 { return data }
        guard let decoded = Base64.decode(data), decoded.count == 16 else { return nil }
        return decoded
    }
}
