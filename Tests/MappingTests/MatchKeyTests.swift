import Mapping
import SyncTypes
import Testing

@Suite struct MatchKeyTests {
    @Test(arguments: StoreKind.allCases)
    func twoOfTheSamePairOneToOne(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let part = PartKey(uid: "u", recurrenceID: "20260101")
            try store.write { writer in
                for item in [Int64(2), 1, 3] {
                    try writer.addMatchKeys(world.datastore, .device, item, nil, [MatchKey(tier: 1, hash: .max)])
                }
                for item in [Int64(20), 10] {
                    try writer.addMatchKeys(world.datastore, .server, item, part, [MatchKey(tier: 1, hash: .max)])
                }
            }
            try #expect(
                store.identical(world.datastore, 1) == [
                    MatchPair(staged: StagedRow(1), resource: ResourceRow(10), part: part),
                    MatchPair(staged: StagedRow(2), resource: ResourceRow(20), part: part),
                ])
            try #expect(store.unique(world.datastore, 1).isEmpty)
            try #expect(store.identical(world.datastore, 2).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func anItemThatPairsTwiceIsLeftOutWithBoth(_ kind: StoreKind) throws {
        try kind.world { store, world in
            func keys(_ numbers: Int64...) -> [MatchKey] { numbers.map { MatchKey(tier: 3, key: $0) } }
            let part = PartKey(uid: "")
            try store.write { writer in
                try writer.addMatchKeys(world.datastore, .device, 1, nil, keys(1, 2))
                try writer.addMatchKeys(world.datastore, .server, 11, part, keys(1))
                try writer.addMatchKeys(world.datastore, .server, 12, part, keys(2))
                try writer.addMatchKeys(world.datastore, .device, 2, nil, keys(3, 4, 4))
                try writer.addMatchKeys(world.datastore, .server, 13, part, keys(3, 4))
            }
            let expected = [MatchPair(staged: StagedRow(2), resource: ResourceRow(13), part: part)]
            try #expect(store.unique(world.datastore, 3) == expected)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func removal(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let master = PartKey(uid: "u")
            let detached = PartKey(uid: "u", recurrenceID: "x")
            let key = [MatchKey(tier: 1, key: -1)]
            func pairs() throws -> [PartKey] {
                try store.identical(world.datastore, 1).map(\.part)
            }
            try store.write { writer in
                try writer.addMatchKeys(world.datastore, .device, 1, nil, key)
                try writer.addMatchKeys(world.datastore, .device, 2, nil, key)
                try writer.addMatchKeys(world.datastore, .server, 1, master, key)
                try writer.addMatchKeys(world.datastore, .server, 1, detached, key)
            }
            try #expect(pairs() == [master, detached])
            try store.write { try $0.removeMatchKeys(world.datastore, .server, 1, master) }
            try #expect(pairs() == [detached])
            try store.write { try $0.removeMatchKeys(world.datastore, .server, 1) }
            try #expect(pairs().isEmpty)
            try store.write { writer in
                try writer.addMatchKeys(world.datastore, .server, 1, master, key)
                try writer.clearMatchKeys(world.datastore)
            }
            try #expect(pairs().isEmpty)
        }
    }

    /// Random keys, items, parts and tiers against a model that compares every item with every other.
    @Test(arguments: StoreKind.allCases)
    func pairingEqualsTheNaiveModel(_ kind: StoreKind) throws {
        try kind.world { store, world in
            for seed in UInt64(1)...60 {
                var random = SplitMix64(seed: seed)
                let model = PairingModel(&random)
                try store.write { try model.fill($0, world.datastore) }
                for tier in 1...2 {
                    let unique = try store.unique(world.datastore, tier)
                    let twins = try store.unique(world.datastore, tier, twins: 1)
                    #expect(twins == model.uniquePairs(tier, twins: 1), "seed \(seed), tier \(tier), twins")
                    if tier == 1 {
                        let identical = try store.identical(world.datastore, tier)
                        #expect(identical == model.pairsOfIdentical(tier), "seed \(seed), tier \(tier)")
                    }
                    #expect(unique == model.uniquePairs(tier), "seed \(seed), tier \(tier)")
                }
                try store.write { try $0.clearMatchKeys(world.datastore) }
            }
        }
    }
}

extension Store {
    /// The pairs of a tier of identical views, read page by page.
    func identical(_ datastore: DatastoreRow, _ tier: Int) throws -> [MatchPair] {
        try write { try $0.pairIdentical(datastore, tier) }
        return try allPairs(datastore)
    }

    /// The pairs of keys that one item of each side has.
    func unique(_ datastore: DatastoreRow, _ tier: Int, twins: Int = -1) throws -> [MatchPair] {
        try write { try $0.pairUnique(datastore, tier, twins: twins) }
        return try allPairs(datastore)
    }

