import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Testing

/// What the tests of named traps share: one store, phones that lose, and the end picture.
enum Trap {
    /// A scene with one store.
    static func scene(
        _ kind: ItemKind = .contact, change: (inout PhoneConfiguration) -> Void = { _ in }
    ) throws -> Scene {
        try Scene { configuration in
            configuration.stores = configuration.stores.filter { $0.name == kind.store }
            change(&configuration)
        }
    }

    /// A second phone of the same account.
    static func other(_ scene: Scene, _ kind: ItemKind = .contact, id: String = "phone-2") -> SimulatedPhone {
        SimulatedPhone(scene.world, id: id) { $0.stores = $0.stores.filter { $0.name == kind.store } }
    }

    /// The phone rewrites every item by itself.
    static func lose(_ phone: inout SimulatedPhone, _ kind: ItemKind = .contact, _ loss: (String) -> String) {
        for (luid, text) in phone.store.items[kind.store] ?? [:] {
            phone.store.lose(kind.store, luid, loss(String(decoding: text, as: UTF8.self)))
        }
    }

    static let five = ["Anna Adler", "Boris Brandt", "Clara Conrad", "Dora Decker", "Emil Ernst"]

    /// These five, `c0` to `c4` at a server, and on a phone of contacts.
    static func fiveContacts(_ behaviour: ServerBehaviour) async throws -> (world: World, phone: SimulatedPhone) {
        let world = try World(behaviour: behaviour)
        var phone = SimulatedPhone(world, id: "phone-1") { $0.stores = $0.stores.filter { $0.name == "contacts" } }
        for (number, name) in five.enumerated() {
            world.server.put(world.href(.contact, "c\(number)"), card(name, "TEL;TYPE=CELL:+49 100\(number)"))
        }
        #expect(try await phone.sync().isSuccess)
        return (world, phone)
    }

    /// The user changes the one item that holds a text.
    static func edit(
        _ phone: inout SimulatedPhone, _ kind: ItemKind = .contact, holding: String, _ old: String, _ new: String
    ) throws {
        let found = (phone.store.items[kind.store] ?? [:]).filter {
            String(decoding: $0.value, as: UTF8.self).contains(holding)
        }
        let (luid, text) = try #require(found.count == 1 ? found.first : nil, "\(found.count) items hold \(holding)")
        let before = String(decoding: text, as: UTF8.self)
        try #require(before.contains(old), "\(before)")
        phone.edit(kind.store, luid, before.replacing(old, with: new))
    }

    /// The user deletes the one item that holds a text.
    static func delete(_ phone: inout SimulatedPhone, _ kind: ItemKind = .contact, holding: String) throws {
        let luids = (phone.store.items[kind.store] ?? [:]).filter {
            String(decoding: $0.value, as: UTF8.self).contains(holding)
        }.keys
        phone.delete(kind.store, try #require(luids.count == 1 ? luids.first : nil))
    }

    /// A further sync moves nothing and writes nothing.
    static func expectQuiet(_ scene: inout Scene, _ note: String = "") async throws {
        let before = scene.writes
        let report = try await scene.phone.sync()
        #expect(report.isSuccess && Scene.moved(report) == 0, "\(note)\n\(report.table)")
        #expect(scene.writes == before, "\(note)")
    }

    /// What is left of a card on a phone that keeps one number.
    static func keepingOneNumber(_ text: String) -> String {
        var left = 1
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).filter { line in
            guard line.uppercased().hasPrefix("TEL") else { return true }
            left -= 1
            return left >= 0
        }.joined(separator: "\r\n")
    }

    /// Both sides say the same.
    static func expectEqual(_ scene: Scene, _ kind: ItemKind = .contact, count: Int) {
        let upstream = scene.world.essences(of: scene.world.collection(kind))
        #expect(scene.phone.essences(kind) == upstream)
        #expect(upstream.count == count, "\(upstream)")
    }

    /// A card as another client writes it, with more lines than a sample has.
    static func card(_ name: String, _ lines: String...) -> String {
        let words = name.split(separator: " ")
        let head = ["BEGIN:VCARD", "VERSION:3.0", "UID:\(words.joined(separator: "-"))-0000-4000-8000"]
        let names = ["N:\(words.last ?? "");\(words.first ?? "");;;", "FN:\(name)"]
        return (head + names + lines + ["END:VCARD"]).map { $0 + "\r\n" }.joined()
    }
}
