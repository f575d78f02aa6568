/// Why a configuration is refused. Two errors are equal when their codes are.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Hashable, Sendable, Codable {
        /// A key that means nothing here.
        case unknownKey
        /// A value that its key cannot take.
        case badValue
        /// A text that is no configuration at all.
        case unreadable
    }

    /// The kind of refusal.
    public let code: Code
    /// Where, what, and what to write instead.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// Equal by code.
    public static func == (left: ConfigurationError, right: ConfigurationError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
