/// How the libcurl transport behaves, for all upstream servers of a process.
public struct CurlConfiguration: Sendable, Hashable {
    /// A PEM file of certificate authorities that is trusted instead of the system's; nil for the system's.
    public var caFile: String?
    /// Sent as User-Agent when a request brings none.
    public var userAgent: String
    /// A proxy URL; nil for none. The environment's http_proxy is not read.
    public var proxy: String?
    /// Seconds for name lookup, TCP and TLS together.
    public var connectTimeoutSeconds: Double
    /// Seconds a reply may stand still before it counts as timed out.
    public var stallTimeoutSeconds: Int
    /// Bytes a reply body in memory may have.
    public var maxReplyBytes: Int
    /// Bytes the reply to a request with `spoolsReply` may have.
    public var maxSpooledBytes: Int
    /// The folder of spooled replies; nil for the system's (TMPDIR, else /tmp). The files have no names.
    public var spoolFolder: String?
    /// Requests in flight to one origin; more wait their turn, without using up their own time-out.
    public var requestsPerOrigin: Int
    /// Requests in flight for one user of an origin.
    public var requestsPerUser: Int

    /// A configuration; the defaults suit a server with many accounts on one upstream.
    public init(
        caFile: String? = nil, userAgent: String = "footbridge", proxy: String? = nil,
        connectTimeoutSeconds: Double = 10, stallTimeoutSeconds: Int = 60, maxReplyBytes: Int = 16 << 20,
        requestsPerOrigin: Int = 16, requestsPerUser: Int = 4, maxSpooledBytes: Int = 1 << 30,
        spoolFolder: String? = nil
    ) {
        self.caFile = caFile
        self.userAgent = userAgent
        self.proxy = proxy
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.stallTimeoutSeconds = stallTimeoutSeconds
        self.maxReplyBytes = maxReplyBytes
        self.maxSpooledBytes = maxSpooledBytes
        self.spoolFolder = spoolFolder
        self.requestsPerOrigin = max(1, requestsPerOrigin)
        self.requestsPerUser = max(1, requestsPerUser)
    }
}
