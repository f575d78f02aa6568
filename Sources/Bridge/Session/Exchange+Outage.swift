import DAVClient
import Logging
import Mapping
import SyncTypes

/// A datastore whose server is away as it opens, of an account that lets its devices go on all the same (`offline=queue`).
///
/// The device is served from the mirror. What it changes is acknowledged and waits on its links, as what upstream does not take in the
/// middle of a session; upkeep brings it there, merged with whatever has happened meanwhile.
extension Exchange {
    /// Brings the mirrors up to date, each once for all sessions that wait for it. Answers why that cannot be, where the account lets
    /// changes wait; throws it otherwise.
    mutating func bringUpToDate(_ collections: [CollectionRecord]) async throws -> DAVError? {
        // Nobody waits for the same time-out once a database.
        if let outage = state.datastores.lazy.compactMap(\.outage).first { return DAVError(.unreachable, outage) }
        do {
            try await service.settleIntents(of: account)
            let refresh = service.refresh(for: account, through: try client(), logger)
            for collection in collections { try await refresh(collection.id, .changes) }
            service.didAnswer(account.id)
            return nil
        } catch let error as DAVError where error.isTemporary && account.queuesOffline {
            return error
        }
    }

    /// Refuses a mode for which the mirror must be what the server has; says in the log that the others go on without it.
    func permit(_ mode: SyncMode, during outage: DAVError?, _ serverName: String) throws(DAVError) {
        guard let outage else { return }
        guard mode.canWait else { throw outage }
        logger.warning(
            "upstream is away, changes of the device wait",
            metadata: metadata(serverName).merging([
                "code": "\(outage.code.rawValue)", "reason": "\(outage.reason)",
            ]) { $1 })
    }

    /// Texts of a datastore whose server is away wait, each with the reason.
    func park(_ links: [Link], _ outage: String, by upload: (Link) -> Upload) throws {
        for link in links where link.pendingReason != PendingReason.waiting(outage) {
            _ = try upload(link).park(link, .waiting(outage))
        }
    }
}

extension SyncMode {
    /// True where the device tells its changes alone: they can wait. Matching and refreshes need to see what the server has.
    fileprivate var canWait: Bool {
        switch self {
        case .twoWay, .oneWayFromClient: true
        case .slow, .refreshFromClient, .slowFromClient, .slowFromServer, .oneWayFromServer, .refreshFromServer,
            .resetClient, .backup:
            false
        }
    }
}
