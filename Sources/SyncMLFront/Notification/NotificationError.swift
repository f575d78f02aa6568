/// Why a notification cannot be written or read. Two errors are equal when their codes are.
public struct NotificationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable {
        /// A name is longer than its length octet can say, or there are more databases than the count can.
        case tooLong
        /// The bytes end before the notification does.
        case truncated
        /// A version other than 1.2.
        case version
        /// A sync type that is none of 206 to 210.
        case syncType
        /// Bytes behind the last database.
        case trailingBytes
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong.
    public let reason: String

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// Equal by code.
    public static func == (left: NotificationError, right: NotificationError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
