import Bridge
import BridgeTesting
import Markup
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Commands, good and bad")
struct CommandTests {
    private let card = Sample(.contact, "Anna Adler", "+49 1001").text(.vcard30)

    /// A session whose contacts are open in a slow sync.
    private func opened(_ world: World) async -> Talker {
        var talker = Talker(world)
        _ = await talker.say([Talker.alert(201)])
        return talker
    }

    @Test("An unknown datastore is 404, the others go on")
    func unknownDatastore() async throws {
        var talker = Talker(try World())
        let answer = await talker.say([Talker.alert(201, "nonsense"), Talker.alert(201, id: "2")])
        #expect(answer.codes("Alert") == [404, 200])
        let sync = await talker.say([Talker.sync([Talker.add("1", card, id: "2")], "nonsense")], isFinal: false)
        #expect(sync.codes("Sync") == [404] && sync.codes("Add") == [500])
    }

    @Test("Unsupported commands, Copy, Sequence and NoResp inside Sync")
    func insideSync() async throws {
        let world = try World()
        var talker = await opened(world)
        let copy = Command.copy(
            ItemCommand(commandID: "3", items: [Talker.item("2", Sample(.contact, "Boris Brandt", "2").text(.vcard30))])
        )
        let silent = Command.add(
            ItemCommand(
                commandID: "5", noResponse: true,
                items: [Talker.item("3", Sample(.contact, "Clara Conrad", "3").text(.vcard30))]))
        let move = Command.move(ItemCommand(commandID: "7", items: [Talker.item("9", card)]))
        let answer = await talker.say([
            Talker.sync([
                .sequence(Group(commandID: "2", commands: [Talker.add("1", card, id: "6"), copy])), silent, move,
                Talker.add("", card, id: "8"), Talker.add("10", card, id: "9", type: "image/png"),
            ])
        ])
        #expect(answer.codes("Sequence") == [200] && answer.codes("Copy") == [201])
        #expect(answer.codes("Add") == [201, 412, 415] && answer.codes("Move") == [200])
        #expect(world.essences(of: world.contacts).count == 3)
    }

    @Test("A command no DTD names is 501 wherever it stands, the others go on")
    func unknownCommand() async throws {
        let world = try World()
        var talker = await opened(world)
        func strange(_ id: String) -> Command {
            .unknown(UnknownCommand(from: Element("Frobnicate", [.element(Element("CmdID", [.text(id)]))])))
        }
        let answer = await talker.say([strange("1"), Talker.sync([strange("3"), Talker.add("1", card, id: "4")])])
        #expect(answer.codes("Frobnicate") == [501, 501] && answer.codes("Add") == [201])
        #expect(world.essences(of: world.contacts) == ["Anna Adler|+49 1001"])
    }

    @Test("An item above the limit in one piece is 413, one within it goes in")
    func oversizeItem() async throws {
        let world = try World { $0.limits.itemBytes = 4096 }
        var talker = await opened(world)
        let long = Sample(.contact, "Long Liver", "+49 1").text(.vcard30)
            .replacing("END:VCARD", with: "NOTE:\(String(repeating: "x", count: 4096))\r\nEND:VCARD")
        let answer = await talker.say([Talker.sync([Talker.add("1", long, id: "2"), Talker.add("2", card, id: "3")])])
        #expect(answer.codes("Add") == [413, 201])
        #expect(world.essences(of: world.contacts) == ["Anna Adler|+49 1001"])
    }

    @Test("Atomic is all or nothing")
    func atomic() async throws {
        let world = try World()
        var talker = await opened(world)
        let bad = Command.atomic(
            Group(
                commandID: "2",
                commands: [Talker.add("1", card, id: "3"), Talker.add("2", card, id: "4", type: "image/png")]))
        let refused = await talker.say([Talker.sync([bad])], isFinal: false)
        #expect(refused.codes("Atomic") == [507])
        #expect(refused.codes("Add") == [215, 415])
        let good = Command.atomic(Group(commandID: "2", commands: [Talker.add("1", card, id: "3")]))
        let taken = await talker.say([Talker.sync([good])])
        #expect(taken.codes("Atomic") == [200] && taken.codes("Add") == [201])
        #expect(world.essences(of: world.contacts).count == 1)
    }

