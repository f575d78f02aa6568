import LensLaws
import SyncTypes
import Testing
import Translation

/// A value that both sides have is there once, however it came to them.
@Suite struct OnceIsEnoughTests {
    private let part = PartKey(uid: "u")

    private static func card(_ lines: String...) -> [UInt8] {
        Given.bytes(
            "BEGIN:VCARD\nVERSION:3.0\nUID:u\nN:Lee;Kim;;;\nFN:Kim Lee\n\(lines.joined(separator: "\n"))\nEND:VCARD\n")
    }

    private func lines(_ body: [UInt8], _ property: String) -> [String] {
        Given.lines(body).filter { $0.hasPrefix(property) }
    }

    @Test("a number typed over another that upstream has, too, in a place where the device shows it under another kind")
    func shownElsewhere() throws {
        let body = Self.card("TEL;TYPE=CELL:30", "TEL;TYPE=CELL:19", "TEL;TYPE=CELL:41")
        let lens = SIFGiven.lens(.contact)
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(SIFGiven.value("MobileTelephoneNumber", in: view) == "30")
        // The others stand where there is room; the device leaves out what it does not write itself.
        var text = SIFGiven.set("MobileTelephoneNumber", "41", in: view)
        for element in ["OtherTelephoneNumber", "PrimaryTelephoneNumber"] {
            text = SIFGiven.set(element, nil, in: text)
        }
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(lines(result.body, "TEL") == ["TEL;TYPE=CELL:19", "TEL;TYPE=CELL:41"])
    }

    @Test("a number moved from one line to the other")
    func moved() throws {
        let body = Self.card("TEL;TYPE=HOME:1", "TEL;TYPE=HOME:2")
        let lens = Given.lens(.vCard30)
        let view = try lens.view(of: part, in: body, held: nil).text
        let text = try Given.edit(try Given.edit(view, "TEL;TYPE=HOME:2\r\n", ""), "TEL;TYPE=HOME:1", "TEL;TYPE=HOME:2")
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(lines(result.body, "TEL").count { $0.hasSuffix(":2") } == 1, "\(lines(result.body, "TEL"))")
    }

    @Test(
        "an address that only a slot has given a kind is the one upstream, when nothing is known of what the device held"
    )
    func relabelled() throws {
        let body = Self.card("EMAIL:a@x", "EMAIL:b@x")
        let lens = SIFGiven.lens(.contact)
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(SIFGiven.value("Email2Address", in: view) == "b@x")
        for held in [nil, SIFGiven.set("Email1Address", "", in: SIFGiven.set("Email2Address", "", in: view))] {
            let result = try lens.put(view, held: held, sent: held, part: part, into: body, rule: .deviceWins)
            #expect(!result.changed, "\(lines(result.body, "EMAIL"))")
        }
    }

    @Test("one number for two kinds is two numbers when the device's user says so")
    func twoKinds() throws {
        let body = Self.card("TEL;TYPE=WORK:1")
        let lens = Given.lens(.vCard30)
        let view = try lens.view(of: part, in: body, held: nil).text
        let text = try Given.edit(view, "END:VCARD", "TEL;TYPE=HOME:1\r\nEND:VCARD")
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(lines(result.body, "TEL") == ["TEL;TYPE=WORK:1", "TEL;TYPE=HOME:1"])
    }
}
