import Bridge
import Mapping
import Phone
import SyncTypes

/// Runs a phone's first slow sync, with its copies of a corpus and strangers, against an account that holds the corpus, in a whole
/// bridge; then reads from the links what each item of the phone was taken for.
public struct MatchingMeasurement: Sendable {
    /// What was counted.
    public private(set) var tally = MatchingTally()
    /// Items that matching got wrong, for people: at most so many of each sort as `examples` says.
    public private(set) var examples: [String] = []

    private let most: Int

    /// Measures nothing yet.
    public init(examples: Int = 0) { most = examples }

    /// Measures so many copies, half of them on a phone with old formats. Throws what the sync does.
    public static func run(seed: UInt64, copies: Int, examples: Int = 0) async throws -> MatchingMeasurement {
        var all = MatchingMeasurement(examples: examples)
        for isOld in [true, false] {
            let share = isOld ? copies / 2 : copies - copies / 2
            try await all.measure(MatchingCorpus(seed: seed, copies: share, isOld: isOld))
        }
        return all
    }

    /// One phone's first sync.
    public mutating func measure(_ corpus: MatchingCorpus) async throws {
        let world = try World(seed: corpus.seed) { $0.timeZone = "Europe/Berlin" }
        var phone = SimulatedPhone(world, id: corpus.isOld ? "old" : "new") { configuration in
            configuration.stores = StoreConfiguration.standard(oldFormats: corpus.isOld)
        }
        for entry in corpus.entries {
            if let text = entry.upstream { world.server.put(world.href(entry.kind, "r\(entry.number)"), text) }
            if let text = entry.copy { phone.edit(entry.kind.store, "l\(entry.number)", text) }
        }
        _ = try await phone.sync()
        let found = try Self.links(world)
        for entry in corpus.entries where entry.copy != nil {
            let taken = found[entry.kind.store, default: [:]]["l\(entry.number)"]
            judge(entry, takenFor: taken.flatMap { Int($0) }, isLinked: taken != nil)
        }
        for kind in ItemKind.allCases {
            let mine = corpus.entries.filter { $0.kind == kind }
            let strangers = mine.count { $0.upstream == nil }
            let surplus = world.server.members(of: world.collection(kind)).count - mine.count { $0.upstream != nil }
            tally.add(doubled: surplus - strangers, kind)
        }
    }

    /// By store and LUID the number of the resource it was linked to, as text; "-" for one made of the phone's own item.
    private static func links(_ world: World) throws -> [String: [String: String]] {
        try world.store.read { store in
            var found: [String: [String: String]] = [:]
            for datastore in try store.devices().flatMap({ try store.datastores(of: $0.id) }) {
                var after: LinkRow?
                while true {
                    let page = try store.links(datastore.id, after: after, limit: 256)
                    guard let last = page.last else { break }
                    for link in page {
                        guard let luid = link.luid, let id = link.resource, let head = try store.head(id) else {
                            continue
                        }
                        let name = head.href.rawValue.split(separator: "/").last ?? ""
                        let number = name.hasPrefix("r") ? name.dropFirst().prefix { $0.isNumber } : "-"
                        found[datastore.name, default: [:]][luid.rawValue] = String(number)
                    }
                    after = last.id
                }
            }
            return found
        }
    }

    private mutating func judge(_ entry: MatchingCorpus.Entry, takenFor number: Int?, isLinked: Bool) {
        let outcome: MatchingTally.Outcome =
            if let number {
                number == entry.number && entry.upstream != nil ? .found : .wrong
            } else {
                entry.upstream == nil ? .apart : .missed
            }
        tally.add(outcome, entry)
        guard outcome == .wrong || outcome == .missed, examples.count < most else { return }
        let taken = number.map { "taken for r\($0)" } ?? (isLinked ? "taken for a new one" : "not linked at all")
        examples.append(
            "\(outcome.rawValue): l\(entry.number), \(taken), \(entry.losses.map(\.rawValue).sorted())\n"
                + (entry.copy ?? "") + "--- upstream\n" + (entry.upstream ?? "a stranger\n"))
    }
}
