import Mapping
import SyncTypes

/// How many items a datastore has at one time, for the guard.
struct Census: Hashable, Sendable, Codable {
    /// Items it has to show. What has vanished upstream and waits for an answer is not there; what is outside of the window does not
    /// make the loss of all that is inside a small one.
    let shown: Int
    /// Items of its collections that the window hides.
    let hidden: Int
    /// Items that are not listed any more and of which nobody has said yet whether they are gone.
    let doubtful: Int

    private init(shown: Int, hidden: Int, doubtful: Int) {
        (self.shown, self.hidden, self.doubtful) = (shown, hidden, doubtful)
    }

    /// Counts now.
    init(of context: DatastoreContext, _ store: StoreReader) throws {
        let window = context.window
        hidden =
            window == .all
            ? 0
            : try context.collections.reduce(0) {
                try $0 + store.count(of: $1.id, .event, endedBefore: window.start, orStartingFrom: window.end)
            }
        doubtful = try context.collections.reduce(0) { try $0 + store.hold(of: $1.id).count }
        shown = max(0, try context.collections.reduce(0) { try $0 + store.count(of: $1.id) } - hidden - doubtful)
    }

    /// What was there at an earlier time too: what was made since does not make deletions few. What is in doubt is so now.
    func sinceBefore(_ earlier: Census?) -> Census {
        guard let earlier else { return self }
        return Census(
            shown: min(shown, earlier.shown), hidden: min(hidden, earlier.hidden), doubtful: doubtful)
    }
}
