import Crypto
import FoundationEssentials

/// Why a sealed secret cannot be had. Two errors are equal when their codes are.
public struct SecretError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable {
        /// Too short or damaged, or sealed with another key.
        case unreadable
        /// The account has no password to open.
        case missing
        /// Upstream refused the kept password; a good login must come first.
        case refused
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, without the secret.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// Equal by code.
    public static func == (left: SecretError, right: SecretError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Seals passwords with AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes) (NIST SP 800-38D).
public struct SecretBox: Sendable {
    /// Bytes of a key.
    public static let keyLength = 32
    /// Bytes of a nonce.
    public static let nonceLength = 12

    private let key: SymmetricKey

    /// A box with a key of 32 bytes.
    public init(key: [UInt8]) {
        precondition(key.count == SecretBox.keyLength, "a key has 32 bytes")
        self.key = SymmetricKey(data: key)
    }

    /// Seals a secret; the nonce (12 bytes) must never be used twice with one key.
    public func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == SecretBox.nonceLength, "a nonce has 12 bytes")
        guard let box = try? AES.GCM.seal(plain, using: key, nonce: AES.GCM.Nonce(data: nonce)),
            let combined = box.combined
        else { preconditionFailure("a 12 byte nonce always has a combined form") }
        return Array(combined)
    }

    /// Opens what `seal` made; throws `.unreadable` for anything else.
    public func open(_ sealed: [UInt8]) throws(SecretError) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed), let plain = try? AES.GCM.open(box, using: key) else {
            throw SecretError(.unreadable, "a sealed password does not fit the key file of this state folder")
        }
        return Array(plain)
    }

    /// The first bytes (at most 32) of a value's HMAC-SHA256 under the key: what only this server can compute again.
    public func authenticator(of value: [UInt8], bytes: Int) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: value, using: key).prefix(bytes))
    }
}
