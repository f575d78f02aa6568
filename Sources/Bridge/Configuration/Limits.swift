/// The bounds of what a peer may ask for; every one has its own answer when it is crossed.
public struct Limits: Hashable, Sendable, Codable {
    /// Bytes of one request; more is answered with HTTP 413.
    public var messageBytes: Int
    /// Nesting of elements in one message.
    public var depth: Int
    /// Bytes of one item, all its chunks together.
    public var itemBytes: Int
    /// Items in one message.
    public var itemsPerMessage: Int
    /// Items of one device in one datastore; further ones are answered with status 420.
    public var itemsPerDatastore: Int
    /// Open sessions of one device.
    public var sessionsPerDevice: Int
    /// Open sessions of one account, all its devices together.
    public var sessionsPerAccount: Int
    /// Seconds after which a session without a message is closed.
    public var idleSessionSeconds: Int
    /// Seconds for a request's first line and headers, and for silence on an open connection.
    public var headerTimeout: Int
    /// Seconds for a request's body; a full message over a 9600 baud line takes minutes.
    public var bodyTimeout: Int
    /// Connections at once; a further one takes the place of one that has nothing to be answered.
    public var connections: Int
    /// Bytes of requests held at once, those of all connections together; beyond it the largest unfinished one is cut off.
    public var requestBytes: Int

    /// The limits; the defaults are those of the product.
    public init(
        messageBytes: Int = 4 << 20, depth: Int = 64, itemBytes: Int = 10 << 20, itemsPerMessage: Int = 10_000,
        itemsPerDatastore: Int = 100_000, sessionsPerDevice: Int = 4, sessionsPerAccount: Int = 32,
        idleSessionSeconds: Int = 300, headerTimeout: Int = 60, bodyTimeout: Int = 300, connections: Int = 1000,
        requestBytes: Int = 64 << 20
    ) {
        self.messageBytes = messageBytes
        self.depth = depth
        self.itemBytes = itemBytes
        self.itemsPerMessage = itemsPerMessage
        self.itemsPerDatastore = itemsPerDatastore
        self.sessionsPerDevice = sessionsPerDevice
        self.sessionsPerAccount = sessionsPerAccount
        self.idleSessionSeconds = idleSessionSeconds
        self.headerTimeout = headerTimeout
        self.bodyTimeout = bodyTimeout
        self.connections = connections
        self.requestBytes = requestBytes
    }
}
