import Mapping
import Phone
import SyncTypes
import Synchronization

/// All cuts of one mode's canonical session, or a share of them: counted from an undisturbed run, so that none is forgotten
/// when a session takes another commit.
public struct InterruptionCampaign: Sendable {
    /// How much of the product of cut points and habits runs.
    public enum Share: Hashable, Sendable {
        /// Every habit at every cut point.
        case whole
        /// Every cut point with one habit, in rotation; every habit at each n-th cut point more. The seed shifts both.
        case rotation(seed: UInt64, allHabitsAtEach: Int)
        /// So many of all pairs of cut point and habit, drawn by the seed.
        case sample(seed: UInt64, count: Int)
    }

    /// One case that ended wrongly.
    public struct Failure: Sendable, CustomStringConvertible {
        /// The case.
        public var session: InterruptedSession
        /// What was wrong.
        public var faults: [String]
        /// One table a session.
        public var log: [String]

        /// For a person.
        public var description: String {
            "\(session)\n" + (faults.map { "  " + $0 } + log).joined(separator: "\n")
        }
    }

    /// What came of it.
    public struct Result: Sendable {
        /// The mode.
        public var mode: CutMode
        /// What the undisturbed session counted.
        public var counts: CutPoint.Counts
        /// Cases that ran.
        public var cases = 0
        /// Those that ended wrongly.
        public var failures: [Failure] = []

        /// One line.
        public var summary: String {
            "\(mode): \(counts.messages) messages, \(counts.commits) commits, \(counts.requests) requests; "
                + "\(cases) cuts, \(failures.count) ended differently"
        }
    }

    /// The mode of the session that is cut.
    public var mode: CutMode
    /// How much of it.
    public var share: Share

    /// A campaign.
    public init(_ mode: CutMode, share: Share) {
        self.mode = mode
        self.share = share
    }

    /// Runs one case alone. Nil when it ended as it must.
    public static func run(_ session: InterruptedSession) async throws -> Failure? {
        let database = try Store(inMemory: ())
        let rule = try await rule(session.mode, database)
        return try await run(session, rule, database)
    }

    /// Runs its cases on so many tasks.
    public func run(jobs: Int = 1) async throws -> Result {
        let database = try Store(inMemory: ())
        let rule = try await InterruptionCampaign.rule(mode, database)
        let counts = try await CanonicalSession.counts(mode, database: database)
        let cases = cases(CutPoint.all(of: counts))
        let queue = CaseQueue(cases)
        var result = Result(mode: mode, counts: counts, cases: cases.count)
        result.failures = try await withThrowingTaskGroup(of: [Failure].self) { group in
            for _ in 0..<max(1, jobs) {
                group.addTask {
                    let database = try Store(inMemory: ())
                    var failures: [Failure] = []
                    while let session = queue.next() {
                        if let failure = try await InterruptionCampaign.run(session, rule, database) {
                            failures.append(failure)
                        }
                    }
                    return failures
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return result
    }

    private func cases(_ cuts: [CutPoint]) -> [InterruptedSession] {
        func whole() -> [InterruptedSession] {
            cuts.flatMap { cut in RetryHabit.possible(after: cut).map { InterruptedSession(mode, cut, $0) } }
        }
        switch share {
        case .whole:
            return whole()
        case .sample(let seed, let count):
            var random = SplitMix(seed: seed)
            let whole = whole()
            return Array(whole.shuffled(using: &random).prefix(count))
        case .rotation(let seed, let step):
            let start = Int(seed % 1000)
            return cuts.enumerated().flatMap { number, cut in
                let habits = RetryHabit.possible(after: cut)
                let own = habits[(number / 2 + start) % habits.count]
                let isSampled = (number + start) % max(1, step) == 0
                return (isSampled ? habits : [own]).map { InterruptedSession(mode, cut, $0) }
            }
        }
    }

    private static func rule(_ mode: CutMode, _ database: Store) async throws -> EndingRule {
        EndingRule(
            same: try await InterruptedSession.undisturbed(mode, database: database),
            slow: try await InterruptedSession.undisturbed(CutMode(asked: .slow), database: database))
    }

    private static func run(
        _ session: InterruptedSession, _ rule: EndingRule, _ database: Store
    ) async throws -> Failure? {
        let outcome = try await session.run(database: database)
        let faults = rule.faults(of: outcome, of: session)
        return faults.isEmpty ? nil : Failure(session: session, faults: faults, log: outcome.log)
    }
}

/// What the tasks of a campaign share.
private final class CaseQueue: Sendable {
    private let rest: Mutex<ArraySlice<InterruptedSession>>

    init(_ cases: [InterruptedSession]) { rest = Mutex(cases[...]) }

    /// The next case; nil when there is none left.
    func next() -> InterruptedSession? { rest.withLock { $0.popFirst() } }
}
