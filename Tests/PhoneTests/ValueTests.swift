import Foundation
import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Settings, information and reports") struct ValueTests {
    @Test(
        "stores on the command line",
        arguments: [
            ("contacts=vcard21", StoreConfiguration(name: "contacts", format: .vcard21)),
            ("cal=ICAL20:calendar", StoreConfiguration(name: "cal", format: .ical20, uri: "calendar")),
            (
                "todo=vcal10:./tasks?/dr(-30,90)",
                StoreConfiguration(name: "todo", format: .vcal10, uri: "./tasks?/dr(-30,90)")
            ),
            ("notes=text:", StoreConfiguration(name: "notes", format: .text)), ("notes=word", nil), ("notes", nil),
            ("=text", nil), ("../x=text", nil), (".phone=text", nil), ("", nil),
        ]) func storeArguments(argument: String, expected: StoreConfiguration?)
    {
        #expect(StoreConfiguration(argument: argument) == expected)
    }

    @Test(
        "settings that cannot work are refused with a reason",
        arguments: [
            "server.example", "ftp://server.example",
        ]) func badURL(url: String)
    {
        var configuration = phone()
        configuration.url = url
        #expect(throws: PhoneError(.configuration, "")) { try configuration.validate() }
    }

    @Test("and so are others") func badSettings() throws {
        try phone().validate()
        let changes: [(inout PhoneConfiguration) -> Void] = [
            { $0.deviceID = "" }, { $0.user = "" }, { $0.user = "a:b" }, { $0.maxMessageSize = 100 },
            { $0.stores = [] },
            { $0.stores += $0.stores }, { $0.stores[0].name = "a/b" },
        ]
        for change in changes {
            var configuration = phone()
            change(&configuration)
            #expect(throws: PhoneError(.configuration, "")) { try configuration.validate() }
        }
    }

    @Test("settings survive JSON") func json() throws {
        let configuration = phone(version: .v11, encoding: .wbxml, habits: .nokia9210)
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(PhoneConfiguration.self, from: data) == configuration)
    }

    @Test("device information has its version's shape", arguments: ProtocolVersion.allCases)
    func information(version: ProtocolVersion) throws {
        var talk = Conversation(
            phone(version: version, encoding: .wbxml, stores: StoreConfiguration.standard(oldFormats: true)))
        let put = try #require(try talk.start().put)
        #expect(put.items[0].source?.uri == version.devInfURI)
        #expect(put.meta?.type == "application/vnd.syncml-devinf+wbxml")
        let information = try #require(put.items[0].data?.element(named: "DevInf"))
        #expect(information[child: "VerDTD"]?.text == version.rawValue)
        #expect((information[child: "UTC"] != nil) == (version != .v10))
        #expect((information[child: "SupportLargeObjs"] != nil) == (version != .v10))
        let stores = information.all("DataStore")
        #expect(stores.map { $0[child: "SourceRef"]?.text } == ["./contacts", "./calendar", "./tasks", "./notes"])
        #expect(stores[0][child: "Rx-Pref"]?[child: "CTType"]?.text == "text/x-vcard")
        #expect(stores[0][child: "Rx-Pref"]?[child: "VerCT"]?.text == "2.1")
        #expect(stores[0][child: "SyncCap"]?.all("SyncType").map(\.text) == ["1", "2", "3", "4", "5", "6"])
        switch version {
        case .v10, .v11:
            let types = information[child: "CTCap"]?.all("CTType").map(\.text)
            #expect(types == ["text/x-vcard", "text/x-vcalendar", "text/plain"])
            let values = information[child: "CTCap"]?.all("ValEnum").map(\.text) ?? []
            #expect(values.contains("VEVENT") && values.contains("VTODO"))
            #expect(stores[0][child: "CTCap"] == nil)
        case .v12:
            #expect(information[child: "CTCap"] == nil)
            let properties = stores[2][child: "CTCap"]?.all("Property") ?? []
            #expect(properties.first?.all("ValEnum").map(\.text) == ["VCALENDAR", "VTODO"])
            #expect(properties.contains { $0[child: "PropName"]?.text == "DUE" })
        }
    }

    @Test("a bare LF goes out as CRLF in cards, not in notes") func lineEnds() throws {
        var store = MemoryStore()
        store["contacts", "1"] = "BEGIN:VCARD\nEND:VCARD\r\n"
        store["notes", "1"] = "a\nb"
        let stores = [
            StoreConfiguration(name: "contacts", format: .vcard30), StoreConfiguration(name: "notes", format: .text),
        ]
        var talk = Conversation(phone(stores: stores), store: store)
        try talk.start()
        try talk.replyToOpening()
        let texts = talk.newest.syncs.flatMap(\.commands).flatMap(\.items).map {
            String(decoding: $0.data?.content ?? [], as: UTF8.self)
        }
        #expect(texts == ["BEGIN:VCARD\r\nEND:VCARD\r\n", "a\nb"])
        try talk.reply([Say.sync("contacts"), Say.sync("notes")])
        #expect(try talk.session.store.changes(in: stores[0]).isEmpty)
    }

    @Test("base64 is undone, an unknown Format refused") func formats() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        func add(_ guid: String, _ format: String, _ text: String) -> Command {
            let item = Item(source: Location(uri: guid), meta: Meta(format: format), data: .text(text))
            return .add(ItemCommand(commandID: "x", meta: Meta(type: "text/x-vcard"), items: [item]))
        }
        try talk.reply([
            Say.sync(
                "contacts",
                [add("1", "b64", "SGk="), add("2", "chr", "Ho"), add("3", "des;b64", "SGk="), add("4", "b64", "%")])
        ])
        #expect(talk.newest.codes("Add") == [201, 201, 415, 400])
        #expect(talk.session.store["contacts", "3"] == "Hi")
        #expect(talk.session.store["contacts", "4"] == "Ho")
    }

    @Test("the report as a table") func table() {
        var report = PhoneReport(startedAt: 0, sessionID: "3")
        var contacts = StoreReport(name: "contacts", requested: 200)
        contacts.used = 201
        contacts.sent = StoreReport.Changes(adds: 12, replaces: 0, deletes: 0)
        contacts.problems = [
            StoreReport.Problem(item: "7", command: "Add", status: 415, isOurs: true),
            StoreReport.Problem(item: "8", command: "Replace", status: 0, isOurs: true),
            StoreReport.Problem(item: "9", command: "Delete", status: 510, isOurs: false),
        ]
        var notes = StoreReport(name: "notes", requested: 200)
        notes.status = 404
        report.stores = [contacts, notes]
        report.notices = ["Good morning"]
        report.failure = PhoneError(.refused, "the server ended the session", status: 503)
        report.messages = 4
        let expected = """
            store     mode      sent +/~/-  received +/~/-  errors
            contacts  200->201  12/0/0      0/0/0           3
            notes     200       0/0/0       0/0/0           status 404
            contacts: the server refused Add of 7 with 415
            contacts: the server refused Replace of 8 without a status
            contacts: the phone refused Delete of 9 with 510
            the server says: Good morning
            failed: the server ended the session (503)
            4 messages, 0 bytes sent, 0 bytes received
            """
        #expect(report.table == expected)
        #expect(!report.isSuccess)
    }

    @Test(
        "anchors are calendar dates",
        arguments: [
            (Int64(0), "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (951_868_799, "20000229T235959Z"),
            (951_868_800, "20000301T000000Z"), (1_795_224_027, "20261121T012027Z"), (4_107_542_400, "21000301T000000Z"),
            (-1, "19691231T235959Z"),
        ]) func anchors(seconds: Int64, expected: String) throws
    {
        var talk = Conversation(phone(), now: seconds)
        #expect(try talk.start().alerts[0].items[0].meta?.nextAnchor == expected)
    }

    @Test("new items never take a name that is or was in use") func names() throws {
        var store = try syncedStore(phone(), ["Ann", "Ben", "Cleo"])
        store["contacts", "3"] = nil
        var talk = Conversation(phone(), store: store)
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.delete("2"), Say.add("9", card("Dora"))])])
        #expect(talk.newest.maps[0].items == [MapItem(guid: "9", luid: "4")])
    }
}

