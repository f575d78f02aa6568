import BridgeTesting
import DAVClient
import Synchronization
import Testing

/// Servers that ask to be left alone are.
@Suite struct RetryAfterTransportTests {
    private final class Watch: Sendable {
        private let time = Mutex<Int64>(1000)
        var now: Int64 { time.withLock { $0 } }
        func advance(_ seconds: Int64) { time.withLock { $0 += seconds * 1000 } }
    }

    private static func request(_ user: String? = "ann", _ url: String = "https://dav.example/a/") -> HTTPRequest {
        HTTPRequest(
            method: "PROPFIND", url: url, credentials: user.map { HTTPCredentials(user: $0, password: "secret") })
    }

    private static func busy(_ status: Int, _ retryAfter: String?) -> HTTPReply {
        HTTPReply(status: status, headers: retryAfter.map { [HTTPField("Retry-After", $0)] } ?? [])
    }

    @Test(arguments: [429, 503])
    func untilThenNothingIsSent(_ status: Int) async throws {
        let watch = Watch()
        let replies = Mutex([Self.busy(status, "30")])
        let server = ScriptedTransport { _ in replies.withLock { $0.popLast() } ?? HTTPReply(status: 207) }
        let transport = RetryAfterTransport(server) { watch.now }
        #expect(try await transport.send(Self.request()).status == status)
        watch.advance(12)
        let told = try await transport.send(Self.request())
        #expect(told.status == status && told.header("Retry-After") == "18" && server.requests.count == 1)
        #expect(told.text.contains("left alone for another 18 s"))
        watch.advance(18)
        #expect(try await transport.send(Self.request()).status == 207)
        #expect(server.requests.count == 2)
    }

    @Test func othersAreServed() async throws {
        let watch = Watch()
        let server = ScriptedTransport { request in
            request.credentials?.user == "ann" && request.url.hasPrefix("https://dav.example/")
                ? Self.busy(503, "30") : HTTPReply(status: 207)
        }
        let transport = RetryAfterTransport(server) { watch.now }
        _ = try await transport.send(Self.request())
        #expect(try await transport.send(Self.request("ben")).status == 207)
        #expect(try await transport.send(Self.request(nil)).status == 207)
        #expect(try await transport.send(Self.request("ann", "https://other.example/")).status == 207)
        #expect(try await transport.send(Self.request("ann", "https://dav.example/b/")).status == 503)
        #expect(server.requests.count == 4)
    }

    @Test(arguments: [(503, nil), (503, "0"), (503, "soon"), (500, "30"), (200, "30")])
    func whoDoesNotAskIsAskedAgain(_ status: Int, _ retryAfter: String?) async throws {
        let server = ScriptedTransport { _ in Self.busy(status, retryAfter) }
        let transport = RetryAfterTransport(server) { 0 }
        for _ in 0..<2 { #expect(try await transport.send(Self.request()).status == status) }
        #expect(server.requests.count == 2)
    }

    @Test func noReplyIsObeyedForMoreThanAnHour() async throws {
        let watch = Watch()
        let server = ScriptedTransport { _ in Self.busy(503, "86400") }
        let transport = RetryAfterTransport(server) { watch.now }
        _ = try await transport.send(Self.request())
        watch.advance(3599)
        _ = try await transport.send(Self.request())
        #expect(server.requests.count == 1)
        watch.advance(2)
        _ = try await transport.send(Self.request())
        #expect(server.requests.count == 2)
    }

    @Test func itsMemoryIsBounded() async throws {
        let server = ScriptedTransport { _ in Self.busy(503, "30") }
        let transport = RetryAfterTransport(server) { 0 }
        for number in 0..<4200 { _ = try await transport.send(Self.request("user\(number)")) }
        _ = try await transport.send(Self.request("user4199"))
        #expect(server.requests.count == 4200)
    }
}
