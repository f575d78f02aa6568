import DAVClient
import Synchronization

/// The way from the bridge to the server, on which an observer may stand: it sees each request before the server does, and may
/// use the server itself, as another client would in that very moment.
public final class Waypoint: HTTPTransport {
    private let server: InMemoryDAVServer
    private let observer = Mutex<(@Sendable (HTTPRequest) -> Void)?>(nil)
    private let delay = Mutex<(@Sendable (HTTPRequest) async -> Void)?>(nil)

    /// A way to a server.
    public init(to server: InMemoryDAVServer) { self.server = server }

    /// Called before each request; nil ends it.
    public func observe(_ observer: (@Sendable (HTTPRequest) -> Void)?) {
        self.observer.withLock { $0 = observer }
    }

    /// Awaited before each request; nil ends it.
    public func delay(_ delay: (@Sendable (HTTPRequest) async -> Void)?) {
        self.delay.withLock { $0 = delay }
    }

    /// Passes a request on.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        observer.withLock { $0 }?(request)
        await delay.withLock { $0 }?(request)
        return try await server.send(request)
    }
}
