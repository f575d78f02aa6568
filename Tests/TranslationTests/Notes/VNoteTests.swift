import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// Notes as vNote 1.1: words, categories and class on the phone, VJOURNAL upstream.
@Suite("vNote") struct VNoteTests {
    private let part = PartKey(uid: "n")
    private let lens = Given.lens(.vNote11, .note)

    private static let journal = Given.bytes(
        """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:x
        BEGIN:VJOURNAL
        UID:n
        DTSTAMP:20200101T000000Z
        CREATED:20191231T100000Z
        LAST-MODIFIED:20200101T000000Z
        SUMMARY:Grüße
        DESCRIPTION:Grüße\\nzwei
        CATEGORIES;X-A=1:Home,Ideas
        CLASS:PRIVATE
        STATUS:DRAFT
        X-KEEP;A="b":c
        END:VJOURNAL
        END:VCALENDAR

        """)

    private func put(
        _ text: [UInt8], held: [UInt8]?, sent: [UInt8]? = nil, into body: [UInt8] = journal,
        _ evidence: Evidence = Evidence()
    ) throws -> PutResult {
        try Given.lens(.vNote11, .note, evidence: evidence).put(
            text, held: held, sent: sent ?? held, part: part, into: body, rule: .deviceWins)
    }

    private func changes(_ body: [UInt8]) -> [String] {
        let bookkeeping = ["DTSTAMP", "LAST-MODIFIED"]
        func own(_ lines: [String]) -> [String] {
            lines.filter { line in !bookkeeping.contains { line.hasPrefix($0) } }
        }
        return own(Given.added(Self.journal, to: body)).map { "-" + $0 }
            + own(Given.added(body, to: Self.journal)).map { "+" + $0 }
    }

    @Test("what a phone is shown") func view() throws {
        let view = try lens.view(of: part, in: Self.journal, held: nil)
        #expect(view.format == .vNote11)
        #expect(
            Given.lines(view.text) == [
                "BEGIN:VNOTE", "VERSION:1.1",
                "BODY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=C3=9Fe=0D=0Azwei",
                "CATEGORIES:Home;Ideas", "CLASS:PRIVATE", "DCREATED:20191231T100000Z", "LAST-MODIFIED:20200101T000000Z",
                "END:VNOTE",
            ])
        let small = Given.lens(.vNote11, .note, announced: ["VERSION", "BODY"], sizes: ["BODY": 10])
        let lines = Given.lines(try small.view(of: part, in: Self.journal, held: nil).text)
        #expect(lines.count == 4 && lines[2].hasSuffix(":Gr=C3=BC=C3=9Fe=0D=0Azwei"), "\(lines)")
    }

    @Test("an echo writes nothing, nor does what a phone leaves of a note")
    func echo() throws {
        let view = try lens.view(of: part, in: Self.journal, held: nil).text
        let bare = Given.bytes(
            """
            BEGIN:VNOTE
            VERSION:1.1
            BODY;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=C3=9Fe=0D=0Azwei=0D=0A
            DCREATED:20260101T000000Z
            X-IRMC-LUID:0000A
            END:VNOTE

            """
        )
        for held in [nil, view] {
            for text in [view, bare, Array("Grüße\r\nzwei\r\n".utf8)] {
                let result = try put(text, held: held)
                #expect(
                    !result.changed && result.body == Self.journal && result.conflicts.isEmpty,
                    "\(changes(result.body))")
            }
        }
        #expect(lens.isSame(view, Array("Grüße\nzwei".utf8)))
        #expect(try !lens.isSame(view, Given.edit(view, "Home;Ideas", "Home")))
    }

    @Test("words, a category and the class are changed one by one")
    func edits() throws {
        let view = try lens.view(of: part, in: Self.journal, held: nil).text
        let words = try put(try Given.edit(view, "zwei", "drei"), held: view)
        #expect(
            changes(words.body) == [#"-DESCRIPTION:Grüße\nzwei"#, #"+DESCRIPTION:Grüße\ndrei"#])
        let more = try put(try Given.edit(view, "Home;Ideas", "Home;Ideas;Plans"), held: view)
        #expect(
            changes(more.body) == ["-CATEGORIES;X-A=1:Home,Ideas", "+CATEGORIES;X-A=1:Home,Ideas,Plans"])
        let open = try put(try Given.edit(view, "CLASS:PRIVATE", "CLASS:CONFIDENTIAL"), held: view)
        #expect(changes(open.body) == ["-CLASS:PRIVATE", "+CLASS:CONFIDENTIAL"])
        let shown = try lens.view(of: part, in: more.body, held: nil).text
        #expect(Given.lines(shown).contains("CATEGORIES:Home;Ideas;Plans"))
    }

    @Test("a category goes only from a device that has shown it holds some")
    func removal() throws {
        let view = try lens.view(of: part, in: Self.journal, held: nil).text
        let mine = try Given.edit(view, "Home;Ideas", "Home")
        #expect(try !put(mine, held: view).changed)
        let proven = try put(mine, held: view, Given.evidence(view, format: .vNote11))
        #expect(changes(proven.body) == ["-CATEGORIES;X-A=1:Home,Ideas", "+CATEGORIES;X-A=1:Home"])
    }

    @Test("a category added here and another changed there are both kept")
    func bothSides() throws {
        let view = try lens.view(of: part, in: Self.journal, held: nil).text
        let theirs = try Given.edit(Self.journal, "Home,Ideas", "Home,Thoughts")
        let mine = try Given.edit(view, "Home;Ideas", "Home;Ideas;Plans")
        let result = try put(mine, held: view, into: theirs)
        #expect(
            Given.lines(result.body).contains("CATEGORIES;X-A=1:Home,Thoughts,Plans"), "\(Given.lines(result.body))")
        #expect(result.conflicts.isEmpty)
    }

    @Test("a new note, as phones write it")
    func created() throws {
        let text = Given.bytes(
            """
            BEGIN:VNOTE
            VERSION:1.1
            SUMMARY:Einkauf
            BODY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Milch=0D=0AK=C3=A4se, =
            Brot
            CATEGORIES:Haus;Garten
            CLASS:PUBLIC
            DCREATED:20051030T111735Z
            LAST-MODIFIED:20051030T112041Z
            END:VNOTE

            """)
        let body = try lens.create(from: text, uid: "u")
        #expect(
            Given.lines(body).dropFirst(3) == [
                "BEGIN:VJOURNAL", "UID:u", "DTSTAMP:20260102T030405Z", "SUMMARY:Einkauf",
                "DESCRIPTION:Einkauf\\nMilch\\nKäse\\, Brot", "CREATED:20051030T111735Z", "CATEGORIES:Haus,Garten",
                "CLASS:PUBLIC", "END:VJOURNAL", "END:VCALENDAR",
            ], "\(Given.lines(body))")
        let view = try lens.view(of: PartKey(uid: "u"), in: body, held: text).text
        #expect(
            try !lens.put(text, held: text, sent: view, part: PartKey(uid: "u"), into: body, rule: .deviceWins).changed)
        // One that takes bare texts and sends this one is understood, too.
        let plain = Given.lens(.plainText, .note)
        #expect(try plain.create(from: text, uid: "u") == body)
        let shown = try plain.view(of: PartKey(uid: "u"), in: body, held: text).text
        #expect(String(decoding: shown, as: UTF8.self) == "Einkauf\nMilch\nKäse, Brot")
        #expect(plain.matchKeys(of: text).fingerprints == plain.matchKeys(of: shown).fingerprints)
    }
}
