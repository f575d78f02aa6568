import Testing

@testable import DAVClient

/// WWW-Authenticate in all its forms, and what is tried next.
@Suite struct ChallengeTests {
    struct Case: Sendable {
        let fields: [String]
        let schemes: Set<AuthenticationScheme>
    }

    @Test(arguments: [
        Case(fields: [#"Basic realm="x""#], schemes: [.basic]),
        Case(fields: ["basic"], schemes: [.basic]),
        Case(fields: ["Negotiate"], schemes: []),
        Case(fields: [#"Digest realm="Basic, no", nonce="a\", Basic b""#], schemes: [.digest]),
        Case(fields: [#"Digest realm="a", nonce="b", Basic realm="c""#], schemes: [.basic, .digest]),
        Case(fields: ["Negotiate", "DIGEST nonce=1", "Basic realm=x"], schemes: [.basic, .digest]),
        Case(fields: [], schemes: []),
        Case(fields: ["", ", ,"], schemes: []),
    ])
    func offers(_ one: Case) {
        let headers = one.fields.map { HTTPField("www-authenticate", $0) }
        #expect(AuthenticationScheme.offered(by: headers) == one.schemes)
    }

    @Test func triesEachOnce() throws {
        var memory = AuthenticationMemory()
        let url = try #require(WebURL("http://dav.example/"))
        let key = AccountKey(origin: url.origin, credentials: HTTPCredentials(user: "a", password: "b"))
        #expect(memory.first(for: key) == .basic)
        #expect(memory.next(offered: [.basic, .digest], tried: [.basic]) == .digest)
        #expect(memory.next(offered: [.basic, .digest], tried: [.basic, .digest]) == nil)
        #expect(memory.next(offered: [.basic], tried: [.digest]) == .basic)
        memory.worked(.digest, for: key)
        #expect(memory.first(for: key) == .digest)
        memory.worked(.basic, for: key)
        #expect(memory.first(for: key) == .basic)
    }

    @Test func passwordsDoNotShow() {
        let credentials = HTTPCredentials(user: "alice", password: "hush")
        #expect(!"\(credentials)".contains("hush"))
        #expect(!String(reflecting: credentials).contains("hush"))
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
    ])
    func dates(_ text: String, _ seconds: Int) {
        #expect(HTTPDate.seconds(text) == seconds)
    }

    @Test(arguments: ["", "soon", "Sun Nov  6 08:49:37 1994", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func otherDates(_ text: String) { #expect(HTTPDate.seconds(text) == nil) }
}
