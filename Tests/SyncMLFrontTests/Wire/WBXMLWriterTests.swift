import Markup
import Testing

@testable import SyncMLFront

/// What is written, byte for byte and as another codec reads it.
@Suite struct WBXMLWriterTests {
    @Test func headers() {
        let root = Element("SyncML")
        let identifier = Array("-//SYNCML//DTD SyncML 1.0//EN".utf8)
        #expect(
            WireForm.encode(root, as: .wbxml, version: .v10) == [0x02, 0x00, 0x00, 0x6A, 0x1D] + identifier + [0x2D])
        #expect(WireForm.encode(root, as: .wbxml, version: .v11) == [0x02, 0x9F, 0x53, 0x6A, 0x00, 0x2D])
        #expect(WireForm.encode(root, as: .wbxml, version: .v12) == [0x02, 0xA4, 0x01, 0x6A, 0x00, 0x2D])
        #expect(WireForm.encode(Element("DevInf"), as: .wbxml, version: .v12) == [0x02, 0xA4, 0x03, 0x6A, 0x00, 0x0A])
    }

    @Test func everyElementOfPageZeroEndsThere() {
        let meta = Meta(type: "x", size: 1).element()
        let tree = Element("SyncML", [.element(meta), .element(Element("Final"))])
        let body = WireForm.encode(tree, as: .wbxml, version: .v11).dropFirst(5)
        #expect(
            Array(body) == [
                0x6D, 0x5A, 0x00, 0x01, 0x53, 0x03, 0x78, 0x00, 0x01, 0x52, 0x03, 0x31, 0x00, 0x01, 0x00, 0x00, 0x01,
                0x12, 0x01,
            ])
    }

    @Test func itemDataIsOpaqueAndCodesAreStrings() {
        let item = Item(data: .text("ab")).element()
        #expect(encoded(item) == [0x54, 0x4F, 0xC3, 0x02, 0x61, 0x62, 0x01, 0x01])
        #expect(encoded(Alert(commandID: "", code: 200).element()).contains(0xC3) == false)
        #expect(encoded(Credential(data: [0, 1]).element()) == [0x4E, 0x4F, 0xC3, 0x02, 0x00, 0x01, 0x01, 0x01])
        #expect(encoded(Item(data: .bytes([])).element()) == [0x54, 0x0F, 0x01])
        let long = Item(data: .bytes([UInt8](repeating: 0x41, count: 300))).element()
        #expect(encoded(long).starts(with: [0x54, 0x4F, 0xC3, 0x82, 0x2C, 0x41]))
    }

    private func encoded(_ element: Element) -> [UInt8] {
        let tree = Element("SyncML", [.element(element)])
        return Array(WireForm.encode(tree, as: .wbxml, version: .v11).dropFirst(6).dropLast())
    }

    @Test func foreignMarkupTravelsAsText() throws {
        let mail = Element("Email", [.element(Element("read", [.text("true")]))])
        let tree = Element("SyncML", [.element(Item(data: .element(mail)).element())])
        let back = try WireForm.decode(WireForm.encode(tree, as: .wbxml, version: .v12), as: .wbxml)
        #expect(back[child: "Item"]?[child: "Data"]?.text == "<Email><read>true</read></Email>")
    }

    @Test(arguments: ProtocolVersion.allCases)
    func anotherCodecReadsIt(version: ProtocolVersion) throws {
        guard ForeignCodec.isThere else {
            print("skipped: wbxml2xml is not installed")
            return
        }
        let tree = try WireFixtures.message(version)
        let xml = try #require(ForeignCodec.xml(of: WireForm.encode(tree, as: .wbxml, version: version)))
        #expect(
            ComparedTree(try WireForm.decode(xml, as: .xml)) == ComparedTree(tree),
            "\(String(decoding: xml, as: UTF8.self))")
    }

    @Test(arguments: ProtocolVersion.allCases)
    func itReadsAnotherCodec(version: ProtocolVersion) throws {
        guard ForeignCodec.isThere else {
            print("skipped: xml2wbxml is not installed")
            return
        }
        let wbxml = try #require(ForeignCodec.wbxml(of: Array(WireFixtures.xml(version).utf8)))
        #expect(ComparedTree(try WireForm.decode(wbxml, as: .wbxml)) == ComparedTree(try WireFixtures.message(version)))
    }

    @Test func anotherCodecReadsSamplesAsWeWriteThem() throws {
        guard ForeignCodec.isThere, let files = CapturedFiles.files("wbxml", ".xml") else { return }
        for (path, bytes) in files {
            guard let tree = try? WireForm.decode(bytes, as: .xml),
                let version = tree[child: "SyncHdr"]?.token("VerDTD").flatMap({ ProtocolVersion(wire: $0) })
            else {
                print("skipped: \(path) is no message")
                continue
            }
            let wbxml = WireForm.encode(tree, as: .wbxml, version: version)
            #expect(ComparedTree(try WireForm.decode(wbxml, as: .wbxml)) == ComparedTree(tree), "\(path)")
            guard let xml = ForeignCodec.xml(of: wbxml), let back = try? WireForm.decode(xml, as: .xml) else {
                print("skipped: wbxml2xml cannot show \(path)")
                continue
            }
            #expect(ComparedTree(back) == ComparedTree(tree), "\(path)")
        }
    }

    @Test func samplesReadAsAnotherCodecReadsThem() throws {
        guard ForeignCodec.isThere, let files = CapturedFiles.files("wbxml", ".wbxml") else { return }
        for (path, bytes) in files {
            let tree = try WireForm.decode(bytes, as: .wbxml)
            guard let xml = ForeignCodec.xml(of: bytes) else {
                print("skipped: wbxml2xml refuses \(path)")
                continue
            }
            do {
                #expect(ComparedTree(try WireForm.decode(xml, as: .xml)) == ComparedTree(tree), "\(path)")
            } catch {
                print("skipped: wbxml2xml's XML of \(path) is not well-formed: \(error)")
            }
        }
    }
}

/// A tree for comparison with other codecs, which keep neither CR in XML nor blanks around text, nor binary types.
struct ComparedTree: Equatable {
    let element: Element

    init(_ element: Element) { self.element = ComparedTree.reduced(element) }

    private static func reduced(_ element: Element) -> Element {
        var result = Element(element.name)
        for node in element.children {
            switch node {
            case .element(let child): result.children.append(.element(reduced(child)))
            case .text, .bytes: continue
            }
        }
        let text = String(decoding: element.bytes.filter { $0 != 0x0D }, as: UTF8.self).trimmed
        // libwbxml rewrites the type of device information to the form it writes.
        if text == "application/vnd.syncml-devinf+wbxml" {
            result.children.append(.text("application/vnd.syncml-devinf+xml"))
        } else if !text.isEmpty {
            result.children.append(.text(text))
        }
        return result
    }
}
