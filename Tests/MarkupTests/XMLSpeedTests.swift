import Markup
import Testing

/// A collection of 20,000 members is one reply of some megabytes.
@Suite struct XMLSpeedTests {
    @Test func readsALargeMultistatus() throws {
        var xml = "<?xml version=\"1.0\"?>\n<d:multistatus xmlns:d=\"DAV:\">\n"
        for number in 0..<20_000 {
            xml += """
                <d:response><d:href>/calendars/user/personal/0123456789-\(number).ics</d:href><d:propstat><d:prop>\
                <d:getetag>&quot;etag-\(number)-0123456789&quot;</d:getetag></d:prop>\
                <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>\n
                """
        }
        xml += "</d:multistatus>"
        let bytes = Array(xml.utf8)
        let limits = XMLLimits(maxBytes: 64 << 20)
        let clock = ContinuousClock()
        var tree = Element("none")
        let time = try clock.measure { tree = try XMLReader.read(bytes, limits: limits) }
        let responses = tree.all("response")
        #expect(responses.count == 20_000)
        #expect(responses.last?[child: "href"]?.text == "/calendars/user/personal/0123456789-19999.ics")
        #expect(time < .seconds(20), "\(bytes.count) bytes in \(time)")
        print("\(bytes.count) bytes in \(time)")
    }

    /// Fifty cards with photographs, and one long text: libxml2 looks at no more than 10 MB at once.
    @Test(arguments: [(50, 220_000), (1, 11_000_000)])
    func readsALargeMultiget(_ count: Int, _ length: Int) throws {
        let text = String(repeating: "0123456789ABCDE\n", count: length / 16)
        let open = "<d:response><d:data>"
        let close = "</d:data></d:response>"
        let xml = "<d:multistatus xmlns:d='DAV:'>" + String(repeating: open + text + close, count: count)
        let limits = XMLLimits(maxBytes: 64 << 20)
        let bytes = Array((xml + "</d:multistatus>").utf8)
        let tree = try XMLReader.read(bytes, limits: limits, keepsCarriageReturns: true)
        #expect(tree.elements.count == count)
        #expect(tree.elements.allSatisfy { $0[child: "data"]?.text.utf8.count == text.utf8.count })
    }
}
