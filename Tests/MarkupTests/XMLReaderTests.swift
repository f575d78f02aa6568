import Markup
import Testing

/// What well-formed documents read as.
@Suite struct XMLReaderTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        let name: String
        let xml: String
        let tree: Element
        var testDescription: String { name }
    }

    static let fixtures: [Fixture] = [
        Fixture(name: "text", xml: "<a>b</a>", tree: Element("a", [.text("b")])),
        Fixture(name: "empty", xml: "<a/>", tree: Element("a")),
        Fixture(name: "start and end", xml: "<a></a>", tree: Element("a")),
        Fixture(
            name: "references join", xml: "<a>x &amp; y&#13;&#x41;&lt;<![CDATA[<&>]]>z</a>",
            tree: Element("a", [.text("x & y\rA<<&>z")])),
        Fixture(
            name: "default namespace", xml: "<a xmlns='N'><b/></a>",
            tree: Element("a", namespace: "N", [.element(Element("b", namespace: "N"))])),
        Fixture(
            name: "prefixes", xml: "<p:a xmlns:p='N' p:c='1' d='2&#10;'/>",
            tree: Element(
                "a", namespace: "N",
                attributes: [Attribute(name: "c", namespace: "N", value: "1"), Attribute(name: "d", value: "2\n")])),
        Fixture(name: "prefix without declaration", xml: "<q:a/>", tree: Element("a")),
        Fixture(name: "mark", xml: "\u{FEFF}<a/>", tree: Element("a")),
        Fixture(name: "mark and declaration", xml: "\u{FEFF}<?xml version='1.0'?><a/>", tree: Element("a")),
        Fixture(name: "blank before the declaration", xml: "\r\n <?xml version='1.0'?><a/>\r\n\0", tree: Element("a")),
        Fixture(name: "comment and instruction", xml: "<a><!-- no --><?no thing?></a>", tree: Element("a")),
        Fixture(
            name: "iSync's document type",
            xml: "<!DOCTYPE SyncML PUBLIC \"-//SYNCML//DTD SyncML 1.1//EN\" \"http://example.org/a.dtd\"><a>b</a>",
            tree: Element("a", [.text("b")])),
        Fixture(name: "bare document type", xml: "<!DOCTYPE a><a>b</a>", tree: Element("a", [.text("b")])),
        Fixture(name: "line ends normalised", xml: "<a>1\r\n2\r3</a>", tree: Element("a", [.text("1\n2\n3")])),
    ]

    @Test(arguments: fixtures)
    func reads(_ fixture: Fixture) throws {
        #expect(try XMLReader.read(Array(fixture.xml.utf8)) == fixture.tree)
    }

    @Test func subscriptsFindByLocalName() throws {
        let tree = try XMLReader.read(Array("<a xmlns:p='N'>1<b>2</b><p:b>3</p:b><c/>4</a>".utf8))
        #expect(tree[child: "b"]?.text == "2")
        #expect(tree.all("b").map(\.text) == ["2", "3"])
        #expect(tree[child: "d"] == nil)
        #expect(tree.text == "14")
        #expect(tree.bytes == Array("14".utf8))
        #expect(tree.elements.map(\.name) == ["b", "b", "c"])
    }

    @Test(arguments: [
        ("<a>1\r\n2</a>", "1\r\n2"), ("<a><![CDATA[1\r\n2\r]]></a>", "1\r\n2\r"), ("<a>\r\n</a>", "\r\n"),
        ("<a><!-- \r\n > -->\r<![CDATA[]]\r]]></a>", "\r]]\r"), ("<a\r\n b='>\r\n'\r\n>\r</a\r\n>\r\n", "\r"),
        ("<?xml version='1.0'?>\r\n<!DOCTYPE a>\r\n<!-- \r -->\r\n<a>x<b\r/>\ry</a>\r\n<!-- x -->\r\n", "x\ry"),
        ("<a>\r<![CDATA[]]><![CDATA[<&amp;>]]\r]]]></a>", "\r<&amp;>]]\r]"),
        ("<a><?pi \r > \r?>\r&#13;</a>", "\r\r"),
    ])
    func keepsCarriageReturns(_ xml: String, _ text: String) throws {
        #expect(try XMLReader.read(Array(xml.utf8), keepsCarriageReturns: true).text == text)
    }

    @Test func obeysDeclaredEncodings() throws {
        let head = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8)
        let latin = head + [0xE4, 0x0D, 0x0A] + Array("</a>".utf8)
        #expect(try XMLReader.read(latin, keepsCarriageReturns: true) == Element("a", [.text("ä\r\n")]))
        let windows = Array("<?xml version='1.0' encoding='windows-1252'?><a>".utf8) + [0x80] + Array("</a>".utf8)
        #expect(try XMLReader.read(windows) == Element("a", [.text("€")]))
        var sixteen: [UInt8] = [0xFF, 0xFE]
        for unit in "<?xml version='1.0' encoding='UTF-16'?><a>ä</a>".utf16 {
            sixteen += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(try XMLReader.read(sixteen, keepsCarriageReturns: true) == Element("a", [.text("ä")]))
    }

    @Test func foreignOctetsCostOnlyTheirOwnText() throws {
        let xml =
            Array("<?xml version='1.0' encoding='UTF-8'?><a><b>M".utf8) + [0xFC] + Array("ller</b><c>Mü".utf8)
            + [0x0B, 0x1A, 0x0D, 0x0A] + Array("</c><d>\u{E000}\u{E123}</d></a>".utf8)
        let tree = try XMLReader.read(xml, keepsCarriageReturns: true)
        #expect(tree[child: "b"]?.children == [.bytes(Array("M".utf8) + [0xFC] + Array("ller".utf8))])
        #expect(tree[child: "c"]?.children == [.text("Mü\u{0B}\u{1A}\r\n")])
        #expect(tree[child: "d"]?.children == [.text("\u{E000}\u{E123}")])
    }

    @Test func everyOctetComesBackFromText() throws {
        for octet in UInt8.min...UInt8.max where octet != UInt8(ascii: "<") && octet != UInt8(ascii: "&") {
            let xml = Array("<a>x".utf8) + [octet] + Array("y</a>".utf8)
            let expected = Array("x".utf8) + [octet] + Array("y".utf8)
            #expect(try XMLReader.read(xml, keepsCarriageReturns: true).bytes == expected, "octet \(octet)")
        }
    }
}
