import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

/// Whole sessions before each of the servers as they were measured: both sides agree, are quiet then, and nothing is doubled.
@Suite("Servers' personalities")
struct PersonalityTests {
    @Test("Changes on both sides", arguments: Personality.keepingNames, [ProtocolVersion.v11, .v12])
    func bothSides(_ personality: Personality, version: ProtocolVersion) async throws {
        let kinds = personality.kinds
        var scene = try await Scene(personality, version: version)
        let first = try await scene.agree(kinds)
        #expect(first.isSuccess, "\(first.table)")
        scene.expectAgreement(kinds) { Scene.shared($0).map(\.essence).sorted() }
        try await scene.expectQuiet()

        scene.changePhone(kinds)
        scene.changeServer(kinds)
        let second = try await scene.phone.sync()
        #expect(second.isSuccess, "\(second.table)")
        scene.expectAgreement(kinds, Scene.merged)
        try await scene.expectQuiet()

        let slow = try await scene.phone.sync(Dictionary(uniqueKeysWithValues: kinds.map { ($0.store, .slow) }))
        #expect(slow.isSuccess, "\(slow.table)")
        scene.expectAgreement(kinds, Scene.merged)
        try await scene.expectQuiet()
    }

    @Test("Three phones become equal after two rounds", arguments: Personality.allCases)
    func threePhones(_ personality: Personality) async throws {
        let world = try await personality.world()
        let people = ["Jakub Horak", "Ladi Kral", "Milan Novak", "Bruce Lee"].enumerated().map {
            Sample(.contact, $1, "+420 \($0)00\($0)")
        }
        world.put("jakub", people[0])
        var phones = (1...3).map { SimulatedPhone(world, id: "phone-\($0)") }
        for index in phones.indices { phones[index].edit("77", people[index + 1]) }
        for index in [0, 1, 2, 0, 1] {
            let report = try await phones[index].sync()
            #expect(report.isSuccess, "phone \(index + 1): \(report.table)")
        }
        let all = people.map(\.essence).sorted()
        for phone in phones { #expect(phone.essences(.contact) == all) }
        #expect(world.essences(of: world.contacts) == all)
        for index in phones.indices {
            let report = try await phones[index].sync()
            #expect(Scene.moved(report) == 0, "phone \(index + 1): \(report.table)")
        }
    }

    @Test("The same number changed on both sides", arguments: Personality.allCases)
    func conflict(_ personality: Personality) async throws {
        var scene = try await Scene.withAnna(personality)
        let luid = try #require(scene.phone.luid(Scene.anna))
        scene.phone.edit(luid, Scene.anna("+49 1001 77"))
        scene.world.put("anna", Scene.anna("+49 1001 88"))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(scene.phone.essences(.contact).count == 1)
        #expect(scene.phone.essences(.contact) == scene.world.essences(of: scene.world.contacts))
        let entries = try scene.world.store.read { try $0.entries(limit: 100) }
        #expect(entries.filter { $0.action == .conflict }.count == 1, "the loser is named")
        try await scene.expectQuiet()
    }

    @Test("A deletion while the tokens die", arguments: Personality.keepingNames)
    func deadTokens(_ personality: Personality) async throws {
        let kinds = personality.kinds
        var scene = try await Scene(personality)
        _ = try await scene.agree(kinds)
        for kind in kinds { scene.world.delete(kind, "dora") }
        scene.world.server.expireTokens()
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        scene.expectAgreement(kinds) { Scene.shared($0).dropLast().map(\.essence).sorted() }
        try await scene.expectQuiet()
    }

    @Test("The reply to each write is lost once", arguments: Personality.keepingNames)
    func lostReplies(_ personality: Personality) async throws {
        let kinds = personality.kinds
        var scene = try await Scene(personality)
        let seen = Mutex<Set<String>>([])
        scene.world.server.setFault { request in
            guard request.method == "PUT" || request.method == "DELETE" else { return nil }
            return seen.withLock { $0.insert(request.method + request.url).inserted } ? .lostReply : nil
        }
        _ = try await scene.agree(kinds)
        scene.changePhone(kinds)
        scene.changeServer(kinds)
        for _ in 0..<2 { _ = try await scene.phone.sync() }
        scene.expectAgreement(kinds, Scene.merged)
        #expect(seen.withLock { $0.count } >= kinds.count * 3)
        try await scene.expectQuiet()
    }
}
