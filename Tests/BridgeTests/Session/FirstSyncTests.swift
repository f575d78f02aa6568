import BridgeTesting
import DAVClient
import Phone
import SyncTypes
import Testing

@Suite("A phone and a server agree")
struct FirstSyncTests {
    static let ada =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ada-lovelace-0001\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nTEL;TYPE=CELL:+44 20 1\r\nEND:VCARD\r\n"
    static let bob =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Babbage\r\nN:Babbage;Bob;;;\r\nTEL;TYPE=HOME:+44 20 2\r\nEND:VCARD\r\n"

    @Test("The first sync brings both sides together, a second one moves nothing")
    func firstSync() async throws {
        let world = try World()
        world.server.put(Href(world.contacts.rawValue + "ada.vcf"), Self.ada)
        var phone = SimulatedPhone(world, id: "phone-1")
        phone.edit("contacts", "1", Self.bob)
        let report = try await phone.sync()
        #expect(report.isSuccess, "\(report.table)")
        #expect(phone.texts("contacts").count == 2)
        #expect(phone.texts("contacts").contains { $0.contains("Ada") })
        #expect(world.bodies(of: world.contacts).count == 2)
        #expect(world.bodies(of: world.contacts).contains { $0.contains("FN:Bob Babbage") && $0.contains("+44 20 2") })

        let before = world.server.requests.count
        let second = try await phone.sync()
        #expect(second.isSuccess, "\(second.table)")
        #expect(second.stores.allSatisfy { $0.sent.total == 0 && $0.received.total == 0 }, "\(second.table)")
        let writes = world.server.requests.dropFirst(before).filter { $0.method == "PUT" || $0.method == "DELETE" }
        #expect(writes.isEmpty)
    }
}
