import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("A wiped phone does not wipe the account")
struct DeviceGuardTests {
    /// So many contacts on both sides.
    static func scene(_ count: Int, settings: [String: String] = [:]) async throws -> Scene {
        var scene = try Scene { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        for number in 0..<count { scene.world.put("c\(number)", contact(number)) }
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == count)
        try scene.world.store.write { store in
            guard var account = try store.account(named: "alice") else { return }
            account.settings.merge(settings) { $1 }
            try store.update(account)
        }
        return scene
    }

    static func contact(_ number: Int) -> Sample {
        Sample(.contact, "Person \(["A", "B", "C", "D", "E"][number % 5])\(number)", "+49 77\(number)")
    }

    static func devices(_ scene: Scene) -> DeviceAdministration { DeviceAdministration(store: scene.world.store) }

    static func upstream(_ scene: Scene) -> Int { scene.world.essences(of: scene.world.contacts).count }

    static func held(_ scene: Scene) throws -> Int {
        try devices(scene).show("1").datastores.reduce(0) { $0 + $1.heldDeletions }
    }

    static func deleteAll(_ scene: inout Scene, keep: Int = 0) {
        for number in keep..<200 {
            guard let luid = scene.phone.luid(contact(number)) else { continue }
            scene.phone.delete("contacts", luid)
        }
    }

    /// Four contacts, all deleted on the phone, and that approved.
    static func approvedScene() async throws -> Scene {
        var scene = try await Self.scene(4)
        deleteAll(&scene)
        _ = try await scene.phone.sync()
        _ = try devices(scene).approve("1", now: scene.world.clock.now)
        return scene
    }

    static func expectQuiet(_ scene: inout Scene) async throws {
        let before = scene.writes
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        #expect(scene.writes == before)
    }

    @Test("A datastore of three items wiped")
    func three() async throws {
        var scene = try await Self.scene(3)
        Self.deleteAll(&scene)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(Self.upstream(scene) == 3)
        #expect(try Self.held(scene) == 3)
        #expect(scene.phone.essences(.contact).isEmpty, "the phone's own view is left alone")
        let entries = try scene.world.store.read { try $0.entries(limit: 9) }
        #expect(entries.contains { $0.action == .held && $0.detail.contains("Person A0") }, "\(entries)")
        try await Self.expectQuiet(&scene)
        #expect(Self.upstream(scene) == 3)
    }

