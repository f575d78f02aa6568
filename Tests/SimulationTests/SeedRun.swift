import BridgeTesting
import Mapping
import Synchronization

/// Seeds from 1 on, on several tasks: at least so many, and then more until the time is over.
final class SeedRun: Sendable {
    struct Result {
        var seeds = 0
        var sessions = 0
        var failed: [Verdict] = []
    }

    private let least: Int
    private let end: ContinuousClock.Instant
    private let state = Mutex((result: Result(), next: 1))

    init(least: Int, seconds: Double) {
        self.least = least
        end = ContinuousClock.now + .seconds(seconds)
    }

    var result: Result { state.withLock { $0.result } }

    func go(tasks: Int) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    // One store for many worlds: making its schema takes longer than a world.
                    let database = try? Store(inMemory: ())
                    while let seed = self.next() {
                        self.add(await Simulation.run(seed: UInt64(seed), scope: .busy, database: database))
                    }
                }
            }
        }
    }

    private func next() -> Int? {
        let isOver = ContinuousClock.now >= end
        return state.withLock { state in
            if isOver, state.next > least { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    private func add(_ verdict: Verdict) {
        state.withLock { state in
            state.result.seeds += 1
            state.result.sessions += verdict.story.sessions
            if !verdict.violations.isEmpty { state.result.failed.append(verdict) }
        }
    }
}
