import BridgeTesting
import Foundation
import Testing

/// The whole product of cut points and habits runs with `make prove`; here a sample of it does. `CUTS=200 swift test --filter
/// EveryCutTests` draws more, `CUTS=rotation` takes every cut point with one habit.
@Suite("A session cut anywhere ends like one that was not", .serialized)
struct EveryCutTests {
    private static let seed: UInt64 = 20_261_121
    private static let usual = 10

    private static var share: InterruptionCampaign.Share {
        let wish = ProcessInfo.processInfo.environment["CUTS"] ?? ""
        if wish == "rotation" { return .rotation(seed: seed, allHabitsAtEach: 25) }
        return .sample(seed: seed, count: Int(wish) ?? usual)
    }

    @Test("Messages, commits and requests", arguments: CutMode.allCases)
    func everyCut(mode: CutMode) async throws {
        let result = try await InterruptionCampaign(mode, share: Self.share).run()
        print("\(result.summary) (seed \(Self.seed))")
        #expect(
            result.counts.messages >= 3 && result.counts.commits > (mode.isBackup ? 10 : 15)
                && result.counts.requests >= (mode.isBackup ? 1 : 2))
        #expect(result.cases >= Self.usual || Self.share != .sample(seed: Self.seed, count: Self.usual))
        let stories = result.failures.prefix(3).map(\.description).joined(separator: "\n")
        #expect(result.failures.isEmpty, "\(result.failures.count) of \(result.cases)\n\(stories)")
    }
}
