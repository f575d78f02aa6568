import BridgeTesting
import Phone
import SyncTypes
import Testing

/// Phones that keep what a text does not have are told in so many words that a field is empty.
@Suite struct EmptiedFieldTests {
    private func scene(_ model: String) throws -> Scene {
        try Trap.scene { configuration in
            configuration.stores = StoreConfiguration.standard(oldFormats: true).filter { $0.name == "contacts" }
            configuration.model = PhoneModel(manufacturer: "SonyEricsson", model: model)
        }
    }

    private func note(_ scene: Scene, _ text: String?) {
        let card = Sample(.contact, "Anna Adler", "0171", uid: "a").upstream
        let line = text.map { "NOTE:\($0)\r\n" } ?? ""
        scene.world.server.put(
            scene.world.href(.contact, "a"), card.replacing("END:VCARD", with: line + "END:VCARD"))
    }

    private func lines(_ scene: Scene) -> [String] {
        scene.phone.texts("contacts").flatMap { $0.split(separator: "\r\n").map(String.init) }
    }

    @Test func whatItHolds() async throws {
        var scene = try scene("W800i")
        note(scene, "Call back")
        _ = try await scene.phone.sync()
        #expect(lines(scene).contains("NOTE:Call back"))
        note(scene, nil)
        _ = try await scene.phone.sync()
        #expect(lines(scene).contains("NOTE:-"))
        try await Trap.expectQuiet(&scene)
        // The dash is nothing that its user typed.
        try Trap.edit(&scene.phone, holding: "0171", "0171", "0172")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(body.contains("0172") && !body.contains("NOTE"))
    }

    @Test func whatItMayHave() async throws {
        var scene = try scene("W800i")
        note(scene, nil)
        _ = try await scene.phone.sync()
        note(scene, "Call back")
        // Its answer to the Replace never arrives, not even when it tries again.
        scene.phone.line.plan([2: .messageLost, 3: .messageLost])
        _ = try? await scene.phone.sync()
        scene.phone.line.plan([:])
        #expect(lines(scene).contains("NOTE:Call back"))
        note(scene, nil)
        _ = try await scene.phone.sync()
        #expect(lines(scene).contains("NOTE:-"))
        try await Trap.expectQuiet(&scene)
    }

    @Test func othersTakeATextAsItIs() async throws {
        var scene = try scene("T630")
        note(scene, "Call back")
        _ = try await scene.phone.sync()
        note(scene, nil)
        _ = try await scene.phone.sync()
        #expect(!lines(scene).contains { $0.hasPrefix("NOTE") })
    }
}
