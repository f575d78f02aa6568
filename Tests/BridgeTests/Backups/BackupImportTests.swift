import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Testing

@testable import Bridge

@Suite("Bringing back what a backup kept")
struct BackupImportTests {
    typealias Outcome = BackupImportReport.Line.Outcome

    /// A phone and a server that agreed, and the files of a backup made then, in their order.
    private func backedUp() async throws -> (scene: Scene, files: [BackupFile]) {
        var scene = try Scene()
        _ = try await scene.agree()
        scene.phone.configuration.url += "?backup"
        _ = try await scene.phone.sync()
        scene.phone.configuration.url = "http://bridge.example/syncml"
        let files = scene.world.backups.files(of: "phone-1").sorted { $0.key < $1.key }
        return (scene, files.map { BackupFile(name: $0.key, text: $0.value) })
    }

    private func server(_ scene: Scene, _ kind: ItemKind) -> [String] {
        scene.world.essences(of: scene.world.collection(kind))
    }

    private func outcomes(_ report: BackupImportReport) -> [Outcome: Int] {
        report.lines.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
    }

    @Test("What was lost at the server comes back, once, and goes to the phones; undo takes all of it away")
    func lost() async throws {
        var (scene, files) = try await backedUp()
        let before = scene.picture
        for kind in Scene.kinds {
            scene.world.delete(kind, "clara")
            scene.world.delete(kind, "dora")
        }
        _ = try await scene.phone.sync()
        let tried = try await scene.world.backupImport.run(files, into: "alice", device: "phone-1", isDryRun: true)
        #expect(outcomes(tried) == [.created: 8, .present: 8], "\(tried)")
        #expect(tried.step == nil)
        for kind in Scene.kinds { #expect(server(scene, kind).count == 2) }

        let report = try await scene.world.backupImport.run(files, into: "alice", device: "phone-1")
        #expect(outcomes(report) == [.created: 8, .present: 8])
        #expect(report.lines.filter { $0.outcome == .created }.allSatisfy { !$0.summary.isEmpty })
        _ = try await scene.phone.sync()
        #expect(scene.picture == before)
        let again = try await scene.world.backupImport.run(files, into: "alice", device: "phone-1")
        #expect(outcomes(again) == [.present: 16] && again.step == nil)

        let step = try #require(report.step.flatMap { UndoTarget("u\($0)") })
        let hands = scene.world.administration
        let undone = try await Undo(settings: hands.settings, dependencies: hands.dependencies).run(step)
        #expect(undone.isComplete && undone.lines.count == 8)
        for kind in Scene.kinds { #expect(server(scene, kind).count == 2) }
    }

    @Test("What has been changed since is left as it is")
    func changed() async throws {
        let (scene, files) = try await backedUp()
        for kind in Scene.kinds { scene.world.put("clara", Scene.changed(Scene.shared(kind)[2])) }
        let before = Scene.kinds.map { server(scene, $0) }
        let report = try await scene.world.backupImport.run(files, into: "alice")
        #expect(Scene.kinds.map { server(scene, $0) }.joined().count >= before.joined().count)
        for (kind, old) in zip(Scene.kinds, before) {
            #expect(Set(server(scene, kind)).isSuperset(of: old), "\(report)")
        }
    }

    @Test("Two files that say the same make one item, and what is none is named")
    func strange() async throws {
        var scene = try Scene()
        _ = try await scene.phone.sync()
        let card = Array("BEGIN:VCARD\r\nVERSION:2.1\r\nN:Eve;;;;\r\nTEL;CELL:+49 55501\r\nEND:VCARD\r\n".utf8)
        let files = [
            BackupFile(name: "a.vcf", text: card), BackupFile(name: "b.VCF", text: card),
            BackupFile(name: "empty.vcf", text: []), BackupFile(name: "x.exe", text: [1, 2, 3]),
            BackupFile(name: "broken.ics", text: Array("no calendar".utf8)),
        ]
        let report = try await scene.world.backupImport.run(files, into: "alice")
        #expect(report.lines.map(\.outcome) == [.created, .present, .failed, .failed, .failed])
        #expect(report.lines.dropFirst().allSatisfy { $0.reason?.isEmpty == false })
        #expect(server(scene, .contact).count == 1)
        #expect(!report.isComplete)
    }

    @Test("A father and a son with one name are two people")
    func namesakes() async throws {
        var scene = try Scene()
        _ = try await scene.phone.sync()
        scene.world.put("father", Sample(.contact, "Karl Kraus", "+49 6001"))
        let son = Array("BEGIN:VCARD\r\nVERSION:2.1\r\nN:Kraus;Karl;;;\r\nTEL;CELL:+49 7002\r\nEND:VCARD\r\n".utf8)
        let report = try await scene.world.backupImport.run([BackupFile(name: "son.vcf", text: son)], into: "alice")
        #expect(report.lines.map(\.outcome) == [.created])
        #expect(server(scene, .contact).count == 2)
    }

    @Test("A server that is away is tried once")
    func away() async throws {
        let (scene, files) = try await backedUp()
        let hands = scene.world.administration
        var dependencies = hands.dependencies
        dependencies.transport = NoWay()
        let importer = BackupImport(settings: hands.settings, dependencies: dependencies)
        let report = try await importer.run(files, into: "alice")
        #expect(outcomes(report) == [.untried: 16], "\(report)")
        #expect(report.lines.allSatisfy { $0.reason?.isEmpty == false })
    }

    @Test("An account or device that does not exist is named")
    func unknown() async throws {
        let (scene, files) = try await backedUp()
        await #expect(throws: AdministrationError.self) { try await scene.world.backupImport.run(files, into: "bob") }
    }
}

/// A line that is down.
private struct NoWay: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
        throw TransportError(.unreachable, "nobody is there")
    }
}
