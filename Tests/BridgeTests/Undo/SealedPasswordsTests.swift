import BridgeTesting
import Mapping
import Phone
import Testing

@testable import Bridge

@Suite("After a restore with another key")
struct SealedPasswordsTests {
    @Test("Every password that the key does not open is named, and none is in the way of a new login")
    func anotherKey() async throws {
        let scene = try await UndoScene.agreed()
        _ = try await scene.world.administration.add(
            .init(name: "kept", upstream: "http://dav.example/", user: "alice", password: "secret"))
        let store = scene.world.store
        let right = SealedPasswords(store: store, secrets: scene.world.administration.dependencies.secrets)
        try #expect(right.settle() == [])
        let wrong = SealedPasswords(store: store, secrets: SecretBox(key: Array(repeating: 7, count: 32)))
        let lines = try wrong.settle()
        #expect(lines.count == 3, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("alice: ") && $0.contains("Basic") })
        #expect(lines.contains { $0.contains("account password kept --password-stdin") })
        #expect(lines.contains { $0.contains("account password kept makes") })
        try store.read { store in
            try #expect(store.account(named: "alice")?.sealedPassword == nil)
            try #expect(store.account(named: "kept")?.sealedPassword != nil, "without one it would be no login at all")
        }
        var phone = scene.first
        let report = try await phone.sync()
        #expect(report.failure == nil, "\(report.table)")
        try #expect(store.read { try $0.account(named: "alice")?.sealedPassword } != nil)
    }
}
