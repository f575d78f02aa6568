import SyncTypes

/// What must be true for a write to happen (RFC 9110 section 13.1).
public enum WritePrecondition: Sendable, Hashable {
    /// Nothing lies at the href: `If-None-Match: *`.
    case absent
    /// The resource still has this ETag: `If-Match`, spelt exactly as the server gave it.
    case matches(ETag)

    /// True for what servers may never find equal although nothing has changed: a weak ETag (RFC 9110 section 8.8.3.2), and one that Apache's
    /// mod_deflate has marked as that of a packed reply.
    var isIncomparable: Bool {
        switch self {
        case .absent: false
        case .matches(let etag): etag.rawValue.hasPrefix("W/") || etag.rawValue.hasSuffix("-gzip\"")
        }
    }

    /// The header field.
    var field: HTTPField {
        switch self {
        case .absent: HTTPField("If-None-Match", "*")
        case .matches(let etag): HTTPField("If-Match", etag.rawValue)
        }
    }
}