/// A connection that loses replies by number.
private actor FlakyLine: PhoneTransport {
    private var server: NoteServer
    private let losses: Set<Int>
    private var replies: [[UInt8]: PhoneReply] = [:]
    private var count = 0

    init(_ server: NoteServer, losing losses: Set<Int>) {
        self.server = server
        self.losses = losses
    }

    var received: [String: [UInt8]] { server.items }

    func post(url: String, contentType: String, body: [UInt8]) async throws(PhoneError) -> PhoneReply {
        count += 1
        let reply: PhoneReply
        if let known = replies[body] {
            reply = known
        } else {
            guard let answer = try? server.answer(body) else { throw PhoneError(.connection, "no answer") }
            reply = PhoneReply(status: 200, contentType: contentType, body: answer)
            replies[body] = reply
        }
        if losses.contains(count) { throw PhoneError(.connection, "the reply was lost") }
        return reply
    }
}

@Suite("The driver") struct DriverTests {
    @Test("runs a session to its end over a line that loses every second reply") func losses() async throws {
        let configuration = notesPhone(.v12, .xml)
        var store = MemoryStore()
        for number in 1...5 { store["notes", String(number)] = "note \(number)" }
        let line = FlakyLine(NoteServer(configuration), losing: [1, 3, 5])
        var session = PhoneSession(configuration, store: store, environment: PhoneEnvironment(now: 0))
        var lost = 0
        let step = await PhoneDriver.run(&session, over: line) { traffic in
            if case .lost = traffic { lost += 1 }
        }
        guard case .finished(let report) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(report.isSuccess)
        #expect(lost == 3)
        #expect(await line.received.count == 5)
    }

    @Test("says why when the line is dead") func dead() async throws {
        let line = FlakyLine(NoteServer(notesPhone(.v12, .xml)), losing: Set(1...9))
        var session = PhoneSession(notesPhone(.v12, .xml), store: MemoryStore(), environment: PhoneEnvironment(now: 0))
        let step = await PhoneDriver.run(&session, over: line)
        #expect(step == .failed(PhoneError(.connection, "")))
        #expect(session.report.failure?.reason == "the reply was lost")
        #expect(session.report.messages == 2)
    }
}
