import BridgeTesting
import Markup
import SyncMLFront
import SyncTypes
import Testing

/// Sessions that real devices had with other servers. The folder is not part of the project; without it nothing runs here,
/// and the families' own sessions beside this file stand for it.
@Suite("Recorded sessions")
struct RecordedSessionTests {
    typealias Recorded = RecordedFiles.Recorded

    /// Sony Ericsson P900, SyncML 1.0: tasks and events in one database. Its first Last is that of a sync with the other
    /// server, so ours begins with a slow sync; from there its anchors follow each other.
    @Test("Sony Ericsson P900")
    func sonyEricssonP900() async throws {
        guard let all = try RecordedFiles.messages("sonyericsson-p900", .xml, where: { $0.contains("client") }) else {
            return
        }
        let user = "syncmltest"
        let world = try ReplayWorld.passThrough(user, user)
        let calendar = world.collection("calendar", of: user)
        let tasks = world.collection("tasks", of: user)
        world.put(calendar, "new-year.ics", Body.event("server new year", at: "20070101T090000Z"))
        world.put(calendar, "second.ics", Body.event("server second", at: "20070102T050000Z"))
        world.put(tasks, "task.ics", Body.task("server task"))
        var replay = Replay(world, user: user, password: user)

        let first = try await replay.session(all, "client_1")
        expect(
            first,
            [
                ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 508"],
                ["0 SyncHdr 200", "4 Sync 200", "5 Replace 201", "6 Replace 201", "7 Replace 201"],
                ["0 SyncHdr 200", "6 Map 200", "7 Map 200", "8 Map 200"],
            ],
            alerts: ["201 c:\\Documents\\agenda\\agenda"], changes: ["Add", "Add", "Add"])
        #expect(world.bodies(of: calendar).count == 4)
        #expect(world.bodies(of: tasks).count == 2)

        world.edit(calendar, "SUMMARY:client1 12-1", "SUMMARY:client1s1 12-1")
        world.edit(calendar, "christmas", "christmas s1")
        world.edit(tasks, "clienttask1", "clienttask1s1")
        let second = try await replay.session(all, "client_2")
        expect(
            second,
            [
                ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"],
                ["0 SyncHdr 200", "4 Sync 200", "5 Replace 200", "6 Replace 200", "7 Replace 200"],
                ["0 SyncHdr 200"],
            ],
            alerts: ["200 c:\\Documents\\agenda\\agenda"], changes: ["Replace 667", "Replace 678", "Replace 679"])
        #expect(world.bodies(of: calendar).contains { $0.contains("SUMMARY:server2c1 6-7") })
        #expect(world.bodies(of: tasks).contains { $0.contains("SUMMARY:servertask1c1") })

        let third = try await replay.session(all, "client_3")
        expect(
            third,
            [
                ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"],
                ["0 SyncHdr 200", "4 Sync 200", "5 Replace 200", "6 Replace 200", "7 Replace 200"],
                ["0 SyncHdr 200"],
            ],
            alerts: ["200 c:\\Documents\\agenda\\agenda"], changes: [])
        #expect(world.bodies(of: calendar).count == 4)
        #expect(world.bodies(of: tasks).count == 2)
    }

    /// Palm with Synthesis, SyncML 1.1 with DOCTYPE. In its second session it answers a Get for its device information
    /// that our server has no need to send.
    @Test("Synthesis on a Palm")
    func synthesisPalm() async throws {
        guard let all = try RecordedFiles.messages("synthesis-palm-tasks", .xml, where: { $0.contains("client") })
        else { return }
        let user = "syncmltest"
        let world = try ReplayWorld.passThrough(user, user)
        let tasks = world.collection("tasks", of: user)
        world.put(tasks, "one.ics", Body.task("server1"))
        var replay = Replay(world, user: user, password: user)

        let first = try await replay.session(all, "client_1")
        expect(
            first,
            [
                ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"],
                ["0 SyncHdr 200", "4 Sync 200", "5 Replace 201"],
                ["0 SyncHdr 200", "5 Map 200"],
            ],
            alerts: ["201 ./tasks"], changes: ["Add"])
        #expect(world.bodies(of: tasks).contains { $0.contains("SUMMARY:client1") })

        world.put(tasks, "two.ics", Body.task("server2"))
        world.edit(tasks, "SUMMARY:client1", "SUMMARY:client1s1")
        let second = try await replay.session(all, "client_2")
        expect(
            second,
            [
                ["0 SyncHdr 212", "1 Get 200", "2 Alert 200"],
                ["0 SyncHdr 200", "5 Results 200", "6 Sync 200", "7 Replace 200", "8 Replace 201"],
                ["0 SyncHdr 200", "6 Map 200"],
            ],
            alerts: ["200 ./tasks"], changes: ["Replace 1798145", "Add"])
        #expect(world.bodies(of: tasks).count == 4)
        #expect(world.bodies(of: tasks).contains { $0.contains("SUMMARY:server1c1") })
    }

