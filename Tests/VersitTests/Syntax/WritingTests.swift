import Testing
import Versit

/// Laws of the writer: what is set is what is read, within 75 octets, for every dialect.
@Suite struct WritingTests {
    private static let letters =
        Array("abc XYZ,;:\\=\"\n\näß€日😀._-+/?").map(String.init) + ["\\n", "=41", "  ", "END:V"]

    private static func text(_ generator: inout SplitMix) -> String {
        let count = Int.random(in: 0...140, using: &generator)
        return (0..<count).map { _ in letters.randomElement(using: &generator)! }.joined()
    }

    private static let dialects: [Dialect] = [.vCard21, .vCard30, .vCard40, .vCalendar10, .iCalendar20]

    private static func written(_ line: ContentLine, _ dialect: Dialect) -> [UInt8] {
        let isCard = dialect == .vCard21 || dialect == .vCard30 || dialect == .vCard40
        let version = [
            Dialect.vCard21: "2.1", .vCard30: "3.0", .vCard40: "4.0", .vCalendar10: "1.0", .iCalendar20: "2.0",
        ]
        let component = Component(
            isCard ? "VCARD" : "VCALENDAR", dialect,
            entries: [
                .line(ContentLine("VERSION", raw: version[dialect] ?? "")), .line(line),
                .line(ContentLine("X-END", raw: "1")),
            ])
        return Document([component]).serialise()
    }

    private static func check(_ bytes: [UInt8], _ seed: UInt64) throws -> Component {
        let card = try #require(try Document.parse(bytes).document.components.first)
        #expect(card.text("X-END") == "1", "seed \(seed)")
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        #expect(lines.removeLast().isEmpty)
        for line in lines {
            #expect(line.last == 13, "seed \(seed)")
            #expect(line.count <= 76, "seed \(seed)")
            #expect(String(validating: line, as: UTF8.self) != nil, "seed \(seed)")
        }
        return card
    }

    @Test func textIsReadAsSet() throws {
        for seed in 1...1500 as ClosedRange<UInt64> {
            var generator = SplitMix(seed)
            let dialect = WritingTests.dialects.randomElement(using: &generator)!
            let text = WritingTests.text(&generator)
            let line = ContentLine("NOTE", group: "g", parameters: [Parameter("X-P", "a:b")], text: text, dialect)
            let card = try WritingTests.check(WritingTests.written(line, dialect), seed)
            #expect(card.text("NOTE") == text, "seed \(seed) \(dialect)")
        }
    }

    @Test func componentsAndListsAreReadAsSet() throws {
        for seed in 1...1500 as ClosedRange<UInt64> {
            var generator = SplitMix(seed)
            let dialect = WritingTests.dialects.randomElement(using: &generator)!
            let values = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                String(WritingTests.text(&generator).prefix(25))
            }
            let structured = ContentLine("ADR", structured: values, dialect)
            let card = try WritingTests.check(WritingTests.written(structured, dialect), seed)
            #expect(card.first("ADR")?.structured(dialect) == values, "seed \(seed) \(dialect)")

            let elements = values.map(LineEnds.trimmed).filter { !$0.isEmpty }
            let list = ContentLine("CATEGORIES", list: elements, dialect)
            let again = try WritingTests.check(WritingTests.written(list, dialect), seed)
            #expect(again.first("CATEGORIES")?.list(dialect) == elements, "seed \(seed) \(dialect)")
        }
    }

    @Test func bytesAreReadAsSet() throws {
        for seed in 1...300 as ClosedRange<UInt64> {
            var generator = SplitMix(seed)
            let dialect = WritingTests.dialects.randomElement(using: &generator)!
            let bytes = (0..<Int.random(in: 1...400, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var line = ContentLine("PHOTO", value: [])
            line.setBinary(bytes, mediaType: "image/jpeg", dialect)
            let card = try WritingTests.check(WritingTests.written(line, dialect), seed)
            #expect(card.first("PHOTO")?.binary(dialect) == bytes, "seed \(seed) \(dialect)")
        }
    }

    /// Readers look for the frame before they undo soft breaks: no line of a text may begin as one.
    @Test func noSoftBreakBeforeAFrame() throws {
        for (frame, before) in [("END:VNOTE", 1), ("begin:vcard", 2), ("END:VNOTE", 3)] {
            for count in 0..<90 {
                let text = String(repeating: "x", count: count) + String(repeating: "ä", count: before) + frame
                var note = Component("VNOTE", .vCalendar10)
                note.entries = [
                    .line(ContentLine("BODY", text: text, .vCalendar10)), .line(ContentLine("CLASS", raw: "PRIVATE")),
                ]
                let read = try Document.parse(Document([note]).serialise()).document
                #expect(read.components.count == 1 && read.first("VNOTE")?.text("BODY") == text, "\(count)")
                #expect(read.first("VNOTE")?.text("CLASS") == "PRIVATE", "\(count)")
            }
        }
    }

    @Test func oldAndNewSpelling() {
        func line(_ make: ContentLine, _ dialect: Dialect) -> String {
            String(decoding: WritingTests.written(make, dialect), as: UTF8.self).components(separatedBy: "\r\n")[2]
        }
        #expect(
            line(ContentLine("TEL", parameters: [Parameter("TYPE", ["HOME", "VOICE"])], raw: "1"), .vCard21)
                == "TEL;HOME;VOICE:1")
        #expect(
            line(ContentLine("TEL", parameters: [Parameter("TYPE", ["HOME", "VOICE"])], raw: "1"), .vCard30)
                == "TEL;TYPE=HOME,VOICE:1")
        #expect(
            line(ContentLine("NOTE", text: "ä", .vCard21), .vCard21)
                == "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=A4")
        #expect(line(ContentLine("NOTE", text: "ä", .vCard30), .vCard30) == "NOTE:ä")
        #expect(line(ContentLine("NOTE", text: "a\nb;c,d", .vCard30), .vCard30) == "NOTE:a\\nb\\;c\\,d")
        #expect(line(ContentLine("NOTE", text: "a;b", .vCard21), .vCard21) == "NOTE:a;b")
        #expect(line(ContentLine("N", structured: ["a;b", "c"], .vCard21), .vCard21) == "N:a\\;b;c")
    }

    @Test func onlyAChangedLineLosesItsBytes() throws {
        let text =
            "BEGIN:VCARD\r\nVERSION:3.0\r\nitem1.TEL;type=HOME;type=\"pref\":+49\r\n  1\r\nN:Doe;J;Q.,X;;\r\nEND:VCARD\r\n"
        var document = try Document.parse(Array(text.utf8)).document
        var card = try #require(document.first("VCARD"))
        var name = try #require(card.first("N"))
        name.setStructured(["Doe", "Jane", "Q.,X", "", ""], .vCard30)
        card.set(name)
        document.set(card)
        // A component that keeps its meaning keeps its spelling: the unescaped comma stays.
        #expect(
            String(decoding: document.serialise(), as: UTF8.self) == text.replacing("N:Doe;J;", with: "N:Doe;Jane;"))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
