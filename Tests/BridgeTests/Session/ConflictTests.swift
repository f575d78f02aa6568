import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Both sides changed")
struct ConflictTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")

    private func changed(_ detail: String) -> Sample { Sample(.contact, "Anna Adler", detail) }

    /// Anna is upstream and on the phone.
    private func agreed(rule: String? = nil) async throws -> Scene {
        var scene = try Scene()
        scene.world.put("anna", anna)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        if let rule {
            try scene.world.store.write { store in
                guard var account = try store.account(named: "alice") else { return }
                account.settings["conflict"] = rule
                try store.update(account)
            }
        }
        return scene
    }

    /// The row of a contact of the world's first device.
    private static func link(_ scene: Scene, _ luid: String) throws -> Link? {
        try scene.world.store.read { store in
            guard let account = try store.account(named: "alice"), let device = try store.devices(of: account.id).first,
                let datastore = try store.datastore(device.id, "contacts")
            else { return nil }
            return try store.link(datastore.id, LUID(luid))
        }
    }

    private func expectQuiet(_ scene: inout Scene) async throws {
        let before = scene.writes
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(report.table)")
        #expect(scene.writes == before)
    }

    private func journal(_ scene: Scene, _ action: JournalAction) throws -> [JournalEntry] {
        try scene.world.store.read { try $0.entries(limit: 100) }.filter { $0.action == action }
    }

    @Test(
        "The same property: the rule decides, the loser is in the journal",
        arguments: [("device-wins", "+49 1001 77"), ("server-wins", "+49 1001 88"), ("newest", "+49 1001 77")])
    func sameProperty(rule: String, winner: String) async throws {
        var scene = try await agreed(rule: rule)
        let luid = try #require(scene.phone.luid(anna))
        scene.phone.edit(luid, changed("+49 1001 77"))
        scene.world.put("anna", changed("+49 1001 88"))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.phone.essences(.contact) == ["Anna Adler|\(winner)"])
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|\(winner)"])
        let loser = winner.hasSuffix("77") ? "88" : "77"
        let conflicts = try journal(scene, .conflict)
        #expect(conflicts.contains { $0.detail.contains(loser) }, "\(conflicts.map(\.detail))")
        try await expectQuiet(&scene)
    }

    @Test("A cleared number that is not proven stays upstream and goes back once")
    func unprovenRemoval() async throws {
        var scene = try await agreed()
        let luid = try #require(scene.phone.luid(anna))
        let bare = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Adler;Anna;;;\r\nFN:Anna Adler\r\nNOTE:new\r\nEND:VCARD\r\n"
        scene.phone.edit("contacts", luid, bare)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(
            scene.world.bodies(of: scene.world.contacts).contains { $0.contains("+49 1001") && $0.contains("NOTE:new") }
        )
        #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001"], "it is back on the phone")
        try await expectQuiet(&scene)
        // A phone that drops it on its own is not sent it for ever.
        scene.phone.edit("contacts", luid, bare.replacing("new", with: "newer"))
        _ = try await scene.phone.sync()
        try await expectQuiet(&scene)
        #expect(scene.phone.texts("contacts").allSatisfy { !$0.contains("+49 1001") })
        #expect(scene.world.bodies(of: scene.world.contacts).contains { $0.contains("+49 1001") })
    }

    @Test("Deleted upstream and edited on two phones: it is made again once")
    func madeAgainOnce() async throws {
        var scene = try await agreed()
        var other = SimulatedPhone(scene.world, id: "phone-2")
        _ = try await other.sync()
        let first = try #require(scene.phone.luid(anna))
        let second = try #require(other.luid(anna))
        scene.world.delete(.contact, "anna")
        scene.phone.edit(first, changed("+49 1001 77"))
        other.edit(second, changed("+49 1001 88"))
        _ = try await scene.phone.sync()
        _ = try await other.sync()
        #expect(scene.world.essences(of: scene.world.contacts).count == 1)
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == other.essences(.contact))
        #expect(scene.phone.essences(.contact).count == 1)
        try await expectQuiet(&scene)
    }

    @Test("Duplicate keeps both versions, on every device")
    func duplicate() async throws {
        var scene = try await agreed(rule: "duplicate")
        let luid = try #require(scene.phone.luid(anna))
        scene.phone.edit(luid, changed("+49 1001 77"))
        scene.world.put("anna", changed("+49 1001 88"))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        let both = ["Anna Adler|+49 1001 77", "Anna Adler|+49 1001 88"]
        #expect(scene.phone.essences(.contact) == both)
        #expect(scene.world.essences(of: scene.world.contacts) == both)
        let original = String(
            decoding: try #require(scene.world.server.get(scene.world.href(.contact, "anna"))), as: UTF8.self)
        #expect(Essence.of(original) == both[1], "upstream's version keeps its place")
        #expect(scene.phone.texts("contacts").count == 2)
        try await expectQuiet(&scene)
        var other = SimulatedPhone(scene.world, id: "phone-2")
        _ = try await other.sync()
        #expect(other.essences(.contact) == both)
    }

    @Test("Duplicate survives a lost reply upstream at every request")
    func duplicateInterrupted() async throws {
        for number in 0..<10 {
            var scene = try await agreed(rule: "duplicate")
            let luid = try #require(scene.phone.luid(anna))
            scene.phone.edit(luid, changed("+49 1001 77"))
            scene.world.put("anna", changed("+49 1001 88"))
            let fault = CountedFault(number, .lostReply)
            scene.world.server.setFault { fault.next($0) }
            _ = try? await scene.phone.sync()
            scene.world.server.setFault(nil)
            _ = try await scene.phone.sync()
            _ = try await scene.phone.sync()
            let both = ["Anna Adler|+49 1001 77", "Anna Adler|+49 1001 88"]
            #expect(scene.phone.essences(.contact) == both, "request \(number)")
            #expect(scene.world.essences(of: scene.world.contacts) == both, "request \(number)")
        }
    }

    @Test("The loser is in the journal though the answer to the write was lost, whichever request it was")
    func loserAfterLostReply() async throws {
        for number in 0..<10 {
            for fault in [Fault.lostReply, .lostRequest] {
                var scene = try await agreed()
                let luid = try #require(scene.phone.luid(anna))
                scene.phone.edit(luid, changed("+49 1001 77"))
                scene.world.put("anna", changed("+49 1001 88"))
                let counted = CountedFault(number, fault)
                scene.world.server.setFault { counted.next($0) }
                _ = try? await scene.phone.sync()
                scene.world.server.setFault(nil)
                _ = try await scene.phone.sync()
                #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 1001 77"])
                #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001 77"])
                let told = try journal(scene, .conflict).map(\.detail)
                #expect(told.contains { $0.contains("+49 1001 88") }, "request \(number), \(fault): \(told)")
                #expect(try !journal(scene, .updated).isEmpty, "request \(number), \(fault)")
            }
        }
    }

    @Test("Different properties: both changes are on both sides")
    func differentProperties() async throws {
        var scene = try await agreed()
        let luid = try #require(scene.phone.luid(anna))
        scene.phone.edit(luid, changed("+49 1001 77"))
        scene.world.server.put(
            scene.world.href(.contact, "anna"),
            Sample(.contact, "Anna Adler", "+49 1001", uid: "made-by-another-client-anna").upstream
                .replacing("END:VCARD", with: "EMAIL:anna@example.org\r\nX-SECRET:kept\r\nEND:VCARD"))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        let upstream = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(upstream.contains("+49 1001 77") && upstream.contains("anna@example.org"))
        #expect(upstream.contains("X-SECRET:kept"))
        let phone = try #require(scene.phone.texts("contacts").first)
        #expect(phone.contains("+49 1001 77") && phone.contains("anna@example.org"))
        try await expectQuiet(&scene)
    }

    @Test("Deleted on the phone, changed upstream: the change returns")
    func deleteAgainstChange() async throws {
        var scene = try await agreed()
        scene.phone.delete("contacts", try #require(scene.phone.luid(anna)))
        scene.world.put("anna", changed("+49 1001 88"))
        let report = try await scene.phone.sync()
        #expect(report.failure == nil, "\(report.table)")
        #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001 88"])
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 1001 88"])
        try await expectQuiet(&scene)
    }

    @Test("Changed on the phone, deleted upstream: the change returns")
    func changeAgainstDelete() async throws {
        var scene = try await agreed()
        scene.phone.edit(try #require(scene.phone.luid(anna)), changed("+49 1001 77"))
        scene.world.delete(.contact, "anna")
        let report = try await scene.phone.sync()
        #expect(report.failure == nil, "\(report.table)")
        #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001 77"])
        #expect(scene.world.essences(of: scene.world.contacts) == ["Anna Adler|+49 1001 77"])
        try await expectQuiet(&scene)
    }

    @Test("Deleted on both sides, changed alike on both sides: nothing to do")
    func sameOnBothSides() async throws {
        var scene = try await agreed()
        scene.world.put("boris", Sample(.contact, "Boris Brandt", "+49 1002"))
        _ = try await scene.phone.sync()
        scene.phone.delete("contacts", try #require(scene.phone.luid(anna)))
        scene.world.delete(.contact, "anna")
        let boris = Sample(.contact, "Boris Brandt", "+49 1002 5")
        scene.phone.edit(try #require(scene.phone.luid(Sample(.contact, "Boris Brandt", "+49 1002"))), boris)
        scene.world.put("boris", boris)
        let before = scene.writes
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.writes == before)
        #expect(scene.phone.essences(.contact) == [boris.essence])
        #expect(scene.world.essences(of: scene.world.contacts) == [boris.essence])
        try await expectQuiet(&scene)
    }

    @Test("A read-only collection: the phone gets its items back")
    func readOnly() async throws {
        var scene = try Scene()
        let boris = Sample(.contact, "Boris Brandt", "+49 1002")
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        scene.world.server.setWritable(scene.world.contacts, false)
        _ = try await scene.phone.sync()
        scene.phone.edit(try #require(scene.phone.luid(anna)), changed("+49 1001 77"))
        scene.phone.delete("contacts", try #require(scene.phone.luid(boris)))
        _ = try await scene.phone.sync()
        let both = [anna.essence, boris.essence]
        #expect(scene.phone.essences(.contact) == both)
        #expect(scene.world.essences(of: scene.world.contacts) == both)
        #expect(try journal(scene, .rejected).contains { $0.detail.contains("read-only") })
        #expect(scene.writes == 0)
        try await expectQuiet(&scene)
    }

    @Test(
        "One item refused upstream: the others go on, the reason is kept, a later change is tried",
        arguments: [400, 403, 507])
    func rejected(status: Int) async throws {
        var scene = try await agreed()
        scene.world.server.setFault { request in
            request.method == "PUT" && String(decoding: request.body, as: UTF8.self).contains("Paula")
                ? .status(status) : nil
        }
        let paula = Sample(.contact, "Paula Peters", "+49 2001")
        let olga = Sample(.contact, "Olga Orlow", "+49 2002")
        scene.phone.edit("own-1", paula)
        scene.phone.edit("own-2", olga)
        let report = try await scene.phone.sync()
        #expect(report.failure == nil, "\(report.table)")
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence, olga.essence])
        #expect(scene.phone.essences(.contact).count == 3)
        let entries = try journal(scene, .rejected)
        #expect(entries.count == 1 && entries[0].detail.contains("\(status)"), "\(entries.map(\.detail))")
        let link = try #require(try Self.link(scene, "own-1"))
        #expect(link.pending == Array(paula.text(.vcard30).utf8))
        #expect(link.pendingReason?.contains("\(status)") == true)

        // Not tried again by itself, and not in the way of anything.
        let before = scene.writes
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && scene.writes == before, "\(quiet.table)")

        scene.world.server.setFault(nil)
        let changed = Sample(.contact, "Paula Peters", "+49 2001 5")
        scene.phone.edit("own-1", changed)
        let last = try await scene.phone.sync()
        #expect(last.isSuccess, "\(last.table)")
        let all = [anna, olga, changed].map(\.essence)
        #expect(scene.world.essences(of: scene.world.contacts) == all)
        #expect(scene.phone.essences(.contact) == all)
        try await expectQuiet(&scene)
    }

    @Test("A Replace that arrived without its Status, then reverted upstream: the phone follows")
    func reverted() async throws {
        var scene = try Scene { $0.habits.repeatsAfterLoss = 0 }
        scene.world.put("anna", anna)
        _ = try await scene.phone.sync()
        scene.world.put("anna", changed("+49 1001 88"))
        // Alerts, Sync, and then the statuses of what the phone has stored are lost.
        scene.phone.line.plan([2: .messageLost])
        _ = try? await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == ["Anna Adler|+49 1001 88"])
        scene.world.put("anna", anna)
        scene.phone.line.plan([:])
        _ = try await scene.phone.sync()
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == [anna.essence])
        #expect(scene.world.essences(of: scene.world.contacts) == [anna.essence])
    }
}
