import Bridge
import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Sessions of devices that hold SIF")
struct SIFSessionTests {
    @Test("Four stores, changes on both sides", arguments: WholeSessionTests.wires)
    func session(wire: WholeSessionTests.Wire) async throws {
        var scene = try Scene(version: wire.version, encoding: wire.encoding) { $0.stores = StoreConfiguration.sif() }
        let first = try await scene.agree()
        #expect(first.isSuccess, "\(first.table)")
        scene.changePhone()
        scene.changeServer()
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        for kind in Scene.kinds {
            #expect(scene.phone.essences(kind) == Scene.merged(kind))
            #expect(scene.world.essences(of: scene.world.collection(kind)) == Scene.merged(kind))
            #expect(scene.phone.texts(kind.store).allSatisfy { $0.hasPrefix("<?xml") })
        }
        try await Trap.expectQuiet(&scene)
        let slow = try await scene.phone.sync(
            Dictionary(uniqueKeysWithValues: Scene.kinds.map { ($0.store, SyncMode.slow) }))
        #expect(slow.isSuccess, "\(slow.table)")
        for kind in Scene.kinds { #expect(scene.phone.essences(kind) == Scene.merged(kind)) }
    }

    @Test("A large item goes both ways in chunks of its base64")
    func chunks() async throws {
        var scene = try Scene { configuration in
            configuration.stores = StoreConfiguration.sif().filter { $0.name == "notes" }
            configuration.maxMessageSize = 3000
        }
        let long = (0..<400).map { "line \($0) <ü> & more" }.joined(separator: " ")
        scene.phone.edit("n1", Sample(.note, "From phone", "x"))
        scene.world.put("big", Sample(.note, "From server", long.replacing(",", with: "")))
        let report = try await scene.phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        let text = try #require(scene.phone.texts("notes").first { $0.contains("From server") })
        #expect(text.contains("line 399 &lt;ü&gt; &amp; more"))
        let luid = try #require(scene.phone.luid(Sample(.note, "From server", long)))
        scene.phone.edit("notes", luid, text.replacing("line 7 ", with: "line seven "))
        _ = try await scene.phone.sync()
        let bodies = scene.world.bodies(of: scene.world.notes).map { $0.replacing("\r\n ", with: "") }
        #expect(bodies.contains { $0.contains("line seven ") && $0.contains("line 399") }, "\(bodies)")
        try await Trap.expectQuiet(&scene)
    }

    private static let anna =
        "<contact><FirstName>Anna</FirstName><LastName>Adler</LastName><MobileTelephoneNumber>+49 1001</MobileTelephoneNumber></contact>"

    /// A contact in SIF with a Meta/Format; the status of its Add.
    private func add(
        _ data: [UInt8], format: String, _ talker: inout Talker
    ) async throws -> (code: Int?, reply: Talker.Answer) {
        let opened = await talker.say([Talker.alert(SyncMode.twoWay.alertCode)])
        try #require(opened.header == StatusCode.authenticationAccepted)
        var meta = Meta(type: "text/x-s4j-sifc")
        meta.format = format
        let item = Item(source: Location(uri: "7"), meta: meta, data: .bytes(data))
        let sync = Talker.sync([.add(ItemCommand(commandID: "9", items: [item]))], id: "8")
        let reply = await talker.say(Talker.statuses(for: opened) + [sync])
        return (reply.codes("Add").first, reply)
    }

    private static func added(_ command: Command) -> (command: ItemCommand, item: Item)? {
        guard case .add(let add) = command else { return nil }
        return add.items.first.map { (add, $0) }
    }

    @Test("An item that its phone enciphered is read, and the server's items go back so")
    func enciphered() async throws {
        let world = try World(seed: 3)
        world.put("clara", Sample(.contact, "Clara Conrad", "+49 1003"))
        var talker = Talker(world, device: "fol-1")
        // The first session teaches the anchors; the second brings the item.
        let opened = await talker.say([Talker.alert(SyncMode.slow.alertCode)])
        _ = await talker.say(Talker.statuses(for: opened) + [Talker.sync([], id: "7")])
        try world.administration.set("alice", ["format=sif"])
        talker.begin("2")
        talker.credential = .basic(user: "alice", password: "secret")
        let format = try #require(ContentFormat("des;b64"))
        let anna = try format.applied(to: Array(Self.anna.utf8), password: "secret")
        let (code, reply) = try await add(anna, format: "des;b64", &talker)
        #expect(code == StatusCode.itemAdded)
        #expect(world.bodies(of: world.contacts).contains { $0.contains("Adler") })
        var changes = reply.changes
        if changes.isEmpty { changes = await talker.say(Talker.statuses(for: reply)).changes }
        let sent = try #require(changes.compactMap(Self.added).first)
        #expect((sent.item.meta?.format ?? sent.command.meta?.format) == "des;b64")
        guard case .bytes(let data)? = sent.item.data else {
            Issue.record("\(sent.item)")
            return
        }
        let text = try format.undone(data, password: "secret")
        #expect(String(decoding: text, as: UTF8.self).contains("<LastName>Conrad</LastName>"))
    }

    @Test("What cannot be decoded is refused, and nothing of it is stored", arguments: ["des;b64", "3des;b64", "b64"])
    func undecodable(format: String) async throws {
        let world = try World(seed: 4)
        var talker = Talker(world, device: "fol-1")
        let (code, _) = try await add(Array("!! no base64 !!".utf8), format: format, &talker)
        #expect(code == StatusCode.unsupportedMediaType)
        #expect(world.bodies(of: world.contacts).isEmpty)
    }

    @Test("An account's wish decides the format, and a phone that refuses it gets the other", arguments: [true, false])
    func wished(refuses: Bool) async throws {
        var scene = try Trap.scene { configuration in
            if !refuses { configuration.stores = StoreConfiguration.sif().filter { $0.name == "contacts" } }
            configuration.habits.putsInformation = refuses
        }
        _ = try await scene.phone.sync()
        try scene.world.administration.set("alice", ["format=sif"])
        scene.world.put("clara", Sample(.contact, "Clara Conrad", "+49 1003"))
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("contacts").count == (refuses ? 0 : 1))
        _ = try await scene.phone.sync()
        #expect(scene.phone.essences(.contact) == ["Clara Conrad|+49 1003"])
        #expect(scene.phone.texts("contacts").allSatisfy { $0.hasPrefix("BEGIN") == refuses })
        try Trap.edit(&scene.phone, holding: "Clara", "1003", "1004")
        _ = try await scene.phone.sync()
        #expect(scene.world.essences(of: scene.world.contacts) == ["Clara Conrad|+49 1004"])
        try await Trap.expectQuiet(&scene)
    }
}
