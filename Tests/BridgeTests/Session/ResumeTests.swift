import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

/// OMA DS 1.2, Alerts 224 and 225, over real sessions. `EveryCutTests` has the phone suspend at every message of every mode.
@Suite("A suspended session goes on where it was")
struct ResumeTests {
    private static let kinds: [ItemKind] = [.contact, .note]
    private static let names = (1...40).map { "Person\($0)" }
    private static let long = String(repeating: "lorem ipsum dolor sit amet ", count: 400)

    /// A phone with forty contacts and a server with another one, in messages of 2500 bytes.
    private func crowd(change: (inout PhoneConfiguration) -> Void = { _ in }) throws -> Scene {
        var scene = try Scene {
            $0.maxMessageSize = 2500
            $0.stores = $0.stores.filter { store in Self.kinds.contains { $0.store == store.name } }
            change(&$0)
        }
        for (number, name) in Self.names.enumerated() {
            scene.phone.edit("own-\(number)", Sample(.contact, "\(name) Adler", "+49 100\(number)"))
        }
        scene.world.put("clara", Sample(.contact, "Otto Berg", "+49 2001"))
        return scene
    }

    private func contacts(_ report: PhoneReport) -> StoreReport {
        report.stores.first { $0.name == ItemKind.contact.store } ?? StoreReport(name: "", requested: 0)
    }

