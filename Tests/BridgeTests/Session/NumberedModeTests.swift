import Bridge
import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Modes that a URL, an administrator or a lost anchor asks for")
struct NumberedModeTests {
    typealias Sides = (phone: [String], server: [String])

    /// A phone and a server that agreed and then both changed, after a sync with these parameters in the phone's URL.
    private func synced(
        _ query: String = "", once: Int? = nil, erase: Bool = false, asked: SyncMode? = nil,
        change: (inout PhoneConfiguration) -> Void = { _ in }
    ) async throws -> (scene: Scene, report: PhoneReport) {
        var scene = try Scene(change: change)
        let first = try await scene.agree()
        #expect(first.isSuccess, "\(first.table)")
        scene.changePhone()
        scene.changeServer()
        if erase { try scene.allowErasing() }
        if let once { try DeviceAdministration(store: scene.world.store).once("phone-1", once) }
        scene.phone.configuration.url += query
        let report = try await scene.phone.sync(asked.map { mode in scene.modes(mode) })
        #expect(report.isSuccess, "\(report.table)")
        return (scene, report)
    }

    private func expect(
        _ scene: Scene, _ sides: (ItemKind) -> Sides, _ location: SourceLocation = #_sourceLocation
    ) {
        for kind in Scene.kinds {
            let (phone, server) = sides(kind)
            #expect(scene.phone.essences(kind) == phone.sorted(), sourceLocation: location)
            #expect(scene.world.essences(of: scene.world.collection(kind)) == server.sorted(), sourceLocation: location)
        }
    }

    private func expectEqualAfterSync(_ scene: inout Scene) async throws {
        scene.phone.configuration.url = "http://bridge.example/syncml"
        let meeting = try await scene.phone.sync()
        #expect(meeting.isSuccess, "\(meeting.table)")
        for kind in Scene.kinds {
            #expect(scene.phone.essences(kind) == scene.world.essences(of: scene.world.collection(kind)))
        }
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
    }

    // MARK: - Without approval nothing is erased

    @Test(
        "Modes that erase nothing run as the URL says", arguments: [(1, 200), (2, 201), (3, 202), (5, 204), (6, 205)])
    func plain(number: Int, code: Int) async throws {
        var (scene, report) = try await synced("?sync=\(number)")
        #expect(report.stores.allSatisfy { $0.used == code })
        #expect(!journal(scene).contains("once"))
        try await expectEqualAfterSync(&scene)
    }

    @Test("A left-over 4 or 7 is an upload that erases nothing", arguments: [4, 7])
    func upload(number: Int) async throws {
        var (scene, report) = try await synced("?sync=\(number)")
        #expect(report.stores.allSatisfy { $0.used == 203 })
        expect(scene) { kind in
            let (anna, boris, clara, dora, paula, sven) = Self.people(kind)
            return (
                [Scene.changed(anna), clara, dora, paula].map(\.essence),
                [Scene.changed(anna), boris, Scene.changed(clara), paula, sven].map(\.essence)
            )
        }
        #expect(journal(scene).contains("footbridge device once 1 \(number)"))
        try await expectEqualAfterSync(&scene)
        expect(scene) { kind in
            let (anna, boris, clara, _, paula, sven) = Self.people(kind)
            let all = [Scene.changed(anna), boris, Scene.changed(clara), paula, sven].map(\.essence)
            return (all, all)
        }
    }

