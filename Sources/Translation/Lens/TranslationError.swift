/// Why a text could not be translated.
public struct TranslationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable kinds of failure.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// The upstream body holds no item of a known kind, or is beyond the syntax's limits.
        case unreadableResource
        /// The phone's text holds no item of the datastore's kind.
        case unreadableItem
        /// The body has no part of that key.
        case noSuchPart
        /// The device's format cannot hold the kind, or not this item.
        case unsupported
    }

    /// The kind of failure.
    public let code: Code
    /// For people: what was met.
    public let reason: String

    /// A failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Code and reason.
    public var description: String { "\(code.rawValue): \(reason)" }
    /// Equal by code.
    public static func == (left: TranslationError, right: TranslationError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
