import Testing

@testable import SyncMLFront

@Suite("The grammar of CGI filters")
struct FilterGrammarTests {
    private static func comparison(
        _ field: String, _ word: FilterComparison.Operator, _ text: String, ignoresCase: Bool = false
    ) -> FilterExpression {
        .comparison(FilterComparison(field, word, ignoresCase: ignoresCase, .text(text)))
    }

    @Test("Every operator, in any case, with and without case")
    func operators() throws {
        for word in FilterComparison.Operator.allCases {
            for (spelling, ignoresCase) in [
                ("&\(word.rawValue);", false), ("&\(word.rawValue.lowercased());", false),
                ("&i\(word.rawValue);", true),
                ("&I\(word.rawValue.lowercased());", true),
            ] {
                let read = try FilterGrammar.read("Summary\(spelling)Tea")
                #expect(read == Self.comparison("SUMMARY", word, "Tea", ignoresCase: ignoresCase), "\(spelling)")
            }
        }
    }

    @Test("Joins, parentheses, escapes, blanks and special values")
    func expressions() throws {
        let a = Self.comparison("A", .equal, "1")
        let b = Self.comparison("B", .equal, "2")
        let c = Self.comparison("C", .equal, "3")
        let table: [(String, FilterExpression?)] = [
            ("", nil), ("  \t", nil),
            ("A&EQ;1", a), (" A &EQ;1", a),
            ("A&EQ;1&AND;B&EQ;2", .all([a, b])), ("A&EQ;1&amp;B&EQ;2", .all([a, b])), ("A&EQ;1&B&EQ;2", .all([a, b])),
            ("A&EQ;1&OR;B&EQ;2", .any([a, b])), ("A&EQ;1|B&EQ;2", .any([a, b])), ("A&EQ;1&or;B&eq;2", .any([a, b])),
            // AND binds more closely.
            ("A&EQ;1&OR;B&EQ;2&AND;C&EQ;3", .any([a, .all([b, c])])),
            ("A&EQ;1&AND;B&EQ;2&OR;C&EQ;3", .any([.all([a, b]), c])),
            ("A&EQ;1&AND;(B&EQ;2&OR;C&EQ;3)", .all([a, .any([b, c])])),
            ("(A&EQ;1&OR;B&EQ;2)&AND;C&EQ;3", .all([.any([a, b]), c])),
            ("A&EQ;1&AND;(B&EQ;2&AND;C&EQ;3)", .all([a, b, c])),
            ("((A&EQ;1))", a), ("( A&EQ;1 )", Self.comparison("A", .equal, "1 ")),
            // Values.
            ("A&EQ;", Self.comparison("A", .equal, "")),
            ("A&EQ;a b", Self.comparison("A", .equal, "a b")),
            ("A&EQ;%41%20%26%29", Self.comparison("A", .equal, "A &)")),
            ("A&EQ;M%C3%bcller", Self.comparison("A", .equal, "Müller")),
            ("A&EQ;Müller", Self.comparison("A", .equal, "Müller")),
            ("A&EQ;Smith&amp;Sons", Self.comparison("A", .equal, "Smith&Sons")),
            ("A&EQ;Smith&amp;Sons&AND;B&EQ;2", .all([Self.comparison("A", .equal, "Smith&Sons"), b])),
            ("A&EQ;&NULL;", .comparison(FilterComparison("A", .equal, .null))),
            ("A&NE;&null;&AND;B&EQ;2", .all([.comparison(FilterComparison("A", .notEqual, .null)), b])),
            ("A&EQ;&UNASSIGNED;", .comparison(FilterComparison("A", .equal, .unassigned))),
            ("&LUID;&EQ;17", .comparison(FilterComparison("LUID", isName: true, .equal, .text("17")))),
            (
                "A&EQ;1&AND;&LUID;&NE;9",
                .all([a, .comparison(FilterComparison("LUID", isName: true, .notEqual, .text("9")))])
            ),
            ("LUID&EQ;17", Self.comparison("LUID", .equal, "17")),
            ("X-EPOCAGENDAENTRYTYPE&EQ;APPOINTMENT", Self.comparison("X-EPOCAGENDAENTRYTYPE", .equal, "APPOINTMENT")),
            ("SINCE&EQ;20061206T120000", Self.comparison("SINCE", .equal, "20061206T120000")),
        ]
        for (text, expected) in table {
            #expect(try FilterGrammar.read(text) == expected, "\(text)")
        }
    }

