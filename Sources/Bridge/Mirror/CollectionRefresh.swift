import DAVClient
import Logging
import Mapping
import Synchronization

/// How much of a collection a refresh looks at.
enum RefreshDepth: Hashable, Sendable {
    /// What the server says has changed.
    case changes
    /// All that the server lists, whatever its token and ctag say.
    case everything
}

/// Brings the mirror of one collection up to date. Throws `DAVError`.
typealias Refresh = @Sendable (CollectionRow, RefreshDepth) async throws -> Void

/// One refresh of a collection for all sessions that wait for it.
final class CollectionRefresh: Sendable {
    private let gate = KeyedGate()
    private let started = Mutex<[CollectionRow: [RefreshDepth: Int64]]>([:])

    /// Runs `refresh` unless one that looks at as much and began after this call was finished meanwhile by somebody else.
    func run(
        _ row: CollectionRow, _ depth: RefreshDepth, stopwatch: @Sendable () -> Int64,
        _ refresh: @Sendable () async throws -> Void
    ) async throws {
        let asked = stopwatch()
        try await gate.within("\(row.rawValue)") { [self] in
            let last = started.withLock { $0[row]?[depth] }
            if let last, last > asked { return }
            let now = stopwatch()
            try await refresh()
            started.withLock { started in
                started[row, default: [:]][.changes] = now
                if depth == .everything { started[row, default: [:]][.everything] = now }
            }
        }
    }
}

extension BridgeService {
    /// Brings the mirror of one of an account's collections up to date, once for all who wait for it.
    func refresh(for account: Account, through client: DAVClient, _ logger: Logger) -> Refresh {
        let mirror = MirrorRefresh(
            store: dependencies.store, account: account, clock: dependencies.clock, logger: logger,
            marks: dependencies.marks, readsAhead: dependencies.upstreamWriters > 1)
        let relocation = Relocation(store: dependencies.store, account: account, logger: logger)
        return { [collections, stopwatch = dependencies.stopwatch] row, depth in
            try await collections.run(row, depth, stopwatch: stopwatch) {
                do {
                    try await mirror.run(row, depth, through: client)
                } catch let error as DAVError where error.code == .notFound {
                    guard try await relocation.run(row, through: client) else { throw error }
                    try await mirror.run(row, depth, through: client)
                }
            }
        }
    }
}
