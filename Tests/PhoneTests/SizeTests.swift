import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Message sizes and large objects") struct SizeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var version: ProtocolVersion
        var encoding: WireEncoding
        var seed: UInt64
        var testDescription: String { "\(version.rawValue) \(encoding.rawValue) seed \(seed)" }

        static let all: [Case] = [ProtocolVersion.v11, .v12].flatMap { version in
            WireEncoding.allCases.flatMap { encoding in
                (1...3).map { Case(version: version, encoding: encoding, seed: $0) }
            }
        }
    }

    @Test("items of any size arrive whole in both directions and no message is too large", arguments: Case.all)
    func anySize(_ test: Case) throws {
        var generator = SeededGenerator(seed: test.seed)
        let configuration = notesPhone(test.version, test.encoding)
        var store = MemoryStore()
        for number in 1...12 {
            let size = [10, 300, 1_500, 3_400, 9_000, 30_000][Int(generator.next() % 6)]
            store["notes", String(number)] = generator.text(Int(generator.next() % UInt64(size)) + 1)
        }
        let mine = store.items["notes"]
        var server = NoteServer(configuration)
        server.maxMessageSize = [1_800, 2_500, 4_000][Int(generator.next() % 3)]
        for number in 1...6 {
            server.additions.append(("1\(number)", Array(generator.text(Int(generator.next() % 7_000) + 1).utf8)))
        }
        let theirs = server.additions
        var session = PhoneSession(configuration, store: store, environment: PhoneEnvironment(now: 1_795_224_027))
        let report = try play(&session, &server)
        #expect(report.isSuccess)
        #expect(server.items == mine)
        for (guid, text) in theirs {
            let luid = try #require(server.maps[guid])
            #expect(session.store.items["notes"]?[luid] == text)
        }
        // The first message goes out before the server has said what it takes.
        let limit = server.maxMessageSize
        #expect(server.sizes.dropFirst().allSatisfy { $0 <= limit })
        #expect(server.finals == 3)
        #expect(report.stores[0].sent.adds == 12)
        #expect(report.stores[0].received.adds == 6)
        #expect(session.store.memory.stores["notes"]?.pendingMaps.isEmpty == true)
    }

    @Test("many names in small messages", arguments: WireEncoding.allCases, PhoneHabits.MapTiming.allCases)
    func manyNames(encoding: WireEncoding, timing: PhoneHabits.MapTiming) throws {
        var habits = PhoneHabits()
        habits.maps = timing
        let configuration = phone(version: .v11, encoding: encoding, maxMessageSize: 60_000, habits: habits)
        var talk = Conversation(configuration, store: try syncedStore(configuration))
        try talk.start()
        let limit = 1_800
        try talk.reply(header: 212, [Say.getInformation(.v11)], edit: { $0.header.meta = Meta(maxMessageSize: limit) })
        while !talk.newest.isFinal { try talk.reply(isFinal: false) }
        try talk.reply([Say.sync("contacts", (1...60).map { Say.add("guid-of-some-length-\($0)", card("N\($0)")) })])
        for _ in 0..<60 where talk.report == nil { try talk.reply(isFinal: talk.newest.isFinal) }
        #expect(try #require(talk.report).stores[0].received.adds == 60)
        #expect(talk.outgoing.dropFirst().allSatisfy { $0.body.count <= limit })
        #expect(talk.sent.flatMap { $0.codes("Add") } == Array(repeating: 201, count: 60))
        let names = talk.sent.flatMap(\.maps).flatMap(\.items).map(\.guid)
        switch timing {
        case .withStatuses, .lastMessage:
            #expect(names == (1...60).map { "guid-of-some-length-\($0)" })
            #expect(talk.session.store.memory.stores["contacts"]?.pendingMaps.isEmpty == true)
        case .nextSession, .never: #expect(names.isEmpty)
        }
    }

    @Test("Size stands in the first chunk alone, MoreData in all but the last") func chunks() throws {
        var store = MemoryStore()
        let text = String(repeating: "0123456789", count: 900)
        store["notes", "1"] = text
        var talk = Conversation(notesPhone(.xml, maxMessageSize: 4_000), store: store)
        try talk.start()
        try talk.replyToOpening()
        var items: [Item] = []
        while !talk.newest.isFinal {
            #expect(talk.newest.changes == ["Add 1"])
            items += talk.newest.syncs.flatMap(\.commands).flatMap { $0.items }
            try talk.reply(isFinal: false)
        }
        items += talk.newest.syncs.flatMap(\.commands).flatMap { $0.items }
        #expect((3...5).contains(items.count))
        #expect(items.map(\.moreData) == items.indices.map { $0 < items.count - 1 })
        #expect(items.map { $0.meta?.size } == items.indices.map { $0 == 0 ? 9_000 : nil })
        #expect(items.flatMap { $0.data?.content ?? [] } == Array(text.utf8))
        try talk.reply([Say.sync("notes")])
        try talk.reply()
        #expect(try #require(talk.report).stores[0].sent.adds == 1)
    }

    @Test("what cannot be cut is reported and the rest goes on", arguments: [true, false]) func tooLarge(_ old: Bool)
        throws
    {
        var habits = PhoneHabits()
        habits.largeObjects = old
        let configuration = notesPhone(old ? .v10 : .v12, .xml, habits: habits)
        var store = MemoryStore()
        store["notes", "1"] = String(repeating: "0123456789", count: 900)
        store["notes", "2"] = "short"
        var server = NoteServer(configuration)
        var session = PhoneSession(configuration, store: store, environment: PhoneEnvironment(now: 0))
        let report = try play(&session, &server)
        #expect(server.items.keys.sorted() == ["2"])
        #expect(report.stores[0].problems.map(\.status) == [413])
        #expect(report.stores[0].problems[0].isOurs)
    }

    @Test("a chunk refused ends the item, not the session") func refusedChunk() throws {
        var store = MemoryStore()
        store["notes", "1"] = String(repeating: "0123456789", count: 900)
        store["notes", "2"] = "short"
        var talk = Conversation(notesPhone(.xml), store: store)
        try talk.start()
        try talk.replyToOpening()
        try talk.reply(codes: ["Add": 420], isFinal: false)
        #expect(talk.newest.changes == ["Add 2"])
        try talk.reply([Say.sync("notes")])
        try talk.reply()
        #expect(try #require(talk.report).stores[0].problems.map(\.status) == [420])
    }

    @Test("the server's MaxObjSize is obeyed") func largestObject() throws {
        var store = memoryStore(["Ann"])
        store["contacts", "2"] = card(String(repeating: "B", count: 500))
        var talk = Conversation(phone(), store: store)
        try talk.start()
        try talk.reply(header: 212, edit: { $0.header.meta = Meta(maxObjectSize: 200) })
        #expect(talk.newest.changes == ["Add 1"])
        #expect(talk.session.report.stores[0].problems.map(\.status) == [413])
    }

    @Test("chunks of the server: 213 for each, then one item", arguments: PhoneHabits.MoreRequest.allCases)
    func incoming(asking: PhoneHabits.MoreRequest) throws {
        var talk = Conversation(phone { $0.asking = asking }, store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        let whole = card("Cleo Clementine")
        let start = String(whole.prefix(20))
        let middle = String(whole.dropFirst(20).prefix(15))
        let end = String(whole.dropFirst(35))
        let size = whole.utf8.count
        try talk.reply([Say.sync("contacts", [Say.add("7", start, size: size, more: true)])], isFinal: false)
        #expect(talk.newest.codes("Add") == [213])
        #expect(talk.newest.alerts.map(\.code) == (asking == .alert222 ? [222] : []))
        #expect(!talk.newest.isFinal)
        try talk.reply([Say.sync("contacts", [Say.add("7", middle, more: true)])], isFinal: false)
        #expect(talk.newest.codes("Add") == [213])
        try talk.reply([Say.sync("contacts", [Say.add("7", end, type: nil)])])
        #expect(talk.newest.codes("Add") == [201])
        #expect(talk.newest.maps[0].items.map(\.guid) == ["7"])
        #expect(talk.session.store["contacts", "3"] == whole)
    }

    @Test("chunks that do not add up") func wrongSizes() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("6", "BEGIN", more: true)])], isFinal: false)
        #expect(talk.newest.codes("Add") == [411])
        try talk.reply([Say.sync("contacts", [Say.add("7", "BEGIN", size: 9, more: true)])], isFinal: false)
        try talk.reply([Say.sync("contacts", [Say.add("7", "END:")])], isFinal: false)
        #expect(talk.newest.codes("Add") == [201])
        try talk.reply([Say.sync("contacts", [Say.add("8", "BEGIN", size: 99, more: true)])], isFinal: false)
        try talk.reply([Say.sync("contacts", [Say.add("8", "END:")])], isFinal: false)
        #expect(talk.newest.codes("Add") == [424])
        try talk.reply([Say.sync("contacts", [Say.add("9", "BEGIN", size: 99, more: true)])], isFinal: false)
        try talk.reply([Say.sync("contacts", [Say.add("10", card("Dora"))])], isFinal: false)
        #expect(talk.newest.codes("Add") == [201])
        #expect(talk.newest.alerts.map(\.code) == [223, 222])
        try talk.reply([Say.sync("contacts", [Say.add("11", "x", size: 9_999_999, more: true)])])
        #expect(talk.newest.codes("Add") == [413])
        #expect(talk.session.store.items["contacts"]?.count == 4)
    }

    @Test("a package that ends inside an item is answered with 223") func endedInside() throws {
        var talk = Conversation(phone(), store: try syncedStore())
        try talk.start()
        try talk.replyToOpening()
        try talk.reply([Say.sync("contacts", [Say.add("9", "BEGIN", size: 99, more: true)])])
        #expect(talk.newest.alerts.map(\.code) == [223])
        try talk.reply()
        #expect(talk.report != nil)
    }

    @Test("a large Put leaves CTCap out") func smallPut() throws {
        var talk = Conversation(
            phone(
                version: .v11, stores: StoreConfiguration.standard(oldFormats: true), maxMessageSize: 3_000))
        let information = try #require(try talk.start().put?.items[0].data?.element(named: "DevInf"))
        #expect(information[child: "CTCap"] == nil)
        #expect(information.all("DataStore").count == 4)
    }
}

/// Notes in small messages.
private func notesPhone(_ encoding: WireEncoding, maxMessageSize: Int? = 4_000) -> PhoneConfiguration {
    notesPhone(.v12, encoding, maxMessageSize: maxMessageSize)
}

extension Command {
    /// The items of an Add, Replace or Delete.
    var items: [Item] {
        switch self {
        case .add(let items), .replace(let items), .delete(let items): items.items
        case .copy, .move, .alert, .get, .put, .results, .status, .map, .sync, .sequence, .atomic, .exec, .search,
            .unknown:
            []
        }
    }
}

extension Message {
    /// The Put, if there is one.
    var put: Put? {
        for case .put(let put) in commands { return put }
        return nil
    }
}
