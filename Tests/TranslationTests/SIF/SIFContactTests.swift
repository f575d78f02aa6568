import LensLaws
import SyncTypes
import Testing
import Translation

@Suite("SIF-C, element by element") struct SIFContactTests {
    private let part = PartKey(uid: "u")

    private static func card(_ lines: String...) -> [UInt8] {
        Given.bytes(
            (["BEGIN:VCARD", "VERSION:3.0", "UID:u", "N:Lee;Kim;;;", "FN:Kim Lee"] + lines + ["END:VCARD", ""])
                .joined(separator: "\n"))
    }

    private func view(_ lines: String...) throws -> [UInt8] {
        let body = Given.bytes(
            (["BEGIN:VCARD", "VERSION:3.0", "UID:u", "N:Lee;Kim;;;", "FN:Kim Lee"] + lines + ["END:VCARD", ""])
                .joined(separator: "\n"))
        return try SIFGiven.lens(.contact).view(of: part, in: body, held: nil).text
    }

    @Test("numbers find the place of their kind, then a free one") func slots() throws {
        let text = try view(
            "TEL;TYPE=WORK:1", "TEL;TYPE=WORK,PREF:2", "TEL;TYPE=WORK:3", "TEL;TYPE=CELL:4", "TEL;TYPE=CELL:5",
            "TEL;TYPE=HOME,FAX:6", "TEL;TYPE=PREF:7", "TEL;TYPE=CAR:8", "TEL;TYPE=PAGER:9", "TEL;TYPE=HOME:10",
            "TEL;TYPE=HOME:11", "TEL;TYPE=HOME:12")
        let expected = [
            "BusinessTelephoneNumber": "1", "CompanyMainTelephoneNumber": "2", "Business2TelephoneNumber": "3",
            "MobileTelephoneNumber": "4", "OtherTelephoneNumber": "5", "HomeFaxNumber": "6",
            "PrimaryTelephoneNumber": "7", "CarTelephoneNumber": "8", "PagerNumber": "9", "HomeTelephoneNumber": "10",
            "Home2TelephoneNumber": "11", "TelexNumber": "",
        ]
        for (element, number) in expected { #expect(SIFGiven.value(element, in: text) == number, "\(element)") }
        #expect(!SIFGiven.string(text).contains(">12<"))
    }

    @Test("addresses, mail, pages, days, words and the rest") func others() throws {
        let text = try view(
            "ADR;TYPE=HOME:Box;Ext;Street 1;Town;State;1000;Land", "ADR:;;Other street;;;;", "EMAIL:a@x", "EMAIL:b@x",
            "EMAIL;TYPE=WORK:c@x", "URL;TYPE=WORK:http://w", "BDAY:1980-02-03", "X-ANNIVERSARY:2001-01-02",
            "CATEGORIES:A,B b",
            "CLASS:PRIVATE", "ORG:Firm;Unit;Room;More", "NICKNAME:Al,Bert", "NOTE:one\\ntwo <3>", "X-SPOUSE:Sam",
            "IMPP:xmpp:kim@x")
        let expected = [
            "HomeAddressPostOfficeBox": "Box", "HomeAddressExtended": "Ext", "HomeAddressStreet": "Street 1",
            "HomeAddressCity": "Town", "HomeAddressState": "State", "HomeAddressPostalCode": "1000",
            "HomeAddressCountry": "Land", "OtherAddressStreet": "Other street", "Email1Address": "a@x",
            "Email2Address": "b@x", "Email3Address": "c@x", "BusinessWebPage": "http://w", "Birthday": "1980-02-03",
            "Anniversary": "2001-01-02", "Categories": "A, B b", "Sensitivity": "2", "CompanyName": "Firm",
            "Department": "Unit", "OfficeLocation": "Room", "Body": "one\ntwo <3>", "Spouse": "Sam",
            "IMAddress": "xmpp:kim@x", "FileAs": "Kim Lee", "FirstName": "Kim", "LastName": "Lee", "Importance": "1",
            "Gender": "0", "MiddleName": "",
        ]
        for (element, value) in expected { #expect(SIFGiven.value(element, in: text) == value, "\(element)") }
    }

    @Test("an empty element removes, a missing one does not, without any other proof") func cleared() throws {
        let body = Self.card("TEL;TYPE=WORK:1", "TEL;TYPE=WORK:2", "NOTE:long note", "ORG:Firm;Unit;;More", "ROLE:R")
        let lens = SIFGiven.lens(.contact)
        let view = try lens.view(of: part, in: body, held: nil).text
        var text = SIFGiven.set("Business2TelephoneNumber", "", in: view)
        text = SIFGiven.set("Body", "", in: text)
        text = SIFGiven.set("Department", "", in: text)
        text = SIFGiven.set("Profession", nil, in: text)
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let lines = Given.lines(result.body)
        #expect(lines.contains("TEL;TYPE=WORK:1") && !lines.contains("TEL;TYPE=WORK:2"))
        #expect(
            !lines.contains { $0.hasPrefix("NOTE") } && lines.contains("ORG:Firm;;;More") && lines.contains("ROLE:R"))
        let shown = try lens.view(of: part, in: result.body, held: text).text
        #expect(SIFGiven.value("Body", in: shown) == "")
    }

    @Test("an empty picture is a removal only from a device that has shown one") func picture() throws {
        let body = Self.card("PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAA=")
        let view = try SIFGiven.lens(.contact).view(of: part, in: body, held: nil).text
        let text = SIFGiven.set("Photo", "", in: SIFGiven.set("JobTitle", "Boss", in: view))
        for (evidence, isKept) in [(Evidence(), true), (Given.evidence(view, format: .sifC), false)] {
            let result = try SIFGiven.lens(.contact, evidence: evidence).put(
                text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
            let lines = Given.lines(result.body)
            #expect(lines.contains("TITLE:Boss") && lines.contains { $0.hasPrefix("PHOTO") } == isKept)
        }
    }

    @Test("a text cut by the device is a cut, even beside a cleared field") func cut() throws {
        let long = String(repeating: "long words ", count: 30) + "end"
        let body = Self.card("NOTE:\(long)", "TITLE:Boss")
        let lens = SIFGiven.lens(.contact)
        let view = try lens.view(of: part, in: body, held: nil).text
        var text = SIFGiven.set("Body", String(long.prefix(100)), in: view)
        text = SIFGiven.set("JobTitle", "", in: text)
        let result = try lens.put(text, held: view, sent: view, part: part, into: body, rule: .deviceWins)
        let lines = Given.lines(result.body)
        #expect(lines.contains("NOTE:\(long)") && !lines.contains { $0.hasPrefix("TITLE") })
    }

    @Test("what a client writes of its own is read, what is no SIF is refused") func reading() throws {
        let lens = SIFGiven.lens(.contact)
        let text = SIFGiven.text(
            "contact",
            "<SIFVersion>1.0</SIFVersion><FirstName>Kim</FirstName><LastName>Lee</LastName><Folder>DEFAULT_FOLDER</Folder>"
                + "<Gender>0</Gender><Importance>1</Importance><Sensitivity>0</Sensitivity><Unheard><Of>x</Of></Unheard>"
                + "<Birthday>45001231T230000Z</Birthday><Anniversary>4501-01-01</Anniversary><BusinessHomePage>http://b</BusinessHomePage>"
                + "<Email1Address>kim@x</Email1Address><Email1AddressType>SMTP</Email1AddressType><Hobby>Chess</Hobby>")
        let lines = Given.lines(try lens.create(from: text, uid: "n"))
        #expect(lines.contains("N:Lee;Kim;;;") && lines.contains("URL;TYPE=WORK:http://b"))
        #expect(lines.contains("X-FUNAMBOL-HOBBIES:Chess") && lines.contains("EMAIL:kim@x"))
        #expect(
            !lines.contains {
                $0.hasPrefix("BDAY") || $0.contains("ANNIVERSARY") || $0.hasPrefix("CLASS") || $0.contains("GENDER")
            })
        for bad in ["", "<task/>", "<contact>", "no xml"] {
            #expect(throws: TranslationError.self, "\(bad)") { try lens.create(from: Array(bad.utf8), uid: "n") }
        }
    }

    @Test("a note cut behind a blank keeps it") func blank() throws {
        let text = SIFGiven.text("contact", "<FirstName>Kim</FirstName><Body>cut here </Body>")
        let made = try SIFGiven.lens(.contact).create(from: text, uid: "u")
        let view = try SIFGiven.lens(.contact).view(of: part, in: made, held: nil).text
        #expect(SIFGiven.value("Body", in: view) == "cut here ")
    }

    @Test("only announced elements are written") func announced() throws {
        let lens = SIFGiven.lens(.contact, announced: ["FIRSTNAME", "LASTNAME", "HOMETELEPHONENUMBER"])
        let body = Self.card("TEL;TYPE=HOME:1", "TEL;TYPE=HOME:2", "NOTE:n")
        let text = SIFGiven.string(try lens.view(of: part, in: body, held: nil).text)
        #expect(text.contains("<HomeTelephoneNumber>1<") && !text.contains("Home2") && !text.contains("Body"))
    }

    @Test("a card where SIF is expected, and SIF where a card is") func otherFormats() throws {
        let card = Self.card("TEL;TYPE=CELL:1", "NOTE:n")
        let sif = try SIFGiven.lens(.contact).view(of: part, in: card, held: nil).text
        let old = Given.lens(.vCard21)
        let shown = try old.view(of: part, in: card, held: nil).text
        #expect(old.isSame(shown, sif) && SIFGiven.lens(.contact).isSame(sif, shown))
        let edited = SIFGiven.set("MobileTelephoneNumber", "2", in: sif)
        for lens in [old, SIFGiven.lens(.contact)] {
            let result = try lens.put(edited, held: shown, sent: shown, part: part, into: card, rule: .deviceWins)
            #expect(Given.lines(result.body).contains("TEL;TYPE=CELL:2") && Given.lines(result.body).contains("NOTE:n"))
        }
    }
}
