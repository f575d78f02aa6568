/// A reply as a value (RFC 9110); redirects and 401 are replies like any other.
public struct HTTPReply: Sendable, Hashable {
    /// The status code, 100 to 599.
    public var status: Int
    /// Header fields in the order of the reply; repeated names stay apart.
    public var headers: [HTTPField]
    /// The whole body; empty when it was spooled.
    public var body: [UInt8]
    /// The whole body on disk: only for a request with `spoolsReply`, and only when it is long.
    public var spooled: SpooledBody?

    /// A reply.
    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = [], spooled: SpooledBody? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.spooled = spooled
    }

    /// Bytes of the body, wherever it is.
    public var bodyCount: Int { spooled?.count ?? body.count }

    /// The body in pieces of at most 64 KiB, wherever it is.
    public var chunks: HTTPChunks { HTTPChunks(of: self) }

    /// The value of the first field of that name; nil when absent.
    public func header(_ name: String) -> String? { headers.first(named: name) }
}
