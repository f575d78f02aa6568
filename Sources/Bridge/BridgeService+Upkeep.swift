import DAVClient
import Logging
import Mapping
import SyncTypes
import Synchronization

/// What the shell calls besides exchanges: at start-up and every minute.
extension BridgeService {
    /// Looks upstream for writes that a crash interrupted. Accounts whose server does not answer now are looked at when
    /// their next session begins.
    public func settleIntents() async {
        do {
            let store = dependencies.store
            for account in try store.read({ try $0.accounts() }) where account.isEnabled {
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

    /// The same for one account, before anything else is written for it: a text whose write nobody answered may lie upstream, and
    /// somebody may have changed it there.
    func settleIntents(of account: Account) async throws {
        guard try !dependencies.store.read({ try $0.openIntents(account.id) }).isEmpty else { return }
        let client = try client(of: account)
        let settlement = IntentSettlement(
            store: dependencies.store, clock: dependencies.clock, logger: dependencies.logger)
        try await settlement.run(account, through: client)
    }

    /// Carries out deletions that were approved on the command line. What an account's server does not take now waits.
    public func settleApprovedDeletions() async {
        let store = dependencies.store
        do {
            for row in try store.read({ try $0.datastoresWithAnsweredDeletions() }) {
                do {
                    try await settleApprovedDeletions(of: row)
                } catch {
                    dependencies.logger.warning("approved deletions wait", metadata: ["reason": "\(error)"])
                }
            }
        } catch {
            dependencies.logger.error("approved deletions not settled", metadata: ["error": "\(error)"])
        }
    }

    private func settleApprovedDeletions(of row: DatastoreRow) async throws {
        guard let (account, device, context) = try context(of: row) else { return }
        let client = try client(of: account)
        try await settleIntents(of: account)
        let approved = ApprovedDeletions(
            store: dependencies.store, account: account, device: device, context: context, client: client,
            resources: resources, clock: dependencies.clock, logger: dependencies.logger,
            refresh: refresh(for: account, through: client, dependencies.logger), before: nil)
        try await approved.run()
    }

    /// True while an account's server is left alone after a failure.
    func isQuiet(_ account: AccountRow, now: Int64) -> Bool {
        pauses.withLock { $0[account] }?.lasts(at: now) ?? false
    }

    /// Leaves an account's server alone for a while.
    func didNotAnswer(_ account: AccountRow, retryAfter: Int?, now: Int64) {
        pauses.withLock { $0[account] = UpkeepPause(after: $0[account], retryAfter: retryAfter, at: now) }
    }

    /// Notes that an account's server answers, whoever asked it.
    func didAnswer(_ account: AccountRow) { pauses.withLock { $0[account] = nil } }

    /// Brings upstream what waits on the links of devices that are in no session: they may never come again. Accounts whose
    /// login nobody has lent lately wait for their next session.
    public func retryPendingTexts() async {
        let now = dependencies.clock()
        do {
            let busy = Set(try dependencies.store.read { try $0.openSessions() }.map(\.device))
            for row in try dependencies.store.read({ try $0.datastoresWithWaitingTexts() }) {
                guard let (account, device, context) = try context(of: row), !busy.contains(device.id),
                    !isQuiet(account.id, now: now), let client = try? client(of: account)
                else { continue }
                let texts = PendingTexts(
                    store: dependencies.store, account: account, device: device, context: context, client: client,
                    resources: resources, clock: dependencies.clock, logger: dependencies.logger,
                    refresh: refresh(for: account, through: client, dependencies.logger))
                try await devices.within(device.deviceID.rawValue) {
                    do {
                        try await settleIntents(of: account)
                        if try await texts.run() {
                            didAnswer(account.id)
                        } else {
                            didNotAnswer(account.id, retryAfter: nil, now: now)
                        }
                    } catch let error as DAVError {
                        didNotAnswer(account.id, retryAfter: error.retryAfter, now: now)
                    }
                }
            }
        } catch {
            dependencies.logger.error("waiting texts not tried again", metadata: ["error": "\(error)"])
        }
    }

    /// A datastore's rows for work outside sessions; nil when its account is disabled, or its collections are to be chosen anew, which
    /// its next session does.
    private func context(of row: DatastoreRow) throws -> (Account, Device, DatastoreContext)? {
        let found = try dependencies.store.read { store -> (Account, Device, [CollectionRow])? in
            guard let datastore = try store.datastore(row), let device = try store.device(datastore.device),
                let account = try store.account(device.account), account.isEnabled
            else { return nil }
            return (account, device, try store.collections(of: row).map(\.collection))
        }
        guard let (account, device, collections) = found, !collections.isEmpty else { return nil }
        let loader = DatastoreLoader(
            settings: settings, dependencies: dependencies, account: account, device: device,
            profile: DeviceKnowledge.profile(of: device, userAgent: nil), now: dependencies.clock())
        return (account, device, try loader.load(row, collections: collections))
    }

    /// For how long a device may resume the session that it has suspended, or that broke off.
    static let resumableSeconds: Int64 = 30 * 24 * 3600

    /// Ends sessions whose device fell silent and drops what is older than it needs to be. Nothing of a session is lost with
    /// it: what was acknowledged lies on the links.
    public func closeIdleSessions() {
        let now = dependencies.clock()
        do {
            try dependencies.store.write { store in
                for session in try store.openSessions()
                where abs(now - session.updatedAt) > Int64(settings.limits.idleSessionSeconds) {
                    try store.end(session.id, at: now)
                }
                _ = try store.removeSessions(
                    endedBefore: now - 24 * 3600, newestBefore: now - Self.resumableSeconds)
                try store.forgetDeletions(upTo: now - MassDeletion.memorySeconds)
            }
            try JournalRetention(store: dependencies.store, bounds: settings.journal).run(now: now)
        } catch {
            dependencies.logger.error("upkeep failed", metadata: ["error": "\(error)"])
        }
    }
}
