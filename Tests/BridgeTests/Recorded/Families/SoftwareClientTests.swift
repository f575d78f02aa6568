import BridgeTesting
import Markup
import SyncMLFront
import Testing

/// Clients that were programs on handhelds: Synthesis on the Palm, Funambol on Windows Mobile, Funambol and SyncJE on the
/// BlackBerry, SyncEvolution on the desktop.
@Suite("Family: software clients")
struct SoftwareClientTests {
    /// Synthesis on the Palm: XML 1.1 with DOCTYPE, namespaces in capitals and not; counts the changes it is told of;
    /// learns a nonce for its next session from a 212.
    @Test("Synthesis on the Palm: DOCTYPE, NumberOfChanges, nonces")
    func synthesis() async throws {
        let world = try await ReplayWorld.stored()
        for name in ["one", "two", "three"] { world.put(world.tasks, "\(name).ics", Body.task("task \(name)")) }
        var replay = Replay(exactly: world, .xml, userAgent: "Synthesis SyncML Client")
        let information = """
            <VerDTD>1.1</VerDTD><Man>Synthesis AG</Man><Mod>SySync Client PalmOS STD</Mod><DevID>PALM-1</DevID><DevTyp>pda\
            </DevTyp><SupportNumberOfChanges></SupportNumberOfChanges><SupportLargeObjs></SupportLargeObjs>
            """ + Say.datastore("./tasks", "text/x-vcalendar", "1.0")
        var phone = Handset(
            doctype: "<!DOCTYPE SyncML PUBLIC \"-//SYNCML//DTD SyncML 1.1//EN\" \"http://www.syncml.org/docs/x.dtd\">",
            namespace: " xmlns=\"syncml:SYNCML1.1\"", session: "10", source: "PALM-1", userName: "alice",
            credential: Handset.digest,
            meta:
                "<Meta><MaxMsgSize xmlns=\"syncml:metinf\">10000</MaxMsgSize><MaxObjSize xmlns=\"syncml:metinf\">64000</MaxObjSize></Meta>"
        )
        let xml = "application/vnd.syncml-devinf+xml"
        let opening = [
            Say.put(1, "./devinf11", type: xml, information), Say.get(2, "./devinf11", type: xml),
            Say.alert(3, 201, "tasks", "./tasks", last: nil, next: "20060722T215039Z"),
        ].joined()

        let refused = try await replay.send(phone.message(1, opening))
        #expect(refused.statuses == ["0 SyncHdr 401", "1 Put 401", "2 Get 401", "3 Alert 401"])
        phone.session = "11"
        let accepted = try await replay.send(phone.message(1, opening))
        #expect(accepted.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"])
        let changes = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Results", 200), Say.status(3, "Alert", 200),
                Say.sync(4, "tasks", "./tasks")))
        #expect(changes.changes == ["Add", "Add", "Add"])
        let counts = changes.reply.commands.compactMap { command -> Int? in
            guard case .sync(let sync) = command else { return nil }
            return sync.numberOfChanges
        }
        #expect(counts == [3])
        let end = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.status(4, "Add", 201), Say.status(5, "Add", 201),
                Say.map(6, "tasks", "./tasks", "1798145", "1798146", "1798147")))
        #expect(end.statuses == ["0 SyncHdr 200", "6 Map 200"])

        phone.session = "15"
        let second = try await replay.send(
            phone.message(
                1, Say.alert(1, 200, "tasks", "./tasks", last: "20060722T215039Z", next: "20060722T215204Z")))
        #expect(second.statuses == ["0 SyncHdr 212", "1 Alert 200"])
        let edited = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(
                    3, "tasks", "./tasks",
                    Say.change(
                        "Replace", 4, "1798145", type: "text/x-vcalendar",
                        "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VTODO\r\nSUMMARY:bread\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
                    ))))
        #expect(edited.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Replace 200"])
        #expect(world.bodies(of: world.tasks).contains { $0.contains("SUMMARY:bread") })
        #expect(world.bodies(of: world.tasks).count == 3)
    }

    /// Funambol on Windows Mobile: no namespaces, SIF in base64 beside a card, Alert 222 with Final and
    /// without a single Status, then Statuses and Maps after that Final; 418 for an Add is success.
    @Test("Windows Mobile: SIF, 222, Map after the end")
    func windowsMobile() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        world.put(world.contacts, "edsger.vcf", Body.card("Edsger", "Dijkstra"))
        var replay = Replay(exactly: world, .xml, userAgent: "Funambol Windows Mobile Plug-in")
        var phone = Handset(
            session: "1194978121", source: "fwm-0000000000000000",
            meta: "<Meta><MaxMsgSize>65536</MaxMsgSize><MaxObjSize>2010000</MaxObjSize></Meta>")
        let opening = try await replay.send(
            phone.message(1, Say.alert(1, 200, "card", "contact", last: "0", next: "1194978121")))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Alert 508"])
        #expect(opening.alerts == ["201 contact"])
        let sif = Base64.encode(Array("<?xml version=\"1.0\"?><contact><FirstName>Bob</FirstName></contact>".utf8))
        let changes = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(
                    3, "card", "contact",
                    Say.change("Add", 4, "-2147483646", type: "text/x-s4j-sifc", meta: "<Format>b64</Format>", sif),
                    Say.change(
                        "Add", 5, "-2147483645", type: "text/x-vcard", Say.card21("Alan", "Turing", "TEL;CELL:1")))))
        #expect(changes.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Add 201", "5 Add 201"])
        #expect(changes.changes == ["Add", "Add"])
        #expect(changes.reply.isFinal)

        let more = try await replay.send(
            phone.message(
                3, "<Alert><CmdID>1</CmdID><Data>222</Data><Item><Target><LocURI>card</LocURI></Target></Item></Alert>")
        )
        #expect(more.statuses == ["0 SyncHdr 200", "1 Alert 200"])
        let late = try await replay.send(
            phone.message(
                4, Say.status(1, "Sync", 200), Say.status(2, "Add", 201), Say.status(3, "Add", 418),
                Say.map(4, "card", "contact", "501", "502")))
        #expect(late.statuses == ["0 SyncHdr 200", "4 Map 200"])

        phone.session = "1194979999"
        let second = try await replay.send(
            phone.message(1, Say.alert(1, 200, "card", "contact", last: "1194978121", next: "1194979999")))
        #expect(second.alerts == ["200 contact"])
        let quiet = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(3, "card", "contact", Say.delete(4, "502"))))
        #expect(quiet.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Delete 200"])
        #expect(quiet.changes == [])
        #expect(world.bodies(of: world.contacts).count == 3)
    }

    /// BlackBerry: SyncJE puts a range into the datastore's address; Funambol asks for Alert 250, which is one-way from the
    /// client, and puts several Items into one command.
    @Test("BlackBerry: Alert 250, several Items in one Add")
    func blackBerry() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.calendar, "standup.ics", Body.event("standup"))
        var replay = Replay(exactly: world, .xml, userAgent: "Funambol BlackBerry Plug-in")
        let agenda = "calendar?/dr(-900,900)"
        var phone = Handset(session: "100", source: "fbb-987654", meta: "<Meta><MaxMsgSize>65536</MaxMsgSize></Meta>")
        let first = try await replay.send(
            phone.message(1, Say.alert(1, 200, agenda, "calendar", last: nil, next: "1")))
        #expect(first.statuses == ["0 SyncHdr 212", "1 Alert 508"])
        #expect(first.alerts == ["201 calendar"])
        let whole = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200), Say.sync(3, agenda, "calendar")))
        #expect(whole.changes == ["Add"])
        _ = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.map(4, agenda, "calendar", "10")))

        world.put(world.calendar, "later.ics", Body.event("later"))
        phone.session = "101"
        let second = try await replay.send(
            phone.message(1, Say.alert(1, 250, agenda, "calendar", last: "1", next: "2")))
        #expect(second.statuses == ["0 SyncHdr 212", "1 Alert 200"])
        #expect(second.alerts == ["202 calendar"])
        let items = [("11", "lunch"), ("12", "tea")].map { luid, summary in
            "<Item><Source><LocURI>\(luid)</LocURI></Source><Data><![CDATA["
                + Say.event10(summary, "20260302T110000Z", "20260302T120000Z") + "]]></Data></Item>"
        }
        let add = "<Add><CmdID>4</CmdID><Meta><Type>text/x-vcalendar</Type></Meta>\(items.joined())</Add>"
        let pushed = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(3, agenda, "calendar", add, Say.delete(5, "10"))))
        #expect(pushed.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Add 201", "4 Add 201", "5 Delete 200"])
        #expect(pushed.changes == [])
        let bodies = world.bodies(of: world.calendar)
        #expect(bodies.count == 3)
        #expect(bodies.contains { $0.contains("SUMMARY:tea") } && bodies.contains { $0.contains("SUMMARY:later") })
    }

    /// Its anchors lost, a client that only ever uploads is asked for everything, and gets nothing.
    @Test("BlackBerry: Alert 250 without anchors")
    func blackBerryAnew() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.calendar, "standup.ics", Body.event("standup"))
        var replay = Replay(exactly: world, .xml, userAgent: "Funambol BlackBerry Plug-in")
        let phone = Handset(session: "100", source: "fbb-987654", meta: "<Meta><MaxMsgSize>65536</MaxMsgSize></Meta>")
        let first = try await replay.send(
            phone.message(1, Say.alert(1, 250, "calendar", "calendar", last: nil, next: "1")))
        #expect(first.statuses == ["0 SyncHdr 212", "1 Alert 508"])
        #expect(first.alerts == ["203 calendar"])
        let item =
            "<Item><Source><LocURI>11</LocURI></Source><Data><![CDATA["
            + Say.event10("lunch", "20260302T110000Z", "20260302T120000Z") + "]]></Data></Item>"
        let add = "<Add><CmdID>4</CmdID><Meta><Type>text/x-vcalendar</Type></Meta>\(item)</Add>"
        let pushed = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(3, "calendar", "calendar", add)))
        #expect(pushed.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Add 201"])
        #expect(pushed.changes == [])
        #expect(world.bodies(of: world.calendar).count == 2)
    }

    /// SyncEvolution: WBXML 1.2 with vCard 3.0, the session's address as Target, a vendor's SyncType, a card in chunks.
    @Test("SyncEvolution: a large object in chunks")
    func syncEvolution() async throws {
        let world = try ReplayWorld.passThrough()
        var replay = Replay(exactly: world, .wbxml, userAgent: "SyncEvolution")
        let information =
            "<VerDTD>1.2</VerDTD><Man>Patrick Ohly</Man><Mod>SyncEvolution</Mod><DevID>sc-pim-1</DevID>"
            + "<DevTyp>workstation</DevTyp><UTC/><SupportNumberOfChanges/><SupportLargeObjs/>"
            + Say.datastore("./addressbook", "text/vcard", "3.0").replacing(
                "</SyncCap>", with: "<SyncType>390001</SyncType></SyncCap>")
        var phone = Handset(
            version: "1.2", session: "5", source: "sc-pim-1", userName: "alice",
            meta: "<Meta><MaxMsgSize>20000</MaxMsgSize><MaxObjSize>500000</MaxObjSize></Meta>")
        let opening = try await replay.send(
            phone.message(
                1, Say.put(1, "./devinf12", information), Say.get(2, "./devinf12"),
                Say.alert(3, 201, "addressbook", "./addressbook", last: nil, next: "n1")))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"])
        phone.target += "?s=old"
        let note = String(repeating: "0123456789", count: 60)
        let card = Body.card("Ada", "Lovelace").replacing("END:VCARD", with: "NOTE:\(note)\r\nEND:VCARD")
        let cut = card.index(card.startIndex, offsetBy: 400)
        let chunks = [
            Say.change(
                "Add", 5, "1", type: "text/vcard", meta: "<Size xmlns='syncml:metinf'>\(card.utf8.count)</Size>",
                String(card[..<cut])
            ).replacing("</Item>", with: "<MoreData/></Item>"),
            Say.change("Add", 3, "1", type: "text/vcard", String(card[cut...])),
        ]
        let begun = try await replay.send(
            phone.message(
                2, final: false, Say.status(1, "SyncHdr", 200), Say.status(2, "Results", 200),
                Say.status(3, "Alert", 200),
                Say.sync(4, "addressbook", "./addressbook", chunks[0])))
        #expect(begun.statuses == ["0 SyncHdr 200", "4 Sync 200", "5 Add 213"])
        #expect(!begun.reply.isFinal)
        let ended = try await replay.send(
            phone.message(3, Say.status(1, "SyncHdr", 200), Say.sync(2, "addressbook", "./addressbook", chunks[1])))
        #expect(ended.statuses == ["0 SyncHdr 200", "2 Sync 200", "3 Add 201"])
        #expect(ended.reply.isFinal)
        let end = try await replay.send(phone.message(4, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200)))
        #expect(end.statuses == ["0 SyncHdr 200"])
        let stored = world.bodies(of: world.contacts).map { $0.replacing("\r\n ", with: "") }
        #expect(stored.count == 1 && stored.first?.contains(note) == true)
    }
}