    /// Pocket PC with sync4j: SIF in base64. It asks for the next message with Alert 222 after a
    /// package of the other server without Sync; ours sends its Sync at once, so that request falls away.
    @Test("Pocket PC, calendar in SIF")
    func pocketPC() async throws {
        guard let all = try RecordedFiles.messages("pocketpc-calendar", .xml, where: { $0.contains("client") }) else {
            return
        }
        let user = "syncmltest"
        let world = try ReplayWorld.passThrough(user, user)
        let calendar = world.collection("calendar", of: user)
        world.put(calendar, "one.ics", Body.event("server1"))
        var replay = Replay(world, user: user, password: user)

        let first = try await replay.session(all, "client_1")
        expect(
            first,
            [
                ["0 SyncHdr 212", "1 Alert 508"], ["0 SyncHdr 200", "3 Sync 200", "4 Replace 201"],
                ["0 SyncHdr 200", "4 Map 200"],
            ], alerts: ["201 calendar"], changes: ["Add"])
        world.put(calendar, "two.ics", Body.event("server2"))
        let second = try await replay.session(all, "client_2")
        expect(
            second,
            [
                ["0 SyncHdr 212", "1 Alert 200"],
                ["0 SyncHdr 200", "3 Sync 200", "4 Add 201", "5 Replace 200"],
                ["0 SyncHdr 200", "5 Map 200"],
            ], alerts: ["200 calendar"], changes: ["Add"])
        let third = try await replay.session(all, "client_3")
        expect(
            third, [["0 SyncHdr 212", "1 Alert 200"], ["0 SyncHdr 200", "3 Sync 200"], ["0 SyncHdr 200"]],
            alerts: ["200 calendar"], changes: [])
        let fourth = try await replay.session(all, "client_4")
        expect(
            fourth,
            [["0 SyncHdr 212", "1 Alert 200"], ["0 SyncHdr 200", "3 Sync 200", "4 Delete 200"], ["0 SyncHdr 200"]],
            alerts: ["200 calendar"], changes: [])
        let bodies = world.bodies(of: calendar)
        #expect(bodies.count == 3)
        // Edited on the device, with what SIF brought of it; and new there.
        #expect(bodies.contains { $0.contains("SUMMARY:server1c1") && $0.contains("LOCATION:Location Server") })
        #expect(bodies.contains { $0.contains("SUMMARY:client2") && $0.contains("DTSTART:20061028T050000Z") })
    }

    /// Windows Mobile with Funambol: one normal two-way session, so a sync in which its Last was given comes first.
    @Test("Windows Mobile, contacts in SIF")
    func windowsMobile() async throws {
        let device = ["syncML1.xml", "syncML3.xml", "syncML5.xml", "syncML7.xml"]
        guard let all = try RecordedFiles.messages("windowsmobile-contacts", .xml, where: device.contains) else {
            return
        }
        let world = try ReplayWorld.passThrough("teo", "teodemo")
        var replay = Replay(world, user: "teo", password: "teodemo")
        let before = try await replay.session(Self.firstSync(like: all[0].tree))
        #expect(before.map(\.alerts) == [["201 contact"], [], []])

        let lines = try await replay.session(all, "syncML")
        expect(
            lines,
            [["0 SyncHdr 212", "1 Alert 200"], ["0 SyncHdr 200", "3 Sync 200", "4 Add 201"], ["0 SyncHdr 200"]],
            alerts: ["200 contact"], changes: [])
        let bodies = world.bodies(of: world.collection("contacts", of: "teo"))
        #expect(bodies.count == 1)
        #expect(bodies.first?.contains("N:Vitolo;Matteo;;;") == true && bodies.first?.contains("EMAIL") == true)
    }

