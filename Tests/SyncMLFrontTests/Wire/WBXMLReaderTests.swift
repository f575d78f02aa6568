import Markup
import Testing

@testable import SyncMLFront

/// WBXML documents written out by hand.
@Suite struct WBXMLReaderTests {
    /// Version 1.2, SyncML 1.1, UTF-8, no string table.
    static let head: [UInt8] = [0x02, 0x9F, 0x53, 0x6A, 0x00]

    static func read(_ bytes: [UInt8]) throws(WireError) -> Element { try WireForm.decode(bytes, as: .wbxml) }

    @Test func headersOfEveryForm() throws {
        let body: [UInt8] = [0x6D, 0x01]
        let identifier = Array("-//SYNCML//DTD SyncML 1.0//EN".utf8)
        let heads: [[UInt8]] = [
            Self.head, [0x01, 0x9F, 0x51, 0x6A, 0x00], [0x03, 0xA4, 0x01, 0x03, 0x00], [0x02, 0x01, 0x04, 0x00],
            [0x02, 0x00, 0x00, 0x6A, 0x1D] + identifier, [0x02, 0x00, 0x00, 0x6A, 0x1E] + identifier + [0x00],
        ]
        for head in heads { #expect(try Self.read(head + body) == Element("SyncML"), "\(head)") }
        #expect(try Self.read(Self.head + [0x2D]) == Element("SyncML"))
        #expect(try Self.read(Self.head + body + [0x00, 0x0A]) == Element("SyncML"))
    }

    @Test func stringsJoinWhateverTheirForm() throws {
        // String table "ab\0cd"; Cmd holds STR_T 3, STR_I, OPAQUE and ENTITY.
        let bytes: [UInt8] =
            [0x02, 0x9F, 0x53, 0x6A, 0x05] + Array("ab\0cd".utf8)
            + [0x6D, 0x4A, 0x83, 0x03, 0x03, 0x78, 0x00, 0xC3, 0x02, 0xC3, 0xA4, 0x02, 0x81, 0x20, 0x01, 0x01]
        #expect(try Self.read(bytes) == Element("SyncML", [.element(Element("Cmd", [.text("cdxä\u{A0}")]))]))
    }

    @Test func latin1StringsAreConverted() throws {
        let bytes: [UInt8] = [0x02, 0x9F, 0x53, 0x04, 0x00, 0x6D, 0x4A, 0x03, 0xE4, 0x00, 0xC3, 0x01, 0xE4, 0x01, 0x01]
        #expect(try Self.read(bytes)[child: "Cmd"]?.bytes == Array("ä".utf8) + [0xE4])
    }

    @Test func octetsThatAreNoTextStayOctets() throws {
        let bytes = Self.head + [0x6D, 0x4F, 0x03, 0xFC, 0x00, 0x01, 0x4F, 0xC3, 0x02, 0x41, 0x00, 0x01, 0x01]
        let expected = [Element("Data", [.bytes([0xFC])]), Element("Data", [.bytes([0x41, 0x00])])]
        #expect(try Self.read(bytes).elements == expected)
    }

    @Test func pagesStayUntilSwitched() throws {
        // Meta{Type, Size} with the switch back after the end of Meta, as some encoders do.
        let bytes: [UInt8] =
            Self.head + [0x6D, 0x5A, 0x00, 0x01, 0x53, 0x03, 0x78, 0x00, 0x01, 0x12, 0x01, 0x00, 0x00, 0x12, 0x01]
        let metInf = "syncml:metinf"
        let meta = Element(
            "Meta",
            [
                .element(Element("Type", namespace: metInf, [.text("x")])),
                .element(Element("Size", namespace: metInf)),
            ])
        #expect(try Self.read(bytes) == Element("SyncML", [.element(meta), .element(Element("Final"))]))
    }

    @Test func literalTagsAreNamed() throws {
        let bytes: [UInt8] =
            [0x02, 0x9F, 0x53, 0x6A, 0x02] + Array("Xy".utf8) + [0x6D, 0x44, 0x00, 0x01, 0x04, 0x00, 0x01]
        #expect(try Self.read(bytes).elements.map(\.name) == ["Xy", "Xy"])
    }

    /// Data with a DevInf document whose header and size element are given.
    private func nested(_ head: [UInt8], version: String) -> [UInt8] {
        let text = { (text: String) -> [UInt8] in [0x03] + Array(text.utf8) + [0x00] }
        let inner =
            head + [0x4A, 0x65] + text(version) + [0x01, 0x45, 0x58] + text("N") + [0x01, 0x5C] + text("80")
            + [0x01, 0x01, 0x01]
        return Self.head + [0x6D, 0x4F, 0xC3, UInt8(inner.count)] + inner + [0x01, 0x01]
    }

    @Test func nestedDeviceInformationIsFoundWhateverItsIdentifier() throws {
        let cases: [([UInt8], String, String)] = [
            ([0x02, 0x9F, 0x54, 0x6A, 0x00], "1.1", "Size"), ([0x02, 0xA4, 0x03, 0x6A, 0x00], "1.2", "MaxSize"),
            ([0x02, 0x01, 0x6A, 0x00], "1.2", "MaxSize"), ([0x02, 0x01, 0x6A, 0x00], "1.0", "Size"),
            ([0x02, 0xA4, 0x03, 0x6A, 0x00], "1.1", "Size"), ([0x02, 0xA4, 0x03, 0x6A, 0x00], "", "MaxSize"),
        ]
        for (head, version, size) in cases {
            let tree = try Self.read(nested(head, version: version))
            let information = tree[child: "Data"]?[child: "DevInf"]
            #expect(information?.namespace == "syncml:devinf", "\(version)")
            #expect(information?[child: "CTCap"]?[child: size]?.text == "80", "\(head) \(version)")
        }
    }

    @Test func nestedDocumentsThatCannotBeReadStayOctets() throws {
        let inner: [UInt8] = [0x02, 0x9F, 0x54, 0x6A, 0x00, 0x4A, 0x3F]
        let bytes = Self.head + [0x6D, 0x4F, 0xC3, UInt8(inner.count)] + inner + [0x01, 0x01]
        #expect(try Self.read(bytes)[child: "Data"]?.children == [.bytes(inner)])
    }

    @Test func deviceInformationAsTextBecomesElements() throws {
        let text = "<?xml version=\"1.0\"?><DevInf><VerDTD>1.1</VerDTD></DevInf>"
        let bytes = Self.head + [0x6D, 0x4F, 0x03] + Array(text.utf8) + [0x00, 0x01, 0x01]
        let expected = Element(
            "DevInf", namespace: "syncml:devinf",
            [.element(Element("VerDTD", namespace: "syncml:devinf", [.text("1.1")]))])
        #expect(try Self.read(bytes)[child: "Data"]?.elements == [expected])
        let xml = "<SyncML><Data><![CDATA[\(text)]]></Data></SyncML>"
        #expect(try WireForm.decode(Array(xml.utf8), as: .xml)[child: "Data"]?.elements == [expected])
    }
}
