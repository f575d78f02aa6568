import Bridge
import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// `footbridge device alert` and `footbridge device provision`.
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

    // MARK: - Provisioning

    @Test func aPhoneThatHasBeenHere() async throws {
        let scene = try AlertScene()
        var phone = scene.phone("phone-1", [.contact, .event]) { configuration in
            configuration.version = .v11
            configuration.stores[0].uri = "./card"
            configuration.url += "?push&sync=1"
        }
        _ = try await phone.sync()
        let document = try scene.world.provisioning.document(device: "phone-1")
        #expect(document.url == "http://bridge.example/syncml?push&sync=1" && document.version == .v11)
        #expect(document.user == "alice" && document.password == nil && document.serverID == "footbridge")
        #expect(document.databases.map(\.uri) == ["./card", "calendar"])
        #expect(document.databases.map(\.name) == ["Contacts", "Calendar"])
        #expect(document.databases.map(\.types) == [["text/vcard"], ["text/calendar"]])
        try scene.set("phone-1", "server-id=mine")
        let other = try scene.world.provisioning.document(
            device: "1", .init(url: "https://x.example:99?push", version: .v12, hasPassword: true))
        #expect(other.url == "https://x.example:99/syncml?push" && other.version == .v12 && other.serverID == "mine")
        #expect(other.password == "secret")
    }

    @Test func aPhoneThatIsNew() async throws {
        let scene = try AlertScene { $0.publicURL = "https://sync.example.org/phones" }
        _ = try await scene.world.administration.add(
            .init(name: "ann", user: "alice", password: "secret", devicePassword: "keypad", isChecked: false))
        let document = try scene.world.provisioning.document(account: "ANN", .init(hasPassword: true))
        #expect(document.url == "https://sync.example.org/phones/syncml" && document.version == nil)
        #expect(document.user == "ann" && document.password == "keypad" && document.scheme == .md5)
        #expect(document.databases.map(\.uri) == ["Contacts", "Calendar", "Tasks", "Notes"])
        #expect(
            document.databases.map(\.types) == [
                ["text/x-vcard"], ["text/x-vcalendar"], ["text/x-vcalendar"], ["text/plain"],
            ])
    }

    @Test func aDocumentBySMS() async throws {
        let scene = try AlertScene { $0.publicURL = "https://sync.example.org/" }
        var phone = scene.phone()
        _ = try await phone.sync()
        try scene.set("phone-1", "phone=+49 1234")
        let document = try scene.world.provisioning.document(device: "1")
        _ = try await scene.world.provisioning.send(document, device: "1", pin: "1234")
        _ = try await scene.world.provisioning.send(
            try scene.world.provisioning.document(account: "alice"), device: nil, phone: "+49 (5) 678", pin: nil)
        let parcels = scene.hook.parcels
        #expect(parcels.map(\.phone) == ["+491234", "+495678"] && parcels.map(\.deviceID) == ["phone-1", ""])
        #expect(parcels[0].push == PushMessage(.provisioning, body: document.wbxml, pin: "1234"))
        #expect(parcels[0].shortMessages.flatMap(\.data) == parcels[0].push.pdu && parcels[1].push.pin == nil)
        await #expect(throws: AdministrationError(.badValue, "")) {
            _ = try await scene.world.provisioning.send(document, device: nil, phone: "ann", pin: nil)
        }
        #expect(scene.hook.attempts == 2)
    }

    @Test func whatIsMissingIsSaid() async throws {
        let scene = try AlertScene { $0.keepPassword = false }
        #expect(throws: AdministrationError(.notFound, "")) {
            _ = try scene.world.provisioning.document(account: "bob")
        }
        var phone = scene.phone()
        _ = try await phone.sync()
        #expect(throws: AdministrationError(.badValue, "")) {
            _ = try scene.world.provisioning.document(account: "alice")
        }
        for url in ["sync.example.org", "http://x y/", "http://x/?a b", "http://x/?a\"b", "http://u:p@x/"] {
            #expect(throws: AdministrationError(.badValue, "")) {
                _ = try scene.world.provisioning.document(account: "alice", .init(url: url))
            }
        }
        await scene.world.restart()
        #expect(throws: AdministrationError(.notPossible, "")) {
            _ = try scene.world.provisioning.document(device: "1", .init(hasPassword: true))
        }
    }
}
