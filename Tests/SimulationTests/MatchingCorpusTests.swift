import BridgeTesting
import SyncTypes
import Testing

/// Slow-sync matching against a generated corpus, in a whole bridge. `make bench-matching` is the same with 10,000 copies.
@Suite struct MatchingCorpusTests {
    @Test("Nobody is taken for somebody else, and copies are found", arguments: [1, 2] as [UInt64])
    func figures(_ seed: UInt64) async throws {
        let result = try await MatchingMeasurement.run(seed: seed, copies: 1000, examples: 10)
        let tally = result.tally
        #expect(tally.precision == 1, "seed \(seed): \(result.examples)")
        #expect(tally.byPhone.recall >= MatchingTally.leastRecall, "seed \(seed): \(result.examples)")
        #expect(tally.isGood)
        #expect(tally.byPhone.copies > 700 && tally.all[.apart] > 40, "seed \(seed)")
        for kind in ItemKind.allCases {
            let row = try #require(tally.byKind[kind])
            #expect(row.copies >= 60, "seed \(seed): \(kind)")
            #expect(tally.doubled[kind] == row[.missed], "seed \(seed): what is missed stands there twice")
        }
        for loss in PhoneLoss.allCases { #expect((tally.byLoss[loss]?.copies ?? 0) > 0, "seed \(seed): \(loss)") }
    }

    @Test func aCorpusIsItsSeed() {
        let corpora = [1, 1, 2].map { MatchingCorpus(seed: $0, copies: 200, isOld: true) }
        #expect(corpora[0].entries.map(\.copy) == corpora[1].entries.map(\.copy))
        #expect(corpora[0].entries.map(\.upstream) == corpora[1].entries.map(\.upstream))
        #expect(corpora[0].entries.map(\.copy) != corpora[2].entries.map(\.copy))
        let entries = corpora[0].entries
        #expect(entries.count { $0.copy != nil && $0.upstream != nil } == 200)
        #expect(entries.contains { $0.copy == nil } && entries.contains { $0.upstream == nil })
        let upstream = entries.compactMap(\.upstream)
        #expect(Set(upstream).count == upstream.count)
        #expect(entries.filter { $0.upstream == nil }.allSatisfy { !$0.losses.contains(.keepsOneNumber) })
    }

    /// A measurement that cannot see a mistake proves nothing.
    @Test func mistakesAreCounted() async throws {
        var corpus = MatchingCorpus(seed: 3, copies: 60, isOld: false)
        corpus.mislabel()
        var measurement = MatchingMeasurement(examples: 100)
        try await measurement.measure(corpus)
        #expect(measurement.tally.all[.wrong] == 2 && measurement.tally.precision < 1)
        #expect(!measurement.tally.isGood && measurement.examples.contains { $0.hasPrefix("wrong") })
    }
}
