import BridgeTesting
import DAVClient
import Testing

/// What libcurl is told to do and not to do, seen by the other side.
@Suite struct CurlTransportTests {
    @Test func namesItsFlavour() {
        print(CurlTransport.libraryVersion)
        #expect(CurlTransport.libraryVersion.hasPrefix("libcurl/"))
    }

    @Test func sendsPlainRequests() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport(configuration: CurlConfiguration(userAgent: "test/1"))
        for method in ["GET", "PUT", "DELETE", "PROPFIND", "REPORT", "MKCALENDAR", "MKCOL", "OPTIONS", "MOVE"] {
            let reply = try await transport.send(peer.request(method, "/echo/a%20b?c=d"))
            let lines = reply.text.split(separator: "\n").map { $0.lowercased() }
            #expect(lines.first == "\(method) /echo/a%20b?c=d".lowercased())
            #expect(lines.contains("accept-encoding: identity"))
            #expect(lines.contains("user-agent: test/1"))
            let hasLength = lines.contains("content-length: 0")
            #expect(hasLength == !["GET", "DELETE", "OPTIONS"].contains(method), "\(method)")
            for unwanted in ["expect:", "transfer-encoding:", "content-type:", "authorization:", "upgrade"] {
                #expect(!lines.contains { $0.hasPrefix(unwanted) }, "\(method) sent \(unwanted)")
            }
        }
    }

    @Test func sendsBodiesAndFields() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let body = String(repeating: "Zażółć ", count: 20_000)
        var request = peer.request("PUT", "/echo", body: body)
        request.headers = [
            HTTPField("Content-Type", "text/plain"), HTTPField("If-Match", "W/\"odd, one\""),
            HTTPField("X-Empty", ""),
        ]
        let reply = try await transport.send(request)
        let parts = reply.text.split(separator: "\n\n", maxSplits: 1)
        let fields = parts[0].split(separator: "\n")
        #expect(parts[1] == body)
        #expect(fields.contains("Content-Length: \(body.utf8.count)"))
        #expect(fields.contains("Content-Type: text/plain"))
        #expect(fields.contains("If-Match: W/\"odd, one\""))
        #expect(fields.contains("X-Empty:"))
        #expect(!fields.contains { $0.hasPrefix("Expect") })
        #expect(reply.header("etag") == "\"e1\"")
        #expect(reply.headers.filter { $0.name == "Set-Cookie" }.map(\.value) == ["a=1", "b=2"])
        request.headers = [HTTPField("If-Match", "a\r\nInjected: yes")]
        await #expect(throws: TransportError(.invalidField, "")) { try await transport.send(request) }
        let head = try await transport.send(peer.request("HEAD", "/status/204"))
        #expect(head.status == 204)
    }

    @Test func reusesConnectionsAndTakesOldReplies() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        var connections: Set<String> = []
        for _ in 0..<5 { connections.insert(try await transport.send(peer.request("GET", "/echo")).connection) }
        #expect(connections.count == 1)
        let old = try await transport.send(peer.request("PROPFIND", "/http10"))
        #expect(old.status == 200 && old.text == "old and closed")
    }

    @Test func followsNoRedirectItself() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        for status in [301, 302, 307, 308] {
            let reply = try await transport.send(peer.request("PROPFIND", "/redirect/\(status)"))
            #expect(reply.status == status)
            #expect(reply.header("Location") == "/echo")
        }
    }

    @Test func basicGoesOutUnasked() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let reply = try await transport.send(peer.request("PROPFIND", "/basic", user: "alice"))
        #expect(reply.text == "welcome")
        let wrong = try await transport.send(peer.request("PROPFIND", "/basic", user: "alice", password: "x"))
        #expect(wrong.status == 401)
        let nobody = try await transport.send(peer.request("PROPFIND", "/basic"))
        #expect(nobody.status == 401)
        let schemes = try await peer.arrivals("/basic", over: transport).map { $0.split(separator: " ")[3] }
        #expect(schemes == ["Basic", "Basic", "none"])
    }

    @Test func digestIsAnsweredAndRemembered() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        for turn in 0..<4 {
            let reply = try await transport.send(
                peer.request("PUT", "/digest", body: "body \(turn)", user: "alice"))
            #expect(reply.status == 200)
            #expect(reply.text == "welcome body \(turn)")
        }
        // Basic unasked, then one request each: the question is remembered.
        let arrivals = try await peer.arrivals("/digest", over: transport).map { $0.split(separator: " ")[3] }
        #expect(arrivals == ["Basic", "Digest", "Digest", "Digest", "Digest"])
        let wrong = try await transport.send(
            peer.request("GET", "/digest", user: "alice", password: "wrong"))
        #expect(wrong.status == 401)
        let again = try await transport.send(peer.request("GET", "/digest", user: "alice"))
        #expect(again.status == 200)
    }

    @Test func ownAuthorityIsTrustedAlone() async throws {
        let peer = try await Peer.start(tls: true)
        let trusting = CurlTransport(configuration: CurlConfiguration(caFile: Peer.authority))
        #expect(try await trusting.send(peer.request("GET", "/echo")).status == 200)
        let system = CurlTransport()
        await #expect(throws: TransportError(.tls, "")) { try await system.send(peer.request("GET", "/echo")) }
        // A wrong name is refused too: the certificate knows no host called "127.0.0.2".
        var elsewhere = peer.request("GET", "/echo")
        elsewhere.url = elsewhere.url.replacing("127.0.0.1", with: "127.0.0.2")
        await #expect(throws: TransportError.self) { try await trusting.send(elsewhere) }
        let absent = CurlTransport(configuration: CurlConfiguration(caFile: "/nonexistent/ca.pem"))
        await #expect(throws: TransportError(.tls, "")) { try await absent.send(peer.request("GET", "/echo")) }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "127.0.0.1", "", "http://u:p@host/"])
    func refusesOtherURLs(_ url: String) async throws {
        let transport = CurlTransport()
        await #expect(throws: TransportError(.invalidURL, "")) {
            try await transport.send(HTTPRequest(method: "GET", url: url))
        }
    }
}
