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
                let remote = client.collection(collection.href, kind: collection.anyKind)
                let answers = try await remote.fetch([intent.href])
                if case .unreadable(_, let status)? = answers.first {
                    throw DAVError(.unexpectedStatus, "the resource cannot be read", status: status)
                }
                try store.write { store in
                    for answer in answers { _ = try MirrorRow.apply(answer, in: collection, to: store) }
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
