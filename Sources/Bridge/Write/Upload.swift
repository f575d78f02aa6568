import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Brings one device's pending change upstream: plan against the mirror, intent, conditional PUT, read-back, acknowledge.
///
/// Everything it needs is a value; what it learns it writes to the store, link by link.
struct Upload: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let session: SessionRow
    let client: DAVClient
    let lens: Lens
    let kind: ItemKind
    /// The datastore's collections, the one for new items first.
    let collections: [CollectionRecord]
    let rule: ConflictRule
    let clock: @Sendable () -> Int64
    let logger: Logger
    /// Brings the mirror of a collection up to date, once for all who wait for it.
    let refresh: Refresh
    /// What the device is to hold; nil: everything.
    var scope: DatastoreScope?
    /// True for a deletion that somebody approved: it does not count against the next ones.
    var isApproved = false
    /// Told of each decision.
    var marks: MarkObserver?

    /// How often a concurrent change upstream is merged again before the text waits for the next session.
    private static let attempts = 4

    /// Settles the pending text of a link. Never throws for what a server does; store errors pass through.
    func change(_ row: LinkRow) async throws -> WriteVerdict {
        try IntentSettlement.settleMoved(row, of: account.id, store, now: clock())
        for _ in 0..<Self.attempts {
            guard let link = try store.read({ try $0.link(row) }), let text = link.pending else { return .unchanged }
            do {
                let plan = try plan(link, text)
                marks?(plan.mark)
                switch plan {
                case .create(let collection, let href, let body, let uid):
                    if try await isThereAfterAll(link) { continue }
                    if let verdict = try await create(link, text, in: collection, href, body, uid) { return verdict }
                case .update(let resource, let collection, let result):
                    if let verdict = try await update(link, text, resource, in: collection, result) { return verdict }
                case .adopt(let resource, let part): try adopt(resource, part, for: link)
                case .double(let other):
                    guard other.pending == nil else {
                        return try park(link, .waiting("the device has the item twice, and the other one comes first"))
                    }
                    try swapPlaces(of: link, with: other)
                case .nameTaken:
                    try store.write { store in
                        var link = link
                        link.generation += 1
                        try store.update(link)
                    }
                case .gone:
                    if try await isThereAfterAll(link) { continue }
                    try letGo(link, text)
                    return .unchanged
                case .readOnly(let resource):
                    return try handBack(link, text, resource)
                }
            } catch let error as DAVError {
                // What was found of the write meanwhile stays.
                guard let present = try store.read({ try $0.link(row) }), present.pending != nil else { return .stored }
                return try park(present, .waiting(error.reason))
            } catch let error as TranslationError {
                return try park(link, .rejected(error.reason))
            }
        }
        guard let link = try store.read({ try $0.link(row) }) else { return .unchanged }
        return try park(link, .waiting("the resource keeps changing upstream"))
    }
}
