import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// What SOGo and DAViCal do that no other personality does, seen through the client.
@Suite struct PersonalityHabitsTests {
    /// One server in memory with a client.
    private struct Place {
        let clock = ManualClock()
        let server: InMemoryDAVServer
        let client: DAVClient

        init(_ behaviour: ServerBehaviour) {
            let clock = clock
            server = InMemoryDAVServer(behaviour: behaviour, now: { clock.now })
            server.addUser("alice", password: "secret")
            client = DAVClient(
                base: server.origin + "/", credentials: HTTPCredentials(user: "alice", password: "secret"),
                transport: server)
        }

        func collection(_ kind: ItemKind) -> DAVCollection {
            client.collection(
                server.addCollection(user: "alice", name: "own-\(kind.rawValue)", kinds: [kind]), kind: kind)
        }

        /// The server's own reply to a PUT.
        func put(_ href: Href, _ body: [UInt8], ifMatch etag: ETag? = nil) async throws -> HTTPReply {
            try await send("PUT", href, body, etag.map { HTTPField("If-Match", $0.rawValue) })
        }

        /// The server's own reply to a write under a condition.
        func send(
            _ method: String, _ href: Href, _ body: [UInt8] = [], _ condition: HTTPField?
        ) async throws -> HTTPReply {
            try await server.send(
                HTTPRequest(
                    method: method, url: server.origin + href.rawValue, headers: condition.map { [$0] } ?? [],
                    body: body, credentials: HTTPCredentials(user: "alice", password: "secret")))
        }
    }

    @Test func sogoGivesTheSameETagAgain() async throws {
        let place = Place(.sogo)
        let calendar = place.collection(.event)
        let href = calendar.member("a", .event)
        _ = try await calendar.add(.event, "a", "First")
        #expect(place.server.etag(href) == ETag("\"gcs00000000\""))
        _ = try await place.put(href, Fixtures.event("a", summary: "First"))
        #expect(place.server.etag(href) == ETag("\"gcs00000001\""), "the same body, and another ETag")
        place.server.delete(href)
        place.clock.advance(5)
        place.server.put(href, body: Fixtures.event("b", summary: "Another"))
        #expect(place.server.etag(href) == ETag("\"gcs00000000\""), "another body, and the same ETag")
    }

    /// The server overwrites, makes and deletes against the condition; the client does not, since it looks first.
    @Test func sogoKeepsNoCondition() async throws {
        let place = Place(.sogo)
        let calendar = place.collection(.event)
        let (href, other) = (calendar.member("a", .event), calendar.member("b", .event))
        let (free, stale) = (HTTPField("If-None-Match", "*"), HTTPField("If-Match", "\"gcs00000077\""))
        _ = try await calendar.add(.event, "a", "First")
        #expect(try await place.send("PUT", href, Fixtures.event("a", summary: "Second"), free).status == 204)
        #expect(try await place.send("PUT", other, Fixtures.event("b", summary: "Made"), stale).status == 201)
        #expect(try await place.send("DELETE", other, [], stale).status == 204)
        #expect(try await calendar.listed().map(\.href) == [href])
        #expect(try await calendar.add(.event, "a", "Third") == .preconditionFailed)
        #expect(try await calendar.change(.event, "b", "Made", etag: ETag("\"gcs00000077\"")) == .preconditionFailed)
        #expect(try await calendar.delete(href, ifMatch: ETag("\"gcs00000077\"")) == .preconditionFailed)
        guard case .found(let left) = try await calendar.fetch([href]).first else {
            Issue.record("the event has gone")
            return
        }
        #expect(String(decoding: left.body, as: UTF8.self).contains("SUMMARY:Second"))
    }

