import DAVClient
import Logging
import Mapping
import Synchronization

/// The daily comparison of each mirror with all that its server lists, outside sessions: a token or a ctag that died silently
/// (DAViCal, SOGo) tells of nothing, and nobody would ever know.
extension BridgeService {
    /// Seconds after which a mirror is compared again.
    static let comparisonSeconds: Int64 = 86_400

    /// Compares what is due. Accounts whose login nobody has lent lately wait for their next session.
    public func compareMirrors() async {
        let now = dependencies.clock()
        do {
            let due = try dependencies.store.read {
                try $0.collections(comparedBefore: now - Self.comparisonSeconds, now: now)
            }
            for (account, collections) in Dictionary(grouping: due, by: \.account).sorted(by: { $0.key < $1.key }) {
                guard !isQuiet(account, now: now) else { continue }
                try await compare(collections, of: account, now: now)
            }
        } catch {
            dependencies.logger.error("mirrors not compared", metadata: ["error": "\(error)"])
        }
    }

    private func compare(_ records: [CollectionRecord], of row: AccountRow, now: Int64) async throws {
        guard let account = try dependencies.store.read({ try $0.account(row) }), account.isEnabled,
            let client = try? client(of: account)
        else { return }
        let mirror = MirrorRefresh(
            store: dependencies.store, account: account, clock: dependencies.clock, logger: dependencies.logger,
            marks: dependencies.marks, readsAhead: dependencies.upstreamWriters > 1)
        for record in records {
            do {
                try await collections.run(record.id, .everything, stopwatch: dependencies.stopwatch) {
                    try await mirror.run(record.id, .everything, through: client)
                }
            } catch let error as DAVError {
                didNotAnswer(row, retryAfter: error.retryAfter, now: now)
                dependencies.logger.notice(
                    "a mirror was not compared",
                    metadata: ["account": "\(account.name)", "href": "\(record.href)", "reason": "\(error)"])
                return
            }
        }
        didAnswer(row)
    }
}
