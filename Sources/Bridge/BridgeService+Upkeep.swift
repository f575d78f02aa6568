import DAVClient
import Logging
import Mapping

/// What the shell calls besides exchanges: at start-up and every minute.
extension BridgeService {
    /// Days the journal and the history go back.
    private static let journalDays: Int64 = 30

    /// Looks upstream for writes that a crash interrupted. Accounts whose server does not answer now are looked at when
    /// their next session begins.
    public func settleIntents() async {
        do {
            let store = dependencies.store
            for account in try store.read({ try $0.accounts() }) where account.isEnabled {
                guard try !store.read({ try $0.openIntents(account.id) }).isEmpty else { continue }
                do {
                    try await settleIntents(of: account)
                } catch let error as SecretError {
                    dependencies.logger.warning(
                        "interrupted writes not settled",
                        metadata: ["account": "\(account.name)", "reason": "\(error)"])
                }
            }
        } catch {
            dependencies.logger.error("interrupted writes not settled", metadata: ["error": "\(error)"])
        }
    }

    /// The same for one account.
    func settleIntents(of account: Account) async throws {
        let client = DAVClient(
            base: account.upstreamURL, credentials: try directory.upstreamCredentials(of: account),
            transport: dependencies.transport, userAgent: settings.userAgent)
        try await IntentSettlement(store: dependencies.store, logger: dependencies.logger).run(account, through: client)
    }

    /// Ends sessions whose device fell silent and drops what is older than it needs to be. Nothing of a session is lost with
    /// it: what was acknowledged lies on the links.
    public func closeIdleSessions() {
        let now = dependencies.clock()
        do {
            try dependencies.store.write { store in
                for session in try store.openSessions()
                where now - session.updatedAt > Int64(settings.limits.idleSessionSeconds) {
                    try store.end(session.id, at: now)
                    try store.clearChunk(session.id)
                }
                _ = try store.removeSessions(endedBefore: now - 24 * 3600)
                _ = try store.prune(olderThan: now - Self.journalDays * 24 * 3600)
            }
        } catch {
            dependencies.logger.error("upkeep failed", metadata: ["error": "\(error)"])
        }
    }
}