    private func expectAgreed(_ scene: inout Scene, _ count: Int) async throws {
        for kind in Self.kinds {
            #expect(scene.phone.essences(kind) == scene.world.essences(of: scene.world.collection(kind)))
        }
        #expect(scene.phone.essences(.contact).count == count)
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0 && contacts(quiet).used == 200, "\(quiet.table)")
    }

    @Test("What was acknowledged is not sent again, and the mode stays", arguments: [false, true])
    func slow(isNew: Bool) async throws {
        var scene = try crowd { $0.habits.resumesWithNewAnchor = isNew }
        let first = try await scene.phone.sync(suspendsAfter: 3)
        #expect(first.isSuspended == true && first.isSuccess, "\(first.table)")
        let sent = contacts(first).sent.adds
        #expect(sent > 0 && sent < Self.names.count)
        #expect(scene.world.essences(of: scene.world.collection(.contact)).count == 1)
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && contacts(rest).wasResumed && contacts(rest).used == 201, "\(rest.table)")
        #expect(contacts(rest).sent.adds == Self.names.count - sent && contacts(rest).received.adds == 1)
        try await expectAgreed(&scene, Self.names.count + 1)
        let results = try scene.world.store.read { try $0.results(device: DeviceRow(1), limit: 9) }
        #expect(Set(results.map(\.session)).count == 2, "the suspended one and the quiet one")
        #expect(results.contains { $0.inAdded == Self.names.count && $0.mode == .slow })
    }

    @Test("It may break off again, and again", arguments: [false, true])
    func again(isNew: Bool) async throws {
        var scene = try crowd { $0.habits.resumesWithNewAnchor = isNew }
        var sent = contacts(try await scene.phone.sync(suspendsAfter: 2)).sent.adds
        for _ in 0..<2 {
            let part = try await scene.phone.sync(resumes: true, suspendsAfter: 2)
            #expect(part.isSuspended == true && contacts(part).wasResumed, "\(part.table)")
            sent += contacts(part).sent.adds
        }
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && contacts(rest).wasResumed, "\(rest.table)")
        #expect(sent + contacts(rest).sent.adds == Self.names.count)
        try await expectAgreed(&scene, Self.names.count + 1)
    }

    @Test("The answer to a suspension has statuses and nothing else")
    func silence() async throws {
        var scene = try crowd()
        _ = try await scene.phone.sync(suspendsAfter: 4)
        let reply = try #require(
            try scene.world.store.read { try $0.newestSessions(DeviceRow(1), limit: 1) }.first?.lastReply)
        let message = try Message(from: WireForm.decode(reply, as: .wbxml))
        #expect(message.isFinal)
        #expect(
            message.commands.allSatisfy { command in
                guard case .status(let status) = command else { return false }
                return status.code == 200 || status.code == 201
            })
        #expect(
            message.commands.contains { command in
                guard case .status(let status) = command else { return false }
                return status.command == "Alert" && status.code == 200
            })
    }

    @Test("A large object of the phone goes on, or begins anew", arguments: [false, true], [4, 6])
    func largeObject(restarts: Bool, messages: Int) async throws {
        var scene = try crowd { $0.habits.restartsObjects = restarts }
        #expect(try await scene.phone.sync().isSuccess)
        scene.phone.edit("own-9", Sample(.note, "Large", Self.long))
        let first = try await scene.phone.sync(suspendsAfter: messages)
        #expect(first.isSuspended == true)
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && rest.stores.allSatisfy(\.wasResumed), "\(rest.table)")
        let size = Self.long.utf8.count
        #expect(restarts ? rest.bytesSent > size : rest.bytesSent < size)
        #expect(scene.world.essences(of: scene.world.collection(.note)).count == 1)
        try await expectAgreed(&scene, Self.names.count + 1)
    }

    @Test("A large object of the server begins anew, and nothing is compared afterwards", arguments: [false, true])
    func largeObjectOfTheServer(isNew: Bool) async throws {
        var scene = try crowd { $0.habits.resumesWithNewAnchor = isNew }
        #expect(try await scene.phone.sync().isSuccess)
        scene.world.put("large", Sample(.note, "Large", Self.long))
        let first = try await scene.phone.sync(suspendsAfter: 4)
        #expect(first.isSuspended == true && scene.phone.essences(.note).isEmpty)
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && scene.phone.essences(.note).count == 1, "\(rest.table)")
        try await expectAgreed(&scene, Self.names.count + 1)
    }

    @Test("A refresh from the server empties the phone once", arguments: [false, true])
    func refresh(isNew: Bool) async throws {
        var scene = try crowd { $0.habits.resumesWithNewAnchor = isNew }
        #expect(try await scene.phone.sync().isSuccess)
        for number in 0..<20 {
            scene.world.put("more-\(number)", Sample(.contact, "More Berg \(number)", "+49 300\(number)"))
        }
        let modes = Dictionary(uniqueKeysWithValues: Self.kinds.map { ($0.store, SyncMode.refreshFromServer) })
        let first = try await scene.phone.sync(modes, suspendsAfter: 4)
        let received = scene.phone.essences(.contact).count
        #expect(first.isSuspended == true && received > 0 && received < 61)
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && contacts(rest).used == 205 && contacts(rest).wasResumed, "\(rest.table)")
        #expect(contacts(rest).received.adds == 61 - received)
        try await expectAgreed(&scene, 61)
    }

    @Test("Nothing to resume: both sides compare everything, and nothing is doubled", arguments: [false, true])
    func nothingToResume(isNew: Bool) async throws {
        // Another session of the same datastores came between.
        var scene = try crowd { $0.habits.resumesWithNewAnchor = isNew }
        _ = try await scene.phone.sync(suspendsAfter: 3)
        let left = scene.phone.store.memory
        #expect(try await scene.phone.sync().isSuccess)
        for (name, store) in left.stores { scene.phone.store.memory.stores[name]?.open = store.open }
        let late = try await scene.phone.sync(resumes: true)
        #expect(late.isSuccess && !contacts(late).wasResumed && contacts(late).used == 201, "\(late.table)")
        try await expectAgreed(&scene, Self.names.count + 1)
    }

    @Test(
        "A month later, and after an administrator wanted everything compared, nothing is resumed", arguments: [1, 31])
    func later(days: Int64) async throws {
        var scene = try crowd()
        #expect(try await scene.phone.sync().isSuccess)
        for (number, name) in Self.names.enumerated() {
            scene.phone.edit("own-\(number)", Sample(.contact, "\(name) Adler", "+49 500\(number)"))
        }
        _ = try await scene.phone.sync(suspendsAfter: 3)
        scene.world.clock.advance(days * 86_400)
        await scene.world.upkeep()
        scene.world.clock.advance(86_400)
        await scene.world.upkeep()
        let rest = try await scene.phone.sync(resumes: true)
        #expect(rest.isSuccess && contacts(rest).wasResumed == (days < 30), "\(rest.table)")
        try await expectAgreed(&scene, Self.names.count + 1)
        scene.phone.edit("own-1", Sample(.contact, "Person2 Adler", "+49 6001"))
        _ = try await scene.phone.sync(suspendsAfter: 2)
        try DeviceAdministration(store: scene.world.store).resync("phone-1")
        let compared = try await scene.phone.sync(resumes: true)
        #expect(compared.isSuccess && contacts(compared).used == 201 && !contacts(compared).wasResumed)
        try await expectAgreed(&scene, Self.names.count + 1)
    }

    @Test("One undo takes back both parts")
    func undo() async throws {
        var scene = try crowd()
        #expect(try await scene.phone.sync().isSuccess)
        for (number, name) in Self.names.enumerated() {
            scene.phone.edit("own-\(number)", Sample(.contact, "\(name) Adler", "+49 500\(number)"))
        }
        let first = try await scene.phone.sync(suspendsAfter: 3)
        let rest = try await scene.phone.sync(resumes: true)
        #expect(contacts(first).sent.replaces > 0 && contacts(rest).sent.replaces > 0)
        let entries = try scene.world.store.read { try $0.entries(limit: 99) }
        let sessions = Set(entries.filter { $0.action == .updated }.compactMap(\.session))
        #expect(sessions.count == 1)
        let undo = Undo(
            settings: scene.world.administration.settings, dependencies: scene.world.administration.dependencies)
        let session = try #require(sessions.first)
        _ = try await undo.run(try #require(UndoTarget("s\(session)")), isDryRun: false)
        let upstream = scene.world.essences(of: scene.world.collection(.contact))
        #expect(upstream.count == Self.names.count + 1 && upstream.allSatisfy { !$0.contains("500") })
    }
}
