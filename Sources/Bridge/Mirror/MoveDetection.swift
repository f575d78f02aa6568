import Mapping
import SyncTypes

/// Follows resources that vanish at one path and appear at another: a move between calendars, a renamed home. The UID says that
/// it is the same one; without a UID, and of a file, whose UID is its name, the body's hash.
///
/// The links go along, so the device keeps its item and is told nothing but what has changed in it.
struct MoveDetection {
    let account: AccountRow
    let store: StoreWriter
    /// Told of each decision.
    var marks: MarkObserver?

    /// A vanished resource is sought elsewhere. True when it was found.
    func left(_ old: ResourceHead) throws -> Bool {
        for new in try twins(of: old) where !new.isGone {
            if try store.isMissing(new) { continue }
            try moveLinks(from: old, to: new)
            marks?(.moveLeft)
            return true
        }
        return false
    }

    /// A new resource takes over the links of one that has vanished already, or whose vanishing is held.
    func arrived(_ new: ResourceRecord, isComplete: Bool) throws {
        let head = new.head
        for old in try twins(of: head) {
            if old.isGone {
                try moveLinks(from: old, to: head)
                marks?(.moveArrived)
            } else if try isWhole(old.collection, besides: head.collection, isComplete), try store.isMissing(old) {
                try moveLinks(from: old, to: head)
                try store.markGone(old.id)
                marks?(.moveArrived)
            }
        }
    }

    /// True when another resource of the same collection has the UID, and the changes listed do not name it.
    func hasUntoldTwin(_ new: ResourceRecord) throws -> Bool {
        guard !new.uid.isEmpty else { return false }
        return try twins(of: new.head).contains { old in
            try old.collection == new.collection && !old.isGone && store.isUntold(old)
        }
    }

    /// True when the listing kept of a collection is a whole one: only of it may be said what it lacks.
    private func isWhole(_ old: CollectionRow, besides new: CollectionRow, _ isComplete: Bool) throws -> Bool {
        old == new ? isComplete : try store.hold(of: old).count > 0
    }

    private func twins(of head: ResourceHead) throws -> [ResourceHead] {
        let isFile = try head.kind == .note && store.collection(head.collection)?.isFolder == true
        let all =
            head.uid.isEmpty || isFile
            ? try store.resources(withBodyHash: head.bodyHash, account: account, includingGone: true)
            : try store.resources(withUID: head.uid, account: account, includingGone: true)
        return all.filter { $0.id != head.id && $0.kind == head.kind && (isFile || $0.uid == head.uid) }
    }

    /// A device that does not show the new collection keeps its link to the old place, and is told to delete.
    private func moveLinks(from old: ResourceHead, to new: ResourceHead) throws {
        for var link in try store.links(of: old.id) {
            let shown = try store.collections(of: link.datastore).contains { $0.collection == new.collection }
            if old.uid != new.uid { link.part = PartKey(uid: new.uid, recurrenceID: link.part.recurrenceID) }
            let taken = try store.links(link.datastore, new.id).contains { $0.part == link.part }
            guard shown, !taken else { continue }
            link.resource = new.id
            if link.state == .deleting { link.state = .linked }
            // Revisions of different collections are not comparable: the view decides.
            if !link.isOffered { link.revision = 0 }
            try store.update(link)
            // It has deleted the one, got the other, and the other is gone: it has the item.
            if let held = try store.heldDeletion(link.datastore, new.id, link.part) { try store.remove(held.id) }
        }
    }
}
