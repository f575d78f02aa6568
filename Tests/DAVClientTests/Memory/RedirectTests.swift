import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// Redirects keep method and body, and the password stays with its origin.
@Suite struct RedirectTests {
    private let alice = HTTPCredentials(user: "alice", password: "secret")
    private static let principal = "<d:current-user-principal><d:href>/alice/</d:href></d:current-user-principal>"

    @Test(arguments: [301, 302, 307, 308])
    func keepsMethodAndBody(_ status: Int) async throws {
        let transport = ScriptedTransport { request in
            if request.url == "http://dav.example/dav" {
                return HTTPReply(status: status, headers: [HTTPField("location", "../moved/")])
            }
            return .properties("/moved/", RedirectTests.principal)
        }
        let client = DAVClient(base: "http://dav.example/dav", credentials: alice, transport: transport)
        #expect(try await client.checkLogin() == Href("/alice/"))
        let requests = transport.requests
        #expect(requests.map(\.url) == ["http://dav.example/dav", "http://dav.example/moved/"])
        #expect(Set(requests.map(\.method)) == ["PROPFIND"])
        #expect(requests[0].body == requests[1].body && !requests[0].body.isEmpty)
        #expect(requests.allSatisfy { $0.credentials == alice && $0.header("Depth") == "0" })
    }

    @Test(arguments: [
        ("http://dav.example/", "http://other.example/", false),
        ("http://dav.example/", "http://dav.example:81/", false),
        ("https://dav.example/", "http://dav.example/", false), ("http://dav.example/", "https://dav.example/", true),
        ("http://dav.example:8080/", "https://dav.example/", false),
        ("https://dav.example/", "https://DAV.example:443/x", true),
        ("https://dav.example/", "https://dav.example.evil.example/", false),
    ])
    func passwordStaysHome(_ base: String, _ place: String, _ isTrusted: Bool) async throws {
        let transport = ScriptedTransport { request in
            if request.url == base { return HTTPReply(status: 301, headers: [HTTPField("Location", place)]) }
            return request.credentials == nil ? HTTPReply(status: 401) : .properties("/", RedirectTests.principal)
        }
        let client = DAVClient(base: base, credentials: alice, transport: transport)
        if isTrusted {
            #expect(try await client.checkLogin().lastSegment == "alice")
        } else {
            await #expect(throws: DAVError(.unauthorized, "")) { try await client.checkLogin() }
        }
        #expect(transport.requests.count == 2)
        #expect((transport.requests[1].credentials != nil) == isTrusted)
    }

    @Test func endlessOrEmptyRedirects() async throws {
        let loop = ScriptedTransport { _ in HTTPReply(status: 302, headers: [HTTPField("Location", "/round")]) }
        let nowhere = ScriptedTransport { _ in HTTPReply(status: 302) }
        let foreign = ScriptedTransport { _ in
            HTTPReply(status: 302, headers: [HTTPField("Location", "file:///etc/passwd")])
        }
        for transport in [loop, nowhere, foreign] {
            let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
            await #expect(throws: DAVError(.badRedirect, "")) { try await client.collection(Href("/c/")).listed() }
        }
        #expect(loop.requests.count == 6)
    }

    /// Cyrus answers 207 to strangers.
    @Test func strangersAreUnauthorized() async throws {
        let transport = ScriptedTransport { _ in
            .properties("/", "<d:current-user-principal><d:unauthenticated/></d:current-user-principal>")
        }
        let client = DAVClient(base: "http://dav.example/", credentials: alice, transport: transport)
        await #expect(throws: DAVError(.unauthorized, "")) { try await client.checkLogin() }
    }

    @Test func badBase() async throws {
        let transport = ScriptedTransport { _ in HTTPReply(status: 200) }
        for base in ["", "dav example", "dav", "ftp://dav.example/", "http://alice:secret@dav.example/"] {
            let client = DAVClient(base: base, credentials: nil, transport: transport)
            let error = await #expect(throws: DAVError(.invalidURL, "")) { try await client.discover() }
            #expect(error?.reason.contains("secret") == false)
        }
        #expect(transport.requests.isEmpty)
    }
}
