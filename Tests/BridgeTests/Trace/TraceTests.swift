import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

@testable import Bridge

@Suite("A traced device's messages can be read, and tell no secret")
struct TraceTests {
    /// Keeps traces in memory.
    private final class Shelf: TraceKeeper {
        private let kept = Mutex<[TracedExchange]>([])
        var all: [TracedExchange] { kept.withLock { $0 } }
        func keep(_ exchange: TracedExchange) { kept.withLock { $0.append(exchange) } }
    }

    private func scene(
        _ shelf: Shelf, _ authentication: AuthenticationScheme = .basic, all: Bool = false
    ) throws -> Scene {
        var scene = try Scene(traces: shelf, tracesAll: all) { $0.authentication = authentication }
        for kind in Scene.kinds { scene.phone.edit("own-1", Sample(kind, "Anna Adler", "+49 1001")) }
        return scene
    }

    @Test("Only a device that somebody named is traced, and only while it is")
    func oneDevice() async throws {
        let shelf = Shelf()
        var scene = try scene(shelf)
        #expect(try await scene.phone.sync().isSuccess)
        #expect(shelf.all.isEmpty)
        try DeviceAdministration(store: scene.world.store).trace("phone-1", true)
        let report = try await scene.phone.sync()
        #expect(shelf.all.count == report.messages && shelf.all.map(\.number) == Array(1...report.messages))
        #expect(Set(shelf.all.map(\.session)).count == 1 && shelf.all.allSatisfy { $0.device == "phone-1" })
        try DeviceAdministration(store: scene.world.store).trace("phone-1", false)
        _ = try await scene.phone.sync()
        #expect(shelf.all.count == report.messages)
    }

    @Test("Messages are whole, but for secrets", arguments: [AuthenticationScheme.basic, .md5])
    func secrets(authentication: AuthenticationScheme) async throws {
        let shelf = Shelf()
        var scene = try scene(shelf, authentication, all: true)
        #expect(try await scene.phone.sync().isSuccess)
        let text = shelf.all.map { String(decoding: $0.message + $0.reply, as: UTF8.self) }.joined()
        #expect(text.contains("Anna Adler") && text.contains("<Cred>") && text.contains(MaskedMessage.mask))
        let tokens = try scene.world.store.read { try $0.newestSessions(DeviceRow(1), limit: 9) }.map(\.token)
        let nonces = try scene.world.store.read { try $0.devices() }.compactMap(\.nonce).map { Base64.encode($0) }
        let password = Base64.encode(Array("alice:secret".utf8))
        for secret in tokens + nonces + [password, "secret"] { #expect(!text.contains(secret)) }
        #expect(!tokens.isEmpty)
        // It can be written again, and is a message.
        for one in shelf.all {
            let bytes = try ReadableXML.encode(one.message, as: .wbxml)
            #expect(try Message(from: WireForm.decode(bytes, as: .wbxml)).header.source.uri == "phone-1")
        }
    }

    @Test("The report says what ran and why, what moved, and what was set aside")
    func report() async throws {
        let shelf = Shelf()
        var scene = try scene(shelf, all: true)
        scene.world.put("otto", Sample(.contact, "Otto Berg", "+49 2001"))
        #expect(try await scene.phone.sync().isSuccess)
        _ = try DeviceAdministration(store: scene.world.store).resync("phone-1", store: "contacts")
        scene.phone.edit("own-2", Sample(.contact, "Boris Brandt", "+49 1002"))
        scene.world.put("paula", Sample(.contact, "Paula Peters", "+49 2002"))
        let first = try await scene.phone.sync()
        #expect(first.isSuccess)
        let report = try #require(shelf.all.last?.report)
        #expect(report.contains("state: ended") && report.contains("account alice, SyncML 1.2, wbxml"))
        #expect(
            report.contains("mode: slow, asked for: two-way (a slow sync was requested for this datastore)"),
            "\(report)")
        #expect(report.contains("from the device: 1 new, 0 changed, 0 deleted"))
        #expect(report.contains("to the device: 1 new, 0 changed, 0 deleted"))
        #expect(
            report.contains("\(first.messages) messages, \(first.bytesSent) bytes in, \(first.bytesReceived) bytes out")
        )
        #expect(report.contains("created: Boris Brandt"), "\(report)")
        #expect(report.contains("waiting for the server"))
    }

    @Test("A session that goes on after a suspension is one trace")
    func resumed() async throws {
        let shelf = Shelf()
        var scene = try scene(shelf, all: true)
        #expect(try await scene.phone.sync(suspendsAfter: 2).isSuspended == true)
        let count = shelf.all.count
        #expect(shelf.all.last?.report?.contains("state: suspended") == true)
        #expect(try await scene.phone.sync(resumes: true).isSuccess)
        #expect(shelf.all.map(\.number) == Array(1...shelf.all.count) && shelf.all.count > count)
        #expect(Set(shelf.all.map(\.session)).count == 1)
        #expect(shelf.all.last?.report?.contains("mode: slow, resumed") == true)
    }

    @Test("A message that comes into no session is kept once")
    func refused() async throws {
        let shelf = Shelf()
        var scene = try scene(shelf, all: true)
        scene.phone.configuration.password = "wrong"
        await #expect(throws: PhoneError.self) { try await scene.phone.sync() }
        let last = try #require(shelf.all.last)
        #expect(last.session == nil && last.report == nil && last.device == "unknown")
        let text = String(decoding: last.message + last.reply, as: UTF8.self)
        #expect(text.contains("401") && !text.contains(Base64.encode(Array("alice:wrong".utf8))))
    }
}
