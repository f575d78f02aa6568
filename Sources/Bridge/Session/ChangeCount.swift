import Mapping
import SyncMLFront
import SyncTypes

/// NumberOfChanges of a Sync (OMA DS section 6.4): how many changes there will be at most. A change that the device cannot see is
/// only found when it is rendered.
struct ChangeCount: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession

    /// Rows that are looked at one by one; of more only their number counts.
    private static let most = 500

    /// Counts.
    func run() throws -> Int {
        guard let cursor = session.cursor else { return 0 }
        return try store.read { store in
            var new = 0
            var links: Set<LinkRow> = []
            let open = try store.openLinkCount(session.row)
            if open <= Self.most { links = try openLinks(store) } else { new += open }
            for (collection, span) in zip(session.collections, zip(cursor.from, cursor.through)) {
                let changed = try store.changedCount(collection, after: span.0, through: span.1)
                guard changed <= Self.most else {
                    new += changed
                    continue
                }
                let rows = try store.changedResources(
                    session.row, collection, after: span.0, through: span.1, limit: Self.most)
                for head in rows.map(\.resource) {
                    let known = try store.links(session.row, head.id)
                    links.formUnion(known.filter { $0.revision != head.revision && $0.pending == nil }.map(\.id))
                    let isWanted = !head.isGone && head.kind.map { context.datastore.kinds.contains($0) } == true
                    guard known.isEmpty, isWanted else { continue }
                    let held = try store.heldDeletion(session.row, head.id, PartKey(uid: head.uid))
                    if held?.revision != head.revision { new += 1 }
                }
            }
            return links.count + new
        }
    }

    /// The open links whose device is to be told something.
    private func openLinks(_ store: StoreReader) throws -> Set<LinkRow> {
        let told = try store.openLinks(session.row, limit: Self.most).filter { link in
            guard link.pending == nil, !link.pendingDelete else { return false }
            switch link.state {
            case .refused(StatusCode.deletedWithoutArchive), .refused(StatusCode.unsupportedMediaType),
                .refused(StatusCode.entityTooLarge), .offered, .delivered, .storedAnew:
                return false
            case .refused, .linked, .deleting:
                return true
            }
        }
        return Set(told.map(\.id))
    }
}
