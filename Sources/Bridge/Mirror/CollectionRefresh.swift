import DAVClient
import Logging
import Mapping
import Synchronization

/// One refresh of a collection for all sessions that wait for it.
final class CollectionRefresh: Sendable {
    private let gate = KeyedGate()
    private let started = Mutex<[CollectionRow: Int64]>([:])

    /// Runs `refresh` unless one that began after this call was finished meanwhile by somebody else.
    func run(
        _ row: CollectionRow, stopwatch: @Sendable () -> Int64, _ refresh: @Sendable () async throws -> Void
    ) async throws {
        let asked = stopwatch()
        try await gate.within("\(row.rawValue)") { [self] in
            let last = started.withLock { $0[row] }
            if let last, last > asked { return }
            let now = stopwatch()
            try await refresh()
            started.withLock { $0[row] = now }
        }
    }
}

extension BridgeService {
    /// Brings the mirror of one of an account's collections up to date, once for all who wait for it.
    func refresh(
        for account: Account, through client: DAVClient, _ logger: Logger
    ) -> @Sendable (CollectionRow) async throws -> Void {
        let mirror = MirrorRefresh(
            store: dependencies.store, account: account, clock: dependencies.clock, logger: logger,
            marks: dependencies.marks)
        let relocation = Relocation(store: dependencies.store, account: account, logger: logger)
        return { [collections, stopwatch = dependencies.stopwatch] row in
            try await collections.run(row, stopwatch: stopwatch) {
                do {
                    try await mirror.run(row, through: client)
                } catch let error as DAVError where error.code == .notFound {
                    guard try await relocation.run(row, through: client) else { throw error }
                    try await mirror.run(row, through: client)
                }
            }
        }
    }
}