    @Test("What is refused, and why")
    func refused() {
        let table: [(String, FilterError.Code)] = [
            ("&EQ;1", .fieldExpected), ("(", .fieldExpected), ("A&EQ;1&AND;", .fieldExpected),
            ("A&EQ;1&OR;", .fieldExpected), ("A", .operatorExpected), ("A=1", .operatorExpected),
            ("A&XX;1", .operatorExpected), ("A&EQ1", .operatorExpected), ("A&IN;1", .operatorExpected),
            ("(A&EQ;1", .unbalanced), ("A&EQ;1)", .unbalanced), ("(A&EQ;1))", .unbalanced),
            ("A&EQ;%4", .badEscape), ("A&EQ;%zz", .badEscape), ("A&EQ;100%", .badEscape), ("A&EQ;%ff", .badEscape),
            ("A&GT;&NULL;", .badSpecialValue), ("A&CON;&UNASSIGNED;", .badSpecialValue),
            ("A&EQ;&NULL;x", .badSpecialValue), ("A&EQ;1&foo", .joinExpected), ("(A&EQ;1)x", .joinExpected),
            ("A&EQ;" + String(repeating: "x", count: FilterGrammar.longest), .tooLarge),
            (String(repeating: "(", count: 20) + "A&EQ;1" + String(repeating: ")", count: 20), .tooLarge),
            (Array(repeating: "A&EQ;1", count: FilterGrammar.most + 1).joined(separator: "&OR;"), .tooLarge),
        ]
        for (text, code) in table {
            #expect(throws: FilterError(code, ""), "\(text.prefix(60))") { _ = try FilterGrammar.read(text) }
        }
    }

    @Test("The canonical text reads as the same expression, whatever the values")
    func canonical() throws {
        for text in [
            "A&EQ;1&AND;(B&iCON;%26%29%25 x&OR;&LUID;&NE;9)", "(A&EQ;1&OR;B&LE;2)&AND;C&NCON;ü|D&GT;4",
            "A&EQ;&NULL;&AND;B&NE;&UNASSIGNED;", "A&EQ;Smith&amp;Sons", "A&EQ;", "(A&EQ;1&AND;B&EQ;2)&OR;C&EQ;3",
        ] {
            let read = try #require(try FilterGrammar.read(text))
            #expect(try FilterGrammar.read(read.text) == read, "\(text) as \(read.text)")
            #expect(!read.text.contains(" "), "the store keeps it between blanks")
        }
    }

    @Test(
        "Any text is an expression that its canonical text says again, or an error", arguments: [1, 2, 3] as [UInt64])
    func anything(seed: UInt64) throws {
        let words = [
            "A", "SUMMARY", "&EQ;", "&iCON;", "&NE;", "&GT;", "&AND;", "&OR;", "&amp;", "&", "|", "(", ")",
            "&NULL;", "&UNASSIGNED;", "&LUID;", "%41", "%", "x", " ", "ü", ";", "1", "/",
        ]
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        var read = 0
        for number in 0..<20_000 {
            // Half of them begin as a comparison does.
            var text = number % 2 == 0 ? "A&EQ;" : ""
            for _ in 0..<next(12) { text += words[next(words.count)] }
            do {
                guard let expression = try FilterGrammar.read(text) else { continue }
                read += 1
                #expect(try FilterGrammar.read(expression.text) == expression, "seed \(seed): \(text)")
            } catch {
                #expect(error.reason.count <= 120, "seed \(seed): \(text)")
            }
        }
        #expect(read > 1000, "seed \(seed): \(read) were expressions")
    }
}
