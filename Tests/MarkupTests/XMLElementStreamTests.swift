import Markup
import Testing

/// What comes out of a document that comes in pieces.
@Suite struct XMLElementStreamTests {
    /// A multistatus with everything that may stand around and inside of responses.
    static let sample = """
        \u{FEFF} \r
        <?xml version="1.0" encoding="UTF-8"?>\r
        <!DOCTYPE d:multistatus PUBLIC "x" "y"><!-- <d:no/> -->
        <d:multistatus xmlns:d="DAV:" xml:lang="de">between<d:response><d:href>/c/ü&amp;&#x1D11E;.ics</d:href>\r
        <d:propstat><d:prop><d:getetag>"1"<![CDATA[<&]]>]]&gt;</d:getetag><x xmlns="N" a='1&lt;"' d:b="&amp;amp;"/></d:prop>\
        </d:propstat></d:response><?x y?>&amp;<d:response/><d:sync-token>t&#13;
        </d:sync-token></d:multistatus>\r
        <!-- end --> \0
        """

    /// The root without content, and its children.
    private func read(_ chunks: [[UInt8]], limits: XMLStreamLimits = XMLStreamLimits()) throws -> Element {
        let stream = try XMLElementStream(limits: limits)
        var children: [Element] = []
        for chunk in chunks { children += try stream.push(chunk) }
        children += try stream.finish()
        var root = try #require(stream.root)
        #expect(root.children.isEmpty)
        root.children = children.map { .element($0) }
        return root
    }

    /// What `XMLReader` reads, without the text between the children.
    private func whole(_ bytes: [UInt8]) throws -> Element {
        var tree = try XMLReader.read(bytes)
        tree.children = tree.elements.map { .element($0) }
        return tree
    }

    @Test func readsAsTheReaderDoes() throws {
        let tree = try read([Array(Self.sample.utf8)])
        #expect(tree == (try whole(Array(Self.sample.utf8))))
        #expect(tree.elements.map(\.name) == ["response", "response", "sync-token"])
        #expect(tree[child: "response"]?[child: "href"]?.text == "/c/ü&𝄞.ics")
        #expect(tree[child: "sync-token"]?.text == "t\r\n")
        #expect(tree.attributes.map(\.value) == ["de"])
    }

    @Test(arguments: XMLReaderTests.fixtures)
    func readsFixtures(_ fixture: XMLReaderTests.Fixture) throws {
        let bytes = Array(fixture.xml.utf8)
        #expect(try read(bytes.map { [$0] }) == (try whole(bytes)))
    }

    @Test func bordersFallAnywhere() throws {
        for bytes in [Array(Self.sample.utf8), Self.latin, Self.sixteen] {
            let tree = try whole(bytes)
            for border in 0...bytes.count {
                let chunks = [Array(bytes[..<border]), Array(bytes[border...])]
                #expect(try read(chunks) == tree, "border at \(border) of \(bytes.count)")
            }
            for size in [1, 2, 3, 5, 64] {
                let chunks = stride(from: 0, to: bytes.count, by: size).map {
                    Array(bytes[$0..<min(bytes.count, $0 + size)])
                }
                #expect(try read(chunks) == tree, "chunks of \(size)")
            }
        }
    }

    static let latin =
        Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><b>".utf8) + [0xE4, 0x0D, 0x0A]
        + Array("</b><c d='".utf8) + [0xFC] + Array("'/></a>".utf8)

    static let sixteen: [UInt8] =
        [0xFF, 0xFE]
        + "<?xml version='1.0' encoding='UTF-16'?><a><b>ä𝄞</b><c/></a>".utf16.flatMap {
            [UInt8($0 & 0xFF), UInt8($0 >> 8)]
        }

    @Test func cutAnywhereItIsAnError() throws {
        let bytes = Array(Self.sample.utf8)
        let end = try #require(bytes.firstRange(of: Array("</d:multistatus>".utf8))).upperBound
        for cut in 0..<end {
            for size in [1, 7, cut] where size > 0 {
                let chunks = stride(from: 0, to: cut, by: size).map { Array(bytes[$0..<min(cut, $0 + size)]) }
                #expect(throws: MarkupError.self, "cut at \(cut), chunks of \(size)") { try read(chunks) }
            }
        }
        #expect(throws: MarkupError(.truncated, "")) { try read([Array(bytes[..<(end - 16)])]) }
        #expect(throws: MarkupError(.truncated, "")) { try read([Array("<a><b/>".utf8)]) }
    }

    /// Each child is there with the chunk that closes it, whatever follows.
    @Test func childrenComeAsSoonAsTheyAreWhole() throws {
        let stream = try XMLElementStream()
        #expect(try stream.push(Array("<a x='1'".utf8)) == [])
        #expect(stream.root == nil)
        #expect(try stream.push(Array("><b>1</b><c>".utf8)) == [Element("b", [.text("1")])])
        #expect(stream.root == Element("a", attributes: [Attribute(name: "x", value: "1")]))
        #expect(try stream.push(Array("2</c><d/><".utf8)) == [Element("c", [.text("2")]), Element("d")])
        #expect(throws: MarkupError(.notWellFormed, "")) { try stream.push(Array("/e>".utf8)) }
        // Nothing comes after an error.
        #expect(throws: MarkupError(.notWellFormed, "")) { try stream.push(Array("</a>".utf8)) }
        #expect(throws: MarkupError(.notWellFormed, "")) { try stream.finish() }
    }
}
