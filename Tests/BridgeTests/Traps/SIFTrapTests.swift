import BridgeTesting
import Phone
import SyncTypes
import Testing

@Suite("Named traps of phones that hold SIF")
struct SIFTrapTests {
    private func scene(_ kind: ItemKind = .contact) throws -> Scene {
        try Trap.scene(kind) { $0.stores = StoreConfiguration.sif().filter { $0.name == kind.store } }
    }

    @Test("A field cleared upstream and edited near it on the phone")
    func clearedUpstream() async throws {
        var scene = try scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:Old", "NOTE:mind the dog"))
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("contacts").allSatisfy { $0.contains("<CompanyName>Old</CompanyName>") })
        scene.world.server.put(href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "NOTE:mind the dog"))
        try Trap.edit(&scene.phone, holding: "Adler", "the dog", "the cat")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(!body.contains("ORG") && body.contains("the cat"), "\(body)")
        // A missing element would leave the phone as it was: the field is there, and empty.
        let text = try #require(scene.phone.texts("contacts").first)
        #expect(text.contains("<CompanyName/>") && text.contains("the cat"), "\(text)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("A field cleared on the phone goes, one that it leaves out stays")
    func clearedOnPhone() async throws {
        var scene = try scene()
        let href = scene.world.href(.contact, "anna")
        scene.world.server.put(
            href, Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "ORG:Old", "TITLE:Boss", "NOTE:mind the dog"))
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, holding: "Adler", "<CompanyName>Old</CompanyName>", "<CompanyName/>")
        try Trap.edit(&scene.phone, holding: "Adler", "<JobTitle>Boss</JobTitle>", "")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(!body.contains("ORG") && body.contains("TITLE:Boss") && body.contains("the dog"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("A task's due date cleared on the phone goes upstream")
    func clearedDueDate() async throws {
        var scene = try scene(.task)
        scene.world.server.put(
            scene.world.href(.task, "t"),
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//T//T//EN", "BEGIN:VTODO", "UID:task-0000-4000-8000",
                "DTSTAMP:20250101T000000Z", "SUMMARY:Anna Adler", "DUE;VALUE=DATE:20260304", "END:VTODO",
                "END:VCALENDAR",
            ].map { $0 + "\r\n" }.joined())
        _ = try await scene.phone.sync()
        try Trap.edit(&scene.phone, .task, holding: "Adler", "<DueDate>2026-03-04</DueDate>", "<DueDate/>")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.tasks).first)
        #expect(!body.contains("DUE"), "\(body)")
        try await Trap.expectQuiet(&scene)
    }
}
