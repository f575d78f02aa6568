import BridgeTesting
import Markup
import SyncMLFront
import Testing

/// Nokia's three families (quirks of messages: Series 60, Series 40, the 9210 Communicator).
@Suite("Family: Nokia")
struct NokiaTests {
    /// Series 60: asks for device information in its first message and needs the answer in the reply; goes to RespURI;
    /// one Alert of ours for each database; Replace of the unknown is an Add; Maps of a session that broke off come before
    /// the Sync of the next.
    @Test("Series 60: SyncML 1.2, early Map")
    func series60() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        var replay = Replay(exactly: world, .wbxml, userAgent: "S60 SyncML HTTP Client")
        let book = "./C:Contacts.cdb"
        let agenda = "./C:Calendar"
        let information = """
            <VerDTD>1.2</VerDTD><Man>NOKIA</Man><Mod>E61</Mod><SwV>3.0633.09.04</SwV><DevID>IMEI:350000000000061</DevID>\
            <DevTyp>phone</DevTyp><UTC/><SupportLargeObjs/><SupportNumberOfChanges/>
            """ + Say.datastore(book, "text/x-vcard", "2.1") + Say.datastore(agenda, "text/x-vcalendar", "1.0")
        var phone = Handset(version: "1.2", source: "IMEI:350000000000061")

