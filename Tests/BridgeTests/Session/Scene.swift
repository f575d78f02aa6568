import Bridge
import BridgeTesting
import DAVClient
import Phone
import SyncMLFront
import SyncTypes

/// One world with one phone, in the middle of its life: both sides agreed once, then both changed.
struct Scene: Sendable {
    static let kinds: [ItemKind] = [.contact, .event, .task, .note]

    let world: World
    var phone: SimulatedPhone

    init(
        seed: UInt64 = 1, version: ProtocolVersion = .v12, encoding: WireEncoding = .wbxml, id: String = "phone-1",
        traces: (any TraceKeeper)? = nil, tracesAll: Bool = false,
        change: (inout PhoneConfiguration) -> Void = { _ in }
    ) throws {
        world = try World(seed: seed, traces: traces) { $0.traces = tracesAll }
        phone = SimulatedPhone(world, id: id) { configuration in
            configuration.version = version
            configuration.encoding = encoding
            configuration.stores = StoreConfiguration.standard(oldFormats: version != .v12)
            change(&configuration)
        }
    }

    /// Four items of a kind that both sides hold, two from each side.
    static func shared(_ kind: ItemKind) -> [Sample] {
        [
            Sample(kind, "Anna Adler", "+49 1001"), Sample(kind, "Boris Brandt", "+49 1002"),
            Sample(kind, "Clara Conrad", "+49 1003"), Sample(kind, "Dora Decker", "+49 1004"),
        ]
    }

    static func changed(_ sample: Sample) -> Sample {
        Sample(sample.kind, sample.title, sample.detail + " 77", uid: sample.uid)
    }

    static func newOnPhone(_ kind: ItemKind) -> Sample { Sample(kind, "Paula Peters", "+49 2001") }
    static func newUpstream(_ kind: ItemKind) -> Sample { Sample(kind, "Sven Sommer", "+49 3001") }

    /// The first sync: Anna and Boris come from the phone, Clara and Dora from upstream.
    mutating func agree(_ kinds: [ItemKind] = Scene.kinds) async throws -> PhoneReport {
        for kind in kinds {
            let all = Scene.shared(kind)
            phone.edit("own-1", all[0])
            phone.edit("own-2", all[1])
            world.put("clara", all[2])
            world.put("dora", all[3])
        }
        return try await phone.sync()
    }

    /// Anna changes on the phone, Boris goes there, Paula is new there.
    mutating func changePhone(_ kinds: [ItemKind] = Scene.kinds) {
        for kind in kinds {
            let all = Scene.shared(kind)
            phone.edit("own-1", Scene.changed(all[0]))
            phone.delete(kind.store, "own-2")
            phone.edit("own-3", Scene.newOnPhone(kind))
        }
    }

    /// Clara changes upstream, Dora goes there, Sven is new there.
    func changeServer(_ kinds: [ItemKind] = Scene.kinds) {
        for kind in kinds {
            let all = Scene.shared(kind)
            world.put("clara", Scene.changed(all[2]))
            world.delete(kind, "dora")
            world.put("sven", Scene.newUpstream(kind))
        }
    }

    /// What both sides hold after both sides' changes met.
    static func merged(_ kind: ItemKind) -> [String] {
        let all = shared(kind)
        return [changed(all[0]), changed(all[2]), newOnPhone(kind), newUpstream(kind)].map(\.essence).sorted()
    }

    /// PUTs and DELETEs so far.
    var writes: Int { world.server.requests.filter { $0.method == "PUT" || $0.method == "DELETE" }.count }

    /// What both sides hold, for comparing runs.
    var picture: [String] {
        Scene.kinds.flatMap { kind in
            phone.essences(kind).map { "phone \(kind) \($0)" }
                + world.essences(of: world.collection(kind)).map { "server \(kind) \($0)" }
        }
    }

    /// Items moved by a sync, either way.
    static func moved(_ report: PhoneReport) -> Int {
        report.stores.reduce(0) { $0 + $1.sent.total + $1.received.total }
    }
}
