import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// A server whose replies do not end, or are too long, costs one error and no memory.
@Suite struct EndlessRepliesTests {
    private func collection(
        _ answer: @escaping @Sendable (HTTPRequest) throws(TransportError) -> HTTPReply
    ) -> (DAVCollection, ScriptedTransport) {
        let transport = ScriptedTransport { request throws(TransportError) in try answer(request) }
        let client = DAVClient(base: "http://dav.example/", credentials: nil, transport: transport)
        return (client.collection(Href("/c/"), kind: .contact), transport)
    }

    private static func there(_ name: String) -> String {
        """
        <d:response><d:href>/c/\(name)</d:href><d:propstat><d:prop><d:getetag>"1"</d:getetag></d:prop>\
        <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """
    }

    @Test func listingsAreLimited() async throws {
        let inside = (0..<1001).map { Self.there("\($0).vcf") }.joined()
        var (collection, _) = collection { _ in .multistatus(inside) }
        collection.mostMembers = 1001
        #expect(try await collection.listed().count == 1001)
        collection.mostMembers = 1000
        let limited = collection
        await #expect(throws: DAVError(.tooLarge, "")) { try await limited.listed() }
    }

    /// Each page names another one, for ever.
    @Test func pagesAreLimitedTogether() async throws {
        let more = "<d:response><d:href>/c/</d:href><d:status>HTTP/1.1 507 More</d:status></d:response>"
        let (made, transport) = collection { request in
            let asked = String(decoding: request.body, as: UTF8.self)
            let rest = asked.firstRange(of: "<sync-token>t").map { asked[$0.upperBound...] } ?? "0"
            let number = (Int(rest.prefix { $0.isNumber }) ?? 0) + 1
            let inside = (0..<100).map { Self.there("\(number)-\($0).vcf") }.joined()
            return .multistatus(inside + more + "<d:sync-token>t\(number)</d:sync-token>")
        }
        var collection = made
        collection.mostMembers = 2_500
        let limited = collection
        await #expect(throws: DAVError(.tooLarge, "")) { _ = try await limited.allChanges(since: nil) }
        #expect(transport.requests.count <= 26)
    }

    /// The names a multiget asks for.
    private static func names(_ request: HTTPRequest) -> [String] {
        String(decoding: request.body, as: UTF8.self).split(separator: "/c/").dropFirst().map { rest in
            String(rest.prefix { $0 != "<" })
        }
    }

    private static func card(_ name: String) -> String {
        """
        <d:response><d:href>/c/\(name)</d:href><d:propstat><d:prop><d:getetag>"1"</d:getetag>\
        <a:address-data>BEGIN:VCARD\r\nUID:\(name)\r\nEND:VCARD\r\n</a:address-data></d:prop>\
        <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
        """
    }

    /// Long items come in smaller parties; one that is too long alone is unreadable and costs nobody else anything.
    @Test func longItemsAreAskedForInSmallerParties() async throws {
        let (collection, transport) = collection { request throws(TransportError) in
            let names = Self.names(request)
            guard names.count <= 8, !names.contains("13.vcf") || names.isEmpty else {
                throw TransportError(.tooLarge, "more than the cap")
            }
            return .multistatus(names.map(Self.card).joined())
        }
        let wanted = (0..<30).map { Href("/c/\($0).vcf") }
        let fetched = try await collection.fetch(wanted)
        #expect(fetched.count == 30)
        for (href, answer) in zip(wanted, fetched) {
            switch answer {
            case .found(let resource): #expect(resource.href == href && href != Href("/c/13.vcf"))
            case .unreadable(let which, let status): #expect(which == Href("/c/13.vcf") && status == 413)
            case .missing(let which): Issue.record("\(which) is missing")
            }
        }
        #expect(transport.requests.count < 20)
    }

    /// Whatever is asked for: the batch is given up after a few.
    @Test func endlessRepliesAreGivenUp() async throws {
        let (collection, transport) = collection { _ throws(TransportError) in
            throw TransportError(.tooLarge, "more than the cap")
        }
        await #expect(throws: DAVError(.tooLarge, "")) {
            try await collection.fetch((0..<500).map { Href("/c/\($0).vcf") })
        }
        #expect(transport.requests.count < 20)
    }
}
