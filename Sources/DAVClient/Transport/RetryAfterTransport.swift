import Synchronization

/// Obeys servers that ask to be left alone (429 or 503 with Retry-After; RFC 9110 section 10.2.3, RFC 6585 section 4): until then
/// requests of the same user to the same origin are answered here.
public final class RetryAfterTransport: HTTPTransport {
    /// Seconds for which one reply is obeyed at most.
    public static let longest = 3600
    /// Users of origins that are remembered; beyond them the one that ends first is forgotten.
    private static let capacity = 4096

    private struct Place: Hashable {
        let origin: String
        let user: String
    }

    private struct Rest {
        let status: Int
        /// Milliseconds of the stopwatch.
        let until: Int64
    }

    private let transport: any HTTPTransport
    private let stopwatch: @Sendable () -> Int64
    private let rests = Mutex<[Place: Rest]>([:])

    /// A transport in front of another. `stopwatch`: milliseconds that never go back.
    public init(_ transport: any HTTPTransport, stopwatch: @escaping @Sendable () -> Int64) {
        self.transport = transport
        self.stopwatch = stopwatch
    }

    /// Sends the request, or answers it with the status that the server gave last, and the seconds that are left.
    public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        let place = Place(
            origin: WebURL(request.url)?.origin.description ?? request.url, user: request.credentials?.user ?? "")
        if let rest = rest(at: place) { return answer(rest) }
        let reply = try await transport.send(request)
        if reply.status == 429 || reply.status == 503, let seconds = RetryAfter.seconds(reply), seconds > 0 {
            keep(Rest(status: reply.status, until: stopwatch() + Int64(min(seconds, Self.longest)) * 1000), of: place)
        }
        return reply
    }

    private func rest(at place: Place) -> Rest? {
        let now = stopwatch()
        return rests.withLock { rests in
            guard let rest = rests[place] else { return nil }
            if rest.until > now { return rest }
            rests[place] = nil
            return nil
        }
    }

    private func keep(_ rest: Rest, of place: Place) {
        rests.withLock { rests in
            if rests.count >= Self.capacity, let first = rests.min(by: { $0.value.until < $1.value.until })?.key {
                rests[first] = nil
            }
            rests[place] = rest
        }
    }

    private func answer(_ rest: Rest) -> HTTPReply {
        let left = max(1, (rest.until - stopwatch() + 999) / 1000)
        return HTTPReply(
            status: rest.status,
            headers: [HTTPField("Retry-After", String(left)), HTTPField("Content-Type", "text/plain")],
            body: Array("not asked: the server wants to be left alone for another \(left) s".utf8))
    }
}
