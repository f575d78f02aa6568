/// Why a text is no document at all. Smaller faults are warnings.
public struct VersitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable kinds of failure.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Components nested deeper than the limit.
        case tooDeep
        /// More content lines than the limit.
        case tooManyLines
        /// More bytes than the limit.
        case tooLarge
    }

    /// The kind of failure.
    public let code: Code
    /// For people: what was met, and where.
    public let reason: String

    /// A failure.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Code and reason.
    public var description: String { "\(code.rawValue): \(reason)" }
    /// Equal by code.
    public static func == (left: VersitError, right: VersitError) -> Bool { left.code == right.code }
    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// A fault of a text that reading got over.
public struct VersitWarning: Hashable, Sendable {
    /// Kinds of faults.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A line without a colon, outside any value.
        case notAProperty
        /// An END without its BEGIN.
        case strayEnd
        /// A component that the text or another END ended.
        case missingEnd
        /// A soft break with nothing after it.
        case danglingSoftBreak
        /// Quoted-printable that no parameter announces.
        case undeclaredEncoding
        /// Properties outside all components.
        case outsideComponent
    }

    /// The kind of fault.
    public let code: Code
    /// Physical line, counted from 1.
    public let line: Int
}

/// Bounds of one document.
public struct VersitLimits: Hashable, Sendable {
    /// Nesting of components.
    public var maxDepth = 64
    /// Content lines of the whole text.
    public var maxLines = 100_000
    /// Bytes of the whole text.
    public var maxBytes = 16 * 1024 * 1024

    /// The usual bounds.
    public init() {}
}
