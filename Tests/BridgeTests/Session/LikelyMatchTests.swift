import BridgeTesting
import SyncTypes
import Testing

/// A first slow sync with copies that only their phone has changed, and with people who only look alike.
@Suite("Matching of what phones leave")
struct LikelyMatchTests {
    /// How many contacts the account has after a phone with `copies` met an account with `cards`.
    private func contacts(_ cards: [String], _ copies: [String]) async throws -> [String] {
        var scene = try Trap.scene()
        for (index, card) in cards.enumerated() {
            scene.world.server.put(scene.world.href(.contact, "c\(index)"), card)
        }
        for (index, card) in copies.enumerated() {
            scene.phone.edit("contacts", "l\(index)", Self.withoutUID(card))
        }
        _ = try await scene.phone.sync()
        try await Trap.expectQuiet(&scene)
        return scene.world.bodies(of: scene.world.contacts)
    }

    private static func withoutUID(_ card: String) -> String {
        card.split(separator: "\r\n").filter { !$0.hasPrefix("UID:") }.map { $0 + "\r\n" }.joined()
    }

    private static let home = "TEL;TYPE=HOME:+49 30 5551234"

    @Test("A father here and his son there, on one landline, stay two")
    func fatherAndSon() async throws {
        let father = Trap.card("Karl Meier", Self.home, "TEL;TYPE=CELL:+49 170 5550001")
        let son = Trap.card("Karl Meier", Self.home, "TEL;TYPE=CELL:+49 170 5550002")
        try await #expect(contacts([father], [son]).count == 2)
        try await #expect(contacts([father], [father]).count == 1)
    }

    @Test("What is left of a name and of a number is found")
    func cutAndFlattened() async throws {
        let cards = [
            Trap.card("Jürgen Müller", "TEL;TYPE=HOME:+49 (0)30 5551234"),
            Trap.card("Łukasz Wałęsa", "TEL;TYPE=CELL:0170 5550001"),
            Trap.card("Anna-Katharina Jansen", "TEL;TYPE=WORK:030 5559999"),
        ]
        let copies = [
            Trap.card("Jurgen Muller", "TEL:0049305551234"), Trap.card("?ukasz Wa??sa", "TEL:+49 170 5550001"),
            Trap.card("Anna-Katharina Jan", "TEL:030-5559999"),
        ]
        try await #expect(contacts(cards, copies).count == 3)
    }

    @Test("As much like one as like another is like neither")
    func ambiguous() async throws {
        let father = Trap.card("Jörg Meier", Self.home, "TEL;TYPE=CELL:+49 170 5550001")
        let son = Trap.card("Jörg Meier", Self.home, "TEL;TYPE=CELL:+49 170 5550002")
        try await #expect(contacts([father, son], [Trap.card("Jorg Meier", Self.home)]).count == 3)
        let copy = Trap.card("Jorg Meier", "TEL:030 5551234", "TEL:0170 5550002")
        try await #expect(contacts([father, son], [copy]).count == 2)
    }

    @Test("A second copy of somebody is not taken for his namesake")
    func secondCopy() async throws {
        let father = Trap.card("Jörg Meier", Self.home, "EMAIL:a@example.org")
        let son = Trap.card("Jörg Meier", Self.home)
        let copies = [father, Trap.card("Jorg Meier", Self.home, "EMAIL:a@example.org")]
        try await #expect(contacts([father, son], copies).count == 3)
    }

    @Test("Copies alike word by word go to cards alike word by word, one each")
    func twins() async throws {
        let card = Trap.card("Jörg Meier", Self.home)
        let copy = Trap.card("Jorg Meier", Self.home)
        try await #expect(contacts([card, card.replacing("UID:", with: "UID:2-")], [copy, copy]).count == 2)
        try await #expect(contacts([card], [copy, copy]).count == 2)
    }
}
