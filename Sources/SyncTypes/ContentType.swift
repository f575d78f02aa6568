/// A content type as DevInf and Meta/Type write it: media type and, in DevInf, its version (CTType, VerCT).
public struct ContentType: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Lower case, without parameters: "text/x-vcard".
    public let mediaType: String
    /// VerCT: "2.1"; nil when the sender gave none.
    public let version: String?

    /// Reads a media type; parameters such as `;charset=utf-8` are dropped.
    public init(_ mediaType: String, version: String? = nil) {
        let bare = mediaType.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        self.mediaType = bare.trimmingSpaces().lowercased()
        let trimmed = version.map { $0[...].trimmingSpaces() }
        self.version = trimmed?.isEmpty == true ? nil : trimmed
    }

    /// "text/x-vcard 2.1".
    public var description: String { version.map { "\(mediaType) \($0)" } ?? mediaType }
}

extension Substring {
    /// The text without white space at either end.
    fileprivate func trimmingSpaces() -> String {
        var rest = self
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
