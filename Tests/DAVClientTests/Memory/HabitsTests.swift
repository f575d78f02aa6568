import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// The client against single habits of servers, and against faults.
@Suite struct HabitsTests {
    private let server = InMemoryDAVServer()
    private let calendar: DAVCollection

    init() {
        server.addUser("alice", password: "secret")
        let href = server.addCollection(user: "alice", name: "work", kinds: [.event])
        let client = DAVClient(
            base: server.origin + "/", credentials: HTTPCredentials(user: "alice", password: "secret"),
            transport: server)
        calendar = client.collection(href, kind: .event)
    }

    private func behave(_ change: (inout ServerBehaviour) -> Void) {
        var behaviour = ServerBehaviour.honest
        change(&behaviour)
        server.setBehaviour(behaviour)
    }

    private func fill(_ count: Int) {
        for index in 0..<count {
            server.put(calendar.member("e\(index)", .event), body: Fixtures.event("e\(index)"))
        }
    }

    @Test(arguments: [1, 2, 3, 7, 20])
    func collectsPages(_ size: Int) async throws {
        behave { $0.pageSize = size }
        fill(20)
        let (all, token) = try await Conformance.changes(calendar, since: nil)
        #expect(all.count == 20)
        for index in 0..<10 { server.delete(calendar.member("e\(index)", .event)) }
        server.put(calendar.member("e15", .event), body: Fixtures.event("e15", summary: "Changed"))
        let (later, last) = try await Conformance.changes(calendar, since: token)
        #expect(later.count == 11)
        #expect(later.values.filter { $0 == nil }.count == 10)
        #expect(try await Conformance.changes(calendar, since: last).0.isEmpty)
    }

    /// A condition with a weak ETag never holds: a look takes its place, and what it finds still decides.
    @Test func weakETags() async throws {
        behave { $0.etags = .weak }
        fill(3)
        let (old, gone) = (server.etag(calendar.member("e0", .event)), server.etag(calendar.member("e1", .event)))
        let etag = try #require(old)
        #expect(etag.rawValue.hasPrefix("W/"))
        #expect(try await calendar.change(.event, "e0", "Changed", etag: etag) == .stored)
        #expect(server.get(calendar.member("e0", .event)) == Fixtures.event(calendar.uid("e0"), summary: "Changed"))
        #expect(try await calendar.change(.event, "e0", "Too late", etag: etag) == .preconditionFailed)
        #expect(try await calendar.delete(calendar.member("e0", .event), ifMatch: etag) == .preconditionFailed)
        #expect(try await calendar.delete(calendar.member("e1", .event), ifMatch: gone) == .gone)
        #expect(server.members(of: calendar.href).count == 2)
    }

    @Test func firstReportHoldsNoTombstones() async throws {
        behave { $0.listsTombstonesFirst = true }
        fill(3)
        server.delete(calendar.member("e1", .event))
        #expect(try await Conformance.changes(calendar, since: nil).0.count == 2)
    }

    @Test(arguments: [ServerBehaviour.DeadToken.forbidden, .preconditionFailed, .serverError])
    func deadTokens(_ habit: ServerBehaviour.DeadToken) async throws {
        behave { $0.deadToken = habit }
        fill(1)
        let (_, token) = try await Conformance.changes(calendar, since: nil)
        server.expireTokens()
        #expect(try await calendar.allChanges(since: token) == .tokenRejected)
        #expect(try await Conformance.changes(calendar, since: nil).0.count == 1)
    }

    @Test func withoutSyncReport() async throws {
        behave {
            $0.supportsSync = false
            $0.etags = .counter
        }
        fill(1)
        #expect(try await calendar.allChanges(since: nil) == .unsupported)
        #expect(try await calendar.allChanges(since: SyncToken("x")) == .unsupported)
        let before = try await calendar.state()
        #expect(before.syncToken == nil)
        fill(1)
        #expect(try await calendar.state().ctag != before.ctag)
    }

    @Test(arguments: [ServerBehaviour.MissingInMultiget.told, .omitted, .refusesReport])
    func missingInMultiget(_ habit: ServerBehaviour.MissingInMultiget) async throws {
        behave { $0.missingInMultiget = habit }
        fill(3)
        let missing = calendar.member("never", .event)
        let fetched = try await calendar.fetch([calendar.member("e0", .event), missing, calendar.member("e2", .event)])
        #expect(fetched.count == 3)
        #expect(fetched[1] == .missing(missing))
        for index in [0, 2] {
            guard case .found(let resource) = fetched[index] else {
                Issue.record("not found: \(fetched[index])")
                continue
            }
            #expect(resource.body == Fixtures.event("e\(index)"))
            #expect(resource.etag == server.etag(resource.href))
        }
    }