    @Test("NoResp in the header: no statuses")
    func silentHeader() async throws {
        var talker = await opened(try World())
        let answer = await talker.say([Talker.sync([Talker.add("1", card, id: "2")])], noResponse: true)
        #expect(answer.http == 200 && answer.statuses.isEmpty)
    }

    @Test("Messages that are none: 415, 413, 400, 505, 513")
    func badMessages() async throws {
        let world = try World { $0.limits.messageBytes = 5000 }
        let talker = Talker(world)
        let good = talker.bytes([Talker.alert(200)])
        #expect(await talker.post(good, contentType: "text/xml").http == 415)
        #expect(await talker.post([UInt8](repeating: 65, count: 5001)).http == 413)
        for garbage in ["", "<SyncML>", "hello", "<SyncML><SyncHdr/></SyncML>"] {
            #expect(await talker.post(Array(garbage.utf8)).http == 400, "\(garbage)")
        }
        let text = String(decoding: good, as: UTF8.self)
        let version = text.replacing("<VerDTD>1.2", with: "<VerDTD>2.0").replacing("SyncML/1.2", with: "SyncML/2.0")
        #expect(await talker.post(Array(version.utf8)).header == 505)
        let proto = text.replacing("SyncML/1.2", with: "Other/9")
        #expect(await talker.post(Array(proto.utf8)).header == 513)
    }

    @Test("Chunks: 213, 201, 411, 416, 424, and 223 when the end never comes")
    func chunks() async throws {
        let world = try World { $0.maxObjectSize = 4000 }
        var talker = await opened(world)
        func part(_ luid: String, _ text: Substring, size: Int?, more: Bool, id: String) -> Command {
            var item = Talker.item(luid, String(text))
            item.meta?.size = size
            item.moreData = more
            return Talker.sync([.add(ItemCommand(commandID: id, items: [item]))])
        }
        let half = card.index(card.startIndex, offsetBy: 40)
        let size = card.utf8.count
        #expect(
            await talker.say([part("1", card[..<half], size: nil, more: true, id: "2")], isFinal: false).codes("Add")
                == [411])
        #expect(
            await talker.say([part("1", card[..<half], size: 4001, more: true, id: "2")], isFinal: false).codes("Add")
                == [416])
        #expect(
            await talker.say([part("1", card[..<half], size: size, more: true, id: "2")], isFinal: false).codes("Add")
                == [213])
        #expect(
            await talker.say([part("1", card[half...], size: nil, more: false, id: "2")], isFinal: false).codes("Add")
                == [201])
        #expect(
            await talker.say([part("2", card[..<half], size: size + 1, more: true, id: "2")], isFinal: false).codes(
                "Add") == [213])
        #expect(
            await talker.say([part("2", card[half...], size: nil, more: false, id: "2")], isFinal: false).codes("Add")
                == [424])
        #expect(
            await talker.say([part("3", card[..<half], size: size, more: true, id: "2")], isFinal: false).codes("Add")
                == [213])
        let other = await talker.say([
            part("4", Sample(.contact, "Boris Brandt", "2").text(.vcard30)[...], size: nil, more: false, id: "2")
        ])
        #expect(other.codes("Add") == [201] && other.alerts.contains(223))
        #expect(world.essences(of: world.contacts) == ["Anna Adler|+49 1001", "Boris Brandt|2"])
    }

    @Test("A new session of a device fences the old one; a repeated message gets its bytes again")
    func fence() async throws {
        let world = try World()
        var old = await opened(world)
        var new = Talker(world)
        new.begin("2")
        let body = new.bytes([Talker.alert(201)])
        let first = await new.post(body)
        let again = await new.post(body)
        #expect(first.header == 212 && first.body == again.body)
        let late = await old.say([Talker.sync([Talker.add("1", card, id: "2")])])
        #expect(late.header == 417)
        #expect(world.essences(of: world.contacts).isEmpty)
    }
}
