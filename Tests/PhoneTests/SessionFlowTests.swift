import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("A whole session") struct SessionFlowTests {
    @Test(
        "the first message offers information, asks for it, and asks for a slow sync",
        arguments: ProtocolVersion.allCases)
    func opening(version: ProtocolVersion) throws {
        var talk = Conversation(phone(version: version), store: memoryStore())
        let message = try talk.start()
        #expect(message.names == ["Put", "Get", "Alert"])
        #expect(message.isFinal)
        #expect(message.header.version == version)
        #expect(message.header.sessionID == "1")
        #expect(message.header.messageID == "1")
        #expect(message.header.target.uri == "http://server.example/syncml")
        #expect(message.header.source == Location(uri: "IMEI:004400112233445", name: "Bruce2"))
        #expect(message.header.credential?.data == Array("QnJ1Y2UyOk9oQmVoYXZl".utf8))
        #expect(message.header.meta?.maxMessageSize == 64_000)
        #expect(message.header.meta?.maxObjectSize == (version == .v10 ? nil : 4_000_000))
        let alert = try #require(message.alerts.first)
        #expect(alert.code == 201)
        #expect(alert.items[0].target?.uri == "contacts")
        #expect(alert.items[0].source?.uri == "./contacts")
        #expect(alert.items[0].meta?.lastAnchor == nil)
        #expect(alert.items[0].meta?.nextAnchor == "20261121T012027Z")
        #expect(talk.outgoing[0].contentType == "application/vnd.syncml+xml")
    }

    @Test("a first sync in both directions, then one without changes", arguments: WireEncoding.allCases)
    func firstAndSecond(encoding: WireEncoding) throws {
        let configuration = phone(encoding: encoding)
        var talk = Conversation(configuration, store: memoryStore())
        try talk.start()
        try talk.replyToOpening()
        #expect(talk.newest.names == ["Status", "Status", "Sync"])
        #expect(talk.newest.codes("Alert") == [200])
        #expect(talk.newest.changes == ["Add 1", "Add 2"])
        #expect(talk.newest.syncs[0].numberOfChanges == 2)
        #expect(talk.newest.isFinal)
        try talk.reply([Say.sync(count: 1, [Say.add("71", card("Cleo"))])])
        #expect(talk.newest.names == ["Status", "Status", "Status", "Map"])
        #expect(talk.newest.codes("Add") == [201])
        #expect(talk.newest.maps[0].items == [MapItem(guid: "71", luid: "3")].map { MapItem(guid: $0.guid, luid: "3") })
        #expect(talk.newest.isFinal)
        #expect(talk.session.store.memory.stores["contacts"]?.pendingMaps.count == 1)
        try talk.reply()
        let report = try #require(talk.report)
        #expect(report.isSuccess)
        #expect(report.stores[0].sent == StoreReport.Changes(adds: 2, replaces: 0, deletes: 0))
        #expect(report.stores[0].received == StoreReport.Changes(adds: 1, replaces: 0, deletes: 0))
        #expect(report.stores[0].announced == 1)
        #expect(talk.session.store["contacts", "3"] == card("Cleo"))
        let memory = try #require(talk.session.store.memory.stores["contacts"])
        #expect(memory.pendingMaps.isEmpty)
        #expect(memory.lastAnchor == "20261121T012027Z")
        #expect(memory.serverAnchor == "s1")

        var again = Conversation(configuration, store: talk.session.store, now: 1_795_224_027)
        let message = try again.start()
        #expect(message.header.sessionID == "2")
        #expect(message.alerts[0].code == 200)
        #expect(message.alerts[0].items[0].meta?.lastAnchor == "20261121T012027Z")
        // The same second: the anchor moves on all the same.
        #expect(message.alerts[0].items[0].meta?.nextAnchor == "20261121T012028Z")
        try again.replyToOpening()
        #expect(again.newest.changes.isEmpty)
        #expect(again.newest.syncs.count == 1)
        try again.reply([Say.sync()])
        try again.reply()
        #expect(try #require(again.report).isSuccess)
    }

    @Test("additions, edits and deletions of the user are sent once each") func changes() throws {
        var store = try syncedStore()
        store["contacts", "1"] = card("Ann Smith")
        store["contacts", "2"] = nil
        store["contacts", "9"] = card("Zoe")
        var talk = Conversation(phone(), store: store)
        try talk.start()
        try talk.replyToOpening()
        #expect(talk.newest.changes == ["Replace 1", "Add 9", "Delete 2"])
        try talk.reply(codes: ["Delete": 211])
        try talk.reply()
        #expect(
            try #require(talk.report).stores[0].sent == StoreReport.Changes(adds: 1, replaces: 1, deletes: 1))
        var again = Conversation(phone(), store: talk.session.store)
        try again.start()
        try again.replyToOpening()
        #expect(again.newest.changes.isEmpty)
    }

    @Test("the server's changes are carried out and answered") func serverChanges() throws {
        var talk = Conversation(phone(), store: try syncedStore(phone(), ["Ann", "Ben", "Cleo"]))
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([
            Say.sync(
                "contacts",
                [
                    Say.replace("1", card("Ann Smith")), Say.delete("2"), Say.delete("77"),
                    Say.replace("78", card("X")),
                    Say.add("5", card("New"), type: "text/x-vcalendar"), Say.add("6", card("Dora")),
                ])
        ])
        #expect(talk.newest.codes("Replace") == [200, 404])
        #expect(talk.newest.codes("Delete") == [200, 211])
        #expect(talk.newest.codes("Add") == [415, 201])
        try talk.reply()
        let report = try #require(talk.report)
        #expect(!report.isSuccess)
        #expect(report.stores[0].received == StoreReport.Changes(adds: 1, replaces: 1, deletes: 1))
        #expect(report.stores[0].problems.map(\.status) == [404, 415])
        #expect(talk.session.store.items["contacts"]?.keys.sorted() == ["1", "3", "4"])
        #expect(talk.session.store["contacts", "1"] == card("Ann Smith"))
        var again = Conversation(phone(), store: talk.session.store)
        try again.start()
        try again.replyToOpening()
        #expect(again.newest.changes.isEmpty)
    }

    @Test("an anchor the server does not know makes the sync slow", arguments: [true, false]) func forcedSlow(
        _ alerts: Bool
    ) throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        #expect(talk.newest.alerts[0].code == 200)
        if alerts {
            try talk.replyToOpening(["contacts": 201], codes: ["Alert": 508])
        } else {
            try talk.reply(header: 212, codes: ["Alert": 508])
        }
        #expect(talk.newest.changes == ["Add 1", "Add 2"])
        #expect(talk.session.store.memory.stores["contacts"]?.lastAnchor == nil)
        try talk.reply([Say.sync()])
        try talk.reply()
        let report = try #require(talk.report)
        #expect(report.stores[0].requested == 200)
        #expect(report.stores[0].used == 201)
        #expect(report.table.contains("200->201"))
    }

    @Test("508 for a Sync makes the next one slow") func slowNextTime() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply(codes: ["Sync": 508])
        try talk.reply()
        #expect(try #require(talk.report).stores[0].status == 508)
        var again = Conversation(phone(), store: talk.session.store)
        #expect(try again.start().alerts[0].code == 201)
    }

    @Test("a store the server does not know leaves, the others stay") func unknownStore() throws {
        let stores = [
            StoreConfiguration(name: "contacts", format: .vcard30), StoreConfiguration(name: "notes", format: .text),
        ]
        var talk = Conversation(phone(stores: stores), store: memoryStore())
        try talk.start()
        #expect(talk.newest.alerts.count == 2)
        let first = talk.newest.alerts[0]
        try talk.reply(
            header: 212,
            [
                .alert(
                    Alert(
                        commandID: "x", code: 201,
                        items: [Item(target: first.items[0].source, source: first.items[0].target)]))
            ],
            edit: { message in
                message.commands = message.commands.map { command in
                    guard case .status(var status) = command, status.commandRef == "4" else { return command }
                    status.code = 404
                    return .status(status)
                }
            })
        #expect(talk.newest.syncs.map { $0.target?.uri } == ["contacts"])
        try talk.reply([Say.sync()])
        try talk.reply()
        let report = try #require(talk.report)
        #expect(report.stores.map(\.status) == [nil, 404])
        #expect(talk.session.store.memory.stores["notes"]?.lastAnchor == nil)
    }

    @Test("when every store is refused the session still ends in order") func nothingLeft() throws {
        var talk = Conversation(phone(), store: memoryStore())
        try talk.start()
        try talk.reply(header: 212, codes: ["Alert": 404])
        #expect(talk.newest.syncs.isEmpty)
        #expect(talk.newest.isFinal)
        try talk.reply()
        #expect(try #require(talk.report).stores[0].status == 404)
    }

    @Test("each mode sends and takes what it should", arguments: SyncMode.asked) func modes(mode: SyncMode) throws {
        var store = try syncedStore()
        store["contacts", "1"] = card("Ann Smith")
        var talk = Conversation(phone(), store: store, modes: ["contacts": mode])
        try talk.start()
        #expect(talk.newest.alerts[0].code == mode.alertCode)
        try talk.replyToOpening()
        switch mode {
        case .twoWay, .oneWayFromClient: #expect(talk.newest.changes == ["Replace 1"])
        case .slow, .refreshFromClient, .slowFromClient, .slowFromServer, .backup:
            #expect(talk.newest.changes == ["Add 1", "Add 2"])
        case .oneWayFromServer, .refreshFromServer, .resetClient:
            #expect(talk.newest.changes.isEmpty)
            #expect(talk.newest.syncs.first?.numberOfChanges == nil)
        }
        try talk.reply([Say.sync("contacts", [Say.add("50", card("Eve"))])])
        #expect(talk.newest.codes("Add") == [mode.writesClient ? 201 : 405])
        try talk.reply()
        let left = talk.session.store.items["contacts"]?.count
        switch mode {
        case .twoWay, .slow, .slowFromServer, .oneWayFromServer: #expect(left == 3)
        case .oneWayFromClient, .refreshFromClient, .slowFromClient, .backup: #expect(left == 2)
        case .refreshFromServer, .resetClient: #expect(left == 1)
        }
    }

    @Test("a session run twice sends the same bytes", arguments: WireEncoding.allCases) func deterministic(
        encoding: WireEncoding
    ) throws {
        func run() throws -> [[UInt8]] {
            var talk = Conversation(phone(encoding: encoding), store: memoryStore())
            try talk.start()
            try talk.replyToOpening()
            try talk.reply([Say.sync("contacts", [Say.add("1", card("Cleo"))])])
            try talk.reply()
            return talk.outgoing.map(\.body)
        }
        #expect(try run() == run())
    }

    @Test("the server's questions get their answers") func serverQuestions() throws {
        var talk = Conversation(phone { $0.putsInformation = false })
        try talk.start()
        #expect(talk.newest.names == ["Get", "Alert"])
        try talk.reply(
            header: 212,
            [
                Say.getInformation(.v12), .get(Get(commandID: "x", items: [Item(target: Location(uri: "./other"))])),
                .alert(Alert(commandID: "x", code: 100, items: [Item(data: .text("Good morning"))])),
                .exec(Exec(commandID: "x", items: [])),
                .unknown(UnknownCommand(from: Element("Odd", [.element(Element("CmdID", [.text("1")]))]))),
            ])
        #expect(talk.newest.codes("Get") == [200, 404])
        #expect(talk.newest.codes("Exec") == [406])
        #expect(talk.newest.codes("Odd") == [501])
        #expect(talk.session.report.notices == ["Good morning"])
        let results = talk.newest.commands.compactMap { command -> Results? in
            if case .results(let results) = command { return results }
            return nil
        }
        #expect(results.count == 1)
        #expect(
            results.first?.items.first?.data?.element(named: "DevInf")?[child: "DevID"]?.text == "IMEI:004400112233445")
    }

    @Test("NoResp is obeyed") func noResponse() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([
            .sync(
                Sync(
                    commandID: "x", noResponse: true, target: Location(uri: "./contacts"),
                    commands: [Say.delete("1")]))
        ])
        #expect(talk.newest.codes("Delete").isEmpty)
        #expect(talk.newest.codes("Sync").isEmpty)
        #expect(talk.newest.codes("SyncHdr") == [200])
        #expect(talk.session.store["contacts", "1"] == nil)
    }

    @Test("a full phone says 420") func full() throws {
        var store = memoryStore()
        store.capacity = 2
        var talk = Conversation(phone(), store: store)
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("1", card("Cleo"))])])
        #expect(talk.newest.codes("Add") == [420])
        #expect(talk.newest.maps.isEmpty)
    }

    @Test("a change without Status is no change done") func unanswered() throws {
        var talk = Conversation(phone(), store: memoryStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply(
            [Say.sync()],
            edit: { message in
                message.commands.removeAll { command in
                    if case .status(let status) = command { return status.command == "Add" }
                    return false
                }
            })
        try talk.reply()
        #expect(try #require(talk.report).stores[0].problems.map(\.status) == [0, 0])
        var again = Conversation(phone(), store: talk.session.store)
        try again.start()
        try again.replyToOpening()
        #expect(again.newest.changes == ["Add 1", "Add 2"])
    }
}
