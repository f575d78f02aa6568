import Markup
import Testing

/// What is written, and that it reads back.
@Suite struct XMLWriterTests {
    private func text(_ element: Element) -> String {
        String(decoding: XMLWriter.write(element, declaration: false), as: UTF8.self)
    }

    @Test func escapes() {
        #expect(text(Element("a", [.text("<&>\"'\r\n\t")])) == "<a>&lt;&amp;&gt;\"'&#13;\n\t</a>")
        let attribute = Attribute(name: "b", value: "<&>\"\r\n\t")
        #expect(text(Element("a", attributes: [attribute])) == "<a b=\"&lt;&amp;&gt;&quot;&#13;&#10;&#9;\"/>")
        #expect(text(Element("a", [.text("x\0\u{1F}\u{FFFF}y")])) == "<a>x\u{FFFD}\u{FFFD}\u{FFFD}y</a>")
        #expect(text(Element("a", [.bytes([0x41, 0xFC])])) == "<a>A\u{FFFD}</a>")
        #expect(XMLWriter.canHold("a\r\n\t") && !XMLWriter.canHold("\u{1}") && !XMLWriter.canHold([0xFC]))
    }

    @Test func declaresNamespacesWhereTheyChange() {
        let tree = Element(
            "a", namespace: "N",
            [.element(Element("b", namespace: "N")), .element(Element("c", [.element(Element("d", namespace: "N"))]))])
        #expect(text(tree) == "<a xmlns=\"N\"><b/><c xmlns=\"\"><d xmlns=\"N\"/></c></a>")
        let bare = XMLWriter.write(
            Element("a", [.element(Element("b", namespace: "M"))]), declaration: false, bareNamespace: "N",
            inherited: "N")
        #expect(String(decoding: bare, as: UTF8.self) == "<a><b xmlns=\"M\"/></a>")
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func readsBack(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tree = Self.element(depth: 4, &random)
        #expect(try XMLReader.read(XMLWriter.write(tree)) == tree, "seed \(seed)")
        #expect(try XMLReader.read(XMLWriter.write(tree), keepsCarriageReturns: true) == tree, "seed \(seed)")
    }

    static let alphabet: [Character] = ["a", "Z", "<", "&", ">", "\"", "'", "\r", "\n", "\t", "ü", "€", "😀", "]", " "]

    static func string(_ random: inout SplitMix64) -> String {
        String((0..<Int.random(in: 1...12, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x" })
    }

    static func element(depth: Int, _ random: inout SplitMix64) -> Element {
        var element = Element(
            ["a", "Rx-Pref", "b.c"].randomElement(using: &random) ?? "a",
            namespace: ["", "N", "syncml:metinf"].randomElement(using: &random) ?? "")
        if Bool.random(using: &random) {
            element.attributes.append(Attribute(name: "x", value: string(&random)))
            element.attributes.append(Attribute(name: "x", namespace: "M", value: string(&random)))
        }
        var lastWasText = false
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            if depth > 0, lastWasText || Bool.random(using: &random) {
                element.children.append(.element(Self.element(depth: depth - 1, &random)))
                lastWasText = false
            } else if !lastWasText {
                element.children.append(.text(string(&random)))
                lastWasText = true
            }
        }
        return element
    }
}
