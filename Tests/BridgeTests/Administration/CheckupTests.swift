import Bridge
import BridgeTesting
import DAVClient
import Mapping
import SyncTypes
import Synchronization
import Testing

/// The lines of `footbridge check`.
@Suite struct CheckupTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[CheckLine]>([])
        var all: [CheckLine] { lines.withLock { $0 } }
        func add(_ line: CheckLine) { lines.withLock { $0.append(line) } }
        func of(_ step: String) -> [CheckLine] { all.filter { $0.step == step } }
    }

    private struct Bench {
        let world: AccountWorld
        let server: InMemoryDAVServer
        let lines = Lines()
        var settings = Settings(upstream: "http://dav.example/")

        init() throws {
            world = try AccountWorld()
            server = InMemoryDAVServer()
            server.addUser("ann", password: "secret")
        }

        var dependencies: Dependencies {
            var dependencies = world.dependencies
            dependencies.transport = server
            return dependencies
        }

        var checkup: Checkup {
            Checkup(settings: settings, dependencies: dependencies) { [lines] in lines.add($0) }
        }

        func addAccount(_ password: String = "secret") async throws {
            _ = try await AccountAdministration(settings: settings, dependencies: dependencies)
                .add(.init(name: "ann", password: password, isChecked: false))
        }
    }

    @Test func aHealthyAccountIsAllOk() async throws {
        let bench = try Bench()
        let people = bench.server.addCollection(user: "ann", name: "people", kinds: [.contact], displayName: "People")
        bench.server.addCollection(user: "ann", name: "all", kinds: [.event, .task, .note])
        bench.server.put(Href(people.rawValue + "1.vcf"), "BEGIN:VCARD\r\nUID:1\r\nFN:X\r\nEND:VCARD\r\n")
        try await bench.addAccount()
        #expect(await bench.checkup.run(account: "ann", password: nil))
        #expect(bench.lines.all.allSatisfy { $0.status == .ok || $0.status == .note })
        #expect(bench.lines.of("login").count == 1)
        #expect(!bench.lines.of("discovery").isEmpty)
        let found = bench.lines.of("collection").map(\.finding)
        #expect(found.contains { $0.hasPrefix("People") && $0.contains("contacts, 1 items") })
        #expect(found.contains { $0.contains("events and tasks and notes, 0 items") })
    }

    @Test func whatIsNamedByItsPathIsLookedAt() async throws {
        let bench = try Bench()
        let people = bench.server.addCollection(user: "ann", name: "deep/people", kinds: [.contact], displayName: "P")
        bench.server.addCollection(user: "ann", name: "all", kinds: [.event, .task, .note])
        try await bench.addAccount()
        let administration = AccountAdministration(settings: bench.settings, dependencies: bench.dependencies)
        try administration.set("ann", ["contacts=\(people)"])
        #expect(await bench.checkup.run(account: "ann", password: nil))
        #expect(bench.lines.of("collection").contains { $0.finding.hasPrefix("P ") && $0.finding.contains("contacts") })
        try administration.set("ann", ["tasks=\(people)", "notes=/nowhere/"])
        #expect(await bench.checkup.run(account: "ann", password: nil) == false)
        let failed = bench.lines.of("collection").filter { $0.status == .fail }
        #expect(
            failed.map(\.finding) == ["\(people): it does not hold tasks", "/nowhere/: there is no such collection"],
            "\(failed)")
        #expect(failed.map { $0.advice?.contains("=PATH") } == [true, true])
    }

    @Test(arguments: [ItemKind.contact, .event, .task, .note])
    func aTrialOfWritingLeavesNothingBehind(_ kind: ItemKind) async throws {
        let bench = try Bench()
        let work = bench.server.addCollection(user: "ann", name: "w", kinds: [kind], displayName: "Work")
        for name in ["work", "w", work.rawValue] {
            #expect(await bench.checkup.run(account: "ann", password: "secret", writing: name))
        }
        let lines = bench.lines.of("write")
        #expect(lines.map(\.status) == [.ok, .ok, .ok])
        #expect(lines[0].finding.contains("keeps texts as they are and refuses late changes"), "\(lines)")
        #expect(bench.server.members(of: work).isEmpty)
        #expect(bench.server.requests.count { $0.method == "PUT" } == 9)
    }

    @Test func whatCannotBeWrittenIsTold() async throws {
        let bench = try Bench()
        bench.server.addCollection(user: "ann", name: "w", kinds: [.event], displayName: "Work", isWritable: false)
        #expect(await bench.checkup.run(account: "ann", password: "secret", writing: "wrok") == false)
        #expect(bench.lines.of("write").last?.advice?.contains("Work") == true)
        #expect(await bench.checkup.run(account: "ann", password: "secret", writing: "Work") == false)
        #expect(bench.lines.of("write").last?.status == .fail)
    }

    @Test func aTrialThatBreaksOffTakesItsItemAway() async throws {
        let bench = try Bench()
        let work = bench.server.addCollection(user: "ann", name: "w", kinds: [.event], displayName: "Work")
        let puts = Mutex(0)
        bench.server.setFault { request in
            guard request.method == "PUT" else { return nil }
            return puts.withLock { count in
                count += 1
                return count == 2 ? .status(507) : nil
            }
        }
        #expect(await bench.checkup.run(account: "ann", password: "secret", writing: "Work") == false)
        #expect(bench.lines.of("write").map(\.status) == [.fail])
        #expect(bench.server.members(of: work).isEmpty)

        bench.server.setFault { $0.method == "DELETE" ? .status(403) : nil }
        #expect(await bench.checkup.run(account: "ann", password: "secret", writing: "Work") == false)
        #expect(bench.lines.of("write").last?.finding.contains("left behind") == true)
        #expect(bench.server.members(of: work).count == 1)
    }

    @Test func aServerWhoseConditionsDoNotHoldIsWarnedOf() async throws {
        let bench = try Bench()
        var behaviour = ServerBehaviour.honest
        behaviour.ignoresConditions = true
        bench.server.setBehaviour(behaviour)
        bench.server.addCollection(user: "ann", name: "w", kinds: [.event], displayName: "Work")
        #expect(await bench.checkup.run(account: "ann", password: "secret", writing: "Work"))
        #expect(bench.lines.of("write").map(\.status) == [.warn, .ok])
    }

    @Test func aWrongPasswordFailsAtTheLogin() async throws {
        let bench = try Bench()
        try await bench.addAccount("wrong")
        #expect(await bench.checkup.run(account: "ann", password: nil) == false)
        #expect(bench.lines.all.last?.step == "login")
        #expect(bench.lines.all.last?.status == .fail)
        #expect(bench.lines.all.last?.advice == "check user and password")
        #expect(bench.lines.all.allSatisfy { !$0.description.contains("wrong") })
    }

    @Test func aUserWithoutAccountIsCheckedByPassword() async throws {
        let bench = try Bench()
        bench.server.addCollection(user: "ann", name: "people", kinds: [.contact], isWritable: false)
        #expect(await bench.checkup.run(account: "ann", password: "secret"))
        #expect(bench.lines.of("account").first?.finding.contains("first login enrols") == true)
        let warnings = bench.lines.all.filter { $0.status == .warn }
        #expect(warnings.count == 4)
        #expect(bench.lines.of("collection").first?.finding.contains("read-only") == true)
        #expect(await bench.checkup.run(account: "bob", password: nil) == false)
        #expect(bench.lines.all.last?.status == .fail)
    }

    @Test func allServersAndStoredLoginsAreVisited() async throws {
        let bench = try Bench()
        #expect(await bench.checkup.run())
        #expect(bench.lines.all.map(\.status) == [.ok])
        try await bench.addAccount("wrong")
        #expect(await bench.checkup.run() == false)
        #expect(bench.lines.all.last?.advice?.contains("account password ann") == true)
    }

    @Test func aServerWithoutLoginIsWarnedOf() async throws {
        var bench = try Bench()
        bench.server.setBehaviour(.xandikos)
        #expect(await bench.checkup.run())
        #expect(bench.lines.all.map(\.status) == [.warn])
        bench.settings.upstream = nil
        #expect(await bench.checkup.run())
        #expect(bench.lines.all.last?.finding.contains("nobody can sign in") == true)
    }

    @Test func aServerThatIsDownFails() async throws {
        let bench = try Bench()
        bench.server.setFault { _ in Fault(.before, .error(TransportError(.unreachable, "connection refused"))) }
        #expect(await bench.checkup.run() == false)
        #expect(bench.lines.all.last?.finding.contains("connection refused") == true)
    }

    @Test func alertsThatCannotBeDeliveredAreWarnedOf() async throws {
        var bench = try Bench()
        try await bench.addAccount()
        #expect(await bench.checkup.run())
        #expect(bench.lines.of("alerts").isEmpty)
        let account = try #require(try bench.dependencies.store.read { try $0.accounts().first })
        try bench.dependencies.store.write { store in
            _ = try store.insert(
                Device(
                    account: account.id, deviceID: DeviceID("IMEI:1"), settings: ["alerts": "on"], firstSeen: 1,
                    lastSeen: 1))
        }
        #expect(await bench.checkup.run())
        #expect(bench.lines.of("alerts").map(\.status) == [.warn])
        bench.settings.alerts.url = try AlertTemplate("http://g/?password=hush&to={phone}&t={text}")
        #expect(await bench.checkup.run())
        let lines = bench.lines.of("alerts").dropFirst()
        #expect(lines.map(\.status) == [.ok, .warn] && lines.last?.finding.contains("IMEI:1") == true)
        #expect(!lines.contains { "\($0)".contains("hush") })
        try DeviceAdministration(store: bench.dependencies.store).set("IMEI:1", ["phone=+49123"])
        #expect(await bench.checkup.run())
        #expect(bench.lines.of("alerts").map(\.status) == [.warn, .ok, .warn, .ok])
    }

    @Test func linesAreLinedUp() {
        let line = CheckLine(.warn, "upstream", "finding", advice: "advice")
        #expect(line.description == "warn  upstream       finding; advice")
    }
}
