import Mapping
import SyncTypes

/// How many items a datastore has at one time, for the guard over its device's deletions.
struct Census: Hashable, Sendable, Codable {
    /// Items it has to show. What may go and has not gone yet is as good as gone. What has vanished upstream and waits for an answer
    /// is not there; what is outside of the window does not make the loss of all that is inside a small one.
    let shown: Int
    /// Items of its collections that the window hides, or a filter.
    let hidden: Int
    /// Items that are not listed any more and of which nobody has said yet whether they are gone.
    let doubtful: Int
    /// What the device deleted in the last days without approval.
    let recent: Int

    private init(shown: Int, hidden: Int, doubtful: Int, recent: Int) {
        (self.shown, self.hidden, self.doubtful, self.recent) = (shown, hidden, doubtful, recent)
    }

    /// Counts now.
    init(of context: DatastoreContext, _ store: StoreReader, now: Int64) throws {
        let window = context.window
        let outside =
            window == .all
            ? 0
            : try context.collections.reduce(0) {
                try $0 + store.count(of: $1.id, .event, endedBefore: window.start, orStartingFrom: window.end)
            }
        doubtful = try context.collections.reduce(0) { try $0 + store.hold(of: $1.id).count }
        let given = try store.deletionCount(context.datastore.id, .given)
        let all = try context.collections.reduce(0) { try $0 + store.count(of: $1.id) }
        let present = max(0, all - outside - doubtful - given)
        if context.filter == nil {
            shown = present
        } else {
            // Of what a filter leaves out nobody keeps count: what the device has is what it wants, and had, where it waits for an answer.
            let row = context.datastore.id
            let waiting = try store.deletionCount(row, .awaited) + store.deletionCount(row, .postponed)
            shown = min(present, try store.nameCount(row) + waiting)
        }
        hidden = outside + present - shown
        recent = try store.deletions(by: context.datastore.id, since: now - MassDeletion.memorySeconds)
    }

    /// The same without some items that turn out to have been gone already.
    func without(_ count: Int) -> Census {
        Census(shown: shown - max(0, count), hidden: hidden, doubtful: doubtful, recent: recent)
    }

    /// What of an earlier time is left: what was made since does not make deletions few, nor make up for those that happened since.
    /// What is in doubt is so now.
    func sinceBefore(_ earlier: Census?) -> Census {
        guard let earlier else { return self }
        let left = earlier.shown - max(0, recent - earlier.recent)
        return Census(
            shown: max(0, min(shown, left)), hidden: min(hidden, earlier.hidden), doubtful: doubtful, recent: recent)
    }
}
