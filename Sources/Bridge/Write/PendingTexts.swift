import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Brings the acknowledged texts of one datastore upstream that wait there, without its device: it may never come again.
struct PendingTexts: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let context: DatastoreContext
    let client: DAVClient
    let resources: KeyedGate
    let clock: @Sendable () -> Int64
    let logger: Logger
    let refresh: Refresh

    private static let page = 64

    /// Tries each once. False when upstream does not answer.
    func run() async throws -> Bool {
        for collection in context.collections { try await refresh(collection.id, .changes) }
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(context.datastore.id, after: after, limit: Self.page) }
            guard let last = page.last else { return true }
            for link in page where link.pending != nil && !PendingReason.isFinal(link.pendingReason) {
                let verdict = try await resources.within(link) { try await upload(link).change(link.id) }
                context.marks?(verdict.mark)
                switch verdict {
                case .waiting: return false
                case .stored, .unchanged, .merged, .returned, .deviceWon, .serverWon, .duplicated, .rejected, .deleted,
                    .kept:
                    continue
                }
            }
            after = last.id
        }
    }

    private func upload(_ link: Link) -> Upload {
        let kind = context.kind(of: link.pending ?? [])
        return Upload(
            store: store, account: account, device: device, session: link.touchedIn ?? .new, client: client,
            lens: context.lens(for: kind), kind: kind, collections: context.collections,
            rule: ConflictRule.of(device, account), clock: clock, logger: logger, refresh: refresh,
            scope: context.scope, marks: context.marks)
    }
}
