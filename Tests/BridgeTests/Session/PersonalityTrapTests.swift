import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Synchronization
import Testing

/// What must not go wrong where a server's conditions, ETags and UIDs are less than the RFCs promise.
@Suite("Traps of servers' personalities")
struct PersonalityTrapTests {
    /// Somebody else changes the name in the moment in which the bridge writes the number.
    @Test("A third party just before a write", arguments: Personality.keepingNames)
    func thirdParty(_ personality: Personality) async throws {
        var scene = try await Scene.withAnna(personality)
        let luid = try #require(scene.phone.luid(Scene.anna))
        scene.phone.edit(luid, Scene.anna("+49 1001 77"))
        scene.beforeTouching("anna") { world in world.put("anna", Sample(.contact, "Anna Bauer", "+49 1001")) }
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        scene.expectAgreement([.contact]) { _ in ["Anna Bauer|+49 1001 77"] }
        try await scene.expectQuiet()
    }

    @Test("Deleted on the phone, changed upstream at the same moment", arguments: Personality.keepingNames)
    func deletedAndChanged(_ personality: Personality) async throws {
        var scene = try await Scene.withAnna(personality)
        scene.phone.delete("contacts", try #require(scene.phone.luid(Scene.anna)))
        scene.beforeTouching("anna") { world in world.put("anna", Sample(.contact, "Anna Adler", "+49 1001 88")) }
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 1001 88"])
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == scene.world.essences(of: scene.world.contacts))
        try await scene.expectQuiet()
    }

    @Test("Removed and made again upstream under the same name", arguments: Personality.keepingNames)
    func madeAgain(_ personality: Personality) async throws {
        var scene = try await Scene.withAnna(personality)
        var others = (1...12).map { Sample(.contact, "Person \($0)", "+49 20\($0)") }
        for (index, other) in others.enumerated() { scene.world.put("other-\(index)", other) }
        _ = try await scene.phone.sync()
        // So that the last second is one change, and a repeated second does not look like a whole list.
        others[0] = Scene.changed(others[0])
        scene.world.put("other-0", others[0])
        _ = try await scene.phone.sync()
        let berta = Sample(.contact, "Berta Adler", "+49 1009", uid: "another-person-of-this-name")
        scene.world.delete(.contact, "anna")
        scene.world.put("anna", berta)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        scene.expectAgreement([.contact]) { _ in (others + [berta]).map(\.essence).sorted() }
        try await scene.expectQuiet()
    }

    @Test("Two cards of one UID", arguments: [Personality.sogo, .davical])
    func twins(_ personality: Personality) async throws {
        var scene = try await Scene.withAnna(personality)
        scene.world.put("anna-2", Sample(.contact, "Anna Zwei", "+49 1002", uid: "made-by-another-client-anna"))
        let both = [Scene.anna.essence, "Anna Zwei|+49 1002"]
        #expect(try await scene.phone.sync().isSuccess)
        scene.expectAgreement([.contact]) { _ in both }
        try await scene.expectQuiet()
        let luid = try #require(scene.phone.luid(Sample(.contact, "Anna Zwei", "+49 1002")))
        scene.phone.edit(luid, Sample(.contact, "Anna Zwei", "+49 1002 5"))
        #expect(try await scene.phone.sync().isSuccess)
        scene.expectAgreement([.contact]) { _ in [Scene.anna.essence, "Anna Zwei|+49 1002 5"] }
        try await scene.expectQuiet()
    }

    /// The invitation that both the phone and another client have put into the calendar.
    @Test(
        "One event put on both sides at the same moment", arguments: [Personality.honest, .radicale, .xandikos, .sogo])
    func sameUID(_ personality: Personality) async throws {
        var scene = try await Scene(personality, kinds: [.event])
        let meeting = Sample(.event, "Meeting", "Room 7", uid: "invitation-1@example.com")
        #expect(try await scene.phone.sync().isSuccess)
        scene.phone.edit("own-1", meeting)
        let isDone = Mutex(false)
        scene.world.way.observe { [world = scene.world] request in
            guard request.method == "PUT",
                isDone.withLock({ done in
                    defer { done = true }; return !done
                })
            else { return }
            world.put("invitation", meeting)
        }
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        scene.expectAgreement([.event]) { _ in [meeting.essence] }
        #expect(scene.phone.luid(meeting) == "own-1")
        try await scene.expectQuiet()
    }
}
