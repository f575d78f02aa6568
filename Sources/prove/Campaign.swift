import BridgeTesting
import Foundation
import Mapping
import Synchronization

/// Many seeds on several tasks.
struct Campaign: Sendable {
    let options: Options

    func run() async -> Tally {
        let board = Board(options)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<max(1, options.jobs) {
                group.addTask {
                    let database = try? Store(inMemory: ())
                    while let seed = board.next() {
                        let verdict = await Simulation.run(seed: seed, scope: board.options.scope, database: database)
                        for line in board.add(verdict) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
                    }
                }
            }
        }
        return board.result
    }
}

/// What the tasks of a campaign share.
private final class Board: Sendable {
    let options: Options
    private let start = ContinuousClock.now
    private let state: Mutex<(tally: Tally, next: UInt64)>

    init(_ options: Options) {
        self.options = options
        state = Mutex((Tally(), options.from))
    }

    var result: Tally { state.withLock { $0.tally } }

    /// The next seed; nil when there is none or it is time to stop.
    func next() -> UInt64? {
        let seconds = seconds
        return state.withLock { state in
            guard state.next < options.from + options.seeds else { return nil }
            if let until = options.until, seconds > until { return nil }
            if options.stopsAtFirst, !state.tally.failures.isEmpty { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Adds a verdict up; the lines to print: a failure at once, the progress every ten seconds.
    func add(_ verdict: Verdict) -> [String] {
        let seconds = seconds
        return state.withLock { state in
            state.tally.add(verdict)
            state.tally.seconds = seconds
            let failure = verdict.violations.first.map { "seed \(verdict.seed): \($0)" }
            return [failure, state.tally.progress()].compactMap(\.self)
        }
    }

    private var seconds: Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
