import Mapping
import SyncMLFront

extension StoreWriter {
    /// The device's name for a link stands for something else now. The link goes, unless its text or its deletion is not
    /// upstream yet: these were acknowledged and exist nowhere else, so it stays and waits without a name.
    func unname(_ link: Link) throws {
        guard link.pending != nil || link.pendingDelete else { return try remove(link.id) }
        var kept = link
        kept.luid = nil
        try update(kept)
    }

    /// The device has given a link's name to another of our items, so it does not have this one any more: an Add next time.
    func showAnew(_ link: Link) throws {
        guard link.resource != nil, link.pending == nil, !link.pendingDelete else { return try unname(link) }
        var link = link
        try offerAnew(&link, code: StatusCode.notFound)
        link.dropOffer()
        try update(link)
    }

    /// The device does not have the item: an Add next time, under another name of ours than the one before. A Map of that one may
    /// still come, from a device that was restored. The link is not written.
    func offerAnew(_ link: inout Link, code: Int) throws {
        link.luid = nil
        link.generation += 1
        link.guid = try allocateGUID(link.datastore)
        link.state = .refused(code: code)
    }
}
