import SyncMLFront
import SyncTypes
import Testing
import Translation
import Versit

@testable import Bridge

@Suite("Filters of devices")
struct ItemFilterTests {
    private static let zone = ZoneSource.system("Europe/Berlin")

    private static func item(_ kind: ItemKind, _ text: String, names: [String] = []) throws -> ItemFilter.Item {
        let body = try UpstreamBody(Array(text.replacing("\n", with: "\r\n").utf8))
        let outline = try ResourceReader.parts(of: body, kind: kind, zones: .system)
        return ItemFilter.Item(
            kind: kind, firstStart: outline.firstStart, lastEnd: outline.lastEnd,
            fields: ItemFields(body, kind: kind, zone: zone, zones: .system), names: names)
    }

    private static let event = """
        BEGIN:VCALENDAR
        VERSION:2.0
        BEGIN:VEVENT
        UID:e-1
        SUMMARY:Tea with Anna\\, at noon
        LOCATION:
        DTSTART;TZID=Europe/Berlin:20061206T120000
        DTEND;TZID=Europe/Berlin:20061206T130000
        CATEGORIES:Work,Home
        CATEGORIES:Friends
        PRIORITY:5
        X-COLOUR:red
        END:VEVENT
        END:VCALENDAR

        """

    private static let card = """
        BEGIN:VCARD
        VERSION:3.0
        UID:c-1
        N:Smith;John;;Dr.;
        FN:Dr. John Smith
        ORG:Acme;Sales
        TEL;TYPE=CELL:+49 171 1
        TEL;TYPE=WORK:+49 30 2
        REV:20061206T110000Z
        END:VCARD

        """

