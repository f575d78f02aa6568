import Markup
import Testing

@testable import SyncMLFront

/// Provisioning documents in XML and WBXML, judged by another codec.
@Suite struct ProvisioningTests {
    private static func document(
        _ change: (inout ProvisioningDocument) -> Void = { _ in }
    ) -> ProvisioningDocument {
        var document = ProvisioningDocument(
            name: "bridge", serverID: "fb", url: "http://bridge.example:8080/syncml", version: .v12, scheme: .md5,
            user: "änne@example.org", password: "a<b>&\"c\"",
            databases: [
                .init(uri: "./Contacts", name: "Contacts", types: ["text/x-vcard", "text/vcard"]),
                .init(uri: "cal?/dr(-30,90)", name: "Calendar", types: ["text/x-vcalendar"]),
            ])
        change(&document)
        return document
    }

    @Test func xml() throws {
        let text = String(decoding: Self.document().xml, as: UTF8.self)
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE wap-provisioningdoc PUBLIC"))
        #expect(text.contains("\n    <parm name=\"APPID\" value=\"w5\"/>\n"))
        #expect(text.contains("<parm name=\"AAUTHSECRET\" value=\"a&lt;b&gt;&amp;&quot;c&quot;\"/>"))
        #expect(text.contains("<parm name=\"AACCEPT\" value=\"text/x-vcard,text/vcard\"/>"))
        try #expect(Self.words(XMLReader.read(Self.document().xml)) == Self.words(Self.document().element))
    }

    @Test func whatIsNotKnownIsLeftToThePhone() {
        let document = Self.document {
            $0.version = nil
            $0.password = nil
            $0.scheme = .basic
        }
        let words = Self.words(document.element)
        #expect(!words.contains { $0.contains("APROTOCOL") || $0.contains("AAUTHSECRET") })
        #expect(words.contains("parm name=AAUTHTYPE value=BASIC"))
        #expect(Self.words(Self.document().element).contains("parm name=AAUTHTYPE value=DIGEST"))
    }

    /// The tokens, one by one: page switches concern attributes, and `value` is on page 0.
    @Test func tokens() {
        var document = Self.document()
        document.databases = []
        document.version = nil
        document.password = nil
        document.name = "n"
        document.serverID = "s"
        document.url = "u"
        document.user = "x"
        #expect(
            document.wbxml == [
                0x03, 0x0B, 0x6A, 0x00,
                0xC5, 0x46, 0x01,
                0xC6, 0x00, 0x01, 0x55, 0x01,
                0x87, 0x36, 0x00, 0x00, 0x06, 0x03, 0x77, 0x35, 0x00, 0x01,
                0x87, 0x07, 0x06, 0x03, 0x6E, 0x00, 0x01,
                0x87, 0x00, 0x01, 0x38, 0x00, 0x00, 0x06, 0x03, 0x73, 0x00, 0x01,
                0x87, 0x22, 0x06, 0x03, 0x49, 0x4E, 0x54, 0x45, 0x52, 0x4E, 0x45, 0x54, 0x00, 0x01,
                0x87, 0x00, 0x01, 0x34, 0x00, 0x00, 0x06, 0x03, 0x75, 0x00, 0x01,
                0xC6, 0x00, 0x01, 0x57, 0x01,
                0x87, 0x30, 0x00, 0x00, 0x06, 0x00, 0x01, 0x8D, 0x01,
                0x87, 0x33, 0x00, 0x00, 0x06, 0x00, 0x01, 0x93, 0x01,
                0x87, 0x31, 0x00, 0x00, 0x06, 0x03, 0x78, 0x00, 0x01,
                0x01, 0x01, 0x01,
            ])
    }

    @Test(arguments: [true, false])
    func anotherCodecReadsIt(isWhole: Bool) throws {
        guard ForeignCodec.isThere else {
            print("skipped: wbxml2xml is not installed")
            return
        }
        let document = Self.document { if !isWhole { $0.password = nil } }
        let xml = try #require(ForeignCodec.xml(of: document.wbxml))
        try #expect(Self.words(XMLReader.read(xml)) == Self.words(document.element))
        // And it makes the same of our XML as we do.
        let foreign = try #require(ForeignCodec.wbxml(of: document.xml))
        let back = try #require(ForeignCodec.xml(of: foreign))
        try #expect(Self.words(XMLReader.read(back)) == Self.words(document.element))
    }

    @Test func whatS60CannotKeepIsSaid() {
        #expect(Self.document().warnings.isEmpty)
        let long = Self.document {
            $0.name = String(repeating: "n", count: 51)
            $0.serverID = String(repeating: "n", count: 151)
            $0.user = String(repeating: "n", count: 81)
            $0.password = String(repeating: "n", count: 23)
        }
        #expect(long.warnings.count == 4)
    }

    /// Elements with their attributes, in order, with ends.
    private static func words(_ element: Element) -> [String] {
        let attributes = element.attributes.map { " \($0.name)=\($0.value)" }.joined()
        guard !element.elements.isEmpty else { return [element.name + attributes] }
        return [element.name + attributes] + element.elements.flatMap { words($0) } + ["/" + element.name]
    }
}
