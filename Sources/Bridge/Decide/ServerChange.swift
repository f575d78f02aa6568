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
    /// The device's item goes, and stays upstream: it is outside of what the device is to hold.
    case leave
    /// The link stands for nothing on either side any more.
    case forget

    /// What the mirror says of the part.
    struct Upstream: Hashable, Sendable {
        /// The resource's revision.
        let revision: Int64
        /// Where the part is.
        let place: Place
    }

    /// Where a part is, as seen from the datastore.
    enum Place: Hashable, Sendable {
        /// The datastore is to show it.
        case inside
        /// It is there, and outside of the datastore's time window, filter or collections.
        case outside
        /// The device does not want it sent, and keeps it where it has it.
        case kept
        /// The resource or this part of it is gone.
        case gone
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
        /// The device's user has taken it off this device, and only there.
        case released
        /// The device has deleted it, perhaps: it is asked whether it has it.
        case doubted
    }

    /// One arm for each pair of what there is and what the device has.
    static func decide(_ upstream: Upstream, _ device: OnDevice) -> ServerChange {
        switch (upstream.place, device) {
        case (.inside, .absent):
            // Somebody made it upstream, or the device refused it last time.
            return .add
        case (.inside, .unmapped):
            // Sent before, its LUID unknown: never sent twice. A slow sync settles it.
            return .nothing
        case (.inside, .holds(let revision)), (.kept, .holds(let revision)):
            if revision == upstream.revision { return .nothing }
            // Changed upstream since the device last agreed: what matters is whether the device could see it.
            return .needsView
        case (.inside, .leaving):
            // The device never confirmed the delete, and the item is back: say it again as it is now.
            return .replace
        case (.inside, .released), (.outside, .released), (.kept, .released):
            // It stays away, and is remembered: a window that takes it in again is nobody's wish to have it back.
            return .nothing
        case (.inside, .doubted), (.outside, .doubted), (.kept, .doubted):
            // A deletion that was acknowledged is not forgotten because its item has left the window meanwhile.
            return .needsView
        case (.outside, .absent), (.kept, .absent), (.gone, .absent), (.gone, .released):
            return .forget
        case (.outside, .unmapped), (.kept, .unmapped), (.gone, .unmapped):
            // Gone before the device named it: nothing to name in a Delete. The device may have it all the same, and in the
            // slow sync that settles it its copy is known by the link, or it would come back as something new.
            return .nothing
        case (.outside, .holds), (.outside, .leaving), (.kept, .leaving):
            // Told once to go, it goes, though it could stay by now: nobody knows whether it is there.
            return .leave
        case (.gone, .holds), (.gone, .leaving), (.gone, .doubted):
            return .delete
        }
    }

    /// The second half of `.needsView`: the view against what was last sent.
    static func afterRendering(viewIsAsSent: Bool) -> ServerChange {
        viewIsAsSent ? .acknowledge : .replace
    }
}
