import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Writes that an interruption cannot hide: what is about to be written stands in the store before.
extension Upload {
    /// Commits what is about to be written, so that a restart can look whether it was. `naming`: the link
    /// keeps the UID of its new resource.
    func open(
        _ operation: IntentOperation, _ link: Link, _ collection: CollectionRecord, _ href: Href, body: [UInt8]?,
        base: ResourceRecord?, losers: [String] = [], naming: Bool = false
    ) throws -> IntentRow {
        let now = clock()
        return try store.write { store in
            if naming { try store.update(link) }
            return try store.insert(
                Intent(
                    account: account.id, collection: collection.id, resource: base?.id, href: href,
                    operation: operation, body: body, baseETag: base?.etag, base: base?.body, link: link.id,
                    deviceText: operation == .put && !link.pendingDelete ? link.pending : nil,
                    conflicts: losers.joined(separator: "\n"), createdAt: now))
        }
    }

    /// One conditional PUT. A failure of the way there leaves open whether it happened: the href is looked at, and only if
    /// that fails too the intent stays open for the next session. What our own PUT has made is its link's own at once, or the
    /// device would get it as somebody else's new item; what it has overwritten stands in the journal as if it had been answered.
    /// A broken connection after which something else lies there counts as a condition that failed.
    func put(
        _ href: Href, _ body: [UInt8], _ precondition: WritePrecondition, in collection: CollectionRecord,
        _ intent: IntentRow
    ) async throws -> PutOutcome {
        do {
            return try await client.collection(collection).put(
                href, body: body, kind: kind, precondition: precondition)
        } catch {
            do {
                let found = try await fetch(href, in: collection)
                if found == nil { try await settleRenamed(intent, in: collection) }
                let now = clock()
                let mustPlanAgain = try store.write { store in
                    let open = try store.openIntents(account.id).first { $0.id == intent }
                    if let found, let open { try IntentSettlement.settle(found, open, store, now: now) }
                    let link = try open?.link.flatMap { try store.link($0) }
                    let isDone = link?.pending == nil && link?.pendingDelete != true
                    guard error.code != .dropped || isDone else { return true }
                    try store.close(intent)
                    return false
                }
                if mustPlanAgain { return .preconditionFailed }
            } catch is DAVError {
                logger.warning("a write may have happened", metadata: ["href": "\(href)"])
            }
            throw error
        }
    }

    /// A change of something that is not there any more: Calypso gives a task another name with each write. Once the mirror knows
    /// where it lies, the write is settled there.
    func settleRenamed(_ intent: IntentRow, in collection: CollectionRecord) async throws {
        let open = try store.read { try $0.openIntents(account.id).first { $0.id == intent } }
        guard let open, open.base != nil, let row = open.link else { return }
        try await refresh(collection.id, .everything)
        try IntentSettlement.settleMoved(row, of: account.id, store, now: clock())
    }

    /// The write was looked at.
    func close(_ intent: IntentRow) throws {
        try store.write { try $0.close(intent) }
    }
}
