import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

@Suite("A server that lists nearly nothing does not wipe the phones")
struct VanishingGuardTests {
    private static func dropUpstream(_ scene: Scene, _ numbers: Range<Int>) {
        for number in numbers { scene.world.delete(.contact, "c\(number)") }
    }

    @Test("Everything vanishes: held, adds wait, approval deletes")
    func approved() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        Self.dropUpstream(scene, 0..<8)
        let new = Sample(.contact, "Zoe Zander", "+49 5")
        scene.world.put("zoe", new)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        #expect(scene.phone.essences(.contact).count == 8)
        try await DeviceGuardTests.expectQuiet(&scene)
        let devices = DeviceGuardTests.devices(scene)
        #expect(try devices.show("1").datastores.first?.heldVanishings == 8)
        #expect(try devices.approve("1", now: scene.world.clock.now).vanished == ["contacts": 8])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [new.essence])
        try await DeviceGuardTests.expectQuiet(&scene)
    }

    @Test("A refresh that breaks off behind many new items does not make the vanishings few")
    func brokenOff() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        Self.dropUpstream(scene, 0..<8)
        for number in 100..<180 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        let asked = Mutex(0)
        scene.world.server.setFault { request in
            let isMultiget =
                request.method == "REPORT" && String(decoding: request.body, as: UTF8.self).contains("multiget")
            guard isMultiget else { return nil }
            // The first party of new items is in the mirror by then.
            return asked.withLock { count in
                count += 1
                return count > 1 ? .status(503) : nil
            }
        }
        _ = try? await scene.phone.sync()
        #expect(asked.withLock { $0 } > 1)
        scene.world.server.setFault(nil)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        let held = (0..<8).map { DeviceGuardTests.contact($0).essence }
        #expect(Set(held).isSubset(of: scene.phone.essences(.contact)), "\(report.table)")
        #expect(try DeviceGuardTests.devices(scene).show("1").datastores.first?.heldVanishings == 8)
        let journal = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(journal.count { $0.action == .held } == 1, "told once")
    }

    @Test("Rejected: the server gets everything back")
    func rejected() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        let bodies = scene.world.bodies(of: scene.world.contacts)
        Self.dropUpstream(scene, 0..<7)
        _ = try await scene.phone.sync()
        #expect(try DeviceGuardTests.devices(scene).reject("1", now: scene.world.clock.now).vanished == ["contacts": 7])
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts) == bodies)
        #expect(scene.phone.essences(.contact).count == 8)
        try await DeviceGuardTests.expectQuiet(&scene)
    }

    @Test("They come back by themselves: the hold ends")
    func back() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        Self.dropUpstream(scene, 0..<8)
        _ = try await scene.phone.sync()
        for number in 0..<8 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        let report = try await scene.phone.sync()
        #expect(Scene.moved(report) == 0, "\(report.table)")
        #expect(try DeviceGuardTests.devices(scene).show("1").datastores.first?.heldVanishings == 0)
        let new = Sample(.contact, "Zoe Zander", "+49 5")
        scene.world.put("zoe", new)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).contains(new.essence))
    }

    @Test("What is added meanwhile does not make the vanished ones few", arguments: [false, true])
    func diluted(_ isAtOnce: Bool) async throws {
        var scene = try await DeviceGuardTests.scene(7)
        Self.dropUpstream(scene, 0..<5)
        if !isAtOnce { _ = try await scene.phone.sync() }
        for number in 20..<32 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        for _ in 0..<2 {
            let report = try await scene.phone.sync()
            #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        }
        #expect(try DeviceGuardTests.devices(scene).show("1").datastores.first?.heldVanishings == 5)
        let decision = try DeviceGuardTests.devices(scene).approve("1", now: scene.world.clock.now)
        #expect(decision.vanished == ["contacts": 5])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == scene.world.essences(of: scene.world.contacts))
        #expect(scene.phone.essences(.contact).count == 14)
        try await DeviceGuardTests.expectQuiet(&scene)
    }

    @Test("Most of them come back: the rest waits on, few as it is")
    func mostlyBack() async throws {
        var scene = try await DeviceGuardTests.scene(7)
        Self.dropUpstream(scene, 0..<5)
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(DeviceGuardTests.contact(0)))
        scene.phone.edit(luid, Sample(.contact, DeviceGuardTests.contact(0).title, "+49 9"))
        for number in 1..<4 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        for _ in 0..<2 {
            _ = try await scene.phone.sync()
            #expect(scene.phone.essences(.contact).count == 7)
        }
        #expect(try DeviceGuardTests.devices(scene).show("1").datastores.first?.heldVanishings == 1)
        _ = try DeviceGuardTests.devices(scene).approve("1", now: scene.world.clock.now)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == 6)
        try await DeviceGuardTests.expectQuiet(&scene)
    }

    @Test("What has vanished does not make a phone's deletions few")
    func deletedBesides() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        Self.dropUpstream(scene, 0..<5)
        _ = try await scene.phone.sync()
        for number in 5..<7 {
            scene.phone.delete("contacts", try #require(scene.phone.luid(DeviceGuardTests.contact(number))))
        }
        _ = try await scene.phone.sync()
        #expect(try DeviceGuardTests.held(scene) == 2)
        #expect(DeviceGuardTests.upstream(scene) == 3)
    }

    @Test("Few vanishings are believed")
    func few() async throws {
        var scene = try await DeviceGuardTests.scene(30)
        Self.dropUpstream(scene, 0..<7)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == 23)
        Self.dropUpstream(scene, 7..<12)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact).count == 23, "twelve of thirty within a week")
    }

    @Test("A phone's own edit passes while vanishings are held")
    func editMeanwhile() async throws {
        var scene = try await DeviceGuardTests.scene(8)
        Self.dropUpstream(scene, 0..<7)
        _ = try await scene.phone.sync()
        let luid = try #require(scene.phone.luid(DeviceGuardTests.contact(7)))
        let edited = Sample(.contact, DeviceGuardTests.contact(7).title, "+49 9")
        scene.phone.edit(luid, edited)
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts) == [edited.essence])
        #expect(scene.phone.essences(.contact).count == 8)
    }
}

