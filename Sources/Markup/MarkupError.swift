/// Why bytes are no well-formed, acceptable XML. Equal by code.
public struct MarkupError: Error, Hashable, Sendable {
    /// Stable names.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing but white space.
        case empty = "empty"
        /// The document stops in the middle.
        case truncated = "truncated"
        /// Not well-formed XML 1.0.
        case notWellFormed = "not-well-formed"
        /// A document type with an internal subset, or a reference to an entity that XML itself does not define.
        case entity = "entity"
        /// Octets that the document's encoding does not allow, or an encoding that is not known.
        case encoding = "encoding"
        /// More bytes than `XMLLimits.maxBytes`, or than a stream's limits allow in all or in one child.
        case tooLarge = "too-large"
        /// Deeper than `XMLLimits.maxDepth`.
        case tooDeep = "too-deep"
        /// More elements than `XMLLimits.maxElements`, or in one child of a stream.
        case tooManyElements = "too-many-elements"
        /// More attributes on one element than `XMLLimits.maxAttributes`.
        case tooManyAttributes = "too-many-attributes"
        /// The parser could not be set up.
        case unavailable = "unavailable"
    }

    /// What is wrong.
    public let code: Code
    /// One sentence for the log.
    public let reason: String
    /// Line of the document from 1; nil when there is none.
    public let line: Int?

    /// An error.
    public init(_ code: Code, _ reason: String, line: Int? = nil) {
        self.code = code
        self.reason = reason
        self.line = line
    }

    /// Equal by code.
    public static func == (left: MarkupError, right: MarkupError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
