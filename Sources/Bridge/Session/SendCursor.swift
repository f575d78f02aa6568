import Mapping

/// Where the sending of a datastore's changes stands.
struct SendCursor: Hashable, Sendable, Codable {
    /// What comes next.
    enum Place: Hashable, Sendable, Codable {
        /// Links behind this one, of what had left the device and may be back on it: it goes before its name and its room are given
        /// to others.
        case leaving(after: LinkRow?)
        /// Links behind this one that the device is asked for: before anything new may get one of their names.
        case asked(after: LinkRow?)
        /// Open links behind this one; nil: from the first.
        case open(after: LinkRow?)
        /// Resources that the n-th crossing concerns, of the n-th collection, behind a place in the order of their bounds.
        case crossed(crossing: Int, collection: Int, after: BoundPlace?)
        /// Resources of the n-th collection with a revision above this one.
        case changed(collection: Int, after: Int64)
        /// Everything was sent.
        case done
    }

    /// What comes next.
    var place: Place = .open(after: nil)
    /// The checkpoints of the collections: what the device was told before.
    let from: [Int64]
    /// Revision counters of the collections when sending began: what comes later goes out in the next session.
    let through: [Int64]
    /// Over which times the edges of the window have moved since the device was last served; nil: over none.
    var crossings: [TimeWindow.Crossing]?
    /// The first Sync command, which carries NumberOfChanges, went out.
    var isAnnounced = false
}
