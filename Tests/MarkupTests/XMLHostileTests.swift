import Markup
import Testing

/// Any octets yield a tree or a `MarkupError`; each limit has its own.
@Suite struct XMLHostileTests {
    static let refused: [(String, MarkupError.Code)] = [
        ("", .empty), (" \r\n\0", .empty), ("<a>", .truncated), ("<a", .truncated), ("<a></b>", .notWellFormed),
        ("<a/><b/>", .notWellFormed), ("<a/>x", .notWellFormed), ("no markup at all", .empty),
        ("<a b='1' b='2'/>", .notWellFormed),
        ("<a>&nbsp;</a>", .entity), ("<!DOCTYPE a SYSTEM 'http://example.org/x'><a>&x;</a>", .entity),
        ("<!DOCTYPE a SYSTEM 'http://example.org/x'><a b='&x;'/>", .entity),
        ("<!DOCTYPE a [ ]><a/>", .entity),
        ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", .entity),
        (
            "<!DOCTYPE a [<!ENTITY a0 'ha'><!ENTITY a1 '&a0;&a0;'><!ENTITY a2 '&a1;&a1;'>]><a>&a2;</a>",
            .entity
        ),
        ("<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://example.org/p'> %p;]><a/>", .entity),
        ("<?xml version='1.0' encoding='no-such-thing'?><a>\u{FC}</a>", .encoding),
    ]

    @Test(arguments: refused)
    func refuses(_ xml: String, _ code: MarkupError.Code) {
        #expect(throws: MarkupError(code, "")) { try XMLReader.read(Array(xml.utf8)) }
        #expect(throws: MarkupError(code, "")) { try XMLReader.read(Array(xml.utf8), keepsCarriageReturns: true) }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(try XMLReader.read(nested(64)).name == "a")
        #expect(throws: MarkupError(.tooDeep, "")) { try XMLReader.read(nested(65)) }
        #expect(throws: MarkupError(.tooDeep, "")) { try XMLReader.read(nested(300)) }
        #expect(throws: MarkupError(.tooDeep, "")) { try XMLReader.read(nested(100_000)) }
    }

    @Test func elementsAttributesAndBytesAreLimited() {
        let many = Array(("<a>" + String(repeating: "<b/>", count: 100) + "</a>").utf8)
        #expect(throws: MarkupError(.tooManyElements, "")) {
            try XMLReader.read(many, limits: XMLLimits(maxElements: 100))
        }
        #expect(throws: MarkupError(.tooLarge, "")) { try XMLReader.read(many, limits: XMLLimits(maxBytes: 100)) }
        let wide = "<a " + (0..<65).map { "b\($0)='1'" }.joined(separator: " ") + "/>"
        #expect(throws: MarkupError(.tooManyAttributes, "")) { try XMLReader.read(Array(wide.utf8)) }
    }

    @Test func errorsSayWhere() {
        do {
            _ = try XMLReader.read(Array("<a>\n<b>\n</c></a>".utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.line == 3)
            #expect(!error.reason.isEmpty)
        }
    }

    static let sample = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a PUBLIC "x" "y"><a xmlns="N" c='1'><!-- x --><p:b \
        xmlns:p="P">ü&amp;&#13;\r\n<![CDATA[ <x> \r]]></p:b><?x y?></a>
        """.utf8)

    @Test func cutAnywhereItIsAnError() throws {
        #expect(try XMLReader.read(Self.sample, keepsCarriageReturns: true).name == "a")
        for end in 0..<Self.sample.count {
            #expect(throws: MarkupError.self, "cut at \(end)") {
                try XMLReader.read(Array(Self.sample[..<end]), keepsCarriageReturns: true)
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func mutationsNeverCrash(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var outcomes = (trees: 0, errors: 0)
        for _ in 0..<1000 {
            var bytes = Self.sample
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 9)], at: index)
                }
            }
            do {
                _ = try XMLReader.read(bytes, keepsCarriageReturns: Bool.random(using: &random))
                outcomes.trees += 1
            } catch {
                outcomes.errors += 1
            }
        }
        #expect(outcomes.trees > 0 && outcomes.errors > 0, "seed \(seed)")
    }
}
