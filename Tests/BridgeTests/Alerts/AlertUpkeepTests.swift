import Bridge
import BridgeTesting
import DAVClient
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// Devices that are alerted after changes at the server, and those that are not.
@Suite("Alerts between sessions") struct AlertUpkeepTests {
    private let anna = Sample(.contact, "Anna Adler", "+49 1001")
    private let boris = Sample(.contact, "Boris Brandt", "+49 1002")
    private let clara = Sample(.contact, "Clara Conrad", "+49 1003")

    @Test("A change at the server is told once, and again when there is another one")
    func once() async throws {
        let scene = try AlertScene()
        scene.world.put("anna", anna)
        var phone = try await scene.alerted()
        #expect(scene.told == [], "nothing has changed since")
        scene.world.put("boris", boris)
        await scene.settle()
        #expect(scene.told == ["phone-1: contacts"])
        #expect(scene.hook.parcels.first?.phone == "+491234567")
        await scene.settle()
        #expect(scene.told.count == 1, "told already")
        scene.world.put("clara", clara)
        await scene.settle()
        #expect(scene.told.count == 2)
        #expect(try await phone.sync().isSuccess)
        #expect(phone.essences(.contact) == [anna, boris, clara].map(\.essence).sorted())
        await scene.settle()
        #expect(scene.told.count == 2, "it has come")
        let report = try DeviceAdministration(store: scene.world.store).show("phone-1")
        #expect(report.lastAlerted != nil)
    }

    @Test("Changes and deletions are told as well; what the phone would not see is not")
    func kindsOfChange() async throws {
        let scene = try AlertScene()
        scene.world.put("anna", anna)
        scene.world.put("boris", boris)
        var phone = try await scene.alerted()
        scene.world.put("anna", Sample(.contact, "Anna Adler", "+49 7777", uid: anna.uid))
        await scene.settle()
        #expect(scene.told.count == 1)
        _ = try await phone.sync()
        scene.world.delete(.contact, "boris")
        await scene.settle()
        #expect(scene.told.count == 2)
        _ = try await phone.sync()
        let hidden = scene.world.bodies(of: scene.world.contacts)[0].replacing(
            "END:VCARD", with: "X-HIDDEN:of nobody's concern\r\nEND:VCARD")
        scene.world.server.put(scene.world.href(.contact, "anna"), hidden)
        await scene.settle()
        #expect(scene.told.count == 2, "the phone cannot see it")
        let shown = try scene.world.store.read { store in
            try store.datastores(of: try #require(store.devices().first).id).flatMap {
                try store.collections(of: $0.id)
            }
        }
        #expect(shown.allSatisfy { $0.alerted > $0.checkpoint }, "and it is not looked at again")
    }

    @Test("A phone is not told of its own changes; the account's other phone is")
    func ownChanges() async throws {
        let scene = try AlertScene()
        var first = try await scene.alerted("phone-1")
        _ = try await scene.alerted("phone-2")
        first.edit("9", anna)
        #expect(try await first.sync().isSuccess)
        await scene.settle()
        #expect(scene.told == ["phone-2: contacts"])
    }

