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
        guard let cursor = session.cursor, session.mode != .resetClient else { return 0 }
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
                    if known.isEmpty, try isNew(head, store) { new += 1 }
                }
            }
            try countCrossing(cursor, &links, &new, store)
            return links.count + new
        }
    }

    /// True for a resource without links that the device is to get.
    private func isNew(_ head: ResourceHead, _ store: StoreReader) throws -> Bool {
        guard try context.place(of: head, store) == .inside else { return false }
        let held = try store.heldDeletion(session.row, head.id, PartKey(uid: head.uid))
        return held?.revision != head.revision
    }

    /// What goes into the window and out of it. More than can be looked at count as if all of them did.
    private func countCrossing(
        _ cursor: SendCursor, _ links: inout Set<LinkRow>, _ new: inout Int, _ store: StoreReader
    ) throws {
        for crossing in cursor.crossings ?? [] {
            for (collection, span) in zip(session.collections, zip(cursor.from, cursor.through)) {
                let heads = try store.heads(of: collection, crossing, limit: Self.most)
                for head in heads where head.revision <= span.0 {
                    let known = try store.links(session.row, head.id)
                    if known.isEmpty {
                        if try isNew(head, store) { new += 1 }
                    } else if try context.place(of: head, store) == .outside {
                        links.formUnion(known.filter { $0.pending == nil }.map(\.id))
                    }
                }
            }
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
