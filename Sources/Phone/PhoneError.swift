/// What can go wrong on the phone's side of a sync: a stable code, and a sentence for people.
///
/// Two errors are equal when their codes are.
public struct PhoneError: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The kind of failure; names are stable.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The configuration is missing, unreadable or contradicts itself.
        case configuration
        /// A folder or file of the phone cannot be read or written.
        case storage
        /// The phone has no room for another item (status 420).
        case full
        /// The server could not be reached or the reply never came.
        case connection
        /// HTTP answered with another status than 200.
        case http
        /// The reply is not a SyncML message, or not one that belongs here.
        case badReply
        /// User name or password were refused (401, 407).
        case unauthorized
        /// The server ended the session with an error status for the header.
        case refused
        /// The two sides only wait for each other.
        case stalled
        /// An event arrived that the session cannot take in its present state.
        case misuse
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence for people, without a secret in it.
    public let reason: String
    /// The HTTP or SyncML status that caused it, where there was one.
    public let status: Int?

    /// An error with its reason.
    public init(_ code: Code, _ reason: String, status: Int? = nil) {
        self.code = code
        self.reason = reason
        self.status = status
    }

    /// "unauthorized: the server refused user alice (401)".
    public var description: String { "\(code.rawValue): \(sentence)" }

    /// The reason, with the status where the reason does not name it.
    public var sentence: String {
        guard let status, !reason.contains(String(status)) else { return reason }
        return "\(reason) (\(status))"
    }

    /// Equal when the codes are.
    public static func == (left: PhoneError, right: PhoneError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
