import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// Notes: SUMMARY and DESCRIPTION upstream, one text on the phone.
@Suite struct NoteLensTests {
    private let part = PartKey(uid: "n")
    private let lens = Given.lens(.plainText, .note)

    private func journal(_ lines: String) -> [UInt8] {
        Given.bytes(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VJOURNAL\nUID:n\nDTSTAMP:20200101T000000Z\n\(lines)\nX-KEEP;A=\"b\":c\nEND:VJOURNAL\nEND:VCALENDAR\n"
        )
    }

    private func put(
        _ text: String, held: String?, into body: [UInt8], _ rule: ConflictRule = .deviceWins,
        _ evidence: Evidence = Evidence()
    ) throws -> PutResult {
        let held = held.map { Array($0.utf8) }
        return try Given.lens(.plainText, .note, evidence: evidence).put(
            Array(text.utf8), held: held, sent: held, part: part, into: body, rule: rule)
    }

    /// What stands upstream, and what the phone shows.
    static let shapes: [(String, String)] = [
        ("SUMMARY:One\nDESCRIPTION:One\\ntwo\\nthree", "One\ntwo\nthree"),
        ("SUMMARY:One\nDESCRIPTION:two\\nthree", "One\ntwo\nthree"),
        ("SUMMARY:One", "One"), ("DESCRIPTION:One\\ntwo", "One\ntwo"), ("SUMMARY:One\nDESCRIPTION:One", "One"),
        (
            "SUMMARY:On\nDESCRIPTION:One line that is longer\\, than its summary",
            "One line that is longer, than its summary"
        ),
        ("SUMMARY;LANGUAGE=de:Zettel\nDESCRIPTION:äöü\\; €\\n\\n", "Zettel\näöü; €"), ("DESCRIPTION:\nSUMMARY:", ""),
    ]

    @Test(arguments: shapes) func anEchoWritesNothing(_ shape: (String, String)) throws {
        let body = journal(shape.0)
        let view = try lens.view(of: part, in: body, held: nil)
        #expect(String(decoding: view.text, as: UTF8.self) == shape.1)
        for text in [shape.1, shape.1 + "\r\n\r\n", shape.1.replacing("\n", with: "\r\n")] {
            for held in [nil, shape.1] {
                let result = try put(text, held: held, into: body)
                #expect(!result.changed && result.body == body && result.conflicts.isEmpty, "\(text)")
            }
        }
    }

