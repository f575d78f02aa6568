import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// What the table of quirks changes about messages, by sessions of phones that say they are such a model.
@Suite("Models with habits")
struct ModelHabitTests {
    private static func phone(
        _ world: World, _ manufacturer: String, _ model: String, version: ProtocolVersion = .v11, limit: Int
    ) -> SimulatedPhone {
        SimulatedPhone(world, id: "phone-1") {
            $0.version = version
            $0.maxMessageSize = limit
            $0.model.manufacturer = manufacturer
            $0.model.model = model
            $0.stores = StoreConfiguration.standard(oldFormats: true).filter { $0.name == "contacts" }
        }
    }

    private static func replies(to phone: SimulatedPhone) throws -> [(size: Int, message: Message)] {
        try phone.line.traffic.enumerated().filter { $0.offset % 2 == 1 }.map {
            ($0.element.count, try Message(from: WireForm.decode($0.element, as: phone.configuration.encoding)))
        }
    }

    /// Nokia phones get at most 70 % of what they announce; others use it.
    @Test(
        "Room in messages with changes",
        arguments: [("NOKIA", "N80", 0...4200), ("Siemens", "SX1", 4201...6000)])
    func room(manufacturer: String, model: String, largest: ClosedRange<Int>) async throws {
        let world = try World()
        for number in 0..<120 {
            world.put("u\(number)", Sample(.contact, "Upstream U\(number)", "+49 2\(number)"))
        }
        var phone = Self.phone(world, manufacturer, model, limit: 6000)
        let report = try await phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(phone.essences(.contact).count == 120)
        let changes = try Self.replies(to: phone).filter { reply in
            reply.message.commands.contains { if case .sync = $0 { true } else { false } }
        }
        #expect(changes.count > 1)
        #expect(largest.contains(changes.map(\.size).max() ?? 0), "\(changes.map(\.size))")
    }

    /// Nokia 3109, 3110 and 6111 want one octet more announced for a picture than it has, and for nothing else.
    @Test(
        "The Size of a picture in chunks",
        arguments: [
            ("NOKIA", "Nokia 6111", true, 1), ("NOKIA", "Nokia 6111", false, 0), ("NOKIA", "N80", true, 0),
        ])
    func pictures(manufacturer: String, model: String, hasPicture: Bool, more: Int) async throws {
        let world = try World()
        let value = String(repeating: "QUJD", count: 1500)
        let line = hasPicture ? "PHOTO;ENCODING=b;TYPE=JPEG:\(value)" : "NOTE:\(value)"
        world.put(
            world.contacts, "ada.vcf",
            Body.card("Ada", "Lovelace").replacing("END:VCARD", with: "\(line)\r\nEND:VCARD"))
        var phone = Self.phone(world, manufacturer, model, limit: 4000)
        _ = try await phone.sync()
        let chunks = try Self.replies(to: phone).flatMap { reply in
            reply.message.commands.flatMap(\.withInner).compactMap { command -> (meta: Meta?, item: Item)? in
                guard case .add(let add) = command, let item = add.items.first else { return nil }
                return (item.meta ?? add.meta, item)
            }
        }
        #expect(chunks.count > 1 && chunks.first?.item.moreData == true)
        let sizes = chunks.compactMap { $0.meta?.size }
        let length = chunks.reduce(0) { $0 + ($1.item.data?.content.count ?? 0) }
        #expect(sizes == [length + more], "\(length)")
    }

    /// What the server says of itself: its four databases and no other, for 7610 and its like choke on what they do not know.
    @Test("Only databases of people's items are announced", arguments: ProtocolVersion.allCases)
    func announced(version: ProtocolVersion) async throws {
        let world = try World()
        var phone = Self.phone(world, "NOKIA", "7610", version: version, limit: 40_000)
        _ = try await phone.sync()
        let results = try Self.replies(to: phone).flatMap { reply in
            reply.message.commands.compactMap { command -> DeviceInformation? in
                guard case .results(let results) = command else { return nil }
                return results.items.first?.data?.element(named: "DevInf").map { DeviceInformation(from: $0) }
            }
        }
        let information = try #require(results.first)
        #expect(information.datastores.map(\.sourceRef).sorted() == ["calendar", "contacts", "notes", "tasks"])
        #expect(information.datastores.allSatisfy { $0.syncTypes == Array(1...7) })
        #expect(information.capabilities.isEmpty)
    }
}
