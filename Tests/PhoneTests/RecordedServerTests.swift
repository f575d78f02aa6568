import Foundation
import Phone
import SyncMLFront
import SyncTypes
import Testing

/// Replies that real servers gave to real clients, played to this phone.
@Suite("Recorded servers") struct RecordedServerTests {
    struct Recording: CustomTestStringConvertible, Sendable {
        var folder: String
        var files: [String]
        var version: ProtocolVersion
        var encoding: WireEncoding
        var session: Int
        var device: String
        var stores: [StoreConfiguration]
        /// Items the server added.
        var additions: Int
        var testDescription: String { folder }
    }

    private static func evolution(_ format: (card: PhoneFormat, calendar: PhoneFormat)) -> [StoreConfiguration] {
        [
            StoreConfiguration(name: "addressbook", format: format.card),
            StoreConfiguration(name: "calendar", format: format.calendar),
            StoreConfiguration(name: "memo", format: .text),
            StoreConfiguration(name: "todo", format: format.calendar),
        ]
    }

    static let recordings = [
        Recording(
            folder: "syncevolution-xml11-phone", files: (1...4).map { "conn-001-msg0\($0)-s2c.xml" }, version: .v11,
            encoding: .xml, session: 5, device: "cap-xml11-phone", stores: evolution((.vcard21, .vcal10)), additions: 7
        ),
        Recording(
            folder: "sonyericsson-p900", files: ["10", "11", "12"].map { "syncml_server_\($0).xml" }, version: .v10,
            encoding: .xml, session: 1_613_468_436, device: "351965-00-340413-3",
            stores: [
                StoreConfiguration(
                    name: "agenda", format: .vcal10, uri: "calendar", localURI: "c:\\Documents\\agenda\\agenda")
            ], additions: 3),
    ]

    @Test("items arrive and are named", arguments: recordings) func replay(_ recording: Recording) throws {
        let shared = ProcessInfo.processInfo.environment["FOOTBRIDGE_SHARED"] ?? "../shared"
        let folder = "\(shared)/samples/sessions/\(recording.folder)"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("skipped: \(folder) is not here")
            return
        }
        var configuration = phone(
            version: recording.version, encoding: recording.encoding, stores: recording.stores,
            maxMessageSize: 150_000)
        configuration.model.maxGUIDSize = 64
        configuration.deviceID = recording.device
        var session = PhoneSession(
            configuration, store: MemoryStore(),
            environment: PhoneEnvironment(now: 1_795_224_027, sessionID: recording.session))
        var step = session.start()
        var maps: [MapItem] = []
        var codes: Set<Int> = []
        for file in recording.files {
            guard case .send(let message) = step else { break }
            let sent = try Message(from: WireForm.decode(message.body, as: recording.encoding))
            maps += sent.maps.flatMap(\.items)
            codes.formUnion(["Add", "Sync", "Alert", "Results"].flatMap { sent.codes($0) })
            let reply = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
            step = session.receive(reply, contentType: message.contentType, httpStatus: 200)
        }
        #expect(session.report.failure == nil)
        let items = session.store.items.values.map(\.count).reduce(0, +)
        #expect(items == recording.additions)
        #expect(maps.count == recording.additions)
        #expect(codes == [200, 201])
        guard case .finished(let report) = step else {
            Issue.record("the session goes on: \(step)")
            return
        }
        #expect(report.isSuccess)
    }
}
