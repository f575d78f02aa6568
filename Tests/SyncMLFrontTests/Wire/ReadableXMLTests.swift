import Markup
import Testing

@testable import SyncMLFront

/// Any message as readable XML, and back.
@Suite struct ReadableXMLTests {
    @Test(arguments: 0..<100 as Range<UInt64>)
    func encodeIsTheInverse(seed: UInt64) throws {
        var messages = RandomMessages(seed: seed, binary: true)
        let message = messages.message()
        for encoding in WireEncoding.allCases {
            let bytes = WireForm.encode(message.element(encoding), as: encoding, version: message.header.version)
            let readable = try ReadableXML.decode(bytes)
            #expect(try ReadableXML.encode(readable, as: encoding) == bytes, "seed \(seed), \(encoding)")
        }
    }

    @Test func looksLikeThis() throws {
        let header = Header(
            version: .v11, sessionID: "1", messageID: "2", target: Location(uri: "http://s.example?a&b"),
            source: Location(uri: "IMEI:1"))
        let items = [Item(data: .text("BEGIN:VCARD\r\nEND:VCARD")), Item(data: .bytes([0, 1, 2]))]
        let command = ItemCommand(commandID: "1", meta: Meta(type: "text/x-vcard"), items: items)
        let message = Message(header: header, commands: [.add(command)], isFinal: true)
        let bytes = WireForm.encode(message.element(.wbxml), as: .wbxml, version: .v11)
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <SyncML xmlns="SYNCML:SYNCML1.1">
              <SyncHdr>
                <VerDTD>1.1</VerDTD>
                <VerProto>SyncML/1.1</VerProto>
                <SessionID>1</SessionID>
                <MsgID>2</MsgID>
                <Target>
                  <LocURI><![CDATA[http://s.example?a&b]]></LocURI>
                </Target>
                <Source>
                  <LocURI>IMEI:1</LocURI>
                </Source>
              </SyncHdr>
              <SyncBody>
                <Add>
                  <CmdID>1</CmdID>
                  <Meta>
                    <Type xmlns="syncml:metinf">text/x-vcard</Type>
                  </Meta>
                  <Item>
                    <Data><![CDATA[BEGIN:VCARD\r\nEND:VCARD]]></Data>
                  </Item>
                  <Item>
                    <Data encoding="base64">AAEC</Data>
                  </Item>
                </Add>
                <Final/>
              </SyncBody>
            </SyncML>

            """
        #expect(String(decoding: try ReadableXML.decode(bytes), as: UTF8.self) == expected)
    }

    @Test(arguments: ProtocolVersion.allCases)
    func deviceInformationAloneIsReadable(version: ProtocolVersion) throws {
        let information = DeviceInformation(version: version, model: "x", deviceID: "y").element(version)
        for encoding in WireEncoding.allCases {
            let bytes = WireForm.encode(information, as: encoding, version: version)
            #expect(try ReadableXML.encode(ReadableXML.decode(bytes), as: encoding) == bytes)
        }
    }

    @Test func foreignMarkupWithMixedContentIsKept() throws {
        let xml =
            "<SyncML><SyncBody><Add><Item><Data><note xmlns='N'>a<b>c</b>d</note></Data></Item></Add></SyncBody></SyncML>"
        let readable = String(decoding: try ReadableXML.decode(Array(xml.utf8)), as: UTF8.self)
        #expect(readable.contains("<note xmlns=\"N\">a<b>c</b>d</note>"))
    }

    @Test func whatIsNoMessageIsRefused() {
        #expect(throws: WireError(.empty, "")) { try ReadableXML.decode([]) }
        #expect(throws: WireError(.unknownDocument, "")) { try ReadableXML.decode(Array("hello".utf8)) }
        let unknown = Array("<SyncML><SyncBody><Vendor/></SyncBody></SyncML>".utf8)
        #expect(throws: WireError(.unknownToken, "")) { try ReadableXML.encode(unknown, as: .wbxml) }
        #expect(throws: WireError(.unknownDocument, "")) { try ReadableXML.encode(Array("<a/>".utf8), as: .xml) }
        #expect(throws: WireError(.xml, "")) { try ReadableXML.encode(Array("<a></b>".utf8), as: .xml) }
    }

    @Test func everySampleTurnsBothWays() throws {
        for folder in ["sessions", "wbxml"] {
            guard let files = CapturedFiles.files(folder, ".wbxml") else { return }
            for (path, bytes) in files {
                let tree = try WireForm.decode(bytes, as: .wbxml)
                let again = try ReadableXML.encode(ReadableXML.decode(bytes), as: .wbxml)
                #expect(try WireForm.decode(again, as: .wbxml) == tree, "\(path)")
            }
        }
    }
}
