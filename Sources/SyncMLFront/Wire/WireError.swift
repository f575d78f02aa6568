import Markup

/// Why bytes are no SyncML document. Equal by code.
public struct WireError: Error, Hashable, Sendable {
    /// Stable names.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        /// No bytes.
        case empty = "empty"
        /// More bytes than `WireLimits.maxBytes`.
        case tooLarge = "too-large"
        /// The document stops in the middle.
        case truncated = "truncated"
        /// A WBXML version other than 1.1, 1.2 and 1.3.
        case wbxmlVersion = "wbxml-version"
        /// A charset other than UTF-8, US-ASCII and ISO-8859-1.
        case charset = "charset"
        /// A multi-byte integer of more than 32 bits.
        case integer = "integer"
        /// A string table longer than `WireLimits.maxStringTable`.
        case stringTableTooLarge = "string-table-too-large"
        /// A reference outside the string table.
        case stringReference = "string-reference"
        /// The root element is that of no SyncML document.
        case unknownDocument = "unknown-document"
        /// A code page the document type does not have.
        case unknownPage = "unknown-page"
        /// A tag token that no DTD names.
        case unknownToken = "unknown-token"
        /// An extension token; SyncML defines none.
        case extensionToken = "extension-token"
        /// A processing instruction; SyncML defines none.
        case processingInstruction = "processing-instruction"
        /// A tag with attributes; SyncML defines none.
        case attributes = "attributes"
        /// An entity that is no Unicode scalar.
        case entity = "entity"
        /// Deeper than `WireLimits.maxDepth`.
        case tooDeep = "too-deep"
        /// More elements than `WireLimits.maxElements`.
        case tooManyElements = "too-many-elements"
        /// Something follows the root element.
        case trailingBytes = "trailing-bytes"
        /// The XML form is not acceptable; the reason says why.
        case xml = "xml"
    }

    /// What is wrong.
    public let code: Code
    /// One sentence for the log.
    public let reason: String
    /// Where in the document, in bytes from 0 (WBXML); nil when unknown.
    public let offset: Int?

    /// An error.
    public init(_ code: Code, _ reason: String, offset: Int? = nil) {
        self.code = code
        self.reason = reason
        self.offset = offset
    }

    /// Wraps what the XML reader refused; its size and nesting limits keep their own codes.
    init(_ error: MarkupError) {
        let line = error.line.map { " (line \($0))" } ?? ""
        let reason = "\(error.code.rawValue): \(error.reason)\(line)"
        switch error.code {
        case .empty: self.init(.empty, reason)
        case .truncated: self.init(.truncated, reason)
        case .tooLarge: self.init(.tooLarge, reason)
        case .tooDeep: self.init(.tooDeep, reason)
        case .tooManyElements: self.init(.tooManyElements, reason)
        case .tooManyAttributes: self.init(.attributes, reason)
        case .notWellFormed, .entity, .encoding, .unavailable: self.init(.xml, reason)
        }
    }

    /// Equal by code.
    public static func == (left: WireError, right: WireError) -> Bool { left.code == right.code }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
