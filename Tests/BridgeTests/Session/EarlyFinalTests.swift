import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@testable import Bridge

@Suite("Phones that end messages and say them as nobody should")
struct EarlyFinalTests {
    /// Contacts and notes on both sides that need several messages, from their first sync on.
    private func scene(_ change: (inout PhoneConfiguration) -> Void) throws -> Scene {
        var scene = try Scene {
            $0.maxMessageSize = 2500
            $0.stores = $0.stores.filter { ["contacts", "notes"].contains($0.name) }
            change(&$0)
        }
        for kind in [ItemKind.contact, .note] {
            for number in 0..<30 {
                scene.phone.edit("own-\(number)", Sample(kind, "Anna\(number)", "+49 1\(number)00"))
                scene.world.put("its-\(number)", Sample(kind, "Otto\(number)", "+49 2\(number)00"))
            }
        }
        return scene
    }

    private func expectEqual(_ scene: Scene, _ count: Int, _ location: SourceLocation = #_sourceLocation) {
        for kind in [ItemKind.contact, .note] {
            let there = scene.world.essences(of: scene.world.collection(kind))
            #expect(there.count == count, sourceLocation: location)
            #expect(scene.phone.essences(kind) == there, sourceLocation: location)
        }
    }

    @Test("Final in every message", arguments: [ProtocolVersion.v11, .v12])
    func finalInEveryMessage(version: ProtocolVersion) async throws {
        var scene = try scene {
            $0.version = version
            $0.habits.finalEarly = true
        }
        let first = try await scene.phone.sync()
        #expect(first.isSuccess, "\(first.table)")
        expectEqual(scene, 60)
        for number in 0..<30 {
            scene.phone.edit("own-\(number)", Sample(.contact, "Anna\(number)", "+49 1\(number)00 77"))
        }
        for number in 0..<10 { scene.phone.delete("notes", "own-\(number)") }
        let second = try await scene.phone.sync()
        #expect(second.isSuccess, "\(second.table)")
        for kind in [ItemKind.contact, .note] {
            let there = scene.world.essences(of: scene.world.collection(kind))
            #expect(there.count == (kind == .note ? 50 : 60) && scene.phone.essences(kind) == there)
        }
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
    }

    @Test("Final in every message, one of which has room for the device information alone: the items are waited for")
    func finalBeforeTheFirstSync() async throws {
        for size in stride(from: 2400, through: 4200, by: 100) {
            var scene = try Scene {
                $0.version = .v11
                $0.encoding = .xml
                $0.maxMessageSize = size
                $0.habits.putsAfterAlerts = true
                $0.stores = StoreConfiguration.standard(oldFormats: true).filter { $0.name != "tasks" }
                $0.habits.finalEarly = true
                $0.habits.credentialsAtOnce = false
            }
            for kind in [ItemKind.contact, .note] {
                for number in 0..<6 {
                    scene.phone.edit("own-\(number)", Sample(kind, "Anna\(number)", "+49 1\(number)00"))
                    scene.world.put("its-\(number)", Sample(kind, "Anna\(number)", "+49 1\(number)00"))
                }
            }
            let report = try await scene.phone.sync()
            #expect(report.isSuccess, "\(size) bytes\n\(report.table)")
            for kind in [ItemKind.contact, .note] {
                let there = scene.world.essences(of: scene.world.collection(kind))
                #expect(there.count == 6 && scene.phone.essences(kind) == there, "\(kind), \(size) bytes")
            }
        }
    }

    @Test("Final in every message: what the phone was yet to say is not taken from it by what others did meanwhile")
    func deletedUpstreamMeanwhile() async throws {
        var scene = try scene { $0.habits.finalEarly = true }
        #expect(try await scene.phone.sync().isSuccess)
        let contacts = scene.world.collection(.contact)
        for number in 0..<30 {
            scene.phone.edit("own-\(number)", Sample(.contact, "Anna\(number)", "+49 1\(number)00 77"))
        }
        // Those that its messages bring last.
        let last = ["Anna7", "Anna8", "Anna9"]
        for (href, body) in scene.world.server.members(of: contacts) {
            let text = String(decoding: body, as: UTF8.self)
            if last.contains(where: text.contains) { scene.world.server.delete(href) }
        }
        #expect(scene.world.server.members(of: contacts).count == 57)
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        expectEqual(scene, 60)
        #expect(scene.world.essences(of: contacts).count { $0.hasSuffix(" 77") } == 30)
    }

    @Test(
        "Final in every message of a slow or refreshing sync: what both sides have is not doubled, and nothing deleted")
    func sameOnBothSides() async throws {
        for mode in [SyncMode.slow, .refreshFromClient] {
            var scene = try scene { $0.habits.finalEarly = true }
            #expect(try await scene.phone.sync().isSuccess)
            // A state that knows nothing of the phone.
            try DeviceAdministration(store: scene.world.store).forget("phone-1")
            let writes = scene.writes
            let again = try await scene.phone.sync(["contacts": mode, "notes": mode])
            #expect(again.isSuccess, "\(again.table)")
            expectEqual(scene, 60)
            #expect(scene.writes == writes, "\(mode)")
        }
    }

    @Test(
        "Final in every message of a family known for it, and no number of changes: a sync waits for a message that is not full",
        arguments: [true, false])
    func withoutNumbers(endsEarly: Bool) async throws {
        for mode in [SyncMode.slow, .refreshFromClient] {
            var scene = try scene {
                $0.deviceID = "fjm-1"
                $0.habits.finalEarly = endsEarly
                $0.habits.numberOfChanges = false
            }
            #expect(try await scene.phone.sync().isSuccess)
            expectEqual(scene, 60)
            try DeviceAdministration(store: scene.world.store).forget("fjm-1")
            let writes = scene.writes
            let again = try await scene.phone.sync(["contacts": mode, "notes": mode])
            #expect(again.isSuccess, "\(again.table)")
            expectEqual(scene, 60)
            #expect(scene.writes == writes, "\(mode)")
            let quiet = try await scene.phone.sync()
            #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
        }
    }

    @Test("Every message twice")
    func twice() async throws {
        var scene = try scene { $0.habits.saysTwice = true }
        let first = try await scene.phone.sync()
        #expect(first.isSuccess, "\(first.table)")
        expectEqual(scene, 60)
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
    }
}
