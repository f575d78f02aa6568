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
