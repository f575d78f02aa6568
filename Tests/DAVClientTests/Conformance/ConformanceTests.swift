import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// One suite for every server: what `DAVCollection` and `DAVClient` promise must hold on all of them.
@Suite struct ConformanceTests {
    @Test(arguments: ServerUnderTest.chosen)
    func holds(_ server: ServerUnderTest) async throws {
        let bench = try await server.start()
        defer { bench.stop() }
        for check in Conformance.checks {
            do {
                try await MemberNaming.$isByUID.withValue(bench.deviations.contains(.namesByUID)) {
                    try await check.run(bench)
                }
            } catch {
                Issue.record("\(server.rawValue), \(check.name): \(error)")
            }
            // A cell of the table that `make test-servers` makes: what the server does otherwise there.
            let words = bench.met.take().map(\.words).joined(separator: "; ")
            print("conformance|\(bench.name)|\(check.name)|\(words.isEmpty ? "yes" : words)")
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
        #expect(found.homes.allSatisfy { $0.rawValue.hasPrefix(bench.origin) && $0.rawValue.hasSuffix("/") })
        #expect(!steps.all.isEmpty)
        #expect(await bench.client.software(at: found.principal)?.name == bench.software)
        // A principal's URL serves as well as the host's, and so does a place that knows nothing.
        let direct = DAVClient(
            base: bench.origin + (found.principal?.rawValue.dropFirst() ?? ""), credentials: bench.credentials,
            transport: bench.transport)
        #expect(try await direct.discover().homes == found.homes)
        guard !bench.has(.refusesStrangePlaces) else { return }
        let astray = DAVClient(
            base: bench.origin + "no/such/place", credentials: bench.credentials, transport: bench.transport)
        #expect(try await astray.discover().homes == found.homes)
    }

    @Sendable static func making(_ bench: Bench) async throws {
        let discovery = try await bench.client.discover()
        for kind in bench.kinds {
            let home = (kind == .contact ? discovery.addressBookHomes : discovery.calendarHomes)[0]
            let name = "made-\(kind.rawValue)"
            let made = try await bench.client.makeCollection(
                home: home, name: name, displayName: "My \(kind.rawValue)s", kind: kind)
            #expect(made.kinds.contains(kind))
            let isRenamed = kind == .contact && bench.has(.namesBooksItself)
            let isUnnamed = isRenamed || bench.has(.makesNoCollections)
            #expect(made.displayName == (isUnnamed ? name : "My \(kind.rawValue)s"))
            #expect(made.isWritable && !made.isPlainCollection)
            #expect(made.supportsSync != bench.has(.hasNoReports))
            #expect(made.href.lastSegment == name)
            let again = try await bench.client.makeCollection(
                home: home, name: name, displayName: "Other", kind: kind)
            #expect(again.href == made.href)
            let listed = try await bench.client.collections(discovery)
            #expect(listed.filter { $0.href == made.href }.count == 1)
            let explicit = DAVClient(
                base: bench.origin + made.href.rawValue.dropFirst(), credentials: bench.credentials,
                transport: bench.transport)
            let own = try await explicit.discover()
            #expect(try await explicit.collections(own).map(\.href) == [made.href])
        }
        guard bench.has(.hasNoJournals) else { return }
        await #expect(throws: DAVError(.notCreated, "")) {
            try await bench.client.makeCollection(
                home: discovery.calendarHomes[0], name: "made-note", displayName: "My notes", kind: .note)
        }
    }
}
