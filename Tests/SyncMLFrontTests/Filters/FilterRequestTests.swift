import Markup
import Testing

@testable import SyncMLFront

@Suite("What a device asks to have of a datastore")
struct FilterRequestTests {
    @Test("Options of a database name")
    func options() throws {
        let table: [(String, [DatastoreOptions.Option], String)] = [
            ("", [], ""), ("/dr(-30,90)", [.days(first: -30, last: 90)], ""),
            ("/DR( -3 , +4 )", [.days(first: -3, last: 4)], ""),
            ("/li(5)/max(100)/na/slow", [.kilobytes(5), .count(100), .withoutAttachments, .slowSync], ""),
            ("/fi(A&EQ;1&AND;(B&EQ;2))/tf(C&EQ;3)", [.filter("A&EQ;1&AND;(B&EQ;2)"), .sending("C&EQ;3")], ""),
            ("SINCE&EQ;20061206/dr(-1,1)", [.days(first: -1, last: 1)], "SINCE&EQ;20061206"),
            ("/o(fast)x=y", [.foreign("fast")], "x=y"),
        ]
        for (query, options, rest) in table {
            let read = try DatastoreOptions(query)
            #expect(read.options == options && read.rest == rest, "\(query)")
        }
        let bad: [(String, FilterError.Code)] = [
            ("/dr(-30)", .badValue), ("/dr(a,b)", .badValue), ("/dr(90,-30)", .badValue), ("/dr(-99999,1)", .badValue),
            ("/dr", .unknownOption), ("/li(0)", .badValue), ("/li(x)", .badValue), ("/max(-1)", .badValue),
            ("/max()", .badValue), ("/na(1)", .unknownOption), ("/nonsense", .unknownOption),
            ("/fi(A&EQ;1", .unbalanced),
            ("/", .unknownOption),
        ]
        for (query, code) in bad {
            #expect(throws: FilterError(code, ""), "\(query)") { _ = try DatastoreOptions(query) }
        }
    }

    @Test("Keywords apart from conditions")
    func keywords() throws {
        let request = try FilterRequest(
            query:
                "SINCE&EQ;20061206T120000&AND;BEFORE&LT;20070101&AND;MAXSIZE&EQ;5000&AND;MAXCOUNT&LE;7&AND;NOATT&EQ;1&AND;"
                + "CATEGORIES&EQ;Work", filter: nil)
        #expect(request.strict.since == ["20061206T120000"] && request.strict.before == ["20070101"])
        #expect(request.strict.condition?.text == "CATEGORIES&EQ;Work")
        #expect(request.maxBytes == 5000 && request.maxCount == 7 && request.withoutAttachments)
        #expect(request.lenient.isEmpty && request.type == nil && !request.wantsSlowSync)
        // The smaller of two limits; both of two filters.
        let both = try FilterRequest(query: "/li(1)/max(9)/max(3)/fi(A&EQ;1)/tf(SINCE&GE;20060101)/slow", filter: nil)
        #expect(both.maxBytes == 1024 && both.maxCount == 3 && both.wantsSlowSync)
        #expect(both.strict.condition?.text == "A&EQ;1" && both.lenient.since == ["20060101"])
        // A time may be one of two alternatives, a limit may not.
        let either = try FilterRequest(query: "SINCE&EQ;20060101&OR;A&EQ;1", filter: nil)
        #expect(either.strict.since.isEmpty && either.strict.condition?.comparisons.count == 2)
        let bad: [(String, FilterError.Code)] = [
            (String(repeating: "x", count: 5000), .tooLarge),
            ("MAXCOUNT&EQ;1&OR;A&EQ;1", .keywordMisused), ("SINCE&NE;20060101", .keywordMisused),
            ("BEFORE&GT;20060101", .keywordMisused), ("SINCE&EQ;&NULL;", .keywordMisused),
            ("SINCE&EQ;", .keywordMisused),
            ("MAXSIZE&EQ;big", .badValue), ("MAXCOUNT&EQ;0", .badValue), ("NOATT&EQ;perhaps", .badValue),
        ]
        for (query, code) in bad {
            #expect(throws: FilterError(code, ""), "\(query)") { _ = try FilterRequest(query: query, filter: nil) }
        }
    }

    @Test("Words that are no filter are left, and told")
    func ignored() throws {
        let request = try FilterRequest(query: "user=ann", filter: nil)
        #expect(request.isEmpty && request.ignored == ["user=ann"])
        #expect(try FilterRequest(query: "", filter: nil) == FilterRequest())
        #expect(try FilterRequest(query: "/o(x)", filter: nil).isEmpty)
    }