    @Test("Every comparison against the values of an item")
    func comparisons() throws {
        let table: [(ItemKind, String, Bool)] = [
            (.event, "SUMMARY&EQ;Tea with Anna%2c at noon", true),
            (.event, "SUMMARY&EQ;tea with anna%2c at noon", false),
            (.event, "SUMMARY&iEQ;tea with anna%2c at noon", true), (.event, "SUMMARY&NE;Tea", true),
            (.event, "SUMMARY&iNE;TEA WITH ANNA%2C AT NOON", false),
            (.event, "SUMMARY&CON;Anna", true), (.event, "SUMMARY&CON;anna", false),
            (.event, "SUMMARY&iCON;anna", true),
            (.event, "SUMMARY&NCON;Anna", false), (.event, "SUMMARY&iNCON;BERTA", true),
            (.event, "SUMMARY&GT;Tea", true), (.event, "SUMMARY&LT;Tea", false), (.event, "SUMMARY&iLT;tf", true),
            // Each value of a list is one.
            (.event, "CATEGORIES&EQ;Home", true), (.event, "CATEGORIES&EQ;Friends", true),
            (.event, "CATEGORIES&EQ;Wor", false),
            (.event, "CATEGORIES&NE;Home", false), (.event, "CATEGORIES&NE;Sport", true),
            (.event, "CATEGORIES&NCON;port", true),
            // Numbers as numbers, times as times.
            (.event, "PRIORITY&GT;10", false), (.event, "PRIORITY&LT;10", true), (.event, "PRIORITY&GE;5", true),
            (.event, "PRIORITY&LE;4", false),
            (.event, "DTSTART&EQ;20061206T110000Z", true), (.event, "DTSTART&EQ;20061206T120000", true),
            (.event, "DTSTART&GT;20061206T110000Z", false), (.event, "DTSTART&GE;2006-12-06T11:00:00Z", true),
            (.event, "DTEND&LE;20061206T130000", true), (.event, "DTEND&LT;20061206", false),
            // What is not there.
            (.event, "LOCATION&EQ;&NULL;", true), (.event, "LOCATION&EQ;&UNASSIGNED;", false),
            (.event, "DESCRIPTION&EQ;&NULL;", true), (.event, "DESCRIPTION&EQ;&UNASSIGNED;", true),
            (.event, "SUMMARY&NE;&NULL;", true), (.event, "SUMMARY&EQ;&UNASSIGNED;", false),
            (.event, "DESCRIPTION&EQ;", true), (.event, "SUMMARY&EQ;", false), (.event, "SUMMARY&NE;", true),
            (.event, "DESCRIPTION&EQ;x", false), (.event, "DESCRIPTION&NE;x", true),
            (.event, "DESCRIPTION&NCON;x", true),
            (.event, "DESCRIPTION&GT;", false),
            // Other names.
            (.event, "Subject&CON;Tea", true), (.event, "X-Colour&EQ;red", true), (.event, "X-OTHER&EQ;red", false),
            // Names of the device, times of the series.
            (.event, "&LUID;&EQ;17", true), (.event, "&LUID;&EQ;18", false), (.event, "&LUID;&NE;17", false),
            (.event, "SINCE&EQ;20061206T110000Z|SUMMARY&EQ;x", true), (.event, "SINCE&EQ;20070101|SUMMARY&EQ;x", false),
            (.event, "BEFORE&EQ;20061206T120000|SUMMARY&EQ;x", false),
            (.event, "BEFORE&EQ;20061206T120001|SUMMARY&EQ;x", true),
            // Joins.
            (.event, "SUMMARY&CON;Tea&AND;CATEGORIES&EQ;Work", true),
            (.event, "SUMMARY&CON;Tea&AND;CATEGORIES&EQ;x", false),
            (.event, "SUMMARY&CON;x&OR;CATEGORIES&EQ;Work", true),
            (.event, "(SUMMARY&CON;x&OR;CATEGORIES&EQ;Work)&AND;PRIORITY&EQ;5", true),
            // Components of a name.
            (.contact, "N&CON;Smith", true), (.contact, "N&EQ;Smith", true), (.contact, "N&EQ;Smith;John;;Dr.;", true),
            (.contact, "LastName&EQ;Smith", true), (.contact, "FirstName&EQ;Smith", false),
            (.contact, "FirstName&iCON;JO", true), (.contact, "CompanyName&EQ;Acme", true),
            (.contact, "CompanyName&EQ;Sales", false), (.contact, "ORG&EQ;Sales", true),
            (.contact, "TEL&EQ;+49 30 2", true), (.contact, "TEL&CON;171", true), (.contact, "TEL&NCON;171", false),
            (.contact, "modified&iGE;20061206T120000", true), (.contact, "modified&GT;20061206T110000Z", false),
        ]
        let items = [
            ItemKind.event: try Self.item(.event, Self.event, names: ["17"]),
            .contact: try Self.item(.contact, Self.card),
        ]
        for (kind, text, expected) in table {
            let expression = try #require(try FilterGrammar.read(text))
            let item = try #require(items[kind])
            #expect(expression.isTrue(item.satisfies) == expected, "\(text)")
        }
    }

    private static func filter(
        _ query: String, _ filter: Filter? = nil, kinds: [ItemKind] = [.event], now: Int64 = 1_700_000_000
    ) throws -> ItemFilter? {
        try ItemFilter(
            FilterRequest(query: query, filter: filter), kinds: kinds, now: now,
            isField: { FieldName($0, kind: $1) != nil },
            instant: { DateTime(parsing: $0).map { Int64($0.secondsSince1970(in: zone) { _ in nil }) } })
    }