    /// Nokia 9210, printed by others as XML with parts left out ("....") and items indented: the device information has no
    /// datastores, and the indentation is taken away. It offers no credentials, is challenged, and goes on in its session.
    @Test("Nokia 9210")
    func nokia9210() async throws {
        guard
            let all = try RecordedFiles.messages(
                "nokia9210-virtuoso", .xml, trims: true, where: { $0.contains("client") })
        else { return }
        let world = try await ReplayWorld.stored("imitko", "secret")
        var replay = Replay(world, user: "imitko", password: "secret")
        let lines = try await replay.session(all, "client")
        expect(
            lines,
            [
                ["0 SyncHdr 407", "1 Alert 407", "2 Put 407", "3 Get 407"],
                ["0 SyncHdr 212", "2 Alert 200", "3 Put 200", "4 Get 200"],
                ["0 SyncHdr 200", "4 Sync 200", "5 Replace 201", "6 Replace 201", "7 Replace 201"],
                ["0 SyncHdr 200"],
            ],
            alerts: ["201 ./C\\System\\Data\\Calendar"], changes: [])
        #expect(world.bodies(of: world.calendar).count == 3)
        #expect(world.bodies(of: world.calendar).contains { $0.contains("SUMMARY:today integration") })
    }

    /// SyncEvolution in the old formats. The other server led it to MD5 in its second session; ours stays with Basic.
    @Test("SyncEvolution, XML 1.1 with vCard 2.1")
    func syncEvolutionXML() async throws {
        guard let all = try RecordedFiles.messages("syncevolution-xml11-phone", .xml, where: Self.isFromClient) else {
            return
        }
        let world = try ReplayWorld.passThrough()
        var replay = Replay(world)
        replay.prefersBasic = true
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        let first = try await replay.session(all, "conn-001")
        expect(
            first,
            [
                [
                    "0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200", "4 Alert 200", "5 Alert 200",
                    "6 Alert 200",
                ],
                ["0 SyncHdr 200", "7 Sync 200", "8 Add 201", "9 Add 201"],
                [
                    "0 SyncHdr 200", "2 Sync 200", "3 Add 201", "4 Add 201", "5 Sync 200", "6 Add 201", "7 Add 201",
                    "8 Add 201", "9 Sync 200", "10 Add 201", "11 Sync 200", "12 Add 201",
                ],
                ["0 SyncHdr 200", "14 Map 200"],
            ],
            alerts: ["201 ./addressbook", "201 ./calendar", "201 ./memo", "201 ./todo"], changes: ["Add"])
        #expect(world.bodies(of: world.contacts).count == 5)
        try await syncEvolutionGoesOn(&replay, all, world)
    }

    /// SyncEvolution in WBXML 1.0, where no NumberOfChanges and no large objects exist.
    @Test("SyncEvolution, WBXML 1.0 with Basic")
    func syncEvolutionOldWBXML() async throws {
        guard let all = try RecordedFiles.messages("syncevolution-wbxml10-basic", .wbxml, where: Self.isFromClient)
        else { return }
        let world = try ReplayWorld.passThrough()
        var replay = Replay(world)
        replay.encoding = .wbxml
        replay.prefersBasic = true
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        let first = try await replay.session(all, "conn-001")
        expect(
            first,
            [
                [
                    "0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200", "4 Alert 200", "5 Alert 200",
                    "6 Alert 200",
                ],
                [
                    "0 SyncHdr 200", "7 Sync 200", "8 Add 201", "9 Add 201", "10 Add 201", "11 Add 201", "12 Sync 200",
                    "13 Add 201", "14 Add 201", "15 Add 201", "16 Sync 200", "17 Add 201", "18 Sync 200", "19 Add 201",
                ],
                ["0 SyncHdr 200", "13 Map 200"],
            ],
            alerts: ["201 ./addressbook", "201 ./calendar", "201 ./memo", "201 ./todo"], changes: ["Add"])
        #expect(world.bodies(of: world.contacts).count == 5)
        try await syncEvolutionGoesOn(&replay, all, world)
    }

