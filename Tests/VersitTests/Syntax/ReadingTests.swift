import Testing
import Versit

/// What phones send, and what it means.
@Suite struct ReadingTests {
    /// One property of a text and its expected value.
    struct Fixture: Sendable, CustomTestStringConvertible {
        let culprit: String
        let text: String
        let property: String
        let value: String
        var testDescription: String { culprit }
    }

    private static func old(_ culprit: String, _ lines: String, _ property: String, _ value: String) -> Fixture {
        Fixture(
            culprit: culprit, text: "BEGIN:VCARD\r\nVERSION:2.1\r\n\(lines)\r\nX-NEXT:after\r\nEND:VCARD\r\n",
            property: property, value: value)
    }

    static let fixtures: [Fixture] = [
        old("plain", "N:Doe;Jane", "N", "Doe;Jane"),
        old("soft break", "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\r\ntwo", "NOTE", "one\ntwo"),
        old("dangling soft break, K750i", "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;S=C3=84;City=\r\n", "ADR", ";;SÄ;City"),
        old("dangling soft break before the next line", "NOTE;QUOTED-PRINTABLE:a=0D=0A=\r\n\r\n", "NOTE", "a\n"),
        old("misspelt encoding, Symbian", "NOTE;ENCODING=QUOTEDPRINTABLE:=41=42", "NOTE", "AB"),
        old("bare encoding", "NOTE;QUOTED-PRINTABLE:=41", "NOTE", "A"),
        old("double soft break, N9", "NOTE;ENCODING=QUOTED-PRINTABLE:a==0D=0Ab==\r\n=43", "NOTE", "a\nbC"),
        old("UTF8", "NOTE;CHARSET=UTF8;ENCODING=QUOTED-PRINTABLE:=C3=A4", "NOTE", "ä"),
        old("charset with a blank, Motorola", "NOTE;CHARSET= UTF-8:ä", "NOTE", "ä"),
        old("charset in quotes", "NOTE;CHARSET=\"UTF-8\":ä", "NOTE", "ä"),
        old("empty charset", "NOTE;CHARSET=:ä", "NOTE", "ä"),
        old(
            "Latin-1 without charset, Sony Ericsson", "SUMMARY;ENCODING=QUOTED-PRINTABLE:Tandl=E4kare", "SUMMARY",
            "Tandläkare"),
        old("Shift_JIS", "NOTE;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93=FA=96=7B", "NOTE", "日本"),
        old("GBK by another name", "NOTE;CHARSET=CHINESE;ENCODING=QUOTED-PRINTABLE:=D6=D0", "NOTE", "中"),
        old("unescaped equals sign, Palm", "NOTE;ENCODING=QUOTED-PRINTABLE:1+1=2, a=b", "NOTE", "1+1=2, a=b"),
        old(
            "equals sign at the end of a plain value", "NOTE:This ends with equal sign=", "NOTE",
            "This ends with equal sign="),
        old(
            "soft break without ENCODING, SK65", "EXDATE:20200101T000000=\r\n,20200102T000000", "EXDATE",
            "20200101T000000,20200102T000000"),
        old("escapes without ENCODING", "NOTE:one=0D=0Atwo", "NOTE", "one\ntwo"),
        old("an URL is not quoted-printable", "URL:http://x/?a=3D&b=41", "URL", "http://x/?a=3D&b=41"),
        old("base64 text", "NOTE;ENCODING=BASE64:VGVzdA==\r\n", "NOTE", "Test"),
        old("escaped semicolon", "NOTE:a\\;b\\,c\\nd", "NOTE", "a;b,c\\nd"),
        old("folded with the blank kept", "NOTE:some words that\r\n go on", "NOTE", "some words that go on"),
        old(
            "folded hard at 75, as 3.0 does",
            "NOTE:" + String(repeating: "x", count: 70) + "\r\n yy", "NOTE", String(repeating: "x", count: 70) + "yy"),
        old("line ends torn apart, K750i", "NOTE:a\r\n\nTITLE:b", "TITLE", "b"),
        old("group and lower case", "item1.note:x", "NOTE", "x"),
        Fixture(
            culprit: "3.0 escapes and folding",
            text: "BEGIN:VCARD\nVERSION:3.0\nNOTE:a\\nb\\, c\\; d\\\\ \n  e\nEND:VCARD\n", property: "NOTE",
            value: "a\nb, c; d\\  e"),
        Fixture(
            culprit: "swapped line ends", text: "BEGIN:VCARD\n\rVERSION:2.1\n\rNOTE:x\n\rEND:VCARD\n\r",
            property: "NOTE",
            value: "x"),
        Fixture(
            culprit: "CR only", text: "BEGIN:VCARD\rVERSION:2.1\rNOTE:x\rEND:VCARD\r", property: "NOTE", value: "x"),
        Fixture(
            culprit: "byte order mark, VERSION late, no END",
            text: "\u{FEFF}BEGIN:VCARD\r\nNOTE;QUOTED-PRINTABLE:=41\r\nVERSION:2.1",
            property: "NOTE", value: "A"),
    ]