    @Test("What a device asks for, at a time")
    func resolved() throws {
        // 2023-11-14T22:13:20Z.
        let midnight: Int64 = 1_699_920_000
        let days = try #require(try Self.filter("/dr(-30,90)"))
        #expect(days.strict.window == TimeWindow(start: midnight - 30 * 86_400, end: midnight + 91 * 86_400))
        #expect(days == (try Self.filter("/dr(-30,90)", now: 1_700_000_900)), "days are whole")
        let since = try #require(
            try Self.filter("SINCE&EQ;20061206T120000&AND;SINCE&EQ;20061206T100000Z&AND;BEFORE&EQ;20070101"))
        #expect(
            since.strict.window == TimeWindow(start: 1_165_402_800, end: 1_167_606_000), "the later start, local time")
        #expect(try Self.filter("") == nil && Self.filter("x=y") == nil && Self.filter("/slow") == nil)
        let limits = try #require(try Self.filter("/max(3)/li(2)/na"))
        #expect(limits.maxCount == 3 && limits.maxBytes == 2048 && limits.withoutAttachments && !limits.readsItems)
        // A type alone says nothing; SIF names one kind of two.
        #expect(try Self.filter("", Filter(type: "text/calendar", record: "")) == nil)
        let record = "SUMMARY&CON;x"
        #expect(
            try Self.filter("", Filter(type: "text/calendar", record: record), kinds: [.event, .task])?.kinds == nil)
        #expect(
            try Self.filter("", Filter(type: "text/x-s4j-sift", record: record), kinds: [.event, .task])?.kinds == [
                .task
            ])
    }

    @Test("What a datastore cannot honour")
    func refused() throws {
        let table: [(String, Filter?, FilterError.Code)] = [
            ("TEL&EQ;1", nil, .unknownField), ("LUID&EQ;1", nil, .unknownField),
            ("FOO&EQ;1&OR;SUMMARY&EQ;1", nil, .unknownField),
            ("SINCE&EQ;yesterday", nil, .badValue), ("BEFORE&EQ;20061301", nil, .badValue),
            ("SINCE&EQ;never|SUMMARY&EQ;1", nil, .badValue),
            ("", Filter(type: "text/vcard", record: "SUMMARY&EQ;1"), .unsupportedType),
            ("", Filter(type: "", record: "SUMMARY&EQ;1"), .unsupportedType),
        ]
        for (query, filter, code) in table {
            #expect(throws: FilterError(code, ""), "\(query)") { _ = try Self.filter(query, filter) }
        }
    }

    @Test("What leaves, what stays, and that an item is only read for a condition")
    func verdicts() throws {
        let item = try Self.item(.event, Self.event)
        func verdict(_ query: String) throws -> ItemFilter.Verdict {
            try #require(try Self.filter(query)).judge(.event, firstStart: item.firstStart, lastEnd: item.lastEnd) {
                item
            }
        }
        let table: [(String, ItemFilter.Verdict)] = [
            ("SINCE&EQ;20061201", .matches), ("SINCE&EQ;20061207", .leaves), ("/tf(SINCE&EQ;20061207)", .stays),
            ("CATEGORIES&EQ;Work", .matches), ("CATEGORIES&EQ;x", .leaves), ("/tf(CATEGORIES&EQ;x)", .stays),
            ("/tf(CATEGORIES&EQ;x)/fi(SUMMARY&EQ;x)", .leaves), ("/tf(CATEGORIES&EQ;x)/fi(SUMMARY&CON;Tea)", .stays),
            ("/tf(SINCE&EQ;20070101)/fi(SINCE&EQ;20061201)", .stays), ("/max(1)", .matches),
        ]
        for (query, expected) in table { #expect(try verdict(query) == expected, "\(query)") }
        struct Read: Error {}
        let timed = try #require(try Self.filter("SINCE&EQ;20061201"))
        #expect(throws: Never.self) {
            _ = try timed.judge(.event, firstStart: 0, lastEnd: 1) { throw Read() }
        }
        // A task has no window, and a filter about another kind leaves it alone.
        #expect(timed.judge(.task, firstStart: 0, lastEnd: 1) { item } == .matches)
        let ofEvents = try #require(
            try Self.filter("", Filter(type: "text/x-s4j-sife", record: "SUMMARY&EQ;x"), kinds: [.event, .task]))
        #expect(ofEvents.judge(.task, firstStart: nil, lastEnd: nil) { item } == .matches)
        #expect(ofEvents.judge(.event, firstStart: nil, lastEnd: nil) { item } == .leaves)
    }

    @Test("The store reads back what it keeps, and looks at everything only when it must")
    func served() throws {
        let window = TimeWindow(start: 100, end: 900)
        let filters = try [
            nil, "/dr(-1,1)", "/max(7)/li(3)/na",
            "SUMMARY&CON;a b&AND;(CATEGORIES&EQ;x|PRIORITY&GT;3)/tf(SINCE&EQ;20061201)",
        ].map { try $0.flatMap { try Self.filter($0) } }
        for filter in filters {
            for isCut in [false, true] {
                let served = ServedScope.served(window, filter, isCut: isCut)
                #expect(ServedScope(scope: served.scope) == served, "\(served.scope)")
            }
        }
        let long = try #require(try Self.filter("SUMMARY&CON;" + String(repeating: "ü", count: 2000)))
        #expect(ServedScope(scope: ServedScope.served(.all, long).scope) == .served(.all, long))
        func crossings(
            _ old: String?, _ new: String?, isCut: Bool = false, hasRoom: Bool = true
        ) throws -> [TimeWindow.Crossing]? {
            try ServedScope.served(window, old.flatMap { try Self.filter($0) }, isCut: isCut).crossings(
                to: window, new.flatMap { try Self.filter($0) }, hasRoom: hasRoom)
        }
        #expect(try crossings(nil, nil) == [] && crossings("SUMMARY&EQ;x", "SUMMARY&EQ;x") == [])
        #expect(try crossings(nil, "SINCE&EQ;19700101T010005")?.map(\.times) == [.min..<5])
        #expect(try crossings("/tf(BEFORE&EQ;19700101T010005)", nil)?.map(\.edge) == [.firstStart])
        #expect(try crossings("SUMMARY&EQ;x", "SUMMARY&EQ;y") == nil && crossings("SUMMARY&EQ;x", nil) == nil)
        #expect(try crossings("/tf(SUMMARY&EQ;x)", "/fi(SUMMARY&EQ;x)") == nil && crossings("/li(1)", "/li(2)") == nil)
        #expect(try crossings("/max(1)", "/max(2)") == [], "nothing was held back")
        #expect(try crossings("/max(1)", "/max(2)", isCut: true) == nil)
        #expect(try crossings("/max(1)", "/max(1)", isCut: true, hasRoom: false) == [])
        #expect(ServedScope.unknown.crossings(to: .all, nil, hasRoom: true) == nil)
        #expect(ServedScope(scope: "window 1 2 filter - - - - - - A - - -") == .unknown)
    }

    @Test("Names with what stands behind them")
    func addresses() {
        let table: [(String, String, String)] = [
            ("./calendar", "calendar", ""), ("./calendar?/dr(-30,90)", "calendar", "/dr(-30,90)"),
            ("./calendar/dr(-30,90)/li(5)", "calendar", "/dr(-30,90)/li(5)"), ("calendar?", "calendar", ""),
            ("./C:\\Data\\Calendar?SINCE&EQ;20061206T120000", "calendar", "SINCE&EQ;20061206T120000"),
            ("/dav/ann/Work(old)", "work(old)", ""),
            (String(repeating: "/", count: 5000) + "dr(1,2)", "dr(1,2)", ""),
            ("./Family%20calendar", "family calendar", ""),
            ("./100%", "100%", ""), ("./%ff", "%ff", ""), ("notes?/fi(BODY&CON;a%2Fb)", "notes", "/fi(BODY&CON;a%2Fb)"),
        ]
        for (wire, name, query) in table {
            #expect(DatastoreName(wire: wire).canonical == name, "\(wire)")
            #expect(DatastoreAddress(wire: wire).query == query, "\(wire)")
        }
    }
}
