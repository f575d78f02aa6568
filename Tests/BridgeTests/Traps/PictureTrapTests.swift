import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// A picture that a phone made smaller and one that its user chose look alike. Upstream keeps the larger; nothing is without a trace.
@Suite("Traps: pictures")
struct PictureTrapTests {
    /// A JPEG's beginning with its frame header (ITU T.81 section B.2.2), filled up to a size.
    private static func jpeg(_ width: UInt8, _ height: UInt8, bytes: Int, seed: UInt64) -> String {
        var random = SplitMix(seed: seed)
        let head: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 17, 8, 0, height, 0, width, 3]
        return Base64.encode(head + random.bytes(bytes - head.count - 2) + [0xFF, 0xD9])
    }

    private static let large = jpeg(96, 96, bytes: 1500, seed: 1)
    private static let small = jpeg(48, 48, bytes: 300, seed: 2)

    private static func card(_ picture: String) -> String {
        Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "PHOTO;ENCODING=b;TYPE=JPEG:" + picture)
    }

    private func upstream(_ scene: Scene) throws -> String {
        try #require(scene.world.bodies(of: scene.world.contacts).first).replacing("\r\n ", with: "")
    }

    private func agreed() async throws -> Scene {
        var scene = try Trap.scene()
        scene.world.server.put(scene.world.href(.contact, "anna"), Self.card(Self.large))
        _ = try await scene.phone.sync()
        return scene
    }

    /// The one card of the phone gets another picture.
    private func picture(_ text: String, _ new: String) -> String {
        text.replacing("\r\n ", with: "").split(separator: "\r\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("PHOTO"), let colon = line.firstIndex(of: ":") else { return String(line) }
            return line[...colon] + new
        }.joined(separator: "\r\n")
    }

    private func choose(_ new: String, on scene: inout Scene) throws {
        let (luid, text) = try #require(scene.phone.store.items["contacts"]?.first)
        scene.phone.edit("contacts", luid, picture(String(decoding: text, as: UTF8.self), new))
    }

    private func lines(_ scene: Scene) throws -> [JournalEntry] {
        try scene.world.store.read { try $0.entries(limit: 100) }.filter { $0.summary == "PHOTO" }
    }

    @Test(
        "A picture that may be shrunk or chosen: the larger stays, the other is kept with the journal, the next choice counts"
    )
    func doubtful() async throws {
        var scene = try await agreed()
        try choose(Self.small, on: &scene)
        _ = try await scene.phone.sync()
        #expect(try upstream(scene).contains(Self.large))
        let told = try lines(scene)
        #expect(told.count == 1 && told.first?.action == .conflict, "\(told)")
        let kept = String(decoding: told.first?.after ?? [], as: UTF8.self).replacing("\r\n ", with: "")
        #expect(kept.contains(Self.small), "\(kept)")
        try await Trap.expectQuiet(&scene)
        // Now the phone has shown what it keeps: whatever differs from that is its user's.
        let other = Self.jpeg(40, 40, bytes: 200, seed: 3)
        try choose(other, on: &scene)
        _ = try await scene.phone.sync()
        #expect(try upstream(scene).contains(other))
        #expect(try lines(scene).count == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A phone that shrinks pictures: edits near them leave them alone, and the journal says so once")
    func shrunk() async throws {
        var scene = try await agreed()
        Trap.lose(&scene.phone) { picture($0, Self.small) }
        for number in 2...4 {
            try Trap.edit(&scene.phone, holding: "Adler", "+49 100\(number - 1)", "+49 100\(number)")
            _ = try await scene.phone.sync()
            #expect(try upstream(scene).contains(Self.large))
            #expect(try upstream(scene).contains("+49 100\(number)"))
        }
        #expect(try lines(scene).count == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A picture of more pixels in fewer bytes is another picture")
    func morePixels() async throws {
        var scene = try await agreed()
        let chosen = Self.jpeg(200, 160, bytes: 900, seed: 4)
        try choose(chosen, on: &scene)
        _ = try await scene.phone.sync()
        #expect(try upstream(scene).contains(chosen))
        #expect(try lines(scene).isEmpty)
        try await Trap.expectQuiet(&scene)
    }

    @Test("A new phone with shrunk copies: nothing upstream gets smaller")
    func shrunkCopies() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(scene.world.href(.contact, "anna"), Self.card(Self.large))
        scene.phone.edit("contacts", "old", Self.card(Self.small))
        let before = scene.world.bodies(of: scene.world.contacts)
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts) == before)
        #expect(scene.phone.texts("contacts").count == 1)
        #expect(try lines(scene).count == 1)
        try await Trap.expectQuiet(&scene)
    }
}
