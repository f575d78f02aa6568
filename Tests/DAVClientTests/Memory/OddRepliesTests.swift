import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// Replies of known and unknown servers, written out.
@Suite struct OddRepliesTests {
    private func collection(
        _ answer: @escaping @Sendable (HTTPRequest) -> HTTPReply
    ) -> (DAVCollection, ScriptedTransport) {
        let transport = ScriptedTransport { answer($0) }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        return (client.collection(Href("/c/"), kind: .event), transport)
    }

    /// Cut, empty and foreign replies never look like an empty collection.
    @Test(arguments: [
        "", "<html><body>Welcome</body></html>", "<multistatus xmlns='DAV:'><response>", "<multistatus xmlns='DAV:'/>",
        "<multistatus xmlns='DAV:'><response><href>/c/</href><status>HTTP/1.1 507 Full</status></response></multistatus>",
    ])
    func listingMustBeWhole(_ body: String) async throws {
        let (collection, _) = collection { _ in .xml(207, body) }
        await #expect(throws: DAVError(.badReply, "")) { try await collection.listed() }
    }

    @Test func hrefsAreKeptVerbatim() async throws {
        let (collection, transport) = collection { request in
            if request.method == "DELETE" { return HTTPReply(status: 204) }
            return .multistatus(
                [
                    "/c/", "/c/a%40b.ics", "/c/l%c3%bcge.ics", "http://dav.example/c/abs.ics", "c.ics",
                    "/c/raw blank.ics",
                    "https://inner.example:9000/c/proxied.ics", "/c/a@b.ics", "/c/folder/",
                ]
                .map { "<d:response><d:href>\($0)</d:href></d:response>" }.joined())
        }
        let members = try await collection.listed()
        #expect(
            members.map(\.href.rawValue) == [
                "/c/a%40b.ics", "/c/l%c3%bcge.ics", "/c/abs.ics", "/c/c.ics", "/c/raw blank.ics", "/c/proxied.ics",
            ])
        for member in members { _ = try await collection.delete(member.href, ifMatch: nil) }
        #expect(
            transport.requests.dropFirst().map(\.url) == [
                "http://dav.example/c/a%40b.ics", "http://dav.example/c/l%c3%bcge.ics", "http://dav.example/c/abs.ics",
                "http://dav.example/c/c.ics", "http://dav.example/c/raw%20blank.ics",
                "http://dav.example/c/proxied.ics",
            ])
    }

    @Test func etagsAreSentAsGiven() async throws {
        for etag in ["\"plain\"", "W/\"weak\"", "unquoted", "\"with -gzip\""] {
            let (collection, transport) = collection { _ in HTTPReply(status: 204) }
            _ = try await collection.put(
                Href("/c/x.ics"), body: [], contentType: "text/calendar", precondition: .matches(ETag(etag)))
            #expect(transport.requests.first?.header("If-Match") == etag)
            #expect(transport.requests.first?.header("If-None-Match") == nil)
        }
    }

    /// DAVError's conditions and free text reach the people who must act.
    @Test func refusalsCarryTheServersWords() async throws {
        let cases: [(HTTPReply, PutOutcome)] = [
            (
                .xml(
                    403,
                    """
                    <error xmlns="DAV:"><unique-scheduling-object-resource xmlns="urn:ietf:params:xml:ns:caldav">\
                    <href xmlns="DAV:">/c/other.ics</href></unique-scheduling-object-resource></error>
                    """), .uidConflict(Href("/c/other.ics"))
            ),
            (
                .xml(403, "<error xmlns='DAV:'><valid-calendar-data xmlns='urn:ietf:params:xml:ns:caldav'/></error>"),
                .rejected(status: 403, reason: "valid-calendar-data")
            ),
            (
                .xml(412, "<error xmlns='DAV:'><no-uid-conflict xmlns='urn:ietf:params:xml:ns:caldav'/></error>"),
                .uidConflict(nil)
            ),
            (
                HTTPReply(status: 400, body: Array("<html><title>Bad  Request</title><h1>No!".utf8)),
                .rejected(status: 400, reason: "Bad Request No!")
            ),
            (HTTPReply(status: 507), .rejected(status: 507, reason: "the server answered 507")),
            (HTTPReply(status: 200), .stored), (HTTPReply(status: 201), .stored),
            (.multistatus(""), .rejected(status: 207, reason: "the server answered 207")),
        ]
        for (reply, outcome) in cases {
            let (collection, _) = collection { _ in reply }
            let result = try await collection.put(
                Href("/c/x.ics"), body: [1], contentType: "text/calendar", precondition: .absent)
            #expect(result == outcome)
        }
    }

    @Test func syncWithoutTokenIsNoSync() async throws {
        let (collection, _) = collection { _ in .multistatus("<d:response><d:href>/c/x</d:href></d:response>") }
        #expect(try await collection.allChanges(since: nil) == .unsupported)
        #expect(try await collection.allChanges(since: SyncToken("t")) == .tokenRejected)
    }

    @Test func pagesMustEnd() async throws {
        let (collection, _) = collection { _ in
            .multistatus(
                """
                <d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 More</d:status></d:response>\
                <d:sync-token>same</d:sync-token>
                """)
        }
        await #expect(throws: DAVError(.badReply, "")) { try await collection.allChanges(since: nil) }
    }

    @Test func batchesOfFifty() async throws {
        let hrefs = (0..<120).map { Href("/c/a&b-\($0).ics") }
        let (collection, transport) = collection { _ in
            let responses = hrefs.map {
                let path = $0.rawValue.replacing("&", with: "&amp;")
                return "<d:response><d:href>\(path)</d:href><d:status>HTTP/1.1 404 No</d:status></d:response>"
            }
            return .multistatus(responses.joined())
        }
        let fetched = try await collection.fetch(hrefs)
        #expect(fetched == hrefs.map { .missing($0) })
        #expect(transport.requests.count == 3)
        #expect(transport.requests.allSatisfy { $0.method == "REPORT" && $0.header("Content-Type") != nil })
        let text = String(decoding: transport.requests[0].body, as: UTF8.self)
        #expect(text.contains("/c/a&amp;b-0.ics"))
    }

    /// A reply that was cut short says nothing about what it lacks.
    @Test func whatAReplyLacksIsAskedFor() async throws {
        let (collection, transport) = collection { request in
            guard request.method == "REPORT" else { return HTTPReply(status: 200, body: Array("BEGIN:VCARD".utf8)) }
            return .multistatus("<d:response><d:href>/c/a</d:href><d:status>HTTP/1.1 404 No</d:status></d:response>")
        }
        let fetched = try await collection.fetch([Href("/c/a"), Href("/c/b")])
        #expect(fetched.first == .missing(Href("/c/a")))
        guard case .found(let resource)? = fetched.last else {
            Issue.record("/c/b was believed to be missing")
            return
        }
        #expect(resource.body == Array("BEGIN:VCARD".utf8))
        #expect(transport.requests.map(\.method) == ["REPORT", "GET"])
    }

    @Test func packedRepliesAreRefused() async throws {
        let client = DAVClient(
            base: "http://dav.example/", credentials: nil,
            transport: ScriptedTransport { request in
                request.method == "GET"
                    ? HTTPReply(status: 200, headers: [HTTPField("Content-Encoding", "gzip")], body: [31, 139])
                    : .properties("/f/", "<d:resourcetype><d:collection/></d:resourcetype>")
            })
        await #expect(throws: DAVError(.badReply, "")) {
            try await client.collection(Href("/f/")).fetch([Href("/f/note.txt")])
        }
    }

    @Test func retryAfterAsDate() async throws {
        let (collection, _) = collection { _ in
            HTTPReply(
                status: 503,
                headers: [
                    HTTPField("Date", "Fri, 31 Dec 1999 23:59:50 GMT"),
                    HTTPField("Retry-After", "Sat, 01 Jan 2000 00:01:00 GMT"),
                ])
        }
        let error = await #expect(throws: DAVError(.serverBusy, "")) { try await collection.listed() }
        #expect(error?.retryAfter == 70)
    }
}
