extension Challenge {
    /// Asks for user and password.
    public static var basic: Challenge {
        Challenge(meta: Meta(format: "b64", type: AuthenticationScheme.basic.rawValue))
    }

    /// Asks for a digest over a nonce (raw bytes; sent in base64).
    public static func md5(nonce: [UInt8]) -> Challenge {
        Challenge(
            meta: Meta(
                format: "b64", type: AuthenticationScheme.md5.rawValue, nextNonce: Base64.encode(nonce)))
    }

    /// The scheme asked for; nil when it is not supported.
    public var scheme: AuthenticationScheme? { AuthenticationScheme(wire: meta.type) }

    /// The decoded NextNonce. Not base64: the octets as sent, since some servers write the nonce bare.
    public var nonce: [UInt8]? {
        meta.nextNonce.map { Base64.decode($0) ?? Array($0.utf8) }
    }
}
