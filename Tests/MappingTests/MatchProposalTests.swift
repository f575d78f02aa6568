import Mapping
import SyncTypes
import Testing

@Suite struct MatchProposalTests {
    private static let part = PartKey(uid: "u")

    private static func keys(_ tier: Int, _ keys: Int64...) -> [MatchKey] { keys.map { MatchKey(tier: tier, key: $0) } }

    @Test(arguments: StoreKind.allCases)
    func candidatesShareAKey(_ kind: StoreKind) throws {
        try kind.world { store, world in
            let other = PartKey(uid: "u", recurrenceID: "20260101")
            try store.write { writer in
                try writer.addMatchKeys(world.datastore, .device, 1, nil, Self.keys(7, 1, 2, 3))
                try writer.addMatchKeys(world.datastore, .server, 10, Self.part, Self.keys(7, 1, 2) + Self.keys(0, 9))
                try writer.addMatchKeys(world.datastore, .server, 10, other, Self.keys(7, 3))
                try writer.addMatchKeys(world.datastore, .server, 11, Self.part, Self.keys(7, 4))
                try writer.addMatchKeys(world.datastore, .server, 12, Self.part, Self.keys(6, 1))
            }
            func found() throws -> [MatchCandidate] {
                try store.read { try $0.candidates(world.datastore, for: StagedRow(1), tier: 7, free: 0) }
            }
            try #expect(
                found() == [
                    MatchCandidate(resource: ResourceRow(10), part: Self.part, isTaken: false),
                    MatchCandidate(resource: ResourceRow(10), part: other, isTaken: true),
                ])
            try store.write { try $0.removeMatchKeys(world.datastore, .server, 10, Self.part, but: 7) }
            try #expect(found().map(\.isTaken) == [true, true], "linked, and still somebody's likeness")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aCrowdLeadsToNobody(_ kind: StoreKind) throws {
        try kind.world { store, world in
            try store.write { writer in
                try writer.addMatchKeys(world.datastore, .device, 1, nil, Self.keys(7, 1, 2))
                for item in 1...33 {
                    try writer.addMatchKeys(world.datastore, .server, Int64(item), Self.part, Self.keys(7, 1))
                }
                for item in 2...33 {
                    try writer.addMatchKeys(world.datastore, .server, Int64(item), Self.part, Self.keys(7, 2))
                }
            }
            let found = try store.read { try $0.candidates(world.datastore, for: StagedRow(1), tier: 7, free: 0) }
            #expect(found.map(\.resource) == (2...33).map { ResourceRow(Int64($0)) })
        }
    }

    /// Scores by staged item, all for one part; the number is its identical key.
    private func settled(_ kind: StoreKind, _ proposals: [(staged: Int64, twin: Int64, score: Int)]) throws -> [Int64] {
        try kind.world { store, world in
            try store.write { writer in
                for proposal in proposals {
                    try writer.addMatchKeys(world.datastore, .device, proposal.staged, nil, Self.keys(0, proposal.twin))
                    let pair = MatchPair(staged: StagedRow(proposal.staged), resource: ResourceRow(5), part: Self.part)
                    try writer.propose(pair, world.datastore, score: proposal.score, tier: 8)
                }
                let far = MatchPair(staged: StagedRow(99), resource: ResourceRow(6), part: Self.part)
                try writer.addMatchKeys(world.datastore, .device, 99, nil, Self.keys(0, 99))
                try writer.propose(far, world.datastore, score: 1, tier: 8)
                try writer.settleProposals(world.datastore, tier: 8, twins: 0)
            }
            let pairs = try store.read { try $0.pairs(world.datastore, limit: 10) }.map(\.staged.rawValue)
            #expect(pairs.last == 99, "another part's only one")
            try store.write { try $0.clearProposals(world.datastore, tier: 8) }
            try #expect(store.read { try $0.pairs(world.datastore, limit: 10) }.isEmpty)
            return pairs.dropLast()
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theBestOfSeveral(_ kind: StoreKind) throws {
        try #expect(settled(kind, [(1, 1, 20), (2, 2, 40), (3, 3, 30)]) == [2])
        try #expect(settled(kind, [(1, 1, 40), (2, 2, 40), (3, 3, 30)]) == [], "two that differ are ambiguous")
        try #expect(settled(kind, [(1, 4, 40), (2, 4, 40), (3, 3, 30)]) == [1], "of twins the first")
    }
}
