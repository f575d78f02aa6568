import BridgeTesting
import SyncTypes
import Testing

@Suite("The simulated world keeps its promises")
struct SeedTests {
    /// Seconds for the random part, and how many seeds run whatever time it takes.
    private static let seconds = 60.0
    private static let least: UInt64 = 40

    @Test("Random seeds of the whole world")
    func seeds() async {
        // Bound by time: a seed's cost depends on the machine. Below the least number the time does not count.
        let clock = ContinuousClock()
        let start = clock.now
        var seed: UInt64 = 1
        var sessions = 0
        var failed: [UInt64] = []
        var story = ""
        while seed <= Self.least || start.duration(to: clock.now) < .seconds(Self.seconds) {
            let verdict = await Simulation.run(seed: seed)
            sessions += verdict.story.sessions
            if !verdict.violations.isEmpty {
                failed.append(seed)
                if failed.count == 1 { story = verdict.text }
            }
            seed += 1
        }
        print("\(seed - 1) seeds, \(sessions) sessions, \(failed.count) failed")
        if KnownSeeds.awaiting.isEmpty {
            #expect(failed.isEmpty, "\(story)")
        } else {
            let names = KnownSeeds.awaiting.map(\.story).joined(separator: "; ")
            withKnownIssue("awaiting repairs: \(names)", isIntermittent: true) {
                #expect(failed.isEmpty)
            }
        }
    }

    @Test("Random seeds of a world without faults, losses and disasters", arguments: ItemKind.allCases)
    func tame(_ kind: ItemKind) async {
        var scope = Scope.tame
        scope.kinds = [kind]
        for seed: UInt64 in 1...25 {
            let verdict = await Simulation.run(seed: seed, scope: scope)
            #expect(verdict.violations.isEmpty, "\(verdict.text)")
        }
    }

    @Test("A seed is the same run every time")
    func determinism() async {
        for seed: UInt64 in 1...6 {
            let first = await Simulation.run(seed: seed)
            let second = await Simulation.run(seed: seed)
            #expect(first.story.hash == second.story.hash, "seed \(seed)")
            #expect(first.story.lines == second.story.lines, "seed \(seed)")
        }
    }

    @Test("Seeds that found a mistake once", arguments: KnownSeeds.mended)
    func known(_ found: KnownSeeds.Found) async {
        let verdict = await Simulation.run(seed: found.seed, scope: found.scope)
        #expect(verdict.violations.isEmpty, "\(found.story)\n\(verdict.text)")
    }
}
