import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Testing

@Suite("Traps: phones that lose")
struct LossyPhoneTests {
    private static let photo = "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQE"

    private static func without(_ property: String) -> (String) -> String {
        { text in
            text.components("\r\n").filter { !$0.uppercased().hasPrefix(property) && !$0.hasPrefix(" ") }
                .joined(separator: "\r\n")
        }
    }

    @Test("The first edit of a card whose photo the phone silently drops")
    func photoDropped() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", Self.photo))
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone, .contact, Self.without("PHOTO"))
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 1009")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(body.contains(Self.photo.suffix(40)), "\(body)")
        #expect(body.contains("+49 1009"))
        Trap.lose(&scene.phone, .contact, Self.without("PHOTO"))
        try await Trap.expectQuiet(&scene)
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1009", "+49 1010")
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts).contains { $0.contains(Self.photo.suffix(40)) })
        try await Trap.expectQuiet(&scene)
    }

    @Test("A number that found no place on the phone comes when its user has taken another one off")
    func roomForHiddenNumber() async throws {
        var scene = try Trap.scene()
        scene.world.server.put(
            scene.world.href(.contact, "anna"),
            Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "TEL;TYPE=HOME:+49 1002"))
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone, .contact, Trap.keepingOneNumber)
        // It shows that it keeps a mobile and no more, so that its removal is proven.
        for (old, new) in [("+49 1001", "+49 1004"), ("+49 1004", "+49 1003")] {
            try Trap.edit(&scene.phone, holding: "Adler", old, new)
            _ = try await scene.phone.sync()
            Trap.lose(&scene.phone, .contact, Trap.keepingOneNumber)
        }
        let luid = try #require(scene.phone.store.items["contacts"]?.keys.first)
        let text = String(decoding: try #require(scene.phone.store.items["contacts"]?[luid]), as: UTF8.self)
        let bare = text.components("\r\n").filter { !$0.uppercased().hasPrefix("TEL") }.joined(separator: "\r\n")
        scene.phone.edit("contacts", luid, bare)
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(!body.contains("+49 1003") && body.contains("+49 1002"), "\(body)")
        let shown = try #require(scene.phone.texts("contacts").first)
        #expect(shown.contains("+49 1002"), "\(shown)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("The first edit of a card with seven numbers on a phone that holds five")
    func sevenNumbers() async throws {
        var scene = try Trap.scene()
        let numbers = (1...7).map { "TEL;TYPE=\($0 % 2 == 0 ? "HOME" : "WORK"):+49 100\($0)" }
        scene.world.server.put(
            scene.world.href(.contact, "anna"),
            "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:anna-0000-4000-8000\r\nN:Adler;Anna;;;\r\nFN:Anna Adler\r\n"
                + numbers.joined(separator: "\r\n") + "\r\nEND:VCARD\r\n")
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone) { text in
            var left = 5
            return text.components("\r\n").filter { line in
                guard line.uppercased().hasPrefix("TEL") else { return true }
                left -= 1
                return left >= 0
            }.joined(separator: "\r\n")
        }
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1001", "+49 1111")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first)
        #expect(body.contains("+49 1111") && !body.contains("+49 1001"))
        for number in 2...7 { #expect(body.contains("+49 100\(number)"), "\(body)") }
    }

    @Test("A typo mended in a NOTE cut to 80 characters")
    func cutNote() async throws {
        var scene = try Trap.scene()
        let note = "Mets at the staton every Monday. " + String(repeating: "Brings the old maps along. ", count: 15)
        scene.world.server.put(
            scene.world.href(.contact, "anna"), Trap.card("Anna Adler", "TEL;TYPE=CELL:+49 1001", "NOTE:" + note))
        _ = try await scene.phone.sync()
        Trap.lose(&scene.phone) { text in
            let unfolded = text.replacing("\r\n ", with: "")
            return unfolded.components("\r\n").map { $0.hasPrefix("NOTE") ? String($0.prefix(80)) : $0 }
                .joined(separator: "\r\n")
        }
        try Trap.edit(&scene.phone, holding: "Adler", "staton", "station")
        _ = try await scene.phone.sync()
        let body = try #require(scene.world.bodies(of: scene.world.contacts).first).replacing("\r\n ", with: "")
        #expect(body.contains("Mets at the station every Monday"))
        #expect(body.contains(note.replacing("staton", with: "station").trimmingEnd()), "\(body)")
        try await Trap.expectQuiet(&scene)
    }

    @Test("A new phone's first slow sync with truncated copies")
    func truncatedCopies() async throws {
        var scene = try Trap.scene()
        let long = "Lives in the house with the green door behind the old town hall, second floor, bell is broken"
        for (index, name) in ["Anna Adler", "Boris Brandt", "Clara Conrad"].enumerated() {
            scene.world.server.put(
                scene.world.href(.contact, "c\(index)"),
                Trap.card(name, "TEL;TYPE=CELL:+49 100\(index)", "TEL;TYPE=HOME:+49 200\(index)", "NOTE:" + long))
            scene.phone.edit(
                "contacts", "old-\(index)",
                Trap.card(name, "TEL;TYPE=CELL:+49 100\(index)", "NOTE:" + long.prefix(40)).replacing(
                    "UID:\(name.replacing(" ", with: "-"))-0000-4000-8000\r\n", with: ""))
        }
        let before = scene.world.bodies(of: scene.world.contacts)
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts) == before, "the copies add nothing")
        #expect(scene.phone.texts("contacts").count == 3)
        try await Trap.expectQuiet(&scene)
    }

    @Test("An Add refused with 420 and room made later")
    func full() async throws {
        var scene = try Trap.scene()
        for number in 0..<6 { scene.world.put("c\(number)", DeviceGuardTests.contact(number)) }
        scene.phone.store.capacity = 4
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("contacts").count == 4)
        _ = try await scene.phone.sync()
        #expect(scene.phone.texts("contacts").count == 4)
        scene.phone.store.capacity = nil
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 6)
        try await Trap.expectQuiet(&scene)
    }

    @Test("Two near-identical people arriving in the wrong order")
    func nearIdentical() async throws {
        var scene = try Trap.scene()
        scene.world.put("first", Sample(.contact, "Kim Lee", "+49 1001"))
        scene.world.put("second", Sample(.contact, "Kim Lee", "+49 1002"))
        scene.phone.edit("1", Sample(.contact, "Kim Lee", "+49 1002"))
        scene.phone.edit("2", Sample(.contact, "Kim Lee", "+49 1001"))
        let before = scene.world.bodies(of: scene.world.contacts)
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts) == before)
        Trap.expectEqual(scene, count: 2)
        try Trap.edit(&scene.phone, holding: "+49 1002", "+49 1002", "+49 1003")
        _ = try await scene.phone.sync()
        let body = scene.world.server.members(of: scene.world.contacts)[scene.world.href(.contact, "second")]
        #expect(body.map { String(decoding: $0, as: UTF8.self).contains("+49 1003") } == true)
        try await Trap.expectQuiet(&scene)
    }

    @Test("Identical content added twice on purpose")
    func twice() async throws {
        var scene = try Trap.scene()
        scene.phone.edit("1", Sample(.contact, "Anna Adler", "+49 1001"))
        scene.phone.edit("2", Sample(.contact, "Anna Adler", "+49 1001"))
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 2)
        try await Trap.expectQuiet(&scene)
        _ = try await scene.phone.sync(["contacts": .slow])
        Trap.expectEqual(scene, count: 2)
    }

    @Test("Deleted and added again with the same text")
    func again() async throws {
        var scene = try Trap.scene()
        for number in 0..<5 { scene.phone.edit("\(number)", DeviceGuardTests.contact(number)) }
        _ = try await scene.phone.sync()
        scene.phone.delete("contacts", "2")
        scene.phone.edit("9", DeviceGuardTests.contact(2))
        _ = try await scene.phone.sync()
        Trap.expectEqual(scene, count: 5)
        try await Trap.expectQuiet(&scene)
    }

    @Test("Two phones adding the same person")
    func samePerson() async throws {
        var scene = try Trap.scene()
        var other = Trap.other(scene)
        scene.phone.edit("1", Sample(.contact, "Anna Adler", "+49 1001"))
        other.edit("7", Sample(.contact, "Anna Adler", "+49 1001"))
        _ = try await scene.phone.sync()
        _ = try await other.sync()
        #expect(scene.world.essences(of: scene.world.contacts).count == 1)
        #expect(other.texts("contacts").count == 1)
        try await Trap.expectQuiet(&scene)
    }

    @Test("What a phone has not proven to keep comes back to it in each item, once")
    func sentBackPerItem() async throws {
        var scene = try Trap.scene()
        for name in ["Anna Adler", "Boris Brandt"] {
            scene.world.server.put(
                scene.world.href(.contact, String(name.prefix(4))),
                Trap.card(name, "TEL;TYPE=CELL:+49 1", "NOTE:of \(name)"))
        }
        _ = try await scene.phone.sync()
        for name in ["Anna Adler", "Boris Brandt"] {
            try Trap.edit(&scene.phone, holding: name, "NOTE:of \(name)\r\n", "")
            _ = try await scene.phone.sync()
            #expect(scene.phone.texts("contacts").contains { $0.contains("NOTE:of \(name)") }, "\(name)")
            try await Trap.expectQuiet(&scene)
        }
        // It cannot hold notes at all: no ping-pong.
        Trap.lose(&scene.phone, .contact, Self.without("NOTE"))
        try Trap.edit(&scene.phone, holding: "Adler", "+49 1", "+49 2")
        _ = try await scene.phone.sync()
        #expect(scene.world.bodies(of: scene.world.contacts).filter { $0.contains("NOTE:of") }.count == 2)
        try await Trap.expectQuiet(&scene)
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    fileprivate func trimmingEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
