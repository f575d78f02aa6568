import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// One suite for every server: what `DAVCollection` and `DAVClient` promise must hold on all of them.
@Suite struct ConformanceTests {
    @Test(arguments: ServerUnderTest.allCases)
    func holds(_ server: ServerUnderTest) async throws {
        let bench = try await server.start()
        defer { bench.stop() }
        for check in Conformance.checks {
            do {
                try await check.run(bench)
            } catch {
                Issue.record("\(server.rawValue), \(check.name): \(error)")
            }
        }
    }
}

/// The checks, in an order in which a reader meets them.
enum Conformance {
    struct Check {
        let name: String
        let run: @Sendable (Bench) async throws -> Void
    }

    static let checks = [
        Check(name: "login", run: login),
        Check(name: "discovery", run: discovery),
        Check(name: "making collections", run: making),
        Check(name: "writing under conditions", run: writing),
        Check(name: "deleting under conditions", run: deleting),
        Check(name: "sync report", run: syncReport),
        Check(name: "dead token", run: deadToken),
        Check(name: "fetching many", run: fetchingMany),
        Check(name: "text survives", run: textSurvives),
        Check(name: "odd names", run: oddNames),
        Check(name: "refusals", run: refusals),
        Check(name: "collection state", run: collectionState),
    ]

    @Sendable static func login(_ bench: Bench) async throws {
        let principal = try await bench.client.checkLogin()
        #expect(principal.canonical.contains("alice"))
        guard bench.needsLogin else { return }
        let stranger = DAVClient(
            base: bench.base, credentials: HTTPCredentials(user: "alice", password: "wrong"),
            transport: bench.transport)
        await #expect(throws: DAVError(.unauthorized, "")) { try await stranger.checkLogin() }
        await #expect(throws: DAVError(.unauthorized, "")) { try await stranger.discover() }
    }

    @Sendable static func discovery(_ bench: Bench) async throws {
        let steps = Steps()
        let found = try await bench.client.discover { steps.add($0) }
        #expect(found.isComplete)
        #expect(found.principal?.canonical.contains("alice") == true)
        #expect(found.homes.allSatisfy { $0.rawValue.hasPrefix(bench.base) && $0.rawValue.hasSuffix("/") })
        #expect(!steps.all.isEmpty)
        // A principal's URL serves as well as the host's, and so does a place that knows nothing.
        let direct = DAVClient(
            base: bench.base + (found.principal?.rawValue.dropFirst() ?? ""), credentials: bench.credentials,
            transport: bench.transport)
        #expect(try await direct.discover().homes == found.homes)
        let astray = DAVClient(
            base: bench.base + "no/such/place", credentials: bench.credentials, transport: bench.transport)
        #expect(try await astray.discover().homes == found.homes)
    }

    @Sendable static func making(_ bench: Bench) async throws {
        let discovery = try await bench.client.discover()
        for kind in ItemKind.allCases {
            let home = (kind == .contact ? discovery.addressBookHomes : discovery.calendarHomes)[0]
            let name = "made-\(kind.rawValue)"
            let made = try await bench.client.makeCollection(
                home: home, name: name, displayName: "My \(kind.rawValue)s", kind: kind)
            #expect(made.kinds.contains(kind))
            #expect(made.displayName == "My \(kind.rawValue)s")
            #expect(made.isWritable && !made.isPlainCollection)
            #expect(made.supportsSync)
            #expect(made.href.lastSegment == name)
            let again = try await bench.client.makeCollection(
                home: home, name: name, displayName: "Other", kind: kind)
            #expect(again.href == made.href)
            let listed = try await bench.client.collections(discovery)
            #expect(listed.filter { $0.href == made.href }.count == 1)
            let explicit = DAVClient(
                base: bench.base + made.href.rawValue.dropFirst(), credentials: bench.credentials,
                transport: bench.transport)
            let own = try await explicit.discover()
            #expect(try await explicit.collections(own).map(\.href) == [made.href])
        }
    }

    @Sendable static func writing(_ bench: Bench) async throws {
        for kind in ItemKind.allCases {
            let collection = try await bench.collection(kind, "writing-\(kind.rawValue)")
            #expect(try await collection.listed().isEmpty)
            #expect(try await collection.add(kind, "one", "First") == .stored)
            #expect(try await collection.add(kind, "one", "Second") == .preconditionFailed)
            let first = try await collection.listed()
            #expect(first.map(\.href) == [collection.member("one", kind)])
            let etag = try #require(first.first?.etag)
            #expect(try await collection.change(kind, "one", "Third", etag: etag) == .stored)
            #expect(try await collection.change(kind, "one", "Fourth", etag: etag) == .preconditionFailed)
            let fetched = try await collection.fetch([collection.member("one", kind)])
            guard case .found(let resource) = fetched.first else {
                Issue.record("\(kind): \(fetched)")
                continue
            }
            #expect(resource.etag != etag)
            #expect(resource.etag == (try await collection.listed().first?.etag))
            let text = String(decoding: resource.body, as: UTF8.self)
            #expect(text.contains("Third") && !text.contains("Fourth"))
            let absent = collection.member("absent", kind)
            let late = try await collection.put(
                absent, body: Fixtures.body(kind, "absent", "x"), contentType: Fixtures.contentType(kind),
                precondition: .matches(etag))
            #expect(late == .preconditionFailed)
            #expect(try await collection.fetch([absent]) == [.missing(absent)])
        }
    }

    @Sendable static func deleting(_ bench: Bench) async throws {
        let collection = try await bench.collection(.event, "deleting")
        _ = try await collection.add(.event, "one", "First")
        let old = try await collection.etag(.event, "one")
        _ = try await collection.change(.event, "one", "Second", etag: old)
        let href = collection.member("one", .event)
        #expect(try await collection.delete(href, ifMatch: old) == .preconditionFailed)
        #expect(try await collection.listed().count == 1)
        let now = try await collection.etag(.event, "one")
        #expect(try await collection.delete(href, ifMatch: now) == .gone)
        #expect(try await collection.delete(href, ifMatch: now) == .gone)
        #expect(try await collection.delete(href, ifMatch: nil) == .gone)
        #expect(try await collection.listed().isEmpty)
    }
}