    @Test("Only the databases with something new are named, in the phone's own words")
    func names() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted("phone-1", [.contact, .event]) { configuration in
            for index in configuration.stores.indices where configuration.stores[index].name == "calendar" {
                configuration.stores[index].uri = "./Cal?/dr(-3000,3000)"
            }
        }
        scene.world.put("meeting", Sample(.event, "Meeting", "Room 1"))
        await scene.settle()
        #expect(scene.told == ["phone-1: calendar"])
        let parcel = try #require(scene.hook.parcels.first)
        let package = try NotificationPackage(parcel.push.body)
        #expect(parcel.push.content == .notification)
        #expect(package.syncs.map(\.serverURI) == ["./Cal?/dr(-3000,3000)"] && package.syncs.map(\.mode) == [.twoWay])
        #expect(package.syncs.map(\.contentType) == [ItemFormat.iCalendar20.contentTypeCode])
        #expect(package.serverID == "footbridge" && package.userInterface == .background && package.sessionID > 0)
    }

    @Test("A phone of 1.1 gets a message with the names that both sides use", arguments: [ProtocolVersion.v10, .v11])
    func oldPhone(version: ProtocolVersion) async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted { $0.version = version }
        scene.world.put("anna", anna)
        await scene.settle()
        let parcel = try #require(scene.hook.parcels.first)
        #expect(parcel.push.content == .message)
        let message = try Message(from: WireForm.decode(parcel.push.body, as: .wbxml))
        #expect(message.header.version == version && message.header.source.uri == "http://bridge.example/syncml")
        #expect(message.header.target.uri == "phone-1")
        guard case .alert(let alert)? = message.commands.first else {
            Issue.record("no Alert")
            return
        }
        #expect(alert.code == 206 && alert.items.first?.source?.uri == "contacts")
        #expect(alert.items.first?.target?.uri == "./contacts" && alert.items.first?.meta?.type == "text/vcard")
    }

    @Test("Nobody is alerted who does not want it", arguments: [nil, "alerts=off", "alerts="])
    func unwanted(setting: String?) async throws {
        let scene = try AlertScene()
        var phone = scene.phone()
        _ = try await phone.sync()
        if let setting {
            try scene.set("phone-1", "alerts=on")
            try scene.set("phone-1", setting)
        }
        await scene.settle()
        scene.world.server.forgetRequests()
        scene.world.put("anna", anna)
        await scene.settle()
        #expect(scene.told == [] && scene.world.server.requests.isEmpty, "nor is the server asked")
    }

    @Test("push in the phone's URL switches alerts on", arguments: ["?push", "?sync=1&PUSH", "?format=get,#push"])
    func push(query: String) async throws {
        let scene = try AlertScene()
        var phone = scene.phone { $0.url += query }
        _ = try await phone.sync()
        #expect(try DeviceAdministration(store: scene.world.store).show("phone-1").settings["alerts"] == "on")
        await scene.settle()
        scene.world.put("anna", anna)
        await scene.settle()
        #expect(scene.told == ["phone-1: contacts"])
        // An administrator's no stands against a URL that is left over.
        try scene.set("phone-1", "alerts=off")
        _ = try await phone.sync()
        #expect(try DeviceAdministration(store: scene.world.store).show("phone-1").settings["alerts"] == "off")
    }

    @Test("Quiet after a visit and after an alert, by the clock")
    func quiet() async throws {
        let scene = try AlertScene {
            $0.alerts.quietSeconds = 600
            $0.alerts.pollSeconds = 60
        }
        var phone = try await scene.alerted()
        _ = try await phone.sync()
        scene.world.put("anna", anna)
        // An open session lasts 300 s without a message.
        scene.world.clock.advance(400)
        await scene.world.upkeep()
        #expect(scene.told == [])
        scene.world.clock.advance(199)
        await scene.world.upkeep()
        #expect(scene.told == [], "599 s after its visit")
        scene.world.clock.advance(1)
        await scene.world.upkeep()
        #expect(scene.told.count == 1)
        scene.world.put("boris", boris)
        scene.world.clock.advance(599)
        await scene.world.upkeep()
        #expect(scene.told.count == 1, "599 s after the alert")
        scene.world.clock.advance(1)
        await scene.world.upkeep()
        #expect(scene.told.count == 2)
        scene.world.put("clara", clara)
        scene.world.clock.advance(-30 * 86_400)
        await scene.world.upkeep()
        #expect(scene.told.count == 3, "a clock that was set back by weeks keeps nobody quiet for weeks")
    }

    @Test("The server is asked every 15 minutes, and only about what the phones show")
    func poll() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted()
        scene.world.server.forgetRequests()
        for _ in 0..<30 {
            scene.world.clock.advance(60)
            await scene.world.upkeep()
        }
        let asked = scene.world.server.requests
        #expect(asked.count == 2, "\(asked.map { "\($0.method) \($0.url)" })")
        #expect(asked.allSatisfy { $0.url.contains("contacts") })
    }

    @Test("What another phone brought is told without asking the server")
    func withoutPoll() async throws {
        let scene = try AlertScene { $0.alerts.pollSeconds = 86_400 }
        _ = try await scene.alerted()
        scene.world.put("anna", anna)
        await scene.settle()
        #expect(scene.told == [], "nobody has looked")
        var other = scene.phone("phone-2")
        _ = try await other.sync()
        await scene.settle()
        #expect(scene.told == ["phone-1: contacts"])
    }

    @Test(
        "An alert that cannot be delivered is tried again",
        arguments: [AlertError.Code.refused, .unreachable, .noPhone])
    func failure(code: AlertError.Code) async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted("phone-1")
        _ = try await scene.alerted("phone-2")
        scene.world.put("anna", anna)
        scene.hook.fail(AlertError(code, "no"))
        await scene.settle()
        // When the gateway is away, one phone is enough to know it.
        #expect(scene.hook.attempts == (code == .unreachable ? 1 : 2))
        await scene.world.upkeep()
        #expect(scene.hook.attempts == 2, "quiet also after a failure")
        scene.hook.fail(nil)
        await scene.settle()
        #expect(scene.told.sorted() == ["phone-1: contacts", "phone-2: contacts"])
    }

    @Test("A device whose record cannot be read keeps no other one from being alerted")
    func broken() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted("phone-1")
        _ = try await scene.alerted("phone-2")
        try scene.world.store.write { store in
            let device = try #require(try store.devices().first { $0.deviceID.rawValue == "phone-1" })
            var datastore = try #require(try store.datastores(of: device.id).first)
            datastore.evidence = [1]
            try store.update(datastore)
        }
        scene.world.put("anna", anna)
        await scene.settle()
        #expect(scene.told == ["phone-2: contacts"])
    }

    @Test("A server that does not answer is left alone, and asked again")
    func upstreamAway() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted()
        scene.world.put("anna", anna)
        scene.world.server.setFault { _ in .status(503) }
        // Each failure doubles the pause; the fifth makes it longer than the time between two looks.
        for _ in 0..<5 { await scene.settle() }
        scene.world.server.setFault(nil)
        scene.world.server.forgetRequests()
        await scene.settle()
        #expect(scene.told == [] && scene.world.server.requests.isEmpty)
        scene.world.clock.advance(3600)
        await scene.world.upkeep()
        #expect(scene.told == ["phone-1: contacts"])
    }

    @Test("A disabled account's phones hear nothing")
    func disabled() async throws {
        let scene = try AlertScene()
        _ = try await scene.alerted()
        scene.world.put("anna", anna)
        try scene.world.administration.enable("alice", false)
        await scene.settle()
        #expect(scene.told == [])
    }
}
