import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Carries approved and postponed deletions of one datastore out upstream. An approval speaks of the revision the device had seen:
/// what has changed since returns to the device instead.
struct ApprovedDeletions: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let context: DatastoreContext
    let client: DAVClient
    let resources: KeyedGate
    let clock: @Sendable () -> Int64
    let logger: Logger
    let refresh: Refresh
    /// What there was before the running session wrote anything; nil: no session runs, or it has written nothing.
    let before: Census?

    private static let page = 64

    /// Runs them. What upstream does not take now stays approved, or postponed.
    func run() async throws {
        if try store.read({ try $0.deletionCount(context.datastore.id, .postponed) }) > 0 {
            // A server that did not answer may have changed behind a token that tells nothing.
            do {
                for collection in context.collections { try await refresh(collection.id, .everything) }
            } catch is DAVError {
                return
            }
            try deviceGuard.runPostponed()
        }
        var after: HeldDeletionRow?
        while true {
            let page = try store.read {
                try $0.answeredDeletions(context.datastore.id, .given, after: after, limit: Self.page)
            }
            guard let last = page.last else { return }
            for deletion in page {
                let isDone = try await resources.within(deletion.resource) { try await settle(deletion) }
                guard isDone else { return }
            }
            after = last.id
        }
    }

    private var deviceGuard: DeviceGuard {
        DeviceGuard(
            store: store, account: account, device: device, context: context, session: nil, before: before,
            logger: logger, now: clock())
    }

    /// False when upstream does not answer.
    private func settle(_ deletion: HeldDeletion) async throws -> Bool {
        guard let resource = try store.read({ try $0.resource(deletion.resource) }), !resource.isGone else {
            try store.write { try $0.remove(deletion.id) }
            return true
        }
        let kind = resource.kind ?? context.datastore.kind
        let upload = Upload(
            store: store, account: account, device: device, session: deletion.session ?? .new, client: client,
            lens: context.lens(for: kind), kind: kind, collections: context.collections, rule: .deviceWins,
            clock: clock, logger: logger, refresh: refresh, isApproved: true, marks: context.marks)
        let isCovered = deletion.covers(resource, context.lens(for: kind))
        guard let link = try carrier(of: deletion, seen: isCovered ? resource.revision : deletion.revision) else {
            return true
        }
        let verdict = try await upload.delete(link)
        context.marks?(verdict.mark)
        switch verdict {
        case .waiting:
            try store.write { try $0.remove(link) }
            return false
        case .deleted, .kept, .stored, .unchanged, .merged, .returned, .deviceWon, .serverWon, .duplicated, .rejected:
            try store.write { try $0.remove(deletion.id) }
            return true
        }
    }

    /// The link that exists while the deletion runs: it carries the intent, and the revision that the approval speaks of. An
    /// interrupted run has left it. Nil when the device has the item again: then its deletion is off.
    private func carrier(of deletion: HeldDeletion, seen revision: Int64) throws -> LinkRow? {
        try store.write { store in
            let others = try store.links(deletion.datastore, deletion.resource).filter { $0.part == deletion.part }
            guard var rest = others.first else {
                return try store.insert(
                    Link(
                        datastore: deletion.datastore, resource: deletion.resource, part: deletion.part,
                        guid: try store.allocateGUID(deletion.datastore), revision: revision,
                        state: .refused(code: 0), pendingDelete: true))
            }
            guard rest.pendingDelete else {
                try store.remove(deletion.id)
                return nil
            }
            rest.revision = revision
            try store.update(rest)
            return rest.id
        }
    }
}