    private func allPairs(_ datastore: DatastoreRow) throws -> [MatchPair] {
        var all: [MatchPair] = []
        while true {
            let page = try read { try $0.pairs(datastore, after: all.last?.staged, limit: 3) }
            if page.isEmpty { return all }
            all += page
        }
    }
}

/// What pairing means, in the simplest words. In tier 1 an item has one key, as in the tier of identical views.
private struct PairingModel {
    struct Entry: Hashable {
        var tier: Int
        var key: Int64
        var item: Int64
        var part: PartKey
    }

    private var devices: [Entry] = []
    private var servers: [Entry] = []
    private let keys: [Int64]

    init(_ random: inout SplitMix64) {
        let spread = Int.random(in: 1...12, using: &random)
        keys = (0..<spread).map { _ in Int64(bitPattern: random.next()) }.sorted()
        let items = Int64.random(in: 1...9, using: &random)
        for _ in 0..<Int.random(in: 0...24, using: &random) {
            devices.append(entry(&random, items, PartKey(uid: "")))
        }
        for _ in 0..<Int.random(in: 0...24, using: &random) {
            let recurrence = Bool.random(using: &random) ? nil : "r"
            servers.append(entry(&random, items, PartKey(uid: "u", recurrenceID: recurrence)))
        }
        devices = Self.single(devices)
        servers = Self.single(servers)
    }

    private func entry(_ random: inout SplitMix64, _ items: Int64, _ part: PartKey) -> Entry {
        let key = keys[Int.random(in: 0..<keys.count, using: &random)]
        return Entry(
            tier: Int.random(in: 1...2, using: &random), key: key, item: Int64.random(in: 1...items, using: &random),
            part: part)
    }

    /// Drops the second keys of items in tier 1.
    private static func single(_ entries: [Entry]) -> [Entry] {
        var seen: Set<Entry> = []
        return entries.filter { entry in
            var item = entry
            item.key = 0
            return entry.tier != 1 || seen.insert(item).inserted
        }
    }

    func fill(_ writer: StoreWriter, _ datastore: DatastoreRow) throws {
        for entry in devices {
            try writer.addMatchKeys(datastore, .device, entry.item, nil, [MatchKey(tier: entry.tier, key: entry.key)])
        }
        for entry in servers {
            let key = MatchKey(tier: entry.tier, key: entry.key)
            try writer.addMatchKeys(datastore, .server, entry.item, entry.part, [key])
        }
    }

    func pairsOfIdentical(_ tier: Int) -> [MatchPair] {
        var pairs: [MatchPair] = []
        for key in keys {
            for device in items(devices, tier, key) where !pairs.contains(where: { $0.staged.rawValue == device.item })
            {
                let free = items(servers, tier, key).first { server in
                    !pairs.contains { $0.resource.rawValue == server.item && $0.part == server.part }
                }
                if let free { pairs.append(pair(device, free)) }
            }
        }
        return pairs.sorted { $0.staged < $1.staged }
    }

    func uniquePairs(_ tier: Int, twins: Int = -1) -> [MatchPair] {
        var pairs: [MatchPair] = []
        for key in keys {
            let left = items(devices, tier, key).filter { leads($0, devices, twins) }
            let right = items(servers, tier, key).filter { leads($0, servers, twins) }
            guard left.count == 1, right.count == 1 else { continue }
            let found = pair(left[0], right[0])
            if !pairs.contains(found) { pairs.append(found) }
        }
        let clear = pairs.filter { pair in
            !pairs.contains { other in
                other != pair
                    && (other.staged == pair.staged || (other.resource == pair.resource && other.part == pair.part))
            }
        }
        return clear.sorted { $0.staged < $1.staged }
    }

    /// True unless an earlier item of its side has the same key of the tier `twins`.
    private func leads(_ item: Entry, _ entries: [Entry], _ twins: Int) -> Bool {
        let own = entries.first { $0.tier == twins && $0.item == item.item && $0.part == item.part }?.key
        return own == nil || !entries.contains { $0.tier == twins && $0.key == own && $0.item < item.item }
    }

    private func items(_ entries: [Entry], _ tier: Int, _ key: Int64) -> [Entry] {
        Set(entries.filter { $0.tier == tier && $0.key == key }).sorted {
            ($0.item, $0.part.recurrenceID ?? "") < ($1.item, $1.part.recurrenceID ?? "")
        }
    }

    private func pair(_ device: Entry, _ server: Entry) -> MatchPair {
        MatchPair(staged: StagedRow(device.item), resource: ResourceRow(server.item), part: server.part)
    }
}