    /// SyncEvolution in WBXML 1.2 with messages of 10 KB: packages of several messages. Its first digest is made without a
    /// nonce; the other server challenged it and it began another session, ours takes it and sees a session that breaks off.
    @Test("SyncEvolution, WBXML 1.2 in small messages")
    func syncEvolutionSmall() async throws {
        guard let all = try RecordedFiles.messages("syncevolution-wbxml12-small", .wbxml, where: Self.isFromClient)
        else { return }
        let world = try await ReplayWorld.stored()
        var replay = Replay(world)
        replay.encoding = .wbxml
        let stores = ["201 ./addressbook", "201 ./calendar", "201 ./memo", "201 ./todo"]
        let first = try await replay.session(all, "conn-001")
        expect(
            first,
            [
                [
                    "0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200", "4 Alert 200", "5 Alert 200",
                    "6 Alert 200",
                ],
                ["0 SyncHdr 212", "1 Get 200", "2 Alert 200", "3 Alert 200", "4 Alert 200", "5 Alert 200"],
                ["0 SyncHdr 200", "8 Results 200", "9 Sync 200", "10 Add 201", "11 Add 201"],
                [
                    "0 SyncHdr 200", "2 Sync 200", "3 Add 201", "4 Add 201", "5 Sync 200", "6 Add 201", "7 Add 201",
                    "8 Add 201", "9 Sync 200", "10 Add 201", "11 Sync 200", "12 Add 201",
                ],
                ["0 SyncHdr 200"],
            ],
            alerts: stores + stores, changes: [])
        try await syncEvolutionGoesOn(&replay, all, world)
    }

    // MARK: - Common parts

    /// The second session of all three: one card changed, one deleted, one new.
    private func syncEvolutionGoesOn(_ replay: inout Replay, _ all: [Recorded], _ world: World) async throws {
        let before = world.bodies(of: world.contacts).count
        let second = try await replay.session(all, "conn-002")
        expect(
            second,
            [
                [
                    "0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200", "4 Alert 200", "5 Alert 200",
                    "6 Alert 200",
                ],
                [
                    "0 SyncHdr 200", "7 Sync 200", "8 Replace 200", "9 Delete 200", "10 Add 201", "11 Sync 200",
                    "12 Sync 200", "13 Sync 200",
                ],
                ["0 SyncHdr 200"],
            ],
            alerts: ["200 ./addressbook", "200 ./calendar", "200 ./memo", "200 ./todo"], changes: [])
        let after = world.bodies(of: world.contacts)
        #expect(after.count == before)
        #expect(after.contains { $0.contains("+45 7510071997") })
        #expect(!after.contains { $0.contains("Quinn00002") })
        #expect(after.contains { $0.contains("Xu00004") })
    }

    private func expect(
        _ lines: [Exchanged], _ statuses: [[String]], alerts: [String], changes: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(lines.map(\.statuses) == statuses, sourceLocation: sourceLocation)
        #expect(lines.flatMap(\.alerts) == alerts, sourceLocation: sourceLocation)
        #expect(lines.flatMap(\.changes) == changes, sourceLocation: sourceLocation)
        #expect(lines.last?.reply.isFinal == true, sourceLocation: sourceLocation)
    }

    private static func isFromClient(_ name: String) -> Bool { name.contains("-c2s.") && !name.hasSuffix(".hdr") }

    /// A slow sync without items after which the Last of a recorded opening is the device's anchor.
    private static func firstSync(like opening: Element) -> [Element] {
        var first = opening
        let last = first[child: "SyncBody"]?[child: "Alert"]?[child: "Item"]?[child: "Meta"]?[child: "Anchor"]?[
            child: "Last"]
        first.set(["SyncHdr", "SessionID"], "before")
        first.set(["SyncBody", "Alert", "Data"], "201")
        first.set(["SyncBody", "Alert", "Item", "Meta", "Anchor", "Next"], last?.text ?? "")
        first.set(["SyncBody", "Alert", "Item", "Meta", "Anchor", "Last"], "0")
        let item = first[child: "SyncBody"]?[child: "Alert"]?[child: "Item"]
        let sync = Element(
            "Sync",
            [.element(Element("CmdID", [.text("1")]))]
                + ["Target", "Source"].compactMap { item?[child: $0].map { .element($0) } })
        var header = first[child: "SyncHdr"] ?? Element("SyncHdr")
        header.mapChildren { $0.name == "Cred" ? nil : $0 }
        func message(_ command: Element) -> Element {
            Element(
                "SyncML",
                [.element(header), .element(Element("SyncBody", [.element(command), .element(Element("Final"))]))])
        }
        return [first, message(sync), message(.status("1", command: "Sync", code: 200))]
    }
}

extension Replay {
    /// Plays one session of a folder: the messages whose names hold a word.
    mutating func session(_ all: [RecordedFiles.Recorded], _ word: String) async throws -> [Exchanged] {
        world.clock.advance(3600)
        let messages = all.filter { $0.name.contains(word) }
        #expect(!messages.isEmpty)
        return try await session(messages.map(\.tree), raw: messages.map(\.bytes))
    }
}
