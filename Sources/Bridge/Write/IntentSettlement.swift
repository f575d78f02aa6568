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

    /// Settles the open intents of one account. Those that cannot be looked at stay open.
    func run(_ account: Account, through client: DAVClient) async throws {
        for intent in try store.read({ try $0.openIntents(account.id) }) {
            guard let collection = try store.read({ try $0.collection(intent.collection) }) else {
                try store.write { try $0.close(intent.id) }
                continue
            }
            do {
                let answers = try await client.collection(collection.href, kind: collection.anyKind).fetch([intent.href]
                )
                try store.write { store in
                    for answer in answers {
                        switch answer {
                        case .found(let resource):
                            _ = try MirrorRow.save(resource, in: collection, to: store)
                        case .missing(let href):
                            if let row = try store.resource(collection.id, href), !row.isGone {
                                _ = try store.markGone(row.id)
                            }
                        case .unreadable(_, let status):
                            throw DAVError(.unexpectedStatus, "the resource cannot be read", status: status)
                        }
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