    @Test("The Filter element of DS 1.2: type, grammar, EXCLUSIVE unless it says otherwise")
    func element() throws {
        func filter(_ change: (inout Element) -> Void = { _ in }, type: String? = nil) -> Filter {
            var filter = Filter(type: "text/calendar", record: "SINCE&EQ;20061206", filterType: type)
            change(&filter.element)
            return filter
        }
        for (type, isLenient) in [(nil, false), ("EXCLUSIVE", false), ("exclusive", false), ("INCLUSIVE", true)] {
            let request = try FilterRequest(query: "", filter: filter(type: type))
            #expect(request.type == "text/calendar")
            #expect((isLenient ? request.lenient : request.strict).since == ["20061206"], "\(type ?? "-")")
            #expect((isLenient ? request.strict : request.lenient).isEmpty, "\(type ?? "-")")
        }
        // What stands in the name holds, too.
        let both = try FilterRequest(query: "/dr(-1,1)", filter: filter())
        #expect(both.days == [-1...1] && both.strict.since.count == 1)
        // No Record: only the type.
        let bare = try FilterRequest(query: "", filter: filter { $0.children.removeAll { $0.name == "Record" } })
        #expect(bare.strict.isEmpty && bare.type == "text/calendar")
        #expect(throws: FilterError(.unknownFilterType, "")) {
            _ = try FilterRequest(query: "", filter: filter(type: "SOME"))
        }
        #expect(throws: FilterError(.fieldLevel, "")) {
            _ = try FilterRequest(query: "", filter: filter { $0.children.append(.element(Element("Field"))) })
        }
        for (grammar, isKnown) in [("syncml:filtertype-cgi", true), ("syncml::filtertype-CGI", true), ("x-sql", false)]
        {
            let odd = filter { element in
                let item = Element(
                    "Item",
                    [
                        .element(Element("Meta", [.element(Element("Type", [.text(grammar)]))])),
                        .element(Element("Data", [.text("SINCE&EQ;20061206")])),
                    ])
                element.children.removeAll { $0.name == "Record" }
                element.children.append(.element(Element("Record", [.element(item)])))
            }
            if isKnown {
                #expect(try FilterRequest(query: "", filter: odd).strict.since == ["20061206"])
            } else {
                #expect(throws: FilterError(.unknownGrammar, "")) { _ = try FilterRequest(query: "", filter: odd) }
            }
        }
    }

    @Test("The status of each refusal")
    func statuses() {
        for code in FilterError.Code.allCases {
            let expected =
                switch code {
                case .unknownGrammar: 421
                case .fieldLevel, .unknownOption: 406
                case .unsupportedType: 415
                case .unknownFilterType, .fieldExpected, .operatorExpected, .joinExpected, .unbalanced, .badEscape,
                    .badSpecialValue, .tooLarge, .unknownField, .keywordMisused, .badValue:
                    422
                }
            #expect(FilterError(code, "").status == expected, "\(code)")
        }
    }

    @Test("A Filter survives XML and WBXML")
    func wire() throws {
        var alert = Alert(commandID: "1", code: 200)
        let filter = Filter(type: "text/calendar", record: "SINCE&EQ;20061206&AND;A&CON;x", filterType: "INCLUSIVE")
        alert.items = [Item(target: Location(uri: "calendar", filter: filter), source: Location(uri: "./calendar"))]
        for encoding in [WireEncoding.xml, .wbxml] {
            let header = Header(
                version: .v12, sessionID: "1", messageID: "1", target: Location(uri: "t"), source: Location(uri: "s"))
            let message = Message(header: header, commands: [.alert(alert)], isFinal: true)
            let bytes = WireForm.encode(message.element(encoding), as: encoding, version: .v12)
            let read = try Message(from: WireForm.decode(bytes, as: encoding))
            guard case .alert(let same) = read.commands.first else {
                Issue.record("no Alert")
                return
            }
            let found = try #require(same.items.first?.target?.filter)
            #expect(found.record == "SINCE&EQ;20061206&AND;A&CON;x" && found.type == "text/calendar")
            #expect(found.filterType == "INCLUSIVE" && found.grammar == Filter.grammar)
        }
    }
}

extension Element.Node {
    fileprivate var name: String? {
        switch self {
        case .element(let element): element.name
        case .text, .bytes: nil
        }
    }
}