    @Test func learnsTheFlavourItself() async throws {
        fill(1)
        let book = server.addCollection(user: "alice", name: "people", kinds: [.contact])
        server.put(Href(book.rawValue + "k.vcf"), body: Fixtures.card("k"))
        let client = DAVClient(
            base: server.origin + "/", credentials: HTTPCredentials(user: "alice", password: "secret"),
            transport: server)
        let fetched = try await client.collection(book).fetch([Href(book.rawValue + "k.vcf")])
        guard case .found(let resource) = fetched.first else {
            Issue.record("not found: \(fetched)")
            return
        }
        #expect(resource.body == Fixtures.card("k"))
    }

    /// Radicale 3.9 answers a bare 412 to a body above its limit: no edit conflict, since the condition still holds.
    @Test func refusalInDisguise() async throws {
        fill(1)
        behave { $0.sizeLimit = 100 }
        let etag = try await calendar.etag(.event, "e0")
        let known = try await calendar.change(.event, "e0", "x", etag: etag)
        let fresh = try await calendar.add(.event, "new", "x")
        for outcome in [known, fresh] {
            guard case .rejected(412, _) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(try await calendar.change(.event, "e0", "x", etag: ETag("\"old\"")) == .preconditionFailed)
    }

    @Test func readOnlyCollections() async throws {
        fill(1)
        server.setWritable(calendar.href, false)
        guard case .rejected(403, let reason) = try await calendar.add(.event, "new", "x") else {
            Issue.record("written")
            return
        }
        #expect(reason.contains("need-privileges"))
        guard case .rejected(403, _) = try await calendar.delete(calendar.member("e0", .event), ifMatch: nil) else {
            Issue.record("deleted")
            return
        }
    }

    /// A dropped connection: the client looks before it repeats a write.
    @Test(arguments: [true, false])
    func droppedWrites(_ isApplied: Bool) async throws {
        fill(2)
        let etag = try await calendar.etag(.event, "e0")
        let once = Once()
        server.setFault { request in
            guard ["PUT", "DELETE"].contains(request.method), once.take(request.method + request.url) else {
                return nil
            }
            return isApplied ? .lostReply : .lostRequest
        }
        server.forgetRequests()
        func add() async throws { #expect(try await calendar.add(.event, "new", "Hello") == .stored) }
        func change() async throws {
            #expect(try await calendar.change(.event, "e0", "Changed", etag: etag) == .stored)
        }
        if isApplied {
            // What lies there may be this very write: only the caller can tell.
            #expect(await failure(add)?.code == .dropped)
            #expect(await failure(change)?.code == .dropped)
        } else {
            try await add()
            try await change()
        }
        let gone = try await calendar.delete(
            calendar.member("e1", .event), ifMatch: server.etag(calendar.member("e1", .event)))
        #expect(gone == .gone)
        #expect(server.requests.filter { $0.method == "PUT" }.count == (isApplied ? 2 : 4))
        #expect(server.members(of: calendar.href).count == 2)
        #expect(server.get(calendar.member("new", .event)) == Fixtures.event(calendar.uid("new"), summary: "Hello"))
        #expect(server.get(calendar.member("e0", .event)) == Fixtures.event(calendar.uid("e0"), summary: "Changed"))
    }

    @Test func busyServers() async throws {
        for status in [423, 429, 500, 502, 503, 504] {
            server.setFault { _ in .status(status, retryAfter: 9) }
            let failures = [
                await failure { _ = try await calendar.listed() },
                await failure { _ = try await calendar.add(.event, "x", "x") },
                await failure { _ = try await calendar.delete(calendar.member("x", .event), ifMatch: nil) },
                await failure { _ = try await calendar.fetch([calendar.member("x", .event)]) },
                await failure { _ = try await calendar.allChanges(since: nil) },
            ]
            for failure in failures {
                #expect(failure?.code == .serverBusy, "\(status)")
                #expect(failure?.retryAfter == 9)
                #expect(failure?.status == status)
                #expect(failure?.isTemporary == true)
            }
        }
    }

    @Test func unreadableIsNotGone() async throws {
        fill(2)
        let bad = calendar.member("e1", .event)
        server.setFault { request in
            if request.method == "REPORT" { return .status(403) }
            return request.url.hasSuffix("e1.ics") ? .status(403) : nil
        }
        let fetched = try await calendar.fetch([calendar.member("e0", .event), bad])
        #expect(fetched.last == .unreadable(bad, status: 403))
        guard case .found = fetched.first else {
            Issue.record("\(fetched)")
            return
        }
    }

    @Test func otherUsersAreForbidden() async throws {
        server.addUser("bob", password: "hunter2")
        let bob = DAVClient(
            base: server.origin + "/", credentials: HTTPCredentials(user: "bob", password: "hunter2"),
            transport: server)
        await #expect(throws: DAVError(.forbidden, "")) { try await bob.collection(calendar.href).listed() }
    }

    private func failure(_ work: () async throws -> Void) async -> DAVError? {
        do {
            try await work()
            return nil
        } catch {
            return error as? DAVError
        }
    }
}
