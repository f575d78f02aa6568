import BridgeTesting
import DAVClient
import SyncTypes
import Synchronization
import Testing

/// Answers that say what is not so: a 412 although the condition holds, and pages of somebody between here and the server.
@Suite struct StrayAnswersTests {
    private let server: InMemoryDAVServer
    private let collection: DAVCollection
    private let href: Href

    init() {
        server = InMemoryDAVServer()
        server.addUser("alice", password: "secret")
        let work = server.addCollection(user: "alice", name: "work", kinds: [.event])
        let client = DAVClient(
            base: server.origin + "/", credentials: HTTPCredentials(user: "alice", password: "secret"),
            transport: server)
        collection = client.collection(work, kind: .event)
        href = Href(work.rawValue + "one.ics")
    }

    /// The first so many requests with a method meet a fault.
    private func disturb(_ method: String, _ fault: Fault, times: Int = 1) {
        let left = Mutex(times)
        server.setFault { request in
            guard request.method == method else { return nil }
            return left.withLock { left in
                left -= 1
                return left >= 0 ? fault : nil
            }
        }
    }

    private func put(_ title: String, _ condition: WritePrecondition) async throws -> PutOutcome {
        try await collection.put(
            href, body: Fixtures.body(.event, "one", title), contentType: Fixtures.contentType(.event),
            precondition: condition)
    }

    private func stored() async throws -> ETag {
        server.setFault(nil)
        #expect(try await put("First", .absent) == .stored)
        return try #require(try await collection.listed().first?.etag)
    }

    private var text: String { server.get(href).map { String(decoding: $0, as: UTF8.self) } ?? "" }

    private static func late(_ fault: Fault) -> Fault { Fault(.after, fault.outcome) }

    @Test func aConditionThatHoldsIsAskedAboutAgain() async throws {
        disturb("PUT", .status(412))
        #expect(try await put("First", .absent) == .stored)
        let etag = try #require(try await collection.listed().first?.etag)
        disturb("PUT", .status(412))
        #expect(try await put("Second", .matches(etag)) == .stored)
        #expect(text.contains("Second"))
        let next = try #require(try await collection.listed().first?.etag)
        disturb("DELETE", .status(412))
        #expect(try await collection.delete(href, ifMatch: next) == .gone)
        #expect(text == "")
    }

    @Test func aServerThatInsistsIsBelieved() async throws {
        let etag = try await stored()
        disturb("PUT", .status(412), times: 2)
        guard case .rejected(412, _) = try await put("Second", .matches(etag)) else {
            Issue.record("not rejected")
            return
        }
        disturb("DELETE", .status(412), times: 2)
        guard case .rejected(412, _) = try await collection.delete(href, ifMatch: etag) else {
            Issue.record("not rejected")
            return
        }
        #expect(text.contains("First"))
    }

    @Test func somebodyFasterIsStillAConflict() async throws {
        let etag = try await stored()
        server.put(href, String(decoding: Fixtures.body(.event, "one", "Other"), as: UTF8.self))
        #expect(try await put("Second", .matches(etag)) == .preconditionFailed)
        #expect(text.contains("Other"))
    }

    @Test func aPageIsNoProofOfAWrite() async throws {
        disturb("PUT", .page)
        await #expect(throws: DAVError(.badReply, "")) { try await put("First", .absent) }
        #expect(text == "")
        let etag = try await stored()
        disturb("PUT", .page)
        await #expect(throws: DAVError(.badReply, "")) { try await put("Second", .matches(etag)) }
        disturb("DELETE", .page)
        await #expect(throws: DAVError(.badReply, "")) { try await collection.delete(href, ifMatch: etag) }
        #expect(text.contains("First"))
    }

    @Test func aServersOwnPageAfterAWriteIsOne() async throws {
        disturb("PUT", Self.late(.page))
        #expect(try await put("First", .absent) == .stored)
        let etag = try #require(try await collection.listed().first?.etag)
        disturb("PUT", Self.late(.page))
        #expect(try await put("Second", .matches(etag)) == .stored)
        #expect(text.contains("Second"))
        let next = try #require(try await collection.listed().first?.etag)
        disturb("DELETE", Self.late(.page))
        #expect(try await collection.delete(href, ifMatch: next) == .gone)
    }

    @Test func aPageIsNoItem() async throws {
        _ = try await stored()
        server.setFault { request in
            switch request.method {
            case "REPORT": .status(501)
            case "GET": .page
            default: nil
            }
        }
        #expect(try await collection.fetch([href]) == [.unreadable(href, status: 200)])
    }

    @Test(arguments: ["\u{FEFF}BEGIN:VCALENDAR", "\r\n begin:vcalendar"])
    func whatOthersWroteBeforeAnItemDoesNotMatter(_ start: String) async throws {
        server.put(href, start + "\r\nEND:VCALENDAR\r\n")
        server.setFault { $0.method == "REPORT" ? .status(501) : nil }
        guard case .found? = try await collection.fetch([href]).first else {
            Issue.record("not found")
            return
        }
    }

    @Test func anETagThatDeflateHasMarkedIsNoCondition() async throws {
        let etag = try await stored()
        let marked = ETag(String(etag.rawValue.dropLast()) + "-gzip\"")
        // Whoever is asked tells the marked one.
        server.setFault { request in
            guard request.method == "PROPFIND" else { return nil }
            return Fault(
                .after,
                .altered { reply in
                    var reply = reply
                    let text = String(decoding: reply.body, as: UTF8.self)
                    let (plain, packed) = (etag.rawValue.dropFirst().dropLast(), marked.rawValue.dropFirst().dropLast())
                    reply.body = Array(text.replacing(plain, with: packed).utf8)
                    return reply
                })
        }
        #expect(try await put("Second", .matches(marked)) == .stored)
        #expect(text.contains("Second"))
    }
}
