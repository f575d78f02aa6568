import DAVClient
import SyncTypes

/// A sync report gathered into one value.
public enum SyncReport: Sendable, Hashable {
    /// All changes, each href once with the latest word on it, and the token for the next time.
    case changes([MemberChange], token: SyncToken)
    /// As in `SyncEnd`.
    case tokenRejected
    /// As in `SyncEnd`.
    case unsupported
}

extension DAVCollection {
    /// All members in one array, each href once: for tests and tools that look at a small collection.
    public func listed() async throws -> [Member] {
        var seen: Set<Href> = []
        var members: [Member] = []
        try await list { batch in members += batch.filter { seen.insert($0.href).inserted } }
        return members
    }

    /// All changes in one array, each href once with the latest word on it; without a token before, only what is there.
    public func allChanges(since token: SyncToken?) async throws -> SyncReport {
        var latest: [Href: MemberChange] = [:]
        var order: [Href] = []
        let end = try await changes(since: token) { batch in
            for change in batch where latest.updateValue(change, forKey: change.href) == nil {
                order.append(change.href)
            }
        }
        switch end {
        case .complete(let next):
            let all = order.compactMap { latest[$0] }
            return .changes(token == nil ? all.filter(\.isPresence) : all, token: next)
        case .tokenRejected: return .tokenRejected
        case .unsupported: return .unsupported
        }
    }
}

extension MemberChange {
    /// True for a member that is there.
    fileprivate var isPresence: Bool {
        switch self {
        case .changed: true
        case .vanished: false
        }
    }
}
