import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Testing

@Suite("Whole sessions in every mode, version and encoding")
struct WholeSessionTests {
    struct Wire: Sendable, CustomTestStringConvertible {
        let version: ProtocolVersion
        let encoding: WireEncoding
        var testDescription: String { "\(version.rawValue) \(encoding.rawValue)" }
    }

    static let wires = ProtocolVersion.allCases.flatMap { version in
        WireEncoding.allCases.map { Wire(version: version, encoding: $0) }
    }

    private func modes(_ mode: SyncMode) -> [String: SyncMode] {
        Dictionary(uniqueKeysWithValues: Scene.kinds.map { ($0.store, mode) })
    }

    @Test("Four stores, changes on both sides", arguments: SyncMode.asked, wires)
    func session(mode: SyncMode, wire: Wire) async throws {
        var scene = try Scene(version: wire.version, encoding: wire.encoding)
        let first = try await scene.agree()
        #expect(first.isSuccess, "\(first.table)")
        for kind in Scene.kinds {
            let all = Scene.shared(kind).map(\.essence).sorted()
            #expect(scene.phone.essences(kind) == all)
            #expect(scene.world.essences(of: scene.world.collection(kind)) == all)
        }
        scene.changePhone()
        // A refresh replaces one side: only the other one's changes are looked at.
        if mode != .refreshFromClient { scene.changeServer() }
        let report = try await scene.phone.sync(modes(mode))
        #expect(report.isSuccess, "\(report.table)")
        #expect(report.stores.allSatisfy { $0.used == mode.alertCode })
        for kind in Scene.kinds {
            let (phone, server) = expected(mode, kind)
            #expect(scene.phone.essences(kind) == phone)
            #expect(scene.world.essences(of: scene.world.collection(kind)) == server)
        }

        let meeting = try await scene.phone.sync()
        #expect(meeting.isSuccess, "\(meeting.table)")
        for kind in Scene.kinds {
            #expect(scene.phone.essences(kind) == scene.world.essences(of: scene.world.collection(kind)))
        }
        let before = scene.writes
        let quiet = try await scene.phone.sync()
        #expect(quiet.isSuccess && Scene.moved(quiet) == 0, "\(quiet.table)")
        #expect(quiet.stores.allSatisfy { $0.used == SyncMode.twoWay.alertCode })
        #expect(scene.writes == before)
    }

    /// Phone and server after a sync in a mode.
    private func expected(_ mode: SyncMode, _ kind: ItemKind) -> (phone: [String], server: [String]) {
        let all = Scene.shared(kind)
        let (anna, boris, clara, dora) = (all[0], all[1], all[2], all[3])
        let (paula, sven) = (Scene.newOnPhone(kind), Scene.newUpstream(kind))
        let both: [Sample]
        switch mode {
        case .slowFromClient, .slowFromServer, .resetClient, .backup: both = []
        case .twoWay: both = [Scene.changed(anna), Scene.changed(clara), paula, sven]
        case .slow: both = [Scene.changed(anna), boris, Scene.changed(clara), paula, sven]
        case .refreshFromClient: both = [Scene.changed(anna), clara, dora, paula]
        case .refreshFromServer: both = [anna, boris, Scene.changed(clara), sven]
        case .oneWayFromClient:
            return (
                Self.essences([Scene.changed(anna), clara, dora, paula]),
                Self.essences([Scene.changed(anna), Scene.changed(clara), paula, sven])
            )
        case .oneWayFromServer:
            return (
                Self.essences([Scene.changed(anna), Scene.changed(clara), paula, sven]),
                Self.essences([anna, boris, Scene.changed(clara), sven])
            )
        }
        return (Self.essences(both), Self.essences(both))
    }

    private static func essences(_ samples: [Sample]) -> [String] { samples.map(\.essence).sorted() }

    @Test("NumberOfChanges counts what comes", arguments: [ProtocolVersion.v10, .v11, .v12])
    func numberOfChanges(version: ProtocolVersion) async throws {
        var scene = try Scene(version: version)
        _ = try await scene.agree([.contact])
        scene.changeServer([.contact])
        scene.changePhone([.contact])
        let report = try await scene.phone.sync()
        let contacts = try #require(report.stores.first { $0.name == "contacts" })
        #expect(contacts.received.total == 3)
        #expect(contacts.announced == (version == .v10 ? nil : 3))
        #expect(report.stores.last?.announced == (version == .v10 ? nil : 0))
    }

    @Test("Three phones of one account become equal after two rounds")
    func threePhones() async throws {
        let world = try World()
        let people = ["Jakub Horak", "Ladi Kral", "Milan Novak", "Bruce Lee"].enumerated().map {
            Sample(.contact, $1, "+420 \($0)00\($0)")
        }
        world.put("jakub", people[0])
        var phones = (1...3).map { SimulatedPhone(world, id: "phone-\($0)") }
        for index in phones.indices { phones[index].edit("77", people[index + 1]) }
        for index in [0, 1, 2, 0, 1] {
            let report = try await phones[index].sync()
            #expect(report.isSuccess, "phone \(index + 1): \(report.table)")
        }
        let all = people.map(\.essence).sorted()
        for phone in phones { #expect(phone.essences(.contact) == all) }
        #expect(world.essences(of: world.contacts) == all)
        for index in phones.indices {
            let report = try await phones[index].sync()
            #expect(Scene.moved(report) == 0, "phone \(index + 1): \(report.table)")
        }
    }

    @Test("One seed gives the same bytes twice", arguments: [UInt64(7), 4242])
    func determinism(seed: UInt64) async throws {
        print("seed \(seed)")
        var runs: [[[UInt8]]] = []
        for _ in 0..<2 {
            var scene = try Scene(seed: seed) {
                $0.authentication = .md5; $0.maxMessageSize = 4000
            }
            _ = try? await scene.agree()
            scene.changePhone()
            scene.changeServer()
            _ = try? await scene.phone.sync()
            _ = try? await scene.phone.sync(["contacts": .slow, "notes": .refreshFromServer])
            runs.append(scene.phone.line.traffic)
        }
        #expect(runs[0].count > 16)
        #expect(runs[0] == runs[1])
    }
}