        let opening = try await replay.send(
            phone.message(
                1, Say.put(1, "./devinf12", information), Say.get(2, "./devinf12"),
                Say.alert(3, 201, "contacts", book, last: nil, next: "1"),
                Say.alert(4, 201, "calendar", agenda, last: nil, next: "1")))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200", "4 Alert 200"])
        #expect(opening.reply.commands.contains { $0.name == "Results" })
        #expect(opening.alerts == ["201 \(book)", "201 \(agenda)"])
        let changes = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Results", 200),
                Say.status(3, "Alert", 200, target: book),
                Say.status(4, "Alert", 200, target: agenda),
                Say.sync(
                    5, "contacts", book,
                    Say.change("Replace", 6, "11", type: "text/x-vcard", Say.card21("Alan", "Turing", "TEL;CELL:+44 1"))
                ),
                Say.sync(7, "calendar", agenda)))
        #expect(changes.statuses == ["0 SyncHdr 200", "5 Sync 200", "6 Replace 201", "7 Sync 200"])
        #expect(changes.changes == ["Add"])
        let formats = changes.reply.commands.flatMap(\.withInner).compactMap { $0.changedItem?.meta?.format }
        #expect(formats.filter { $0 != "chr" } == [])
        let end = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.status(4, "Sync", 200), Say.map(5, "contacts", book, "12")))
        #expect(end.statuses == ["0 SyncHdr 200", "5 Map 200"])
        #expect(world.bodies(of: world.contacts).contains { $0.contains("FN:Alan Turing") })

        // A session that breaks off after our changes: its Status and Map never arrive.
        world.put(world.contacts, "edsger.vcf", Body.card("Edsger", "Dijkstra"))
        phone.session = "2"
        let second = try await replay.send(
            phone.message(1, Say.alert(1, 200, "contacts", book, last: "1", next: "2")))
        #expect(second.alerts == ["200 \(book)"])
        let lost = try await replay.send(
            phone.message(2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200), Say.sync(3, "contacts", book)))
        #expect(lost.changes == ["Add"])

        // The next one names the anchor before it, and maps first.
        phone.session = "3"
        let third = try await replay.send(
            phone.message(1, Say.alert(1, 200, "contacts", book, last: "1", next: "3")))
        #expect(third.statuses == ["0 SyncHdr 212", "1 Alert 200"])
        #expect(third.alerts == ["200 \(book)"])
        let mapped = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200), Say.map(3, "contacts", book, "13"),
                Say.sync(4, "contacts", book, Say.delete(5, "13"))))
        #expect(mapped.statuses == ["0 SyncHdr 200", "3 Map 200", "4 Sync 200", "5 Delete 200"])
        #expect(mapped.changes == [])
        #expect(world.bodies(of: world.contacts).count == 2)
        #expect(!world.bodies(of: world.contacts).contains { $0.contains("Dijkstra") })
    }

    /// Series 40: odd device information, Size 0 before data, anchors that repeat, Statuses without Item.
    @Test("Series 40: SyncML 1.1, anchors that repeat")
    func series40() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        var replay = Replay(exactly: world, .wbxml, userAgent: "Nokia6111")
        let book = "/telecom/con"
        let information = """
            <VerDTD>1.1</VerDTD><Man>NOKIA</Man><Mod>Nokia 6111</Mod><SwV>\nV 03.58\n18-11-05\n</SwV>\
            <DevID>IMEI:350000000000040</DevID><DevTyp>workstation</DevTyp><DataStore><SyncCap><SyncType>1</SyncType>\
            <SyncType>2</SyncType></SyncCap><Tx-Pref><CTType>text/x-vcard</CTType><VerCT></VerCT></Tx-Pref>\
            <SourceRef>\(book)</SourceRef><Rx-Pref><CTType>text/x-vcard</CTType><VerCT></VerCT></Rx-Pref></DataStore>\
            <CTCap><CTType>text/x-vcard</CTType><PropName>TEL</PropName><ParamName>CELL</ParamName></CTCap>\
            <CTCap><CTType>text/plain</CTType><PropName></PropName></CTCap>
            """
        var phone = Handset(source: "IMEI:350000000000040", meta: "<Meta><MaxMsgSize>3584</MaxMsgSize></Meta>")

        let opening = try await replay.send(
            phone.message(
                1, Say.put(1, "./devinf11", information), Say.get(2, "./devinf11"),
                Say.alert(3, 201, "contacts", book, last: "0", next: "20050101T000000Z")))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Get 200", "3 Alert 200"])
        let first = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Results", 200), Say.status(3, "Alert", 200),
                Say.sync(
                    4, "contacts", book,
                    Say.change(
                        "Add", 5, "7", type: "text/x-vcard", meta: "<Size xmlns='syncml:metinf'>0</Size>",
                        Say.card21("Ada", "Lovelace", "TEL;CELL:+44 2")))))
        #expect(first.statuses == ["0 SyncHdr 200", "4 Sync 200", "5 Add 201"])
        #expect(first.changes == ["Add"])
        _ = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.map(4, "contacts", book, "8")))
        #expect(world.bodies(of: world.contacts).contains { $0.contains("+44 2") })

        // Twice more with the same Last and Next: still two-way, and each change travels once.
        for (session, changes) in [("2", ["Replace 8"]), ("3", [])] {
            if session == "2" { world.edit(world.contacts, "+44 20 7946 0101", "+44 20 7946 0999") }
            phone.session = session
            let again = try await replay.send(
                phone.message(
                    1, Say.alert(1, 200, "contacts", book, last: "20050101T000000Z", next: "20050101T000000Z")))
            #expect(again.alerts == ["200 \(book)"])
            let sync = try await replay.send(
                phone.message(
                    2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                    Say.sync(3, "contacts", book, Say.delete(4, "99"))))
            #expect(sync.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Delete 211"])
            #expect(sync.changes == changes)
            #expect(again.hasBareStatuses && sync.hasBareStatuses)
            _ = try await replay.send(
                phone.message(
                    3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Replace", 200)))
        }
        #expect(opening.hasBareStatuses && first.hasBareStatuses)
    }

    /// Nokia 9210: all strings OPAQUE; no Cred until challenged, and then on in the same session; Mem in the Sync's Meta;
    /// Replace for new items; device information as Results, which want a Status; Map and Sync in one message. It crashes
    /// on a Replace in a slow sync.
    @Test("Nokia 9210: SyncML 1.0, OPAQUE strings")
    func communicator9210() async throws {
        let world = try await ReplayWorld.stored()
        world.put(world.calendar, "standup.ics", Body.event("standup"))
        var replay = Replay(exactly: world, .wbxml)
        replay.opaqueText = true
        let agenda = "./C\\System\\Data\\Calendar"
        var phone = Handset(version: "1.0", source: "IMEI:350000000009210", credential: nil)
        let alert = Say.alert(1, 201, "./calendar", agenda, last: nil, next: "20031202T165103Z")

        let challenged = try await replay.send(phone.message(1, alert))
        #expect(challenged.statuses == ["0 SyncHdr 407", "1 Alert 407"])
        var login = try phone.message(2, alert)
        login.tree.add(Handset.digest, userName: "alice")
        let opening = try await replay.send(login)
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Alert 200"])
        #expect(opening.alerts == ["201 \(agenda)"])
        #expect(opening.reply.commands.contains { $0.name == "Get" })

        let results = """
            <Results><CmdID>3</CmdID><MsgRef>0</MsgRef><CmdRef>0</CmdRef><Meta><Type>application/vnd.syncml-devinf+wbxml\
            </Type></Meta><Item><Source><LocURI>./devinf10</LocURI></Source><Data><DevInf><VerDTD>1.0</VerDTD>\
            <Man>NOKIA</Man><Mod>9210</Mod><DevID>IMEI:350000000009210</DevID><DevTyp>phone</DevTyp>\
            \(Say.datastore(agenda, "text/x-vcalendar", "1.0"))</DevInf></Data></Item></Results>
            """
        let memory = "<Meta><Mem><FreeMem>7627614</FreeMem><FreeID>59590</FreeID></Mem></Meta>"
        let changes = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200), results,
                Say.sync(
                    4, "./calendar", agenda, meta: memory,
                    Say.change(
                        "Replace", 5, "2", type: "text/x-vcalendar",
                        Say.event10("dentist", "20260301T080000Z", "20260301T083000Z")))))
        #expect(changes.statuses == ["0 SyncHdr 200", "3 Results 200", "4 Sync 200", "5 Replace 201"])
        #expect(changes.changes == ["Add"])
        let end = try await replay.send(
            phone.message(4, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201)))
        #expect(end.statuses == ["0 SyncHdr 200"])
        #expect(world.bodies(of: world.calendar).contains { $0.contains("SUMMARY:dentist") })

        phone.session = "2"
        phone.credential = Handset.digest
        phone.userName = "alice"
        let second = try await replay.send(
            phone.message(
                1, Say.alert(1, 200, "./calendar", agenda, last: "20031202T165103Z", next: "20031203T000000Z")))
        #expect(second.statuses == ["0 SyncHdr 212", "1 Alert 200"])
        let both = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200), Say.map(3, "./calendar", agenda, "3"),
                Say.sync(
                    4, "./calendar", agenda, meta: memory,
                    Say.change(
                        "Replace", 5, "3", type: "text/x-vcalendar",
                        Say.event10("standup moved", "20260301T093000Z", "20260301T103000Z")))))
        #expect(both.statuses == ["0 SyncHdr 200", "3 Map 200", "4 Sync 200", "5 Replace 200"])
        #expect(world.bodies(of: world.calendar).count == 2)
        #expect(world.bodies(of: world.calendar).contains { $0.contains("SUMMARY:standup moved") })
    }
}