    @Test(arguments: [("sogo", 8), ("davical", 8), ("honest", 1), ("radicale", 1)])
    func racersWin(_ name: String, winners: Int) async throws {
        let all: [String: ServerBehaviour] = [
            "sogo": .sogo, "davical": .davical, "honest": .honest, "radicale": .radicale,
        ]
        let place = Place(try #require(all[name]))
        let calendar = place.collection(.event)
        _ = try await calendar.add(.event, "a", "First")
        let etag = try await calendar.etag(.event, "a")
        var stored = 0
        for writer in 0..<8 {
            // Not by the client, which looks after a 412: writers of one moment have looked before.
            let reply = try await place.put(
                calendar.member("a", .event), Fixtures.event("a", summary: "Writer \(writer)"), ifMatch: etag)
            if reply.status == 204 { stored += 1 } else { #expect(reply.status == 412) }
        }
        #expect(stored == winners)
        #expect(try await calendar.listed().count == 1)
        #expect(try await calendar.change(.event, "a", "Late", etag: etag) == .preconditionFailed)
    }

    @Test func sogoTokensAreSeconds() async throws {
        let place = Place(.sogo)
        let calendar = place.collection(.event)
        _ = try await calendar.add(.event, "a", "First")
        let second = place.clock.now
        let (_, token) = try await Conformance.changes(calendar, since: nil)
        #expect(token == SyncToken("\(second - 1)"))
        #expect(try await calendar.state() == CollectionState(ctag: "\(second)", syncToken: SyncToken("\(second)")))
        place.clock.advance(60)
        let (again, same) = try await Conformance.changes(calendar, since: token)
        #expect(again.count == 1 && same == token, "the last second comes again as long as nothing is newer")
        let future = SyncToken("\(second + 1000)")
        let (nothing, echo) = try await Conformance.changes(calendar, since: future)
        #expect(nothing.isEmpty && echo == future)
    }

    @Test(arguments: ["sogo", "davical"])
    func deadTokensListEverythingAndNoDeletions(_ name: String) async throws {
        let place = Place(name == "sogo" ? .sogo : .davical)
        let calendar = place.collection(.event)
        for name in ["a", "b", "c"] { _ = try await calendar.add(.event, name, name) }
        let (_, token) = try await Conformance.changes(calendar, since: nil)
        place.clock.advance(60)
        place.server.delete(calendar.member("b", .event))
        place.server.expireTokens()
        let (all, _) = try await Conformance.changes(calendar, since: token)
        #expect(Set(all.keys) == [calendar.member("a", .event), calendar.member("c", .event)])
        #expect(all.values.allSatisfy { $0 != nil })
    }

    /// A token of another server: SOGo tells its tombstones too, with hrefs as nobody should write them.
    @Test func sogoTombstones() async throws {
        let place = Place(.sogo)
        let calendar = place.collection(.event)
        let odd = Href(calendar.href.rawValue + "with%20blank-%C3%BC%40.ics")
        place.server.put(odd, body: Fixtures.event("odd"))
        _ = try await calendar.add(.event, "a", "First")
        place.server.delete(odd)
        let (all, _) = try await Conformance.changes(calendar, since: SyncToken("http://other.example/7"))
        #expect(Set(all.keys) == [odd, calendar.member("a", .event)])
        #expect(all[odd] == .some(nil))
    }

    @Test func davicalHidesETagsOfCards() async throws {
        let place = Place(.davical)
        let (calendar, book) = (place.collection(.event), place.collection(.contact))
        let event = try await place.put(calendar.member("a", .event), Fixtures.event("a"))
        #expect(event.status == 201 && event.header("ETag") != nil)
        let card = try await place.put(book.member("a", .contact), Fixtures.card("a"))
        #expect(card.status == 201 && card.header("ETag") == nil)
        #expect(try await book.etag(.contact, "a") == place.server.etag(book.member("a", .contact)))
    }

    @Test(arguments: ["sogo", "davical"])
    func cardTwinsAreKept(_ name: String) async throws {
        let place = Place(name == "sogo" ? .sogo : .davical)
        let book = place.collection(.contact)
        for name in ["a", "b"] {
            let outcome = try await book.put(
                book.member(name, .contact), body: Fixtures.card("one"), contentType: Fixtures.contentType(.contact),
                precondition: .absent)
            #expect(outcome == .stored)
        }
        #expect(try await book.listed().count == 2)
    }

    /// DAViCal's bare 412 is no edit conflict, SOGo's 404 no missing collection.
    @Test(arguments: [("sogo", 404), ("davical", 412)])
    func garbageIsRejected(_ name: String, status: Int) async throws {
        let place = Place(name == "sogo" ? .sogo : .davical)
        let calendar = place.collection(.event)
        let outcome = try await calendar.put(
            calendar.member("x", .event), body: Array("no calendar".utf8),
            contentType: Fixtures.contentType(.event), precondition: .absent)
        guard case .rejected(let told, let reason) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(told == status && !reason.isEmpty)
        #expect(try await calendar.listed().isEmpty)
    }
}
