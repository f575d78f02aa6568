/// The one door to upstream servers: libcurl in the product, memory in simulations.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns its reply, whatever the status. Follows no redirects.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply
}