    @Test("A left-over 8 is a download that takes nothing from either side")
    func download() async throws {
        var (scene, report) = try await synced("?sync=8")
        #expect(report.stores.allSatisfy { $0.used == 201 })
        expect(scene) { kind in
            let (anna, boris, clara, _, paula, sven) = Self.people(kind)
            return (
                [anna, boris, Scene.changed(clara), paula, sven].map(\.essence),
                [anna, boris, Scene.changed(clara), sven].map(\.essence)
            )
        }
        #expect(journal(scene).contains("footbridge device once 1 8"))
        // What was not taken then is taken by the next sync that takes anything.
        try await expectEqualAfterSync(&scene)
        for kind in Scene.kinds { #expect(scene.phone.essences(kind).contains(Scene.newOnPhone(kind).essence)) }
    }

    @Test("What a download that broke off was not to take is an edit again, as long as the phone has it")
    func brokenDownload() async throws {
        var (kept, message) = (0, 0)
        while true {
            var scene = try Scene {
                $0.maxMessageSize = 3000
                $0.habits.repeatsAfterLoss = 0
            }
            _ = try await scene.agree()
            scene.changePhone()
            scene.phone.configuration.url += "?sync=8"
            scene.phone.line.plan([message: .replyLostAndRestart])
            do {
                _ = try await scene.phone.sync()
                break
            } catch {
                let edits = Scene.kinds.map { Scene.changed(Self.people($0).0).essence }
                let held = zip(Scene.kinds, edits).filter { scene.phone.essences($0).contains($1) }
                scene.phone.line.plan([:])
                try await expectEqualAfterSync(&scene)
                for (kind, edit) in held {
                    let there = scene.world.essences(of: scene.world.collection(kind))
                    #expect(there.contains(edit), "\(kind), message \(message)")
                }
                kept += held.count
            }
            message += 1
        }
        #expect(message > 3 && kept > 5, "\(message) messages, \(kept) edits")
    }

    @Test("A left-over reset is a two-way sync", arguments: ["?reset", "?sync=9", "?sync=2&reset"])
    func reset(query: String) async throws {
        var (scene, report) = try await synced(query)
        #expect(report.stores.allSatisfy { $0.used == 200 })
        #expect(journal(scene).contains("footbridge device once 1 9"))
        try await expectEqualAfterSync(&scene)
    }

    // MARK: - With approval

    @Test("Approved, the phone's items replace the server's", arguments: [4, 7])
    func eraseServer(number: Int) async throws {
        var (scene, report) = try await synced(once: number)
        #expect(report.stores.allSatisfy { $0.used == 203 })
        expect(scene) { kind in
            let (anna, _, clara, dora, paula, _) = Self.people(kind)
            let all = [Scene.changed(anna), clara, dora, paula].map(\.essence)
            return (all, all)
        }
        try await expectEqualAfterSync(&scene)
        #expect(try DeviceAdministration(store: scene.world.store).show("phone-1").settings["once"] == nil)
    }

    @Test("Approved, the server's items replace the phone's", arguments: [6, 8])
    func erasePhone(number: Int) async throws {
        var (scene, report) = try await synced(once: number)
        #expect(report.stores.allSatisfy { $0.used == 205 })
        expect(scene) { kind in
            let (anna, boris, clara, _, _, sven) = Self.people(kind)
            let all = [anna, boris, Scene.changed(clara), sven].map(\.essence)
            return (all, all)
        }
        try await expectEqualAfterSync(&scene)
    }

    @Test("Approved, the phone is emptied, and the next sync fills it")
    func emptied() async throws {
        var (scene, report) = try await synced(once: 9)
        #expect(report.stores.allSatisfy { $0.used == 205 && ($0.announced ?? 0) == 0 })
        expect(scene) { kind in
            let (anna, boris, clara, _, _, sven) = Self.people(kind)
            return ([], [anna, boris, Scene.changed(clara), sven].map(\.essence))
        }
        try await expectEqualAfterSync(&scene)
    }

    @Test("Only a mode that erases lifts the guard", arguments: [1, 2, 3])
    func guarded(number: Int) async throws {
        var scene = try Scene { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        _ = try await scene.agree([.contact])
        for luid in (scene.phone.store.items["contacts"] ?? [:]).keys.sorted().dropFirst() {
            scene.phone.delete("contacts", luid)
        }
        try DeviceAdministration(store: scene.world.store).once("phone-1", number)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.world.essences(of: scene.world.contacts).count == 4)
    }

    @Test(
        "An account that may erase needs no approval", arguments: [("?sync=7", 203), ("?sync=8", 205), ("?reset", 205)])
    func allowed(query: String, code: Int) async throws {
        var (scene, report) = try await synced(query, erase: true)
        #expect(report.stores.allSatisfy { $0.used == code })
        #expect(!journal(scene).contains("once"))
        try await expectEqualAfterSync(&scene)
    }

    @Test("A phone that is challenged first and follows RespURI keeps what its URL says", arguments: [true, false])
    func challenged(follows: Bool) async throws {
        let (scene, report) = try await synced("?sync=2&x=<y>") {
            $0.habits.followsRespURI = follows
            $0.habits.credentialsAtOnce = false
        }
        #expect(report.stores.allSatisfy { $0.used == 201 }, "\(report.table)")
        #expect(journal(scene).contains("once") == false)
    }

    // MARK: - What the phone asks for itself

    @Test("A phone that asks for another mode than two-way gets it", arguments: [SyncMode.slow, .oneWayFromServer])
    func ownWish(mode: SyncMode) async throws {
        let (scene, report) = try await synced("?sync=7", asked: mode)
        #expect(report.stores.allSatisfy { $0.used == mode.alertCode })
        #expect(!journal(scene).contains("once"))
    }

    @Test(
        "A phone that refuses another mode loses nothing, and compares everything next time", arguments: [2, 4, 6, 8])
    func refused(number: Int) async throws {
        var (scene, _) = try await synced("?sync=\(number)") { $0.habits.refusesOtherModes = true }
        #expect(journal(scene).contains("refused mode"))
        scene.phone.configuration.habits.refusesOtherModes = false
        let next = try await scene.phone.sync()
        #expect(next.stores.allSatisfy { $0.used == 201 }, "\(next.table)")
        try await expectEqualAfterSync(&scene)
        expect(scene) { kind in
            // To its 508 it sends all that it has, so that nobody hears of Boris.
            let (anna, boris, clara, _, paula, sven) = Self.people(kind)
            let all = [Scene.changed(anna), boris, Scene.changed(clara), paula, sven].map(\.essence)
            return (all, all)
        }
    }

    private static func people(_ kind: ItemKind) -> (Sample, Sample, Sample, Sample, Sample, Sample) {
        let all = Scene.shared(kind)
        return (all[0], all[1], all[2], all[3], Scene.newOnPhone(kind), Scene.newUpstream(kind))
    }

    private func journal(_ scene: Scene) -> String {
        let lines = (try? History(store: scene.world.store).lines(limit: 200)) ?? []
        return lines.compactMap(\.detail).joined(separator: "\n")
    }
}

extension Scene {
    fileprivate func allowErasing() throws {
        try world.store.write { store in
            for var account in try store.accounts() {
                account.settings["erase"] = "allowed"
                try store.update(account)
            }
        }
    }

    fileprivate func modes(_ mode: SyncMode) -> [String: SyncMode] {
        Dictionary(uniqueKeysWithValues: Scene.kinds.map { ($0.store, mode) })
    }
}
