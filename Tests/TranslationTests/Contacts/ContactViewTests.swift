import LensLaws
import SyncTypes
import Testing
import Translation
import Versit

/// What a phone is sent, and what is made of what it sends first.
@Suite struct ContactViewTests {
    private let part = PartKey(uid: "x")

    @Test func aVCard21View() throws {
        let view = try Given.lens(.vCard21).view(of: part, in: Cards.rich, held: nil)
        let lines = Given.lines(view.text)
        #expect(view.format == .vCard21)
        #expect(
            lines.prefix(5) == [
                "BEGIN:VCARD", "VERSION:2.1", "REV:20200101T000000Z", "N:Doe;Jane;Q.,Mary;Dr.;PhD",
                "FN:Dr. Jane Q. Doe, PhD",
            ])
        for line in [
            "TEL;HOME;VOICE:+49 30 111111", "TEL;HOME;FAX:+49 30 222222", "TEL;WORK;PREF:+49 (30) 333-333",
            "TEL;CELL:+49 170 444444",
            "TEL:+881 666666", "EMAIL;INTERNET;HOME:jane@home.example",
            "ADR;HOME:;Flat 2;1 Oak Street;Springfield;IL;62701;USA",
            "BDAY:19700324", "URL:http://www.example.com/~jane?a=1,2;b", "CLASS:PRIVATE", "UID:rich-1",
            "ROLE:Chief; of tests",
        ] { #expect(lines.contains(line), "\(line)") }
        let text = String(decoding: view.text, as: UTF8.self)
        #expect(text.contains("NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:A long note."))
        #expect(text.contains("PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n /9j/4AAQ"))
        #expect(text.contains("\r\n\r\nUID:"))
        #expect(
            !text.contains("X-UNKNOWN") && !text.contains("LOGO") && !text.contains("ABLabel") && !text.contains("KEY"))
    }

    @Test func aVCard30View() throws {
        let lines = Given.lines(
            try Given.lens(.vCard30, announced: Given.rich).view(of: part, in: Cards.rich, held: nil).text)
        for line in [
            "VERSION:3.0", "TEL;TYPE=HOME,VOICE:+49 30 111111", "item1.TEL;TYPE=WORK,PREF:+49 (30) 333-333",
            "item1.X-ABLABEL:_$!<Reception>!$_", "BDAY:1970-03-24", "X-UNKNOWN-ONE:1", "GEO:51.5;-0.1",
            "X-SPOUSE:John Doe",
            "IMPP:xmpp:jane@chat.example", "X-AIM;TYPE=HOME:janedoe",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(!lines.contains { $0.hasPrefix("UID") || $0.hasPrefix("LABEL") })
    }

    @Test func aVCard40View() throws {
        let lines = Given.lines(try Given.lens(.vCard40).view(of: part, in: Cards.rich, held: nil).text)
        #expect(lines.prefix(2) == ["BEGIN:VCARD", "VERSION:4.0"])
        for line in [
            "FN:Dr. Jane Q. Doe, PhD".replacing(", ", with: "\\, "), "TEL;TYPE=home,voice:+49 30 111111",
            "TEL;TYPE=work;PREF=1:+49 (30) 333-333", "EMAIL;TYPE=home:jane@home.example", "BDAY:19700324",
            "ANNIVERSARY:19990909", "GEO:geo:51.5,-0.1", "IMPP:xmpp:jane@chat.example", "UID:rich-1",
        ] { #expect(lines.contains(line), "\(line) \(lines)") }
        #expect(lines.contains { $0.hasPrefix("PHOTO:data:image/jpeg;base64,/9j/4AAQ") })
        #expect(!lines.contains { $0.hasPrefix("LABEL") || $0.hasPrefix("CLASS") || $0.hasPrefix("X-") })
        // A card of that version, and a birthday without a year.
        let modern = try Given.edit(Cards.modern, "BDAY:19700310", "BDAY:--0310")
        let own = Given.lines(try Given.lens(.vCard40).view(of: part, in: modern, held: nil).text)
        #expect(own.contains("BDAY:--0310"))
        #expect(own.contains("TEL;TYPE=voice,home;PREF=1:+1-555-555-5555"), "\(own)")
        #expect(own.contains("PHOTO:data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="))
    }

    @Test func onlyWhatTheDeviceAnnounced() throws {
        let lines = Given.lines(
            try Given.lens(.vCard21, announced: ["N", "TEL"]).view(of: part, in: Cards.rich, held: nil).text)
        let names = Set(lines.map { String($0.prefix { $0 != ":" && $0 != ";" }) })
        #expect(names == ["BEGIN", "VERSION", "N", "TEL", "END"])
    }

    @Test func aNewCardIsStrict() throws {
        let text = Given.bytes(
            """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8:Müller;Jörg
            TEL;CELL;PREF:+49 170
            TEL;WORK;VOICE:+49 30
            EMAIL;INTERNET:a@b
            ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;Stra=C3=9Fe 1=0D=0AHinterhof;Ort=

            ORG:Firma, GmbH;
            NOTE;ENCODING=QUOTED-PRINTABLE:eins=0D=0Azwei; drei, vier
            BDAY:19700101
            CATEGORIES:a;b
            PHOTO;TYPE=JPEG;ENCODING=BASE64:
             /9j/4AAQ

            X-IRMC-LUID:0002
            X-SYMBIAN-LUID:7
            X-CLASS:private
            X-EVOLUTION-FILE-AS:Müller, Jörg
            UID:theirs
            PRODID:x
            END:VCARD

            """)
        let body = try Given.lens(.vCard21).create(from: text, uid: "u-1")
        #expect(
            Given.lines(body) == [
                "BEGIN:VCARD", "VERSION:3.0", "UID:u-1", "N:Müller;Jörg;;;", "FN:Jörg Müller", "ORG:Firma\\, GmbH",
                "TEL;TYPE=CELL,PREF:+49 170", "TEL;TYPE=WORK,VOICE:+49 30", "EMAIL;TYPE=INTERNET:a@b",
                "ADR;TYPE=HOME:;;Straße 1\\nHinterhof;Ort;;;", "BDAY:1970-01-01", "CATEGORIES:a,b",
                "NOTE:eins\\nzwei\\; drei\\, vier", "X-CLASS:private", "X-EVOLUTION-FILE-AS:Müller\\, Jörg",
                "PHOTO;TYPE=JPEG;ENCODING=b:/9j/4AAQ", "REV:20260102T030405Z", "END:VCARD",
            ])
        #expect(body.split(separator: 10).allSatisfy { $0.last == 13 && $0.count <= 76 })
    }

    @Test func cardsWithoutNames() throws {
        let lens = Given.lens(.vCard21)
        func names(_ lines: String) throws -> [String] {
            let body = try lens.create(from: Given.bytes("BEGIN:VCARD\nVERSION:2.1\n\(lines)\nEND:VCARD\n"), uid: "u")
            return Given.lines(body).filter { $0.hasPrefix("N:") || $0.hasPrefix("FN:") }
        }
        #expect(try names("ORG:Acme") == ["N:Acme;;;;", "FN:Acme"])
        #expect(try names("TEL:123") == ["N:123;;;;", "FN:123"])
        #expect(try names("N:;;;;") == ["N:Unnamed;;;;", "FN:Unnamed"])
        #expect(try names("FN:Ann Lee") == ["N:Ann Lee;;;;", "FN:Ann Lee"])
    }

    @Test func whatWasCreatedIsTheSameForThePhone() throws {
        for announced in [nil, Given.rich] {
            let lens = Given.lens(.vCard21, announced: announced)
            let text = Given.bytes(
                "BEGIN:VCARD\nVERSION:2.1\nN:Doe;Jane;;;\nFN:Jane Doe\nTEL;WORK;VOICE:+1 (2) 3\nEMAIL;WORK;INTERNET:a@b\nADR;HOME:;;1;2;3;4;5\nEND:VCARD\n"
            )
            let body = try lens.create(from: text, uid: "u")
            #expect(lens.isSame(text, try lens.view(of: part, in: body, held: text).text))
        }
    }

    @Test func outlines() throws {
        let outline = try ResourceReader.parts(of: Cards.rich, kind: .contact)
        #expect(
            outline
                == ResourceOutline(
                    kind: .contact, uid: "rich-1", parts: [PartKey(uid: "rich-1")], summary: "Dr. Jane Q. Doe, PhD"))
        #expect(throws: TranslationError(.unreadableResource, "")) {
            try ResourceReader.parts(of: Cards.rich, kind: .note)
        }
        #expect(throws: TranslationError(.unreadableResource, "")) { try ResourceReader.parts(of: [], kind: nil) }
    }
}
