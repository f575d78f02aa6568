import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// `changes` hands out pages in batches; only `.complete` makes them count.
@Suite struct SyncStreamTests {
    private static func gone(_ name: String) -> String {
        "<d:response><d:href>/c/\(name)</d:href><d:status>HTTP/1.1 404 Gone</d:status></d:response>"
    }

    private static func there(_ name: String, _ etag: String) -> String {
        """
        <d:response><d:href>/c/\(name)</d:href><d:propstat><d:prop><d:getetag>\(etag)</d:getetag></d:prop>\
        <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """
    }

    private static let more = "<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 More</d:status></d:response>"

    private static func token(_ token: String) -> String { "<d:sync-token>\(token)</d:sync-token>" }

    /// A server that answers each token with a page; "" stands for none.
    private func collection(_ pages: [String: String]) -> DAVCollection {
        let transport = ScriptedTransport { request in
            let text = String(decoding: request.body, as: UTF8.self)
            let start = text.firstRange(of: "<sync-token>")?.upperBound
            let asked = start.map { String(text[$0...].prefix { $0 != "<" }) } ?? ""
            return pages[asked].map { .multistatus($0) } ?? HTTPReply(status: 403)
        }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        return client.collection(Href("/c/"), kind: .event)
    }

    private func taken(
        _ collection: DAVCollection, since token: SyncToken?
    ) async throws -> (batches: [[MemberChange]], end: SyncEnd) {
        var batches: [[MemberChange]] = []
        let end = try await collection.changes(since: token) { batches.append($0) }
        return (batches, end)
    }

    private static func changed(_ name: String, _ etag: String) -> MemberChange {
        .changed(Member(href: Href("/c/" + name), etag: ETag(etag)))
    }

    @Test func batchesAreSmall() async throws {
        let inside = (0..<600).map { Self.there("\($0).ics", "e\($0)") }.joined()
        let (batches, end) = try await taken(collection(["": inside + Self.token("t")]), since: nil)
        #expect(end == .complete(token: SyncToken("t")))
        #expect(batches.map(\.count) == [256, 256, 88])
        #expect(batches.flatMap { $0 } == (0..<600).map { Self.changed("\($0).ics", "e\($0)") })
    }

    /// One href on two pages: both words come, the later one later.
    @Test func theLatestWordComesLast() async throws {
        let collection = collection([
            "t0": Self.there("a", "1") + Self.there("b", "1") + Self.gone("c") + Self.more + Self.token("t1"),
            "t1": Self.there("c", "2") + Self.gone("b") + Self.there("a", "3") + Self.token("t2"),
        ])
        let (batches, end) = try await taken(collection, since: SyncToken("t0"))
        #expect(end == .complete(token: SyncToken("t2")))
        #expect(
            batches == [
                [Self.changed("a", "1"), Self.changed("b", "1"), .vanished(Href("/c/c"))],
                [Self.changed("c", "2"), .vanished(Href("/c/b")), Self.changed("a", "3")],
            ])
        let all = [Self.changed("a", "3"), .vanished(Href("/c/b")), Self.changed("c", "2")]
        #expect(try await collection.allChanges(since: SyncToken("t0")) == .changes(all, token: SyncToken("t2")))
    }

    /// A first report's tombstones are left out; what vanishes between its pages is told.
    @Test func firstReport() async throws {
        let collection = collection([
            "": Self.gone("old") + Self.there("a", "1") + Self.there("b", "1") + Self.more + Self.token("t1"),
            "t1": Self.gone("b") + Self.there("c", "1") + Self.token("t2"),
        ])
        let (batches, end) = try await taken(collection, since: nil)
        #expect(end == .complete(token: SyncToken("t2")))
        #expect(
            batches == [
                [Self.changed("a", "1"), Self.changed("b", "1")], [.vanished(Href("/c/b")), Self.changed("c", "1")],
            ])
        let all = [Self.changed("a", "1"), Self.changed("c", "1")]
        #expect(try await collection.allChanges(since: nil) == .changes(all, token: SyncToken("t2")))
    }

    /// Calypso answers without a token: that is seen at the end, and a short reply hands out nothing.
    @Test func withoutToken() async throws {
        let collection = collection(["": Self.there("a", "1"), "t": Self.there("a", "1")])
        let first = try await taken(collection, since: nil)
        #expect(first.batches.isEmpty && first.end == .unsupported)
        let later = try await taken(collection, since: SyncToken("t"))
        #expect(later.batches.isEmpty && later.end == .tokenRejected)
    }

    @Test func tokenThatDiesBetweenPages() async throws {
        let collection = collection(["": Self.there("a", "1") + Self.more + Self.token("dead")])
        let (batches, end) = try await taken(collection, since: nil)
        #expect(batches.count == 1 && end == .tokenRejected)
    }

    @Test func brokenOffRepliesThrow() async throws {
        let inside = (0..<400).map { Self.there("\($0).ics", "e\($0)") }.joined()
        let whole = HTTPReply.multistatus(inside + Self.token("t")).body
        let client = DAVClient(
            base: "http://dav.example/", credentials: nil,
            transport: ScriptedTransport { _ in HTTPReply(status: 207, body: whole.dropLast(30)) })
        var taken = 0
        await #expect(throws: DAVError(.badReply, "")) {
            try await client.collection(Href("/c/")).changes(since: nil) { taken += $0.count }
        }
        #expect(taken == 256)
    }

    /// A report of a megabyte through libcurl and the disk.
    @Test func fromTheWire() async throws {
        let peer = try await Peer.start()
        let client = DAVClient(base: peer.url, credentials: nil, transport: CurlTransport())
        var etags: [ETag?] = []
        let end = try await client.collection(Href("/listing/4000/")).changes(since: nil) { batch in
            for case .changed(let member) in batch { etags.append(member.etag) }
        }
        #expect(end == .complete(token: SyncToken("token-1")))
        #expect(etags == (0..<4_000).map { ETag("\"\($0)\"") })
    }
}
