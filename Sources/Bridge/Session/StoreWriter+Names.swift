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
        link.luid = nil
        link.generation += 1
        link.state = .refused(code: StatusCode.notFound)
        link.dropOffer()
        try update(link)
    }
}
