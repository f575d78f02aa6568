import LensLaws
import SyncTypes
import Testing
import Translation

/// Text files of a WebDAV folder as notes.
@Suite struct NoteFileTests {
    private let href = Href("/files/alice/Notes/Shopping%20list.txt")

    private static let forms: [[UInt8]] = [
        Array("".utf8), Array("\n".utf8), Array("milk\n".utf8), Array("milk".utf8), Array("milk\nbread\n\n\n".utf8),
        Array("milk\r\nbread\r\n".utf8), Array("milk\rbread".utf8), [0xEF, 0xBB, 0xBF] + Array("Käse;, \\ \n".utf8),
        [0x4B, 0xE4, 0x73, 0x65, 0x20, 0x80, 0x0A], Array("  \t\n".utf8), Array("BEGIN:VCALENDAR\nEND:VEVENT\n".utf8),
        Array("\u{1F}\u{7F}\u{85}\u{2028} a\n ".utf8), Array("END:VJOURNAL\nUID:x".utf8),
    ]

    @Test(arguments: forms) func aFileComesBackByteForByte(_ file: [UInt8]) throws {
        let body = try #require(NoteFile.journal(of: file, at: href))
        #expect(try NoteFile.file(of: body) == file)
        #expect(try NoteFile.asRead(body, at: href) == body)
        let outline = try ResourceReader.parts(of: body, kind: nil)
        #expect(outline.kind == .note && outline.uid == "Shopping list.txt")
    }

    @Test func randomTextsComeBack() throws {
        let pieces = [
            "a", "ü", "€", "\n", "\n", " ", "\t", "\\", ";", ",", ":", "\\n", "\u{301}", "\u{FEFF}", "👪", "BEGIN:",
            "\u{1}",
        ]
        for seed in 1...2000 {
            var random = Dice(UInt64(seed))
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            let lines = text.joined()
            let file = Array((seed % 3 == 0 ? lines.replacing("\n", with: "\r\n") : lines).utf8)
            let body = try #require(NoteFile.journal(of: file, at: href), "seed \(seed)")
            #expect(try NoteFile.file(of: body) == file, "seed \(seed)")
        }
    }

    @Test func whatIsNoTextIsNoNote() {
        #expect(NoteFile.journal(of: [0x50, 0x4B, 3, 4, 0], at: href) == nil)
        #expect(NoteFile.journal(of: [0x61, 0x81], at: href) == nil)
        #expect(NoteFile.journal(of: [0xEF, 0xBB, 0xBF, 0xE4], at: href) == nil)
    }

    @Test(arguments: [
        ("/n/a.txt", true), ("/n/A.MD", true), ("/n/a.md", true), ("/n/a.jpg", false), ("/n/txt", false),
        ("/n/.hidden.txt", false), ("/n/a.txt.bak", false),
    ]) func onlyTextsAreNotes(_ name: (String, Bool)) { #expect(NoteFile.isNamed(Href(name.0)) == name.1) }

    @Test func anEditOfOneLineLeavesTheFormOfTheOthers() throws {
        let lens = Given.lens(.plainText, .note)
        let part = PartKey(uid: "Shopping list.txt")
        let file = [0xEF, 0xBB, 0xBF] + Array("milk\r\nbread\r\neggs".utf8)
        let body = try #require(NoteFile.journal(of: file, at: href))
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(view == Array("milk\nbread\neggs".utf8))
        let edited = Array("milk\nbutter\neggs".utf8)
        let put = try lens.put(edited, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        #expect(try NoteFile.file(of: put.body) == [0xEF, 0xBB, 0xBF] + Array("milk\r\nbutter\r\neggs".utf8))
    }

    @Test func aLetterThatLatinLacksMakesItUnicode() throws {
        let lens = Given.lens(.plainText, .note)
        let part = PartKey(uid: "Shopping list.txt")
        let body = try #require(NoteFile.journal(of: [0x4B, 0xE4, 0x73, 0x65, 0x0A], at: href))
        let view = try lens.view(of: part, in: body, held: nil).text
        #expect(view == Array("Käse".utf8))
        func written(_ text: String) throws -> [UInt8] {
            let edited = Array(text.utf8)
            let put = try lens.put(edited, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            return try NoteFile.file(of: put.body)
        }
        #expect(try written("Käse €") == [0x4B, 0xE4, 0x73, 0x65, 0x20, 0x80, 0x0A])
        #expect(try written("Käse ž ř") == Array("Käse ž ř\n".utf8))
    }

    @Test(arguments: [
        ("Shopping list\nmilk", "Shopping list"), ("# Heading\n\ntext", "Heading"), ("\n\n a/b: c?\n", "a b c"),
        ("...", "Note"), ("", "Note"), (".profile", "profile"), ("100 % sure.", "100 sure"),
        (String(repeating: "ä", count: 200), String(repeating: "ä", count: 60)),
    ]) func aFileIsCalledByItsTitle(_ name: (String, String)) throws {
        let body = try Given.lens(.plainText, .note).create(from: Array(name.0.utf8), uid: "u")
        #expect(try NoteFileName.stem(of: body) == name.1)
    }

    @Test func namesAreNumberedAndEscaped() {
        let folder = Href("/files/alice/Notes")
        let first = NoteFileName.href(in: folder, stem: "Käse & Wein", number: 1, extension: "txt")
        #expect(first.rawValue == "/files/alice/Notes/K%C3%A4se%20%26%20Wein.txt")
        let second = NoteFileName.href(in: folder, stem: "Käse & Wein", number: 2, extension: "md")
        #expect(second.lastSegment == "Käse & Wein (2).md")
    }
}
