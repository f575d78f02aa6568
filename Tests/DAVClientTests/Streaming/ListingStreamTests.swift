import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// `list` hands out batches, and what it threw on is no listing.
@Suite struct ListingStreamTests {
    private struct Enough: Error, Equatable {}

    static func response(_ index: Int) -> String {
        """
        <d:response><d:href>/c/item-\(index).ics</d:href><d:propstat><d:prop><d:resourcetype/>\
        <d:getetag>"\(index)"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """
    }

    private func collection(_ reply: HTTPReply) -> (DAVCollection, ScriptedTransport) {
        let transport = ScriptedTransport { _ in reply }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        return (client.collection(Href("/c/"), kind: .event), transport)
    }

    private func members(_ count: Int) -> String { (0..<count).map(Self.response).joined() }

    @Test(arguments: [1, 255, 256, 257, 600, 2_000])
    func batchesAreSmall(_ count: Int) async throws {
        let (collection, transport) = collection(.multistatus(members(count)))
        var batches: [[Member]] = []
        try await collection.list { batches.append($0) }
        #expect(batches.flatMap { $0 }.map(\.href) == (0..<count).map { Href("/c/item-\($0).ics") })
        #expect(batches.dropLast().allSatisfy { $0.count == 256 })
        #expect(batches.allSatisfy { !$0.isEmpty && $0.count <= 256 })
        #expect(transport.requests.map(\.spoolsReply) == [true])
    }

    @Test func emptyCollectionsGiveNoBatch() async throws {
        let (collection, _) = collection(.multistatus("<d:response><d:href>/c/</d:href></d:response>"))
        var batches = 0
        try await collection.list { _ in batches += 1 }
        #expect(batches == 0)
    }

    @Test func whatTheTakerThrowsPasses() async throws {
        let (collection, _) = collection(.multistatus(members(1_000)))
        var taken = 0
        await #expect(throws: Enough()) {
            try await collection.list { batch in
                taken += batch.count
                if taken > 256 { throw Enough() }
            }
        }
        #expect(taken == 512)
    }

    /// Cut at many places: never a listing, whatever was taken before.
    @Test func brokenOffRepliesThrow() async throws {
        let whole = HTTPReply.multistatus(members(700)).body
        for part in 1..<20 {
            let reply = HTTPReply(status: 207, body: Array(whole[..<(whole.count * part / 20)]))
            let (collection, _) = collection(reply)
            var taken = 0
            await #expect(throws: DAVError(.badReply, "")) { try await collection.list { taken += $0.count } }
            #expect(taken < 700 && taken % 256 == 0, "part \(part)")
        }
    }

    @Test(arguments: [
        ("<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 Full</d:status></d:response>", DAVError.Code.badReply),
        ("<d:response><d:href>/c</d:href><d:status>HTTP/1.1 404 No</d:status></d:response>", .notFound),
        ("<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 403 No</d:status></d:response>", .forbidden),
        ("</d:wrong>", .badReply),
    ])
    func lateRefusalsThrow(_ end: String, _ code: DAVError.Code) async throws {
        let (collection, _) = collection(.multistatus(members(300) + end))
        var taken = 0
        await #expect(throws: DAVError(code, "")) { try await collection.list { taken += $0.count } }
        // Broken XML costs the piece it stands in; what the others say is noticed response by response.
        #expect(taken == (end == "</d:wrong>" ? 0 : 256))
    }

    @Test func aMembersOwnRefusalCostsOnlyTheMember() async throws {
        let refused = "<d:response><d:href>/c/bad.ics</d:href><d:status>HTTP/1.1 403 No</d:status></d:response>"
        let (several, _) = collection(.multistatus(refused + members(2)))
        #expect(try await several.listed().count == 2)
        let (alone, _) = collection(.multistatus(refused))
        await #expect(throws: DAVError(.forbidden, "")) { try await alone.listed() }
    }

    @Test func cancelledWhileReading() async throws {
        let (collection, _) = collection(.multistatus(members(5_000)))
        let task = Task {
            var taken = 0
            do {
                try await collection.list { batch in
                    taken += batch.count
                    withUnsafeCurrentTask { $0?.cancel() }
                }
                return (taken, DAVError.Code?.none)
            } catch {
                return (taken, (error as? DAVError)?.code)
            }
        }
        let (taken, code) = await task.value
        #expect(code == .cancelled)
        #expect(taken < 1_000)
    }

    /// A listing of a megabyte through libcurl and the disk.
    @Test func fromTheWire() async throws {
        let peer = try await Peer.start()
        let transport = CurlTransport()
        let client = DAVClient(base: peer.url, credentials: nil, transport: transport)
        let path = "/listing/4000/"
        var etags: [ETag?] = []
        try await client.collection(Href(path)).list { batch in etags += batch.map(\.etag) }
        #expect(etags == (0..<4_000).map { ETag("\"\($0)\"") })
        var taken = 0
        let half = client.collection(Href("/half-listing/4000/"))
        await #expect(throws: DAVError(.badReply, "")) { try await half.list { taken += $0.count } }
        #expect((1..<2_000).contains(taken))
    }
}
