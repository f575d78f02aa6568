import SyncTypes

/// What a device must be told about one part of one resource. Pure: a view is only rendered when `.needsView`.
enum ServerChange: Hashable, Sendable {
    /// Nothing, and nothing to write down.
    case nothing
    /// The link only has to note the resource's revision.
    case acknowledge
    /// Render the part and ask `afterRendering`.
    case needsView
    /// The device gets a new item.
    case add
    /// The device's item changes.
    case replace
    /// The device's item goes.
    case delete
    /// The link stands for nothing on either side any more.
    case forget

    /// What the mirror says of the part.
    struct Upstream: Hashable, Sendable {
        /// The resource's revision.
        let revision: Int64
        /// False when the resource or this part of it is gone.
        let exists: Bool
    }

    /// What the link says of the device.
    enum OnDevice: Hashable, Sendable {
        /// No link, or one whose Add was refused or never delivered.
        case absent
        /// An Add is under way: delivered, LUID unknown.
        case unmapped
        /// The device holds it, as of a revision; one that a Replace of ours brings counts when it is answered.
        case holds(revision: Int64)
        /// The device was told to delete it and has not answered.
        case leaving
    }

    /// One arm for each pair of what there is and what the device has.
    static func decide(_ upstream: Upstream, _ device: OnDevice) -> ServerChange {
        switch (upstream.exists, device) {
        case (true, .absent):
            // Somebody made it upstream, or the device refused it last time.
            return .add
        case (true, .unmapped):
            // Sent before, its LUID unknown: never sent twice. A slow sync settles it.
            return .nothing
        case (true, .holds(let revision)):
            if revision == upstream.revision { return .nothing }
            // Changed upstream since the device last agreed: what matters is whether the device could see it.
            return .needsView
        case (true, .leaving):
            // The device never confirmed the delete, and the item is back: say it again as it is now.
            return .replace
        case (false, .absent):
            return .forget
        case (false, .unmapped):
            // Gone before the device named it: nothing to name in a Delete. The device may have it all the same, and in the
            // slow sync that settles it its copy is known by the link, or it would come back as something new.
            return .nothing
        case (false, .holds), (false, .leaving):
            return .delete
        }
    }

    /// The second half of `.needsView`: the view against what was last sent.
    static func afterRendering(viewIsAsSent: Bool) -> ServerChange {
        viewIsAsSent ? .acknowledge : .replace
    }
}
