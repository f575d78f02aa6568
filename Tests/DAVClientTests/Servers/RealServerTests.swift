import BridgeTesting
import DAVClient
import SyncTypes
import Testing

/// The launcher itself, since other suites stand on it.
@Suite struct RealServerTests {
    @Test func missingProgramsAreNamed() throws {
        let folder = try TemporaryFolder("none")
        let error = #expect(throws: ChildProcess.LaunchError.self) {
            try ChildProcess(
                "/usr/bin/no-such-server", [], log: folder.path + "/log", home: folder.path,
                hint: "`make test` installs it")
        }
        #expect(error?.description == "/usr/bin/no-such-server is not there: `make test` installs it")
    }

    @Test func failuresShowTheLog() async throws {
        let folder = try TemporaryFolder("failing")
        let script = try folder.write("fail.py", "import sys\nsys.exit('I will not run')\n")
        let process = try ChildProcess(
            "/usr/bin/python3", [script], log: folder.path + "/log", home: folder.path, hint: "")
        let error = await #expect(throws: ChildProcess.LaunchError.self) {
            try await process.waitForPort(try LoopbackPort.free())
        }
        #expect(error?.description.contains("I will not run") == true)
        #expect(!process.isRunning)
    }

    /// What was stored is there again; while the server is away, it is unreachable.
    @Test func stopsAndStartsAgain() async throws {
        let server = try await RealServer("radicale")
        defer { server.stop() }
        let client = DAVClient(
            base: server.base, credentials: HTTPCredentials(user: server.user, password: server.password),
            transport: CurlTransport())
        let home = try await client.discover().calendarHomes[0]
        let info = try await client.makeCollection(home: home, name: "c", displayName: "C", kind: .note)
        let collection = client.collection(info)
        #expect(try await collection.add(.note, "n", "Milk") == .stored)
        server.stop()
        await #expect(throws: DAVError(.unreachable, "")) { try await collection.listed() }
        try await server.start()
        #expect(try await collection.listed().count == 1)
    }

    /// Four writers of different resources, as an upload does it.
    @Test(arguments: [ServerUnderTest.memory, .radicale, .xandikos])
    func takesSeveralWriters(_ kind: ServerUnderTest) async throws {
        let bench = try await kind.start()
        defer { bench.stop() }
        let collection = try await bench.collection(.contact, "crowd")
        let outcomes = try await withThrowingTaskGroup(of: PutOutcome.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    var last = PutOutcome.stored
                    for item in 0..<5 where last == .stored {
                        last = try await collection.add(.contact, "w\(writer)-\(item)", "Person \(writer) \(item)")
                    }
                    return last
                }
            }
            return try await group.reduce(into: [PutOutcome]()) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .stored, count: 4))
        #expect(try await collection.listed().count == 20)
    }

    /// Same requests, same clock: the same bytes.
    @Test func memoryIsDeterministic() async throws {
        func run() async throws -> [HTTPReply] {
            let server = InMemoryDAVServer(behaviour: .radicale)
            server.addUser("alice", password: "secret")
            let client = DAVClient(
                base: server.origin, credentials: HTTPCredentials(user: "alice", password: "secret"),
                transport: server)
            let href = server.addCollection(user: "alice", name: "all", kinds: [.event, .task, .note])
            let collection = client.collection(href, kind: .event)
            for name in ["z", "m", "a", "k"] { _ = try await collection.add(.event, name, "Event \(name)") }
            _ = try await collection.delete(collection.member("m", .event), ifMatch: nil)
            _ = try await collection.allChanges(since: nil)
            _ = try await collection.listed()
            server.setFault(nil)
            var replies: [HTTPReply] = []
            for request in server.requests { replies.append(try await server.send(request)) }
            return replies
        }
        #expect(try await run() == (try await run()))
    }
}
