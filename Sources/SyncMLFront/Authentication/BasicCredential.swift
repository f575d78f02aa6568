/// User and password of syncml:auth-basic.
public struct BasicCredential: Hashable, Sendable {
    /// The user's name.
    public var user: String
    /// The password.
    public var password: String

    /// User and password as given.
    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// Reads base64 of `user:password`, whatever Format says; the text itself is accepted too when it is not base64
    /// (Format chr). The name ends at the first colon. Octets that are not UTF-8 count as ISO-8859-1.
    public init?(_ data: [UInt8]) {
        let colon = UInt8(ascii: ":")
        let decoded = Base64.decode(data) ?? data
        guard let end = decoded.firstIndex(of: colon), end > decoded.startIndex else { return nil }
        user = BasicCredential.text(decoded[..<end])
        password = BasicCredential.text(decoded[(end + 1)...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension BasicCredential: CustomStringConvertible {
    /// The user's name; never the password.
    public var description: String { "\(user):***" }
}

extension BasicCredential: CustomReflectable {
    /// The user's name; never the password.
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
