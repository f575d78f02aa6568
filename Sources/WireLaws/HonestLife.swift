import BridgeTesting
import Mapping
import Phone
import SyncMLFront
import SyncTypes

/// Two sessions of an honest phone, recorded: a first sync, then one in some mode after both sides have changed.
struct HonestLife: Sendable {
    /// How the phone speaks.
    struct Scene: Hashable, Sendable {
        let version: ProtocolVersion
        let encoding: WireEncoding
        let mode: SyncMode
        /// Small messages and texts that do not fit into one.
        let isLarge: Bool
    }

    /// One message.
    struct Letter: Sendable {
        let bytes: [UInt8]
        /// 0 or 1.
        let session: Int
    }

    let scene: Scene
    let letters: [Letter]
    /// What lay upstream in the end.
    let upstream: [String]

    static let kinds: [ItemKind] = [.contact, .note]
    static let device = "phone-1"
    /// Items upstream that nobody honest deletes.
    static let quiet = ["Emil Ernst", "Frida Falk", "Gustav Graf", "Hanna Hahn"]
    private static let long = String(repeating: "lorem ipsum dolor sit amet ", count: 100)

    static let scenes: [Scene] = [
        Scene(version: .v12, encoding: .wbxml, mode: .twoWay, isLarge: false),
        Scene(version: .v12, encoding: .xml, mode: .twoWay, isLarge: false),
        Scene(version: .v11, encoding: .wbxml, mode: .twoWay, isLarge: true),
        Scene(version: .v11, encoding: .xml, mode: .slow, isLarge: true),
        Scene(version: .v10, encoding: .wbxml, mode: .twoWay, isLarge: false),
        Scene(version: .v10, encoding: .xml, mode: .slow, isLarge: false),
        Scene(version: .v12, encoding: .wbxml, mode: .refreshFromClient, isLarge: false),
        Scene(version: .v12, encoding: .xml, mode: .refreshFromServer, isLarge: false),
        Scene(version: .v12, encoding: .xml, mode: .oneWayFromClient, isLarge: true),
        Scene(version: .v11, encoding: .wbxml, mode: .oneWayFromServer, isLarge: false),
    ]

    /// All scenes, played once a process.
    static func all() async throws -> [HonestLife] { try await played.value }

    private static let played = Task {
        var all: [HonestLife] = []
        for scene in scenes { all.append(try await HonestLife(scene)) }
        return all
    }

    private init(_ scene: Scene) async throws {
        self.scene = scene
        let world = try Self.world(nil)
        var phone = Self.phone(world, scene)
        for kind in Self.kinds {
            phone.edit("own-1", Sample(kind, "Anna Adler", "+49 1001"))
            phone.edit("own-2", Sample(kind, "Boris Brandt", "+49 1002"))
        }
        try await Self.expect(phone.sync())
        let first = phone.line.traffic.count
        for kind in Self.kinds {
            phone.edit("own-1", Sample(kind, "Anna Adler", "+49 1001 77"))
            phone.delete(kind.store, "own-2")
            phone.edit("own-3", Sample(kind, "Paula Peters", "+49 3001"))
        }
        if scene.isLarge { phone.edit("own-9", Sample(.note, "Large from phone", Self.long + "a")) }
        Self.changeUpstream(world, scene)
        let modes = Dictionary(uniqueKeysWithValues: Self.kinds.map { ($0.store, scene.mode) })
        try await Self.expect(phone.sync(modes))
        letters = phone.line.traffic.enumerated().filter { $0.offset % 2 == 0 }.map {
            Letter(bytes: $0.element, session: $0.offset < first ? 0 : 1)
        }
        upstream = Self.essences(of: world)
    }

    private static func expect(_ report: PhoneReport) throws {
        guard report.isSuccess else { throw PhoneError(.misuse, "an honest session failed:\n\(report.table)") }
    }

    // MARK: - Its world

    /// The world in which the life begins, on an empty database; nil: on one of its own.
    static func world(_ database: Store?) throws -> World {
        let world = try World(store: database)
        for kind in kinds {
            world.put("clara", Sample(kind, "Clara Conrad", "+49 1003"))
            world.put("dora", Sample(kind, "Dora Decker", "+49 1004"))
            for (number, name) in quiet.enumerated() {
                world.put("quiet-\(number)", Sample(kind, name, "+49 200\(number)"))
            }
        }
        return world
    }

    /// What lies upstream.
    static func essences(of world: World) -> [String] { kinds.flatMap { world.essences(of: world.collection($0)) } }

    /// What another client does between the two sessions.
    static func changeUpstream(_ world: World, _ scene: Scene) {
        for kind in kinds {
            world.put("clara", Sample(kind, "Clara Conrad", "+49 1003 77"))
            world.delete(kind, "dora")
            world.put("sven", Sample(kind, "Sven Sommer", "+49 4001"))
        }
        if scene.isLarge { world.put("large", Sample(.note, "Large from server", long + "b")) }
    }

    /// The phone before its first sync; `id`: another one that speaks alike.
    static func phone(_ world: World, _ scene: Scene, id: String = device) -> SimulatedPhone {
        SimulatedPhone(world, id: id) {
            $0.version = scene.version
            $0.encoding = scene.encoding
            $0.stores = StoreConfiguration.standard(oldFormats: scene.version != .v12).filter { store in
                kinds.contains { $0.store == store.name }
            }
            if scene.isLarge { $0.maxMessageSize = 3000 }
        }
    }
}