    @Test("Few deletions of many run at once")
    func few() async throws {
        var scene = try await Self.scene(30)
        Self.deleteAll(&scene, keep: 24)
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 24)
        #expect(try Self.held(scene) == 0)
    }

    @Test("Approval deletes them, by the server's upkeep", arguments: [true, false])
    func approved(byUpkeep: Bool) async throws {
        var scene = try await Self.scene(12)
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        let decision = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        #expect(decision.deletions == ["contacts": 12])
        if byUpkeep { await scene.world.upkeep() } else { _ = try await scene.phone.sync() }
        #expect(Self.upstream(scene) == 0)
        #expect(try Self.held(scene) == 0)
        try await Self.expectQuiet(&scene)
        // What was approved does not count against the next ones.
        for number in 0..<4 { scene.phone.edit("n\(number)", Self.contact(number)) }
        _ = try await scene.phone.sync()
        scene.phone.delete("contacts", "n0")
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 3)
    }

    @Test("A run of approved deletions that was interrupted goes on")
    func approvedInterrupted() async throws {
        var scene = try await Self.approvedScene()
        // The process died while the first deletion ran: its link is left.
        try scene.world.store.write { store in
            let rows = try store.datastoresWithAnsweredDeletions()
            let row = try #require(rows.first)
            let deletion = try #require(try store.answeredDeletions(row, .given, limit: 1).first)
            try store.insert(
                Link(
                    datastore: row, resource: deletion.resource, part: deletion.part, guid: try store.allocateGUID(row),
                    revision: deletion.revision, state: .refused(code: 0), pendingDelete: true))
        }
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(Self.upstream(scene) == 0)
        #expect(try Self.held(scene) == 0)
        try await Self.expectQuiet(&scene)
    }

    @Test("Approval waits while the server is away")
    func approvedWhileAway() async throws {
        var scene = try await Self.approvedScene()
        scene.world.server.setFault { $0.method == "DELETE" ? .status(503, retryAfter: 1) : nil }
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 4)
        scene.world.server.setFault(nil)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 0)
        try await Self.expectQuiet(&scene)
    }

    @Test("What waits for the server is judged when it answers, by what there is then")
    func judgedAgain() async throws {
        var scene = try await Self.scene(5)
        Self.deleteAll(&scene, keep: 3)
        scene.world.server.setFault { $0.method == "DELETE" ? .status(503, retryAfter: 1) : nil }
        _ = try await scene.phone.sync()
        #expect(try Self.held(scene) == 0, "two of five are few")
        for number in 0..<2 { scene.world.delete(.contact, "c\(number)") }
        scene.world.server.setFault(nil)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 3, "two of three are most of them")
        #expect(try Self.held(scene) == 2)
        let entries = try scene.world.store.read { try $0.entries(limit: 9) }
        #expect(entries.contains { $0.action == .held && $0.detail.contains("Person D3") }, "\(entries)")
        _ = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 1)
        _ = try await scene.phone.sync()
        try await Self.expectQuiet(&scene)
    }

    @Test("A copy that came back to the phone and stands for the item ends its held deletion")
    func copyStandsForIt() async throws {
        var scene = try Scene { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        var twin = Self.contact(0)
        twin.uid = "twin"
        for number in 1..<4 { scene.world.put("c\(number)", Self.contact(number)) }
        scene.world.put("c0", twin)
        _ = try await scene.phone.sync()
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        #expect(try Self.held(scene) == 4)
        scene.world.put("copy", twin)
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(twin))
        // Seen in a whole listing, the copy has moved to where the other is.
        scene.world.delete(.contact, "copy")
        scene.world.server.expireTokens()
        let changed = twin.text(scene.phone.format("contacts")).replacing("+49 770", with: "+49 7700")
        scene.phone.edit("contacts", luid, changed)
        _ = try await scene.phone.sync()
        #expect(try Self.held(scene) == 3, "the phone has it")
        #expect(Self.upstream(scene) == 4)
        _ = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 1)
        try await Self.expectQuiet(&scene)
    }

    @Test("What a session adds does not make few of what waits for the server")
    func judgedBesideNewOnes() async throws {
        var scene = try await Self.scene(4)
        Self.deleteAll(&scene, keep: 2)
        for number in 4..<6 {
            scene.phone.edit("contacts", "new-\(number)", Self.contact(number).text(scene.phone.format("contacts")))
        }
        scene.world.server.setFault { ["DELETE", "PUT"].contains($0.method) ? .status(503, retryAfter: 1) : nil }
        _ = try await scene.phone.sync()
        #expect(try Self.held(scene) == 0, "two of four are few")
        scene.world.delete(.contact, "c0")
        scene.world.server.setFault(nil)
        _ = try await scene.phone.sync(["contacts": .slow])
        #expect(try Self.held(scene) == 2, "two of three are most of them")
        #expect(Self.upstream(scene) == 5)
    }

    @Test("What waits for the server and is few happens when it answers, and counts against the next ones")
    func postponed() async throws {
        var scene = try await Self.scene(8)
        Self.deleteAll(&scene, keep: 6)
        scene.world.server.setFault { $0.method == "DELETE" ? .status(503, retryAfter: 1) : nil }
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 8)
        scene.world.server.setFault(nil)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 6)
        Self.deleteAll(&scene, keep: 3)
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 6, "five of eight within days")
        #expect(try Self.held(scene) == 3)
    }

    @Test("Rejection gives everything back to the phone")
    func rejected() async throws {
        var scene = try await Self.scene(12)
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        #expect(try Self.devices(scene).reject("1", now: scene.world.clock.now).deletions == ["contacts": 12])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == 12)
        #expect(Self.upstream(scene) == 12)
        try await Self.expectQuiet(&scene)
    }

    @Test("A held delete, then the same item added again")
    func addedAgain() async throws {
        var scene = try await Self.scene(3)
        let text = try #require(scene.phone.luid(Self.contact(1)).flatMap { scene.phone.store.items["contacts"]?[$0] })
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        scene.phone.edit("contacts", "again", String(decoding: text, as: UTF8.self))
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 3, "not doubled")
        #expect(try Self.held(scene) == 2)
        _ = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == [Self.contact(1).essence])
        #expect(scene.phone.essences(.contact) == [Self.contact(1).essence])
        try await Self.expectQuiet(&scene)
    }

    @Test("A held delete and an upstream edit: the item returns, the others wait")
    func editedUpstream() async throws {
        var scene = try await Self.scene(4)
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        let edited = Sample(.contact, Self.contact(2).title, "+49 1")
        scene.world.put("c2", edited)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [edited.essence])
        #expect(try Self.held(scene) == 3)
        _ = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == [edited.essence])
        try await Self.expectQuiet(&scene)
    }

    @Test("An edit upstream between approval and deletion keeps the item")
    func editedAfterApproval() async throws {
        var scene = try await Self.approvedScene()
        let edited = Sample(.contact, Self.contact(2).title, "+49 1")
        scene.world.put("c2", edited)
        await scene.world.upkeep()
        #expect(scene.world.essences(of: scene.world.contacts) == [edited.essence])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [edited.essence])
    }

    @Test("A slow sync of the wiped phone brings nothing back by itself, and releases what it adds")
    func slowSync() async throws {
        var scene = try await Self.scene(5)
        let text = try #require(scene.phone.luid(Self.contact(3)).flatMap { scene.phone.store.items["contacts"]?[$0] })
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        scene.phone.edit("contacts", "again", String(decoding: text, as: UTF8.self))
        _ = try await scene.phone.sync(["contacts": .slow])
        #expect(scene.phone.essences(.contact) == [Self.contact(3).essence])
        #expect(try Self.held(scene) == 4)
        #expect(Self.upstream(scene) == 5)
    }

    @Test("A refresh from the server gives everything back")
    func refreshFromServer() async throws {
        var scene = try await Self.scene(5)
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        _ = try await scene.phone.sync(["contacts": .refreshFromServer])
        #expect(scene.phone.essences(.contact).count == 5)
        #expect(try Self.held(scene) == 0)
    }

    @Test("Refresh from the phone on a full account")
    func refreshFromClient() async throws {
        var scene = try await Self.scene(20)
        Self.deleteAll(&scene, keep: 2)
        scene.phone.edit("own", Sample(.contact, "Zoe Zander", "+49 5"))
        let report = try await scene.phone.sync(["contacts": .refreshFromClient])
        #expect(report.isSuccess, "\(report.table)")
        #expect(Self.upstream(scene) == 21)
        #expect(try Self.held(scene) == 18)
        _ = try Self.devices(scene).approve("1", now: scene.world.clock.now)
        await scene.world.upkeep()
        #expect(Self.upstream(scene) == 3)
        try await Self.expectQuiet(&scene)
    }

    @Test("Deletions trickling under the threshold for days")
    func trickle() async throws {
        var scene = try await Self.scene(40)
        for day in 0..<5 {
            for number in day * 3..<day * 3 + 3 {
                scene.phone.delete("contacts", try #require(scene.phone.luid(Self.contact(number))))
            }
            _ = try await scene.phone.sync()
            scene.world.clock.advance(24 * 3600)
        }
        // 3, 6, 9 are few; 12 of 40 are more than ten and more than a quarter.
        #expect(Self.upstream(scene) == 31)
        #expect(try Self.held(scene) == 6)
        // After a week the first ones are forgotten, the held ones still wait.
        scene.world.clock.advance(8 * 24 * 3600)
        await scene.world.upkeep()
        #expect(try Self.held(scene) == 6)
    }

    @Test("erase: allowed lifts the guard")
    func lifted() async throws {
        var scene = try await Self.scene(12, settings: ["erase": "allowed"])
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        #expect(Self.upstream(scene) == 0)
    }

    @Test("Another device is not touched while deletions are held")
    func otherDevice() async throws {
        var scene = try await Self.scene(6)
        var other = SimulatedPhone(scene.world, id: "phone-2") {
            $0.stores = $0.stores.filter { $0.name == "contacts" }
        }
        _ = try await other.sync()
        Self.deleteAll(&scene)
        _ = try await scene.phone.sync()
        let report = try await other.sync()
        #expect(Scene.moved(report) == 0, "\(report.table)")
        #expect(other.essences(.contact).count == 6)
    }
}