    @Test func onlyTouchedPropertiesChange() throws {
        let stamp = "DTSTAMP:20260102T030405Z"
        func changes(_ lines: String, _ held: String, _ text: String) throws -> [String] {
            let body = journal(lines)
            return Given.added(try put(text, held: held, into: body).body, to: body).filter { $0 != stamp }
        }
        #expect(try changes("SUMMARY:One\nDESCRIPTION:One\\ntwo", "One\ntwo", "One\n2") == ["DESCRIPTION:One\\n2"])
        #expect(
            try changes("SUMMARY:One\nDESCRIPTION:One\\ntwo", "One\ntwo", "1\ntwo") == [
                "SUMMARY:1", "DESCRIPTION:1\\ntwo",
            ])
        #expect(try changes("SUMMARY:One\nDESCRIPTION:two", "One\ntwo", "One\n2") == ["DESCRIPTION:2"])
        #expect(try changes("SUMMARY;X=1:One\nDESCRIPTION:two", "One\ntwo", "1\ntwo") == ["SUMMARY;X=1:1"])
        #expect(try changes("SUMMARY:One", "One", "One\ntwo") == ["DESCRIPTION:One\\ntwo"])
        #expect(try changes("DESCRIPTION:One", "One", "1") == ["DESCRIPTION:1"])
        let body = journal("SUMMARY:One\nDESCRIPTION:two")
        let short = try put(
            "One", held: "One\ntwo", into: body, .deviceWins, Given.evidence(Array("One\ntwo".utf8), format: .plainText)
        )
        #expect(Given.added(body, to: short.body) == ["DTSTAMP:20200101T000000Z", "DESCRIPTION:two"])
    }

    @Test func aCutTextKeepsItsEnd() throws {
        let long = String(repeating: "word ", count: 40) + "end"
        let body = journal("SUMMARY:word\nDESCRIPTION:\(long)")
        let result = try lens.put(
            Array("Word one word word".utf8), held: Array("word word word word".utf8), sent: Array(long.utf8),
            part: part, into: body,
            rule: .deviceWins)
        let text = String(decoding: try lens.view(of: part, in: result.body, held: nil).text, as: UTF8.self)
        #expect(text == "Word one" + long.dropFirst(9))
        #expect(try put(String(long.prefix(50)), held: long, into: body).changed == false)
        // The visible part of a line goes: its hidden rest stays, and the line before is what it was.
        let titled = journal("SUMMARY:Title\nDESCRIPTION:Title\\nfirst\\n" + long)
        func edited(_ text: String) throws -> [String] {
            let result = try lens.put(
                Array(text.utf8), held: Array(("Title\nfirst\n" + long.prefix(60)).utf8),
                sent: Array(("Title\nfirst\n" + long).utf8), part: part, into: titled, rule: .deviceWins)
            return Given.added(result.body, to: titled).filter { !$0.hasPrefix("DTSTAMP") }
        }
        #expect(try edited("Title\nfirst") == ["DESCRIPTION:Title\\nfirst\\n" + long.dropFirst(60)])
        // All that was visible under the title goes: so does the rest.
        #expect(try edited("Title") == ["DESCRIPTION:Title"])
    }

    @Test func bothSides() throws {
        let held = "Shopping\nmilk\nbread\neggs"
        let theirs = journal("SUMMARY:Shopping\nDESCRIPTION:Shopping\\nmilk\\nbread\\n12 eggs")
        let merged = try put("Shopping\noat milk\nbread\neggs", held: held, into: theirs)
        #expect(Given.added(merged.body, to: theirs).last == "DESCRIPTION:Shopping\\noat milk\\nbread\\n12 eggs")
        #expect(merged.conflicts.isEmpty)
        let conflict = try put("Shopping\nmilk\nbread\n6 eggs", held: held, into: theirs, .serverWins)
        #expect(
            !conflict.changed
                && conflict.conflicts == [
                    FieldConflict(property: "DESCRIPTION", winner: .server, loser: "Shopping\nmilk\nbread\n6 eggs")
                ])
        let device = try put("Shopping\nmilk\nbread\n6 eggs", held: held, into: theirs)
        #expect(Given.added(device.body, to: theirs).last == "DESCRIPTION:Shopping\\nmilk\\nbread\\n6 eggs")
        #expect(device.conflicts.first?.winner == .device)
    }

    @Test func aNewNote() throws {
        let body = try lens.create(from: Array("\u{FEFF}Grüße, alle\r\nzweite; Zeile\r\n\r\n".utf8), uid: "u")
        #expect(
            Given.lines(body) == [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Footbridge//Footbridge//EN", "BEGIN:VJOURNAL", "UID:u",
                "DTSTAMP:20260102T030405Z", "SUMMARY:Grüße\\, alle", "DESCRIPTION:Grüße\\, alle\\nzweite\\; Zeile",
                "END:VJOURNAL",
                "END:VCALENDAR",
            ])
        #expect(
            try ResourceReader.parts(of: body, kind: .note)
                == ResourceOutline(kind: .note, uid: "u", parts: [PartKey(uid: "u")], summary: "Grüße, alle"))
        let latin = try lens.create(from: [0x4D, 0xFC, 0x6C, 0x6C], uid: "u")
        #expect(Given.lines(latin).contains("SUMMARY:Müll"))
    }

    @Test func matching() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        #expect(lens.isSame(bytes("a\nb\n"), bytes("a\r\nb")) && !lens.isSame(bytes("a"), bytes("b")))
        #expect(lens.matchKeys(of: bytes("a\nb\n")) == lens.matchKeys(of: bytes("a\r\nb")))
        #expect(
            lens.isClose(bytes("Title\nnew"), to: bytes("Title\nold"))
                && lens.isClose(bytes("Titel of it"), to: bytes("Title of it")))
        #expect(!lens.isClose(bytes("Shopping\nmilk"), to: bytes("Ideas\nboat")))
    }
}
