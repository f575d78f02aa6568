import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// An edit of a text that the device cut before anybody knew that it cuts: the hidden rest stays.
@Suite struct CutEditTests {
    private static let note =
        "Meets at the staton every Monday, brings the old maps along and wants coffee without sugar, but with plenty of"
        + " milk; ring twice."

    private func card(_ note: String) -> [UInt8] {
        Given.bytes("BEGIN:VCARD\nVERSION:3.0\nUID:x\nN:Doe;Jane;;;\nFN:Jane Doe\nNOTE:\(note)\nEND:VCARD\n")
    }

    private func escaped(_ text: String) -> String { text.replacing(",", with: "\\,").replacing(";", with: "\\;") }

    /// The note upstream after the phone that held the whole sends `mine`.
    private func merged(_ mine: String, _ evidence: Evidence = Evidence()) throws -> String {
        let body = card(escaped(Self.note))
        var evidence = evidence
        let text = card(escaped(mine))
        evidence.observe(text, format: .vCard30)
        let lens = Given.lens(.vCard30, evidence: evidence)
        let part = PartKey(uid: "x")
        let view = try lens.view(of: part, in: body, held: nil).text
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let line = try #require(Given.lines(result.body).first { $0.hasPrefix("NOTE:") })
        return String(line.dropFirst(5)).replacing("\\,", with: ",").replacing("\\;", with: ";")
    }

    private static func cut(_ count: Int, _ old: String, _ new: String) -> String {
        String(String(note.prefix(count)).replacing(old, with: new))
    }

    /// Beginnings of the note with an edit inside, and the whole that must come of them.
    private static let edits: [(mine: String, whole: String)] = [
        (cut(80, "staton", "station"), note.replacing("staton", with: "station")),
        (cut(62, "every Monday, ", ""), note.replacing("every Monday, ", with: "")),
        (cut(80, "old maps", "new charts"), note.replacing("old maps", with: "new charts")),
    ]

    @Test(arguments: edits) func theHiddenRestStays(_ edit: (mine: String, whole: String)) throws {
        #expect(try merged(edit.mine) == edit.whole)
    }

    @Test func anEditOfTheWholeIsTheWhole() throws {
        for whole in [
            Self.note.replacing("staton", with: "station"), Self.note.replacing("every Monday, ", with: ""),
            "Something else altogether, and long enough to be cut by many a telephone.",
        ] { #expect(try merged(whole) == whole) }
    }

    @Test func whatADeviceHasProvenItMayShorten() throws {
        let evidence = Given.evidence(card(escaped(Self.note)), format: .vCard30)
        let mine = Self.cut(80, "staton", "station")
        #expect(try merged(mine, evidence) == mine)
    }

    @Test func aShortTextIsNoCut() throws {
        #expect(try merged("Meets at the station every") == "Meets at the station every")
    }

    @Test func bothSides() throws {
        let part = PartKey(uid: "x")
        let (old, new) = (card(escaped(Self.note)), card(escaped(Self.note.replacing("ring twice", with: "ring once"))))
        let mine = card(escaped(Self.cut(80, "staton", "station")))
        var evidence = Evidence()
        evidence.observe(mine, format: .vCard30)
        let lens = Given.lens(.vCard30, evidence: evidence)
        let view = try lens.view(of: part, in: old, held: nil).text
        let result = try lens.put(mine, held: view, sent: view, part: part, into: new, rule: .deviceWins)
        #expect(result.conflicts.isEmpty)
        let whole = Self.note.replacing("staton", with: "station").replacing("ring twice", with: "ring once")
        #expect(Given.lines(result.body).contains("NOTE:" + escaped(whole)))
    }

    @Test func notesAndDescriptions() throws {
        let mine = Self.cut(80, "staton", "station")
        let whole = Self.note.replacing("staton", with: "station")
        let part = PartKey(uid: "e1")
        func body(_ kind: String, _ name: String) -> [UInt8] {
            Given.bytes(
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:\(kind)\nUID:e1\nDTSTAMP:20250101T000000Z\nSUMMARY:Jane\n"
                    + "DTSTART:20250101T090000Z\n\(name):\(escaped(Self.note))\nEND:\(kind)\nEND:VCALENDAR\n")
        }
        let event = body("VEVENT", "DESCRIPTION")
        let lens = Given.lens(.iCalendar20, .event)
        let view = try lens.view(of: part, in: event, held: nil).text
        let text = Given.bytes(
            String(decoding: view, as: UTF8.self).replacing("\r\n ", with: "").replacing("\r\n", with: "\n")
                .replacing(escaped(Self.note), with: escaped(mine)))
        let put = try lens.put(text, held: view, sent: view, part: part, into: event, rule: .deviceWins)
        #expect(Given.lines(put.body).contains("DESCRIPTION:" + escaped(whole)), "\(Given.lines(put.body))")
        let journal = body("VJOURNAL", "DESCRIPTION")
        let notes = Given.lens(.plainText, .note)
        let shown = try notes.view(of: part, in: journal, held: nil).text
        let long = String(decoding: shown, as: UTF8.self)
        let edited = String(long.prefix(80)).replacing("staton", with: "station")
        let written = try notes.put(
            Array(edited.utf8), held: shown, sent: shown, part: part, into: journal, rule: .deviceWins)
        let again = String(decoding: try notes.view(of: part, in: written.body, held: nil).text, as: UTF8.self)
        #expect(again == long.replacing("staton", with: "station"))
    }
}