    @Test(arguments: fixtures) func reads(_ fixture: Fixture) throws {
        let document = try Document.parse(Array(fixture.text.utf8)).document
        let card = try #require(document.first("VCARD"))
        #expect(card.text(fixture.property) == fixture.value)
        if fixture.text.contains("X-NEXT") { #expect(card.text("X-NEXT") == "after") }
        #expect(document.serialise() == Array(fixture.text.utf8))
    }

    @Test func rawLatin1ByteIsRead() throws {
        let bytes = Array("BEGIN:VCARD\r\nVERSION:2.1\r\nN:M".utf8) + [0xFC] + Array("ller\r\nEND:VCARD\r\n".utf8)
        #expect(try Document.parse(bytes).document.first("VCARD")?.text("N") == "Müller")
    }

    /// Base64 blocks: with and without leading blanks, with and without the empty line.
    @Test(arguments: [
        "PHOTO;TYPE=JPEG;ENCODING=BASE64:AQID\r\n BAUG\r\n\r\n",
        "PHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n AQID\r\n BAUG\r\n",
        "PHOTO;JPEG;BASE64:AQID\r\nBAUG\r\n", "PHOTO;ENCODING=B:\r\n\r\n AQIDBAUG\r\n\r\n",
        "PHOTO;ENCODING=BASE64:AQID\r\nBAUG\r\n\r\n",
    ]) func picture(_ lines: String) throws {
        let text = "BEGIN:VCARD\r\nVERSION:2.1\r\n\(lines)TEL:1\r\nEND:VCARD\r\n"
        let card = try #require(try Document.parse(Array(text.utf8)).document.first("VCARD"))
        #expect(card.first("PHOTO")?.binary(.vCard21) == [1, 2, 3, 4, 5, 6])
        #expect(card.text("TEL") == "1")
    }

    @Test func structuredAndLists() {
        let line = ContentLine("N", value: ArraySlice("Last\\;x;First;;\\,;".utf8))
        #expect(line.structured(.vCard30) == ["Last;x", "First", "", ",", ""])
        let encoded = ContentLine("N", parameters: [Parameter("ENCODING", "QUOTED-PRINTABLE")], raw: "A=3BB")
        #expect(encoded.structured(.vCard21) == ["A", "B"])
        #expect(ContentLine("CATEGORIES", raw: "a, b\\,c,,d").list(.vCard30) == ["a", "b,c", "d"])
        #expect(ContentLine("CATEGORIES", raw: "a;b").list(.vCalendar10) == ["a", "b"])
    }

    @Test func parameters() throws {
        let text =
            "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nATTENDEE;CN=\"Doe: Jane, ^'J^'\";ROLE=CHAIR:mailto:a@b\nEND:VEVENT\nEND:VCALENDAR"
        let event = try #require(try Document.parse(Array(text.utf8)).document.first("VCALENDAR")?.components.first)
        let attendee = try #require(event.first("ATTENDEE"))
        #expect(attendee.parameterText("CN", .iCalendar20) == "Doe: Jane, \"J\"")
        #expect(attendee.raw == "mailto:a@b")
        let telephone = try Document.parse(Array("TEL;WORK;type=Fax,voice;PREF:1".utf8), hint: .vCard21).document
        guard case .line(let line)? = telephone.entries.first else { return #expect(Bool(false)) }
        #expect(line.types == ["WORK", "FAX", "VOICE", "PREF"])
    }

    @Test func warningsStandBesideTheResult() throws {
        let text =
            "junk\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nnonsense\r\nEND:VEVENT\r\nNOTE:a=0D=0Ab\r\nBEGIN:X\r\nEND:VCARD\r\nA:1\r\n"
        let codes = try Document.parse(Array(text.utf8)).warnings.map(\.code)
        #expect(
            codes == [.notAProperty, .notAProperty, .strayEnd, .undeclaredEncoding, .missingEnd, .outsideComponent])
    }
}
