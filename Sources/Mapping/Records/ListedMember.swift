import SyncTypes

/// One member of a collection as the server lists it, while the listing is compared with the mirror.
public struct ListedMember: Hashable, Sendable {
    /// Its path.
    public var href: Href
    /// Its entity tag; nil when the server gives none.
    public var etag: ETag?
    /// Its Last-Modified, as written; nil when not told.
    public var lastModified: String?
    /// Its Content-Length; nil when not told.
    public var contentLength: Int?
    /// True when the server says that it is not there any more.
    public var isVanished: Bool

    /// A member.
    public init(
        href: Href, etag: ETag? = nil, lastModified: String? = nil, contentLength: Int? = nil, isVanished: Bool = false
    ) {
        self.href = href
        self.etag = etag
        self.lastModified = lastModified
        self.contentLength = contentLength
        self.isVanished = isVanished
    }
}

extension ListedMember {
    static let columns = "href, etag, last_modified, content_length, is_vanished"

    init(_ columns: inout ColumnReader) throws {
        try self.init(
            href: columns.next(), etag: columns.next(), lastModified: columns.next(), contentLength: columns.next(),
            isVanished: columns.next())
    }
}

/// What a listing says of a collection, in numbers.
public struct ListingCounts: Hashable, Sendable {
    /// Members that are there.
    public var present: Int
    /// Of these, the ones the mirror has in the same version.
    public var unchanged: Int
    /// Members that are said to have vanished.
    public var vanished: Int

    /// Counts.
    public init(present: Int, unchanged: Int, vanished: Int) {
        self.present = present
        self.unchanged = unchanged
        self.vanished = vanished
    }
}
