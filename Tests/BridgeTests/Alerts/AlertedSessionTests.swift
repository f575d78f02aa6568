import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// Phones that come because they were alerted: with 206 to 210 instead of 200 and 202 to 205.
@Suite("Sessions that answer an alert") struct AlertedSessionTests {
    private static let modes: [(SyncMode, Int)] = [
        (.twoWay, 200), (.oneWayFromClient, 202), (.refreshFromClient, 203), (.oneWayFromServer, 204),
        (.refreshFromServer, 205),
    ]

    /// A phone and a server that agreed and then both changed, after a sync.
    private func synced(
        _ mode: SyncMode, _ version: ProtocolVersion, _ encoding: WireEncoding, echoes: Bool
    ) async throws -> (scene: Scene, report: PhoneReport, first: [UInt8]) {
        var scene = try Scene(version: version, encoding: encoding) { $0.habits.echoesServerAlert = echoes }
        #expect(try await scene.agree().isSuccess)
        scene.changePhone()
        scene.changeServer()
        let sent = scene.phone.line.traffic.count
        let report = try await scene.phone.sync(
            Dictionary(uniqueKeysWithValues: Scene.kinds.map { ($0.store, mode) }))
        #expect(report.isSuccess, "\(report.table)")
        return (scene, report, scene.phone.line.traffic[sent])
    }

    @Test(
        "Each code runs as the one it stands for", arguments: modes,
        [ProtocolVersion.v11, .v12].flatMap { version in WireEncoding.allCases.map { (version, $0) } })
    func code(mode: (SyncMode, Int), wire: (ProtocolVersion, WireEncoding)) async throws {
        let (echoed, report, first) = try await synced(mode.0, wire.0, wire.1, echoes: true)
        let (plain, _, _) = try await synced(mode.0, wire.0, wire.1, echoes: false)
        let asked = try Message(from: WireForm.decode(first, as: wire.1)).commands.compactMap { command -> Int? in
            guard case .alert(let alert) = command else { return nil }
            return alert.code
        }
        let expected = try #require(AlertedMode.allCases.first { $0.mode == mode.0 }).rawValue
        #expect(asked == Scene.kinds.map { _ in expected })
        #expect(report.stores.allSatisfy { $0.used == mode.1 }, "\(report.table)")
        #expect(echoed.picture == plain.picture)
    }

    @Test("A phone that was alerted gets what it was alerted about")
    func wholeCircle() async throws {
        let scene = try AlertScene()
        var phone = try await scene.alerted { $0.habits.echoesServerAlert = true }
        let anna = Sample(.contact, "Anna Adler", "+49 1001")
        scene.world.put("anna", anna)
        await scene.settle()
        let package = try NotificationPackage(try #require(scene.hook.parcels.first).push.body)
        let wanted = try #require(package.syncs.first)
        let store = try #require(phone.configuration.stores.first { $0.uri == wanted.serverURI })
        let report = try await phone.sync([store.name: wanted.mode.mode])
        #expect(report.isSuccess && phone.essences(.contact) == [anna.essence])
    }
}
