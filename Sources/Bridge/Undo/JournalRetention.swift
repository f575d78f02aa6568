import Logging
import Mapping

/// Keeps the journal within its bounds, a little at a time: the upkeep of a full store must not hold up a session.
struct JournalRetention: Sendable {
    let store: Store
    let bounds: JournalBounds

    /// Entries that one run removes, and entries whose texts it drops.
    static let (rows, texts) = (1000, 500)

    /// One run, at a time in seconds since 1970 UTC.
    func run(now: Int64) throws {
        try store.write { store in
            try store.prune(olderThan: now - Int64(bounds.days) * 24 * 3600, limit: JournalRetention.rows)
            try store.dropJournalTexts(above: bounds.bytes, limit: JournalRetention.texts)
        }
    }
}
