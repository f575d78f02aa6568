import Markup
import Testing

@testable import SyncMLFront

/// Messages to elements and back.
@Suite struct MessageTests {
    @Test(arguments: 0..<150 as Range<UInt64>)
    func bothFormsReadBack(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed)
        let message = messages.message()
        for encoding in WireEncoding.allCases {
            let bytes = WireForm.encode(message.element(encoding), as: encoding, version: message.header.version)
            let back = try Message(from: try WireForm.decode(bytes, as: encoding))
            #expect(back == message, "seed \(seed), \(encoding)")
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func sizesAddUp(seed: UInt64) {
        var messages = RandomMessages(seed: seed, binary: true)
        let message = messages.message()
        let version = message.header.version
        for encoding in WireEncoding.allCases {
            let whole = WireForm.encode(message.element(encoding), as: encoding, version: version).count
            let parts = message.commands.map { WireForm.size(of: $0.element(), as: encoding, version: version) }
            let envelope = WireForm.envelopeSize(header: message.header, isFinal: message.isFinal, as: encoding)
            if !message.commands.isEmpty || message.isFinal {
                #expect(envelope + parts.reduce(0, +) == whole, "seed \(seed), \(encoding)")
            }
            for case .sync(let sync) in message.commands {
                var empty = sync
                empty.commands = []
                let inner = sync.commands.map { WireForm.size(of: $0.element(), as: encoding, version: version) }
                #expect(
                    WireForm.size(of: empty.element(), as: encoding, version: version) + inner.reduce(0, +)
                        == WireForm.size(of: sync.element(), as: encoding, version: version), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func binaryContentSurvivesBothForms(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed, binary: true)
        let item = Item(meta: Meta(type: "image/jpeg"), data: .bytes(messages.content() + [0]))
        let header = Header(
            version: .v11, sessionID: "1", messageID: "1", target: Location(uri: "t"), source: Location(uri: "s"))
        let message = Message(header: header, commands: [.add(ItemCommand(commandID: "1", items: [item]))])
        let binary = WireForm.encode(message.element(.wbxml), as: .wbxml, version: .v11)
        #expect(try Message(from: WireForm.decode(binary, as: .wbxml)) == message, "seed \(seed)")
        let xml = WireForm.encode(message.element(.xml), as: .xml, version: .v11)
        guard case .add(let add) = try Message(from: WireForm.decode(xml, as: .xml)).commands[0] else {
            Issue.record("no Add")
            return
        }
        #expect(add.items[0].meta == Meta(format: "b64", type: "image/jpeg"))
        #expect(add.items[0].data.flatMap { Base64.decode($0.content) } == item.data?.content)
    }

    @Test(arguments: [
        ("<SyncML/>", MessageError.Code.missingHeader), ("<SyncBody/>", .notSyncML),
        ("<SyncML><SyncHdr><VerDTD>1.1</VerDTD></SyncHdr></SyncML>", .missingSessionID),
        ("<SyncML><SyncHdr><VerDTD>1.1</VerDTD><SessionID>1</SessionID></SyncHdr></SyncML>", .missingMessageID),
        (header("<VerDTD>1.1</VerDTD>", source: ""), .missingSource), (header(""), .missingVersion),
        (header("<VerDTD>2.0</VerDTD>"), .unsupportedVersion),
        (header("<VerDTD>1.1</VerDTD><VerProto>Other/7</VerProto>"), .unsupportedProtocol),
    ])
    func headersThatAreRefused(_ xml: String, _ code: MessageError.Code) throws {
        let tree = try WireForm.decode(Array(xml.utf8), as: .xml)
        do {
            _ = try Message(from: tree)
            Issue.record("accepted")
        } catch {
            #expect(error.code == code)
            #expect((error.header != nil) == (code == .unsupportedVersion || code == .unsupportedProtocol))
        }
    }

    static func header(_ version: String, source: String = "<Source><LocURI>IMEI:1</LocURI></Source>") -> String {
        "<SyncML><SyncHdr>\(version)<SessionID>1</SessionID><MsgID>2</MsgID>\(source)</SyncHdr></SyncML>"
    }

    @Test func oddCommandsAreKept() throws {
        let xml = """
            <SyncML><SyncHdr><VerDTD>1.1.2</VerDTD><SessionID>1</SessionID><MsgID>1</MsgID>
            <Source><LocURI>
              x </LocURI></Source></SyncHdr><SyncBody><Add/><Alert><Data>hello</Data></Alert><Vendor><CmdID>7</CmdID></Vendor>
            <Status><Data/></Status><Final/></SyncBody></SyncML>
            """
        let message = try Message(from: WireForm.decode(Array(xml.utf8), as: .xml))
        #expect(message.header.version == .v11)
        #expect(message.header.source.uri == "x")
        #expect(message.header.target == Location(uri: ""))
        #expect(message.commands.map(\.name) == ["Add", "Alert", "Vendor", "Status"])
        #expect(message.commands.map(\.commandID) == ["", "", "7", ""])
        #expect(message.isFinal)
    }

    @Test func deviceInformationTypeFollowsTheEncoding() throws {
        let put = Put(commandID: "1", meta: Meta(type: "application/vnd.syncml-devinf+xml"))
        let header = Header(
            version: .v12, sessionID: "1", messageID: "1", target: Location(uri: "t"), source: Location(uri: "s"))
        let tree = Message(header: header, commands: [.put(put)]).element(.wbxml)
        let type = tree[child: "SyncBody"]?[child: "Put"]?[child: "Meta"]?[child: "Type"]?.text
        #expect(type == "application/vnd.syncml-devinf+wbxml")
    }

    @Test func filtersAreKept() throws {
        let xml = """
            <Item><Target><LocURI>./calendar</LocURI><Filter><Meta><Type>syncml:filtertype-cgi</Type></Meta><Record><Item>\
            <Data>SINCE&amp;EQ;20260101T000000Z</Data></Item></Record><FilterType>INCLUSIVE</FilterType></Filter></Target>\
            </Item>
            """
        let filter = Item(from: try WireForm.decode(Array(xml.utf8), as: .xml)).target?.filter
        #expect(filter?.record == "SINCE&EQ;20260101T000000Z")
        #expect(filter?.filterType == "INCLUSIVE")
    }

    @Test func everySampleSessionIsMessages() throws {
        guard let files = CapturedFiles.files("sessions", ".xml", ".wbxml", ".txt") else { return }
        var count = 0
        // One file holds a comment that is no XML.
        for (path, bytes) in files where !path.hasSuffix("nokia9210-virtuoso/msg2-server.txt") {
            guard let encoding = WireEncoding(detecting: bytes) else {
                Issue.record("\(path): neither form")
                continue
            }
            do {
                let message = try Message(from: WireForm.decode(bytes, as: encoding))
                let unknown = message.commands.filter { if case .unknown = $0 { true } else { false } }
                #expect(unknown.isEmpty, "\(path)")
                let again = WireForm.encode(message.element(encoding), as: encoding, version: message.header.version)
                // WBXML shown as XML names the wrong type of device information, which is corrected when written.
                let isShown = path.contains("nokia9210")
                #expect(try isShown || Message(from: WireForm.decode(again, as: encoding)) == message, "\(path)")
                count += 1
            } catch {
                Issue.record("\(path): \(error)")
            }
        }
        #expect(count > 50)
    }
}
