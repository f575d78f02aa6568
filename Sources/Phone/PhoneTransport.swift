/// What an HTTP server answered to a POST.
public struct PhoneReply: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// The Content-Type header; empty when there was none.
    public var contentType: String
    /// The body.
    public var body: [UInt8]

    /// A reply.
    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// How a phone reaches its server: one HTTP POST at a time. Phone itself has no socket.
public protocol PhoneTransport: Sendable {
    /// Posts a message. Throws when no reply came, whatever the reason; an error status is a reply.
    func post(url: String, contentType: String, body: [UInt8]) async throws(PhoneError) -> PhoneReply
}

/// A message on its way out, with where it goes.
public struct Outgoing: Hashable, Sendable {
    /// Where to post.
    public var url: String
    /// The exact Content-Type.
    public var contentType: String
    /// The encoded message.
    public var body: [UInt8]

    /// A message to post.
    public init(url: String, contentType: String, body: [UInt8]) {
        self.url = url
        self.contentType = contentType
        self.body = body
    }
}
