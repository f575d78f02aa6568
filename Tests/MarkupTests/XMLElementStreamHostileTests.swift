import Markup
import Testing

/// A stream is as strict as the reader, and each child has its limits.
@Suite struct XMLElementStreamHostileTests {
    /// Reads a document in chunks of a size; the number of children.
    @discardableResult
    private func read(
        _ bytes: [UInt8], size: Int = 64 << 10, limits: XMLStreamLimits = XMLStreamLimits()
    ) throws -> Int {
        let stream = try XMLElementStream(limits: limits)
        var count = 0
        for start in stride(from: 0, to: bytes.count, by: size) {
            count += try stream.push(bytes[start..<min(bytes.count, start + size)]).count
        }
        return try count + stream.finish().count
    }

    @Test(arguments: XMLHostileTests.refused)
    func refuses(_ xml: String, _ code: MarkupError.Code) {
        for size in [1, 2, 3, 4, 5, 1000] {
            #expect(throws: MarkupError(code, ""), "chunks of \(size)") { try read(Array(xml.utf8), size: size) }
        }
    }

    @Test func wrongOctetsAreAnError() {
        for octet: UInt8 in [0xFC, 0x0B, 0x00] {
            let bytes = Array("<a><b>x".utf8) + [octet] + Array("y</b></a>".utf8)
            #expect(throws: MarkupError(.encoding, ""), "octet \(octet)") { try read(bytes) }
        }
    }

    @Test func depthIsLimited() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(try read(nested(64)) == 1)
        for depth in [65, 300, 100_000] { #expect(throws: MarkupError(.tooDeep, "")) { try read(nested(depth)) } }
    }

    @Test func eachChildHasItsOwnElements() throws {
        let limits = XMLStreamLimits(maxElementsPerChild: 10)
        let child = "<b>" + String(repeating: "<c/>", count: 9) + "</b>"
        let fitting = "<a>" + String(repeating: child, count: 100) + "</a>"
        #expect(try read(Array(fitting.utf8), limits: limits) == 100)
        let wide = "<a>" + child + "<b>" + String(repeating: "<c/>", count: 10) + "</b></a>"
        #expect(throws: MarkupError(.tooManyElements, "")) { try read(Array(wide.utf8), limits: limits) }
    }

    @Test func eachChildHasItsOwnText() throws {
        let limits = XMLStreamLimits(maxTextBytesPerChild: 100)
        func child(_ count: Int) -> String {
            let half = String(repeating: "x", count: count / 2)
            return "<b d='\(half)'><c>\(half)</c></b>"
        }
        let fitting = "<a>" + String(repeating: child(100) + " between ", count: 100) + "</a>"
        #expect(try read(Array(fitting.utf8), size: 7, limits: limits) == 100)
        let long = "<a>" + child(100) + child(102) + "</a>"
        #expect(throws: MarkupError(.tooLarge, "")) { try read(Array(long.utf8), size: 7, limits: limits) }
        let text = "<a>" + String(repeating: "y", count: 10_000) + "<b/></a>"
        #expect(try read(Array(text.utf8), limits: limits) == 1)
    }

    @Test func bytesAndAttributesAreLimited() throws {
        let bytes = Array(("<a>" + String(repeating: "<b/>", count: 100) + "</a>").utf8)
        let exact = XMLStreamLimits(maxBytes: bytes.count)
        #expect(try read(bytes, size: 11, limits: exact) == 100)
        let short = XMLStreamLimits(maxBytes: bytes.count - 1)
        #expect(throws: MarkupError(.tooLarge, "")) { try read(bytes, size: 11, limits: short) }
        let wide = "<a><b " + (0..<65).map { "b\($0)='1'" }.joined(separator: " ") + "/></a>"
        #expect(throws: MarkupError(.tooManyAttributes, "")) { try read(Array(wide.utf8)) }
    }

    /// Tags and comments that never end stop at libxml2's own window of 10 MB, a child's text at its limit. Text beside the
    /// children is dropped as it comes, so only the document's limit ends that.
    @Test(arguments: ["<a><b c='", "<a><!--", "<a><![CDATA[", "<a><b>", "<?xml "])
    func nothingGoesOnForEver(_ start: String) throws {
        let stream = try XMLElementStream()
        let filler = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
        var fed = 0
        let error = #expect(throws: MarkupError.self) {
            _ = try stream.push(Array(start.utf8))
            while fed < 200 {
                _ = try stream.push(filler)
                fed += 1
            }
            _ = try stream.finish()
        }
        if start != "<a><![CDATA[" { #expect(fed < 200, "\(start): \(String(describing: error))") }
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func mutationsNeverCrash(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var outcomes = (trees: 0, errors: 0)
        for _ in 0..<1000 {
            var bytes = Array(XMLElementStreamTests.sample.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 9)], at: index)
                }
            }
            do {
                try read(bytes, size: Int.random(in: 1...80, using: &random))
                outcomes.trees += 1
            } catch {
                outcomes.errors += 1
            }
        }
        #expect(outcomes.trees > 0 && outcomes.errors > 0, "seed \(seed)")
    }
}
