/// Why an order of the admin's is refused; the reason says what to do instead. Two errors are equal when their codes are.
public struct AdministrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Hashable, Sendable, Codable {
        /// No account, device or datastore has this name.
        case notFound
        /// Several devices have this name.
        case ambiguous
        /// An account of this name exists.
        case exists
        /// A name, key, value or password cannot be taken.
        case badValue
        /// The order does not fit this kind of account.
        case notPossible
        /// Upstream refuses the user or the password.
        case refusedUpstream
        /// Upstream cannot be asked.
        case unreachable
    }

    /// The kind of refusal.
    public let code: Code
    /// What is wrong and what to do.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// Equal by code.
    public static func == (left: AdministrationError, right: AdministrationError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
