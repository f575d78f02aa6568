import DAVClient
import Logging
import Mapping
import SyncTypes

/// Settles writes of which nobody knows whether they happened: the process ended between intent and read-back.
///
/// It looks upstream and never guesses: what is there becomes the mirror, and the text that still waits on its link is merged
/// into it like any other. A PUT that did happen is then found unchanged, a DELETE that did happen leaves a tombstone.
struct IntentSettlement: Sendable {
    let store: Store
    let logger: Logger

    /// What an interrupted PUT of a new item has made is its link's own.
    private func adopt(_ found: ResourceRecord, for intent: Intent, _ store: StoreWriter) throws {
        guard intent.operation == .put, intent.base == nil, let row = intent.link, var link = try store.link(row),
            link.pending != nil
        else { return }
        if let known = link.resource, try store.head(known)?.isGone == false { return }
        let part = PartKey(uid: found.uid, recurrenceID: link.part.recurrenceID)
        guard try !store.links(link.datastore, found.id).contains(where: { $0.part == part }) else { return }
        link.resource = found.id
        link.part = part
        try store.update(link)
    }

    /// Settles the open intents of one account. Those that cannot be looked at stay open.
    func run(_ account: Account, through client: DAVClient) async throws {
        for intent in try store.read({ try $0.openIntents(account.id) }) {
            guard let collection = try store.read({ try $0.collection(intent.collection) }) else {
                try store.write { try $0.close(intent.id) }
                continue
            }
            do {
                let remote = client.collection(collection.href, kind: collection.anyKind)
                let answers = try await remote.fetch([intent.href])
                if case .unreadable(_, let status)? = answers.first {
                    throw DAVError(.unexpectedStatus, "the resource cannot be read", status: status)
                }
                try store.write { store in
                    for answer in answers {
                        guard let found = try MirrorRow.apply(answer, in: collection, to: store) else { continue }
                        try adopt(found, for: intent, store)
                    }
                    try store.close(intent.id)
                }
                logger.info("settled an interrupted write", metadata: ["href": "\(intent.href)"])
            } catch {
                logger.warning(
                    "an interrupted write cannot be looked at yet",
                    metadata: ["href": "\(intent.href)", "reason": "\(error)"])
                return
            }
        }
    }
}
