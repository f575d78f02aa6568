/// One HTTP POST as the bridge sees it.
public struct ExchangeRequest: Sendable {
    /// The SyncML message.
    public var body: [UInt8]
    /// The Content-Type header.
    public var contentType: String?
    /// The endpoint's absolute URL as the phone reaches it, without query: RespURI is made of it.
    public var url: String
    /// Value of the query parameter `s`: the session's token in a RespURI.
    public var sessionToken: String?
    /// The whole query, undecoded.
    public var query: String
    /// The User-Agent header.
    public var userAgent: String?
    /// Where the request came from, for the log.
    public var remoteAddress: String

    /// Where a phone that has to prove itself asks again: with what it wants of the session, and without a session's token.
    var addressAnew: String {
        // What is longer than any wish is not sent back to a stranger.
        sessionToken != nil || query.isEmpty || query.utf8.count > 200 ? url : url + "?" + query
    }

    /// A request.
    public init(
        body: [UInt8], contentType: String?, url: String, sessionToken: String? = nil, query: String = "",
        userAgent: String? = nil, remoteAddress: String = ""
    ) {
        self.body = body
        self.contentType = contentType
        self.url = url
        self.sessionToken = sessionToken
        self.query = query
        self.userAgent = userAgent
        self.remoteAddress = remoteAddress
    }
}

/// The answer to one HTTP POST.
public struct ExchangeReply: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The Content-Type header.
    public var contentType: String
    /// The body.
    public var body: [UInt8]
    /// Seconds for a Retry-After header; nil for none.
    public var retryAfter: Int?
    /// Seconds for which it is kept back, while nothing else waits for it.
    var pause = 0

    /// A reply.
    public init(status: Int, contentType: String, body: [UInt8], retryAfter: Int? = nil) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.retryAfter = retryAfter
    }

    /// A plain text for people and logs.
    static func text(_ status: Int, _ text: String, retryAfter: Int? = nil) -> ExchangeReply {
        ExchangeReply(
            status: status, contentType: "text/plain; charset=utf-8", body: Array((text + "\n").utf8),
            retryAfter: retryAfter)
    }
}