@Suite("Moves upstream keep the phone's items")
struct MoveTests {
    /// Contacts with UIDs, since a move is known by them.
    private static func identified(_ number: Int) -> Sample {
        Sample(.contact, "Person \(number)", "+49 77\(number)", uid: "person-\(number)-0000-4000")
    }

    private static func scene(_ count: Int) async throws -> Scene {
        var scene = try Scene { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        for number in 0..<count { scene.world.put("c\(number)", identified(number)) }
        _ = try await scene.phone.sync()
        return scene
    }

    @Test("Every resource gets another path: nothing moves on the phone, nothing is held")
    func renamed() async throws {
        var scene = try await Self.scene(8)
        for number in 0..<8 {
            scene.world.delete(.contact, "c\(number)")
            scene.world.put("renamed-\(number)", Self.identified(number))
        }
        try await DeviceGuardTests.expectQuiet(&scene)
        #expect(scene.phone.essences(.contact).count == 8)
        #expect(try DeviceGuardTests.devices(scene).show("1").datastores.first?.heldVanishings == 0)
        // An edit afterwards goes to the new place.
        let luid = try #require(scene.phone.luid(Self.identified(3)))
        let edited = Sample(.contact, "Person 3", "+49 9", uid: "person-3-0000-4000")
        scene.phone.edit(luid, edited)
        _ = try await scene.phone.sync()
        let body = scene.world.server.members(of: scene.world.contacts)[scene.world.href(.contact, "renamed-3")]
        #expect(body.map { String(decoding: $0, as: UTF8.self).contains("+49 9") } == true)
    }

    @Test("A renamed resource that the phone edits meanwhile")
    func renamedAndEdited() async throws {
        var scene = try await Self.scene(4)
        scene.world.delete(.contact, "c1")
        scene.world.put("elsewhere", Self.identified(1))
        let luid = try #require(scene.phone.luid(Self.identified(1)))
        scene.phone.edit(luid, Sample(.contact, "Person 1", "+49 9", uid: "person-1-0000-4000"))
        _ = try await scene.phone.sync()
        #expect(
            scene.world.essences(of: scene.world.contacts).filter { $0.hasPrefix("Person 1") } == ["Person 1|+49 9"])
        #expect(scene.phone.essences(.contact).count == 4)
        try await DeviceGuardTests.expectQuiet(&scene)
    }
}
