import Mapping
import SyncMLFront
import SyncTypes

extension StoreWriter {
    /// The device has items that a sync from the server did not take, whatever becomes of the session.
    func noteUntaken(_ row: DatastoreRow) throws {
        guard var datastore = try datastore(row), !datastore.hasUntaken else { return }
        datastore.hasUntaken = true
        try update(datastore)
    }

    /// The device's name for a link stands for something else now. The link goes, unless its text or its deletion is not
    /// upstream yet: these were acknowledged and exist nowhere else, so it stays and waits without a name.
    func unname(_ link: Link) throws {
        if link.storedCopy?.isItem == true { return try forgetOldName(link) }
        guard link.pending != nil || link.pendingDelete else { return try remove(link.id) }
        var kept = link
        kept.luid = nil
        try update(kept)
    }

    /// The device has the item under a name that it has not told, and the old one is another item's.
    private func forgetOldName(_ link: Link) throws {
        var link = link
        link.luid = nil
        link.state = .delivered
        try update(link)
    }

    /// The device has given a link's name to another of our items, so it does not have this one any more: an Add next time.
    func showAnew(_ link: Link) throws {
        if link.storedCopy?.isItem == true { return try forgetOldName(link) }
        guard link.resource != nil, link.pending == nil, !link.pendingDelete else { return try unname(link) }
        var link = link
        try offerAnew(&link, code: StatusCode.notFound)
        link.dropOffer()
        try update(link)
    }

    /// The device has made one item too many of a Replace for `luid`; what its Map names is to go again, unless the device changes it
    /// before. `part`: what it is a copy of.
    func addStray(
        _ luid: LUID, of part: PartKey, in datastore: DatastoreRow, text: [UInt8], _ session: SessionRow
    ) throws {
        _ = try insert(
            Link(
                datastore: datastore, resource: nil, part: part, luid: luid,
                guid: try allocateGUID(datastore), held: text, state: .storedAnew(.stray), touchedIn: session))
    }

    /// The device does not have an item any more that was told to leave it. Should it be inside of the window again, it is new.
    func hasLeft(_ link: Link, _ session: SessionRow) throws {
        var link = link
        if let luid = link.luid { try noteDeparture(of: luid, from: link.datastore, in: session) }
        try offerAnew(&link, code: 0)
        link.held = nil
        link.sent = nil
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

extension StoredCopy {
    /// True for an item, which upstream has too.
    var isItem: Bool {
        switch self {
        case .changed, .asked: true
        case .stray: false
        }
    }
}
