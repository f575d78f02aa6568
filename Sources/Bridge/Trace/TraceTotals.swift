import DAVClient
import Synchronization

/// What a traced session has cost so far.
struct TraceTotals: Hashable, Sendable, Codable {
    /// Messages answered.
    var messages = 0
    /// Bytes of the device's messages.
    var bytesIn = 0
    /// Bytes of the replies.
    var bytesOut = 0
    /// Milliseconds by step: decoding messages; waiting for the server; storing; and the rest, which is merging and matching.
    var read: Int64 = 0
    var upstream: Int64 = 0
    var write: Int64 = 0
    var merge: Int64 = 0
}

/// A way upstream that adds up how long its requests take. Of requests under way together each counts.
final class TimedTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let stopwatch: @Sendable () -> Int64
    private let spent = Mutex<Int64>(0)

    init(_ transport: any HTTPTransport, stopwatch: @escaping @Sendable () -> Int64) {
        self.transport = transport
        self.stopwatch = stopwatch
    }

    /// Milliseconds so far.
    var milliseconds: Int64 { spent.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let began = stopwatch()
        defer {
            let passed = stopwatch() - began
            spent.withLock { $0 += passed }
        }
        return try await transport.send(request)
    }
}
