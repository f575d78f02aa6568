import LensLaws
import SyncTypes
import Testing
import Translation

/// A first slow sync brings copies whose letters the device had made plain: nothing is known of what it held, and upstream keeps its
/// letters.
@Suite struct FlattenedTests {
    private static let card =
        "BEGIN:VCARD\nVERSION:3.0\nUID:u\nN:Müller;Jürgen;;;\nFN:Jürgen Müller\nORG:Żółw Sp. z o.o.\nNOTE:Grüße\n"
        + "TEL;TYPE=CELL:+49 1\nEND:VCARD\n"

    private static let copy =
        "BEGIN:VCARD\nVERSION:2.1\nN:Muller;Jurgen;;;\nFN:Jurgen Muller\nORG:Zolw Sp. z o.o.\nNOTE:Grusse\nTEL;CELL:+49 1\n"
        + "END:VCARD\n"

    private func merged(
        _ text: String, into body: String, _ format: ItemFormat, _ kind: ItemKind, held: [UInt8]? = nil
    ) throws -> PutResult {
        let lens = Given.lens(format, kind)
        return try lens.put(
            Given.bytes(text), held: held, sent: held, part: PartKey(uid: "u"), into: Given.bytes(body),
            rule: .deviceWins)
    }

    @Test func aCardKeepsItsLetters() throws {
        let result = try merged(Self.copy, into: Self.card, .vCard21, .contact)
        #expect(!result.changed, "\(String(decoding: result.body, as: UTF8.self))")
        #expect(result.conflicts.isEmpty)
    }

    @Test func aRealDifferenceStillCounts() throws {
        let result = try merged(Self.copy.replacing("Muller", with: "Miller"), into: Self.card, .vCard21, .contact)
        #expect(String(decoding: result.body, as: UTF8.self).contains("N:Miller;"))
    }

    @Test func lettersThatTheDeviceAddsAreTaken() throws {
        let plain = Self.card.replacing("Müller", with: "Muller")
        let text = Self.copy.replacing("N:Muller;Jurgen", with: "N;CHARSET=UTF-8:Müller;Jürgen")
        let result = try merged(text, into: plain, .vCard21, .contact)
        #expect(String(decoding: result.body, as: UTF8.self).contains("N:Müller;Jürgen"))
    }

    @Test func anEventKeepsItsLetters() throws {
        let body =
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\nDTSTAMP:20260101T000000Z\nDTSTART:20260102T100000Z\n"
            + "DTEND:20260102T110000Z\nSUMMARY:Frühstück\nLOCATION:Café Łódź\nEND:VEVENT\nEND:VCALENDAR\n"
        let copy =
            "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nDTSTART:20260102T100000Z\nDTEND:20260102T110000Z\n"
            + "SUMMARY:Fruhstuck\nLOCATION:Cafe Lodz\nEND:VEVENT\nEND:VCALENDAR\n"
        let result = try merged(copy, into: body, .vCalendar10, .event)
        #expect(!result.changed, "\(String(decoding: result.body, as: UTF8.self))")
    }

    @Test func anEditIsMadeOfWhatWasHeld() throws {
        // With a base the user's plain letters are the user's.
        let lens = Given.lens(.vCard30)
        let body = Given.bytes(Self.card)
        let view = try lens.view(of: PartKey(uid: "u"), in: body, held: nil).text
        let text = try Given.edit(view, "NOTE:Grüße", "NOTE:Grusse")
        let result = try lens.put(
            text, held: view, sent: view, part: PartKey(uid: "u"), into: body, rule: .deviceWins)
        #expect(String(decoding: result.body, as: UTF8.self).contains("NOTE:Grusse"))
    }
}
