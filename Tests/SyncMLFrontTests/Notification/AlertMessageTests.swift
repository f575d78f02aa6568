import Markup
import SyncTypes
import Testing

@testable import SyncMLFront

/// The alert message of 1.0 and 1.1, and what carries either notification by SMS.
@Suite struct AlertMessageTests {
    private static func message(_ version: ProtocolVersion) -> AlertMessage {
        AlertMessage(
            version: version, sessionID: 77, serverURI: "http://bridge.example/syncml", deviceID: "IMEI:1",
            syncs: [
                AlertedSync(.twoWay, serverURI: "./contacts", deviceURI: "./C:Contacts.cdb", format: .vCard21),
                AlertedSync(.refreshFromServer, serverURI: "cal"),
            ])
    }

    @Test(arguments: [ProtocolVersion.v10, .v11])
    func commands(version: ProtocolVersion) throws {
        let tree = try WireForm.decode(Self.message(version).bytes(), as: .wbxml)
        let message = try Message(from: tree)
        #expect(message.isFinal && message.header.version == version)
        #expect(message.header.sessionID == "77" && message.header.messageID == "1")
        #expect(message.header.source.uri == "http://bridge.example/syncml" && message.header.target.uri == "IMEI:1")
        let alerts = message.commands.compactMap { command -> Alert? in
            guard case .alert(let alert) = command else { return nil }
            return alert
        }
        #expect(alerts.map(\.code) == [206, 210] && alerts.map(\.commandID) == ["1", "2"])
        #expect(alerts[0].items.first?.source?.uri == "./contacts")
        #expect(alerts[0].items.first?.target?.uri == "./C:Contacts.cdb")
        #expect(alerts[0].items.first?.meta?.type == "text/x-vcard")
        #expect(alerts[1].items.first?.target == nil && alerts[1].items.first?.meta == nil)
    }

    @Test(arguments: [ProtocolVersion.v10, .v11])
    func anotherCodecReadsIt(version: ProtocolVersion) throws {
        guard ForeignCodec.isThere else {
            print("skipped: wbxml2xml is not installed")
            return
        }
        let message = Self.message(version)
        let xml = try #require(ForeignCodec.xml(of: message.bytes()))
        #expect(
            ComparedTree(try WireForm.decode(xml, as: .xml)) == ComparedTree(message.message.element(.wbxml)),
            "\(String(decoding: xml, as: UTF8.self))")
    }

    @Test func pushOfANotification() {
        let push = PushMessage(.notification, body: [9, 8, 7])
        #expect(push.pdu == [0x01, 0x06, 0x03, 0xCE, 0xAF, 0x85, 9, 8, 7])
        #expect(
            push.shortMessages(reference: 5) == [
                ShortMessage(header: [0x06, 0x05, 0x04, 0x0B, 0x84, 0xC0, 0x02], data: push.pdu)
            ])
    }

    @Test func pushOfAMessageNamesItsType() {
        let pdu = PushMessage(.message, body: [1]).pdu
        let type = Array("application/vnd.syncml+wbxml".utf8)
        #expect(pdu == [0x01, 0x06, 0x1F] + type + [0x00, 0xAF, 0x85, 1])
        #expect(Int(pdu[2]) == type.count + 3)
    }

    /// The MAC was computed by another program: HMAC-SHA1, the PIN's digits as the key.
    @Test func pushOfADocumentIsSignedByAPin() {
        #expect(PushMessage(.provisioning, body: [1, 2]).pdu == [0x01, 0x06, 0x01, 0xB6, 1, 2])
        let mac = Array("99010D7AFDC4F3447E353F0F76A5F2F3A4D760D9".utf8)
        #expect(
            PushMessage(.provisioning, body: [1, 2], pin: "1234").pdu
                == [0x01, 0x06, 0x2F, 0x1F, 0x2D, 0xB6, 0x91, 0x81, 0x92] + mac + [0x00, 1, 2])
    }

    /// 140 octets an SMS: one with 7 octets of header, several with 12.
    @Test(arguments: [(1, 1), (127, 1), (128, 2), (250, 2), (251, 3), (1000, 8)])
    func parts(bodyCount: Int, count: Int) {
        let body = (0..<bodyCount).map { UInt8($0 & 0xFF) }
        let push = PushMessage(.notification, body: body)
        let parts = push.shortMessages(reference: 0xAB)
        #expect(parts.count == count)
        #expect(parts.allSatisfy { $0.header.count + $0.data.count <= 140 && Int($0.header[0]) == $0.header.count - 1 })
        #expect(parts.flatMap(\.data) == push.pdu)
        guard count > 1 else { return }
        for (index, part) in parts.enumerated() {
            #expect(
                part.header == [
                    0x0B, 0x00, 0x03, 0xAB, UInt8(count), UInt8(index + 1), 0x05, 0x04, 0x0B, 0x84, 0xC0, 0x02,
                ])
        }
    }
}
