import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Habits of real clients") struct HabitTests {
    @Test("S60 sends Replace for everything in a slow sync") func s60() throws {
        var talk = Conversation(phone(habits: .s60), store: memoryStore())
        try talk.start()
        try talk.replyToOpening()
        #expect(talk.newest.changes == ["Replace 1", "Replace 2"])
        try talk.reply([Say.sync()])
        try talk.reply()
        var store = talk.session.store
        store["contacts", "9"] = card("Zoe")
        var again = Conversation(phone(habits: .s60), store: store)
        try again.start()
        try again.replyToOpening()
        #expect(again.newest.changes == ["Add 9"])
    }

    @Test("S60 stores a Replace of an unknown name and maps it") func unknownReplace() throws {
        var talk = Conversation(phone(habits: .s60), store: try syncedStore(phone(habits: .s60)))
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.replace("99", card("Cleo"), guid: "12")])])
        #expect(talk.newest.codes("Replace") == [201])
        // Names go into a message of their own.
        #expect(talk.newest.maps.isEmpty)
        #expect(!talk.newest.isFinal)
        try talk.reply(isFinal: false)
        #expect(talk.newest.maps[0].items == [MapItem(guid: "12", luid: "3")])
        #expect(talk.newest.isFinal)
        try talk.reply()
        #expect(try #require(talk.report).isSuccess)
    }

    @Test("Nokia 9210 sends Replace for new items, Put after Alert, its memory, and no credentials at first")
    func nokia9210() throws {
        let configuration = phone(version: .v10, encoding: .wbxml, authentication: .md5, habits: .nokia9210)
        var talk = Conversation(configuration, store: memoryStore())
        try talk.start()
        #expect(talk.newest.names == ["Alert", "Put", "Get"])
        #expect(talk.newest.header.credential == nil)
        try talk.reply(
            header: 401, challenge: Challenge(meta: Meta(type: "syncml:auth-md5", nextNonce: "Tm9uY2U=")))
        #expect(talk.newest.header.messageID == "2")
        #expect(talk.newest.header.credential?.data == Array("UmkqAAZhiQvXXhfaf/u+OQ==".utf8))
        try talk.replyToOpening()
        #expect(talk.newest.changes == ["Replace 1", "Replace 2"])
        #expect(talk.newest.syncs[0].meta?.other.map(\.name) == ["Mem"])
        #expect(talk.newest.syncs[0].numberOfChanges == nil)
        try talk.reply([Say.sync("contacts", [Say.add("1", card("C")), Say.add("2", card("D"))])])
        #expect(talk.newest.maps.map(\.items.count) == [1, 1])
    }

    @Test("names may wait for the next session, before its Sync") func earlyMap() throws {
        let configuration = phone { $0.maps = .nextSession }
        var talk = Conversation(configuration, store: try syncedStore(configuration))
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("5", card("Cleo"))])])
        #expect(talk.newest.maps.isEmpty)
        #expect(talk.newest.isFinal)
        try talk.reply()
        #expect(talk.report != nil)
        var again = Conversation(configuration, store: talk.session.store)
        try again.start()
        try again.replyToOpening()
        #expect(again.newest.names == ["Status", "Status", "Map", "Sync"])
        #expect(again.newest.maps[0].items == [MapItem(guid: "5", luid: "3")])
        try again.reply([Say.sync()])
        #expect(again.session.store.memory.stores["contacts"]?.pendingMaps.isEmpty == true)
    }

    @Test("names told to nobody when the session broke are told in the next one") func brokenSession() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("5", card("Cleo"))])])
        // The last message is lost with the phone's battery.
        var again = Conversation(phone(), store: talk.session.store)
        #expect(try again.start().alerts[0].code == 200)
        try again.replyToOpening()
        #expect(again.newest.maps[0].items == [MapItem(guid: "5", luid: "3")])
        #expect(again.newest.changes.isEmpty)
    }

    @Test("a phone may never tell names") func noMaps() throws {
        var talk = Conversation(phone { $0.maps = .never }, store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("5", card("Cleo"))])])
        #expect(talk.newest.maps.isEmpty)
        #expect(talk.session.store.memory.stores["contacts"]?.pendingMaps.isEmpty == true)
    }

    @Test("the last message is repeated byte for byte after a lost reply, and then no more") func lostReply() throws {
        var talk = Conversation(phone(), store: memoryStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.lose()
        #expect(talk.outgoing[2] == talk.outgoing[1])
        try talk.reply([Say.sync()])
        try talk.lose()
        try talk.lose()
        #expect(talk.failure?.code == .connection)
        // What was confirmed stays confirmed; the anchors do not move.
        #expect(talk.session.store.memory.stores["contacts"]?.known.count == 2)
        #expect(talk.session.store.memory.stores["contacts"]?.lastAnchor == nil)
    }

    @Test("Panasonic X70 numbers commands from 2 and stays at its URL") func panasonic() throws {
        var talk = Conversation(phone(habits: .panasonic), store: memoryStore())
        try talk.start()
        #expect(talk.newest.commands.map(\.commandID) == ["2", "3", "4"])
        try talk.reply(header: 212, edit: { $0.header.respURI = "http://server.example/syncml?s=1" })
        #expect(talk.outgoing[1].url == "http://server.example/syncml")
    }

    @Test("others follow RespURI, and name it as their target") func respURI() throws {
        var talk = Conversation(phone(), store: memoryStore())
        try talk.start()
        try talk.reply(header: 212, edit: { $0.header.respURI = "http://server.example/syncml?s=1" })
        #expect(talk.outgoing[1].url == "http://server.example/syncml?s=1")
        #expect(talk.newest.header.target.uri == "http://server.example/syncml?s=1")
    }

    @Test("Funambol sends no information, no Final at the end, and Final when it asks") func funambol() throws {
        var talk = Conversation(phone(habits: .funambol), store: memoryStore())
        try talk.start()
        #expect(talk.newest.names == ["Alert"])
        #expect(talk.newest.alerts[0].items[0].meta?.nextAnchor == "1795224027")
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("5", card("Cleo"))])], isFinal: false)
        #expect(talk.newest.alerts.map(\.code) == [222])
        #expect(talk.newest.alerts[0].items[0].target?.uri == "contacts")
        #expect(talk.newest.isFinal)
        try talk.reply([Say.sync("contacts", [Say.add("6", card("Dora"))])])
        #expect(!talk.newest.isFinal)
        try talk.reply(isFinal: false)
        #expect(talk.report != nil)
    }

    @Test("SyncEvolution asks for more with statuses alone") func statusesOnly() throws {
        var talk = Conversation(phone(habits: .syncEvolution), store: memoryStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("5", card("Cleo"))])], isFinal: false)
        #expect(talk.newest.names == ["Status", "Status", "Status", "Map"])
        #expect(!talk.newest.isFinal)
    }

    @Test("Siemens S55 ignores a forced slow sync") func ignoresSlow() throws {
        var talk = Conversation(phone { $0.ignoresForcedSlow = true }, store: try syncedStore())
        try talk.start()
        try talk.replyToOpening(["contacts": 201], codes: ["Alert": 508])
        #expect(talk.newest.changes.isEmpty)
    }

    @Test("forms of the first anchor", arguments: PhoneHabits.FirstAnchor.allCases)
    func firstAnchor(form: PhoneHabits.FirstAnchor) throws {
        var talk = Conversation(
            phone {
                $0.firstAnchor = form
                $0.slowWithoutAnchor = false
            })
        let alert = try talk.start().alerts[0]
        #expect(alert.code == 200)
        let last = alert.items[0].meta?.lastAnchor
        switch form {
        case .omitted: #expect(last == nil)
        case .empty: #expect(last == "")
        case .zero: #expect(last == "0")
        case .zeroDate: #expect(last == "00000000T000000Z")
        }
    }

    @Test("a count as anchor and a constant SessionID") func counting() throws {
        let configuration = phone {
            $0.anchors = .count
            $0.constantSessionID = true
        }
        var store = try syncedStore(configuration)
        for number in 2...3 {
            var talk = Conversation(configuration, store: store)
            let message = try talk.start()
            #expect(message.header.sessionID == "1")
            #expect(message.alerts[0].items[0].meta?.nextAnchor == String(number))
            try talk.replyToOpening()
            try talk.reply([Say.sync()])
            try talk.reply()
            store = talk.session.store
        }
    }

    @Test("small differences") func small() throws {
        var talk = Conversation(
            phone {
                $0.sendsUserName = false
                $0.sendsType = false
                $0.numberOfChanges = false
                $0.answersResults = false
                $0.asksInformation = false
            }, store: memoryStore())
        try talk.start()
        #expect(talk.newest.names == ["Put", "Alert"])
        #expect(talk.newest.header.source.name == nil)
        try talk.reply(
            header: 212,
            [
                .put(Put(commandID: "x", items: [Item(source: Location(uri: "./devinf12"), data: .text("?"))]))
            ])
        #expect(talk.newest.codes("Put").isEmpty)
        #expect(talk.newest.syncs[0].numberOfChanges == nil)
        guard case .add(let add) = talk.newest.syncs[0].commands[0] else {
            Issue.record("no Add")
            return
        }
        #expect(add.meta == nil)
    }

    @Test("a phone silent in one direction may leave out its Sync") func noEmptySync() throws {
        var talk = Conversation(
            phone { $0.emptySyncWhenSilent = false }, store: try syncedStore(), modes: ["contacts": .oneWayFromServer])
        try talk.start()
        try talk.replyToOpening()
        #expect(talk.newest.names == ["Status", "Status"])
        #expect(talk.newest.isFinal)
    }
}
