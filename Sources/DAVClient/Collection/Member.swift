import SyncTypes

/// One member of a collection as a listing tells it: the key of a version (design: etag + lastmodified + length).
public struct Member: Sendable, Hashable {
    /// As the server spells it.
    public var href: Href
    /// `getetag`, exactly as given; nil when the server has none.
    public var etag: ETag?
    /// `getlastmodified` as given; nil when not told, as in a first sync report.
    public var lastModified: String?
    /// `getcontentlength` in bytes; nil when not told, as in a first sync report.
    public var contentLength: Int?

    /// A member.
    public init(href: Href, etag: ETag? = nil, lastModified: String? = nil, contentLength: Int? = nil) {
        self.href = href
        self.etag = etag
        self.lastModified = lastModified
        self.contentLength = contentLength
    }

    init(href: Href, response: MultistatusResponse) {
        self.init(
            href: href, etag: response.text(.getETag).map { ETag($0) },
            lastModified: response.text(.getLastModified),
            contentLength: response.text(.getContentLength).flatMap { Int($0) })
    }
}

/// What happened to a member since a token.
public enum MemberChange: Sendable, Hashable {
    /// New or changed; servers repeat themselves, so compare the ETag.
    case changed(Member)
    /// Not there any more; it may never have been known.
    case vanished(Href)

    /// The member's href.
    public var href: Href {
        switch self {
        case .changed(let member): member.href
        case .vanished(let href): href
        }
    }

    /// True for a member that is not there.
    var isVanishing: Bool {
        switch self {
        case .changed: false
        case .vanished: true
        }
    }
}

/// How the answer to "what changed since" ended.
public enum SyncEnd: Sendable, Hashable {
    /// All changes were handed out; the token is for the next time. Without a token before: the whole collection.
    case complete(token: SyncToken)
    /// The token is dead: compare the whole listing.
    case tokenRejected
    /// The server has no such report: use `state()` and `list(_:)`.
    case unsupported
}

/// A collection's own marks, now.
public struct CollectionState: Sendable, Hashable, Codable {
    /// `getctag`; equal while nothing changed. On clocks of one second (SOGo) do not trust one younger than 2 s.
    public var ctag: String?
    /// `sync-token` as a property; it may be older than a report's, so it only tells that something may have changed.
    public var syncToken: SyncToken?

    /// A state.
    public init(ctag: String? = nil, syncToken: SyncToken? = nil) {
        self.ctag = ctag
        self.syncToken = syncToken
    }
}

/// One member with its body.
public struct Resource: Sendable, Hashable {
    /// As it was asked for.
    public var href: Href
    /// As in `Member`.
    public var etag: ETag?
    /// As in `Member`.
    public var lastModified: String?
    /// As in `Member`.
    public var contentLength: Int?
    /// The body; line ends are CRLF where the transport format had lost them.
    public var body: [UInt8]

    /// A resource.
    public init(
        href: Href, etag: ETag? = nil, lastModified: String? = nil, contentLength: Int? = nil, body: [UInt8]
    ) {
        self.href = href
        self.etag = etag
        self.lastModified = lastModified
        self.contentLength = contentLength
        self.body = body
    }
}

/// What a fetch found at an href.
public enum Fetched: Sendable, Hashable {
    /// The resource.
    case found(Resource)
    /// Nothing lies there.
    case missing(Href)
    /// Something lies there that the server does not hand out; never to be read as a deletion.
    case unreadable(Href, status: Int)

    /// The href asked for.
    public var href: Href {
        switch self {
        case .found(let resource): resource.href
        case .missing(let href), .unreadable(let href, _): href
        }
    }
}
