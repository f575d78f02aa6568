/// Why an alert was not made or not delivered. Two errors are equal when their codes are.
public struct AlertError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable {
        /// The way to deliver needs the phone's number, which is not set.
        case noPhone
        /// The device has no database to be alerted about.
        case nothingToSync
        /// The notification cannot be written.
        case notWritten
        /// The gateway cannot be reached: no alert goes out at present.
        case unreachable
        /// Gateway or program took too long.
        case timedOut
        /// Gateway or program refused.
        case refused
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong and what to do; holds no secret.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }

    /// Equal by code.
    public static func == (left: AlertError, right: AlertError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }

    /// True when another device's alert would fail as well.
    var concernsAll: Bool {
        switch code {
        case .unreachable, .timedOut: true
        case .noPhone, .nothingToSync, .notWritten, .refused: false
        }
    }
}
