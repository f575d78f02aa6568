import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// `footbridge device alert`.
@Suite struct AlertAdministrationTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")

    @Test func anAlertOnDemand() async throws {
        let scene = try AlertScene()
        var phone = scene.phone("phone-1", [.contact, .event])
        _ = try await phone.sync()
        let parcel = try scene.world.alerts.parcel(for: "phone-1")
        #expect(parcel.datastores == ["contacts", "calendar"] && parcel.phone == nil && parcel.account == "alice")
        try await scene.world.alerts.deliver(parcel, to: "phone-1")
        #expect(scene.told == ["phone-1: contacts calendar"])
        #expect(try DeviceAdministration(store: scene.world.store).show("1").lastAlerted == scene.world.clock.now)
    }

    @Test(arguments: AlertedMode.allCases)
    func whatIsAskedFor(mode: AlertedMode) async throws {
        let scene = try AlertScene()
        var phone = scene.phone("phone-1", [.contact, .event])
        _ = try await phone.sync()
        try scene.set("phone-1", "server-id=my server")
        let parcel = try scene.world.alerts.parcel(
            for: "1", datastores: ["./Events"], mode: mode, userInterface: .interaction)
        let package = try NotificationPackage(parcel.push.body)
        #expect(package.syncs.map(\.mode) == [mode] && package.syncs.map(\.serverURI) == ["calendar"])
        #expect(package.serverID == "my server" && package.userInterface == .interaction)
    }

    @Test func anAlertOfChangesCountsAsTheirAlert() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted()
        scene.world.put("anna", anna)
        var other = scene.phone("phone-2")
        _ = try await other.sync()
        let parcel = try scene.world.alerts.parcel(for: "phone-1")
        try await scene.world.alerts.deliver(parcel, to: "phone-1")
        await scene.settle()
        #expect(scene.told.count == 1)
    }

    @Test func refusals() async throws {
        let scene = try AlertScene()
        #expect(throws: AdministrationError(.notFound, "")) { _ = try scene.world.alerts.parcel(for: "7") }
        var talker = Talker(scene.world, device: "silent")
        await talker.say([])
        #expect(throws: AlertError(.nothingToSync, "")) { _ = try scene.world.alerts.parcel(for: "silent") }
        var phone = scene.phone()
        _ = try await phone.sync()
        let error = #expect(throws: AdministrationError(.notFound, "")) {
            _ = try scene.world.alerts.parcel(for: "phone-1", datastores: ["contcts"])
        }
        #expect(error?.reason.contains("did you mean contacts?") == true)

        let silent = try World()
        var lone = SimulatedPhone(silent, id: "phone-1")
        _ = try await lone.sync()
        let parcel = try silent.alerts.parcel(for: "phone-1")
        await #expect(throws: AdministrationError(.notPossible, "")) {
            try await silent.alerts.deliver(parcel, to: "1")
        }
    }

    @Test(arguments: [
        ("alerts=yes", "on"), ("alerts=OFF", "off"), ("phone=+49 (171) 12-34", "+491711234"),
        ("phone=0171/1234", "01711234"),
        ("server-id=x y", "x y"),
    ])
    func settings(assignment: String, stored: String) async throws {
        let scene = try AlertScene()
        var phone = scene.phone()
        _ = try await phone.sync()
        try scene.set("phone-1", assignment)
        let key = String(assignment.prefix { $0 != "=" })
        #expect(try DeviceAdministration(store: scene.world.store).show("1").settings[key] == stored)
    }

    @Test(arguments: ["alerts=perhaps", "phone=12", "phone=+49x1234", "phone=1234567890123456789012", "phon=+491234"])
    func badSettings(assignment: String) async throws {
        let scene = try AlertScene()
        var phone = scene.phone()
        _ = try await phone.sync()
        #expect(throws: AdministrationError(.badValue, "")) { try scene.set("phone-1", assignment) }
    }
}
