import Bridge
import Mapping
import Phone
import SyncTypes

/// The session that is cut: one phone and its server agreed, then both sides added, changed and deleted items, and a large
/// object of each side is on its way in messages of 3000 bytes.
struct CanonicalSession: Sendable {
    static let kinds: [ItemKind] = [.contact, .note]
    /// Items nobody touches, so that deletions are few among many and pass the guard.
    private static let quiet = ["Emil Ernst", "Frida Falk", "Gustav Graf", "Hanna Hahn"]
    private static let long = String(repeating: "lorem ipsum dolor sit amet ", count: 120)

    let mode: CutMode
    let world: World
    var phone: SimulatedPhone
    private var plainURL: String?

    /// The moment before the session. `database` is emptied first. `repeats`: how often a message is sent again.
    init(_ mode: CutMode, repeats: Int, database: Store) async throws {
        try database.empty()
        self.mode = mode
        world = try World(store: database)
        phone = SimulatedPhone(world, id: "phone-1") {
            $0.maxMessageSize = 3000
            $0.habits.repeatsAfterLoss = repeats
            $0.stores = $0.stores.filter { store in Self.kinds.contains { $0.store == store.name } }
        }
        for kind in Self.kinds {
            phone.edit("own-1", Sample(kind, "Anna Adler", "+49 1001"))
            phone.edit("own-2", Sample(kind, "Boris Brandt", "+49 1002"))
            world.put("clara", Sample(kind, "Clara Conrad", "+49 1003"))
            world.put("dora", Sample(kind, "Dora Decker", "+49 1004"))
            for (number, name) in Self.quiet.enumerated() {
                world.put("quiet-\(number)", Sample(kind, name, "+49 200\(number)"))
            }
        }
        let first = try await phone.sync()
        guard first.isSuccess else { throw PhoneError(.misuse, "the two sides did not agree:\n\(first.table)") }
        for kind in Self.kinds {
            phone.edit("own-1", Sample(kind, "Anna Adler", "+49 1001 77"))
            phone.delete(kind.store, "own-2")
            phone.edit("own-3", Sample(kind, "Paula Peters", "+49 3001"))
            world.put("clara", Sample(kind, "Clara Conrad", "+49 1003 77"))
            world.delete(kind, "dora")
            world.put("sven", Sample(kind, "Sven Sommer", "+49 4001"))
        }
        phone.edit("own-9", Sample(.note, "Large from phone", Self.long + "a"))
        world.put("large", Sample(.note, "Large from server", Self.long + "b"))
        if let query = mode.query {
            plainURL = phone.configuration.url
            phone.configuration.url += "?" + query
            if mode.isApproved, let wanted = mode.wanted {
                try DeviceAdministration(store: database).once("phone-1", wanted)
            }
        }
    }

    /// Later syncs go to the URL without a wish.
    mutating func forgetWish() {
        if let plainURL { phone.configuration.url = plainURL }
    }

    /// The modes of its stores, all the same.
    static func modes(_ mode: SyncMode) -> [String: SyncMode] {
        Dictionary(uniqueKeysWithValues: kinds.map { ($0.store, mode) })
    }

    /// What an undisturbed session of a mode counts.
    static func counts(_ mode: CutMode, database: Store) async throws -> CutPoint.Counts {
        var session = try await CanonicalSession(mode, repeats: 0, database: database)
        session.phone.line.plan([:])
        session.world.prepare(nil)
        let report = try await session.phone.sync(modes(mode.asked))
        guard report.isSuccess else { throw PhoneError(.misuse, "the undisturbed session failed:\n\(report.table)") }
        let counts = session.world.process.counts
        return CutPoint.Counts(
            messages: session.phone.line.count, commits: counts.commits, requests: counts.requests)
    }
}
