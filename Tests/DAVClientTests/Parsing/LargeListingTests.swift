import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// A collection of many members is read in one go.
@Suite struct LargeListingTests {
    @Test func thousands() async throws {
        let count = 5_000
        let responses = (0..<count).map { index in
            """
            <d:response><d:href>/c/item-\(index).ics</d:href><d:propstat><d:prop><d:resourcetype/>\
            <d:getetag>"\(index)"</d:getetag><d:getlastmodified>Sun, 06 Nov 1994 08:49:37 GMT</d:getlastmodified>\
            <d:getcontentlength>4711</d:getcontentlength></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>\
            </d:response>
            """
        }
        let reply = HTTPReply.multistatus(responses.joined())
        let client = DAVClient(
            base: "http://dav.example/", credentials: nil, transport: ScriptedTransport { _ in reply })
        let start = ContinuousClock.now
        let members = try await client.collection(Href("/c/")).listed()
        print("a listing of \(count) members, \(reply.body.count) bytes: \(ContinuousClock.now - start)")
        #expect(members.count == count)
        #expect(members.last?.etag == ETag("\"\(count - 1)\""))
    }
}
