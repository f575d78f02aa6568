import Bridge
import BridgeTesting
import Markup
import SyncMLFront
import Testing

/// Phones of the first years: Sony Ericsson's own platform, Motorola, Siemens.
@Suite("Family: Sony Ericsson, Motorola, Siemens")
struct OldPhoneTests {
    /// Sony Ericsson K700i: Cred in the Alert, bare names as Source and Target, Put before Alert, a type that says XML for
    /// WBXML content, MaxGUIDSize before SourceRef, one CTCap for many types, text in Latin-1, Size of the last item.
    /// C510 and others: no Target URI in Alert and Sync.
    @Test("Sony Ericsson: Cred in the Alert")
    func sonyEricsson() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.contacts, "zoe.vcf", Body.card("Zoë", "Grau"))
        var replay = Replay(exactly: world, .wbxml, userAgent: "SonyEricssonK700i/R2AG SEMC-Phone")
        let book = "./con"
        let information = """
            <VerDTD>1.1</VerDTD><Man>SonyEricsson</Man><Mod>K700i</Mod><SwV>R2AG</SwV><DevID>350000000000700</DevID>\
            <DevTyp>phone</DevTyp><DataStore><MaxGUIDSize>32</MaxGUIDSize><SourceRef>\(book)</SourceRef><Rx-Pref>\
            <CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Rx-Pref><Tx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1\
            </VerCT></Tx-Pref><SyncCap><SyncType>1</SyncType><SyncType>2</SyncType></SyncCap></DataStore><CTCap>\
            <CTType>text/x-vcard</CTType><PropName>N</PropName><PropName>TEL</PropName><CTType>text/x-vcalendar</CTType>\
            <PropName>SUMMARY</PropName></CTCap>
            """
        var phone = Handset(
            target: "bridge.example/syncml", source: "350000000000700", credential: nil,
            meta: "<Meta><MaxMsgSize>2700</MaxMsgSize></Meta>")
        let alert = Say.alert(2, 201, "contacts", book, last: nil, next: "1").replacing(
            "<Data>201", with: Handset.basic + "<Data>201")

        let opening = try await replay.send(
            phone.message(1, Say.put(1, "./devinf11", type: "application/vnd.syncml-devinf+xml", information), alert))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Alert 200"])
        #expect(opening.alerts == ["201 \(book)"])
        let limits = opening.reply.commands.compactMap { command -> Int? in
            guard case .alert(let alert) = command else { return nil }
            return alert.items.first?.meta?.maxObjectSize
        }
        #expect(limits.count == 1)
        var letter = try phone.message(
            2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
            Say.sync(
                3, "contacts", book,
                Say.change(
                    "Add", 4, "000100000001", type: "text/x-vcard", Say.card21("José", "Núñez", "TEL;CELL:+34 1")),
                Say.change(
                    "Add", 5, "000100000002", type: "text/x-vcard", meta: "<Size xmlns='syncml:metinf'>31</Size>",
                    Say.card21("Ann", "Bo", "TEL;CELL:+46 1"))))
        letter.tree = letter.tree.latin1Data
        let changes = try await replay.send(letter)
        #expect(changes.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Add 201", "5 Add 201"])
        #expect(changes.changes == ["Add"])
        _ = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.map(4, "contacts", book, "000100000003")))
        #expect(world.bodies(of: world.contacts).contains { $0.contains("N:Núñez;José") })

        phone.session = "2"
        phone.credential = Handset.basic
        let second = try await replay.send(phone.message(1, Say.alert(1, 200, "", book, last: "1", next: "2")))
        #expect(second.alerts == ["200 \(book)"])
        let named = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(3, "", book, Say.delete(4, "000100000002"))))
        #expect(named.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Delete 200"])
        #expect(world.bodies(of: world.contacts).count == 2)
    }

    /// Motorola A780: SyncML 1.0, device information without Man and Mod in Format "wbxml", a Get of something only its
    /// own server knows, an empty Last.
    @Test("Motorola: a Get that nobody knows")
    func motorola() async throws {
        let world = try ReplayWorld.passThrough()
        world.put(world.contacts, "grace.vcf", Body.card("Grace", "Hopper"))
        var replay = Replay(exactly: world, .wbxml)
        let information = """
            <VerDTD>1.0</VerDTD><DevID>IMEI:350000000000780</DevID><DevTyp>phone</DevTyp>
            """ + Say.datastore("contacts", "text/x-vcard", "2.1")
        let put = Say.put(1, "./devinf10", information).replacing(
            "</Type></Meta>", with: "</Type><Format xmlns='syncml:metinf'>wbxml</Format></Meta>")
        let get =
            "<Get><CmdID>2</CmdID><Item><Target><LocURI>./EstimatedUpdateCount/contacts</LocURI></Target></Item></Get>"
        let phone = Handset(
            version: "1.0", source: "IMEI:350000000000780", meta: "<Meta><MaxMsgSize>5000</MaxMsgSize></Meta>")

        let opening = try await replay.send(
            phone.message(1, put, get, Say.alert(3, 200, "contacts", "contacts", last: "", next: "77")))
        #expect(opening.statuses == ["0 SyncHdr 212", "1 Put 200", "2 Get 404", "3 Alert 508"])
        #expect(opening.alerts == ["201 contacts"])
        let changes = try await replay.send(
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(
                    3, "contacts", "contacts",
                    Say.change("Add", 4, "1", type: "text/x-vcard", Say.card21("Martin", "Cooper", "TEL;CELL:+1 1")))))
        #expect(changes.statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Add 201"])
        #expect(changes.changes == ["Add"])
        let end = try await replay.send(
            phone.message(
                3, Say.status(1, "SyncHdr", 200), Say.status(2, "Sync", 200), Say.status(3, "Add", 201),
                Say.map(4, "contacts", "contacts", "2")))
        #expect(end.statuses == ["0 SyncHdr 200", "4 Map 200"])
        #expect(world.bodies(of: world.contacts).contains { $0.contains("Cooper") })
    }

    /// Siemens S55: asks for 200 and does not see a server's 201, so it is told 200 and all it sends is matched; its
    /// messages stay under 3200 bytes whatever it announces.
    @Test("Siemens: a slow sync it is not told of")
    func siemens() async throws {
        let world = try ReplayWorld.passThrough()
        for number in 10..<50 {
            world.put(world.contacts, "\(number).vcf", Body.card("Given\(number)", "Family", tel: "+49 30 \(number)"))
        }
        var replay = Replay(exactly: world, .wbxml, userAgent: "SIEMENS,S55")
        replay.completes = true
        let information = """
            <VerDTD>1.0</VerDTD><Man>SIEMENS</Man><Mod>S55</Mod><DevID>IMEI:350000000000055</DevID><DevTyp>phone</DevTyp>
            """ + Say.datastore("./addressbook", "text/x-vcard", "2.1")
        let phone = Handset(
            version: "1.0", source: "IMEI:350000000000055", meta: "<Meta><MaxMsgSize>16384</MaxMsgSize></Meta>")
        let lines = try await replay.session([
            phone.message(
                1, Say.put(1, "./devinf10", information),
                Say.alert(2, 200, "contacts", "./addressbook", last: nil, next: "5")
            ).tree,
            phone.message(
                2, Say.status(1, "SyncHdr", 200), Say.status(2, "Alert", 200),
                Say.sync(
                    3, "contacts", "./addressbook",
                    Say.change(
                        "Replace", 4, "1", type: "text/x-vcard", Say.card21("Given10", "Family", "TEL;CELL:+49 30 10")),
                    Say.change("Replace", 5, "2", type: "text/x-vcard", Say.card21("Werner", "S", "TEL;CELL:+49 1")))
            ).tree,
            phone.message(3, Say.status(1, "SyncHdr", 200)).tree,
        ])
        #expect(lines[0].statuses == ["0 SyncHdr 212", "1 Put 200", "2 Alert 200"])
        #expect(lines[0].alerts == ["200 ./addressbook"])
        #expect(lines[1].statuses == ["0 SyncHdr 200", "3 Sync 200", "4 Replace 201", "5 Replace 201"])
        #expect(lines.flatMap(\.changes).filter { $0 == "Add" }.count == 39)
        #expect(lines.count > 3)
        let longest = lines.map(\.http.body.count).max() ?? 0
        #expect(longest <= 3200)
        #expect(lines.last?.reply.isFinal == true)
        #expect(world.bodies(of: world.contacts).count == 41)
    }
}
