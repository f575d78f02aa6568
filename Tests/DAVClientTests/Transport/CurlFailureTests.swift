import BridgeTesting
import DAVClient
import Testing

/// Time-outs, dropped connections, caps, cancellation.
@Suite struct CurlFailureTests {
    @Test func timesOut() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        for path in ["/slow", "/stall"] {
            let error = await failure { try await transport.send(peer.request("GET", path, seconds: 0.3)) }
            #expect(error?.code == .timeout)
            #expect(error?.mayHaveArrived == true)
        }
        let stalled = CurlTransport(configuration: CurlConfiguration(stallTimeoutSeconds: 1))
        let error = await failure { try await stalled.send(peer.request("GET", "/stall")) }
        #expect(error?.code == .timeout)
    }

    @Test func nobodyListens() async throws {
        let port = try LoopbackPort.free()
        let transport = CurlTransport()
        let error = await failure {
            try await transport.send(HTTPRequest(method: "PUT", url: "http://127.0.0.1:\(port)/"))
        }
        #expect(error?.code == .unreachable)
        #expect(error?.mayHaveArrived == false)
    }

    @Test func brokenRepliesAreDropped() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        for path in ["/cut", "/hangup"] {
            let error = await failure { try await transport.send(peer.request("PUT", path, body: "x")) }
            #expect(error?.code == .dropped, "\(path)")
            #expect(error?.mayHaveArrived == true)
        }
        let garbage = await failure { try await transport.send(peer.request("GET", "/garbage")) }
        #expect(garbage != nil)
        #expect(try await peer.arrivals("/hangup", over: transport).count == 1)
    }

    /// A reused connection that ends without a byte is the server's idle time-out: reading is repeated, writing is not.
    @Test func repeatsReadingAlone() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        for method in ["PROPFIND", "GET", "REPORT"] {
            _ = try await transport.send(peer.request("GET", "/echo"))
            let reply = try await transport.send(peer.request(method, "/drop-reused"))
            #expect(reply.text == "fresh", "\(method)")
        }
        #expect(try await peer.arrivals("/drop-reused", over: transport).count == 6)
        for method in ["PUT", "DELETE"] {
            _ = try await transport.send(peer.request("GET", "/echo"))
            let body = method == "PUT" ? "x" : ""
            let error = await failure { try await transport.send(peer.request(method, "/drop-reused", body: body)) }
            #expect(error?.code == .dropped, "\(method)")
            #expect(error?.mayHaveArrived == true)
        }
        let arrivals = try await peer.arrivals("/drop-reused", over: transport)
        #expect(arrivals.filter { $0.hasPrefix("PUT") || $0.hasPrefix("DELETE") }.count == 2)
    }

    @Test func capsReplies() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(maxReplyBytes: 100_000))
        #expect(try await transport.send(peer.request("GET", "/big/100000")).body.count == 100_000)
        for path in ["/big/100001", "/big/90000000", "/endless", "/long-headers"] {
            let error = await failure { try await transport.send(peer.request("GET", path)) }
            #expect(error?.code == .tooLarge, "\(path)")
        }
        #expect(try await transport.send(peer.request("GET", "/big/10")).body.count == 10)
    }

    @Test func cancelsSoon() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(requestsPerUser: 1))
        // The second waits for the first one's place; the peer would answer after ten seconds.
        let tasks = (0..<2).map { _ in
            Task { await failure { try await transport.send(peer.request("GET", "/slow")) } }
        }
        try await Task.sleep(for: .milliseconds(100))
        for task in tasks { task.cancel() }
        for task in tasks { #expect(await task.value?.code == .cancelled) }
        let early = Task { await failure { try await transport.send(peer.request("GET", "/slow")) } }
        early.cancel()
        #expect(await early.value?.code == .cancelled)
        #expect(try await transport.send(peer.request("GET", "/echo")).status == 200)
    }

    @Test func shutdownFailsWhatIsLeft() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let running = Task { await failure { try await transport.send(peer.request("GET", "/slow")) } }
        try await Task.sleep(for: .milliseconds(100))
        transport.shutdown()
        #expect(await running.value?.code == .closed)
        let late = await failure { try await transport.send(peer.request("GET", "/echo")) }
        #expect(late?.code == .closed)
    }

    @Test func keepsWithinItsPlaces() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(requestsPerUser: 2))
        let connections = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 {
                group.addTask { try await transport.send(peer.request("GET", "/echo")).connection }
            }
            var seen: Set<String> = []
            for try await connection in group { seen.insert(connection) }
            return seen
        }
        #expect(connections.count <= 2)
    }

    private func failure(_ work: () async throws -> HTTPReply) async -> TransportError? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error as? TransportError
        }
    }
}
