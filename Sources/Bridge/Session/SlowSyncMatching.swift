import Mapping
import SyncTypes
import Translation

/// Matches what the device sent in a slow sync with the mirror, best first, once the whole picture is there.
///
/// First identical views, one to one. Then UIDs. Then fingerprints, details and names, among what was sent and never named, then
/// fingerprints among all; a fingerprint that two items of one side share proves nothing, and both stay apart, unless they are
/// alike word by word; nor does one that two people share whose cards contradict each other. Then what one may have become in the device's hands, best pairs first:
/// an item that is as much like another one is linked to neither. Then what was sent and never named and is told apart by nothing that the device keeps, one to one. Then
/// events that have a title alone, once most of them agree in how wrong the device's clock is. What is left on the device's side
/// is new.
struct SlowSyncMatching: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession
    let record: SessionRow

    static let page = 64
    /// The tier of titles, which prove nothing alone.
    static let titles = 3
    /// The tier of scores, by which one part's copies are compared.
    static let scores = 8

    /// How sure a match is, surest first. The numbers are the store's.
    enum Tier: Int, Hashable, Sendable, CaseIterable {
        /// The view is what the device sent.
        case identical = 0
        /// Both name one UID.
        case uid = 1
        /// They share a fingerprint, and the device was sent the item and never named it.
        case unnamed = 4
        /// They share a name and one more value, and the device was sent the item and never named it.
        case detail = 6
        /// They share a name, and the device was sent the item and never named it.
        case namesake = 5
        /// They share a fingerprint that nobody else has.
        case fingerprint = 2
        /// One is likely what the device has left of the other, and of no other.
        case likely = 7
    }

    /// Runs the matching; afterwards nothing is staged, and every staged item has a link unless nothing is taken. Returns how many
    /// were new.
    func run() throws -> Int {
        try dropUnseen()
        guard try store.read({ try $0.stagedCount(session.row) }) > 0 else {
            try dropUnmapped()
            try markUnmatchedForDeletion()
            return 0
        }
        try SlowSyncKeys(store: store, context: context, session: session).collect()
        for tier in Tier.allCases {
            // Of items alike word by word each waits for the one before it.
            while try linkPairs(of: tier) > 0, tier != .identical {}
        }
        try linkInterchangeable()
        try linkShiftedEvents()
        let new = try linkTheRest()
        try dropUnmapped()
        try store.write { store in
            try store.clearMatchKeys(session.row)
            try store.clearPairs(session.row)
        }
        try markUnmatchedForDeletion()
        return new
    }

    /// What the device did not mention it does not have: the link goes, the resource is free to match.
    private func dropUnseen() throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.unseenLinks(session.row, record, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try store.write { store in
                for link in page {
                    // Deleted by the device and not upstream yet: acknowledged, so it still happens.
                    if link.pendingDelete { continue }
                    // Sent and never named: the device may have it under any name.
                    if link.unmappedText != nil { continue }
                    // A text that could not be written yet: it exists nowhere else any more. It stays and waits, unless the server
                    // has refused it as a change, or the device's items replace what the server has.
                    let isWaiting =
                        link.resource == nil
                        || session.mode != .refreshFromClient && !PendingReason.isFinal(link.pendingReason)
                    guard link.pending != nil, isWaiting else {
                        try store.remove(link.id)
                        continue
                    }
                    var kept = link
                    kept.luid = nil
                    try store.update(kept)
                }
            }
            after = last.id
        }
    }

    /// What was sent and never named, and is not among what the device has: it never arrived.
    private func dropUnmapped() throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try store.write { store in
                for link in page where link.unmappedText != nil { try store.remove(link.id) }
            }
            after = last.id
        }
    }

    private func linkTheRest() throws -> Int {
        var count = 0
        while true {
            let page = try store.read { try $0.stagedItems(session.row, after: nil, limit: Self.page) }
            guard !page.isEmpty else { return count }
            count += page.count
            try store.write { store in
                if !session.mode.takesChanges { try store.noteUntaken(session.row) }
                for staged in page {
                    context.marks?(.matchNone)
                    guard session.mode.takesChanges else {
                        // It stays on the device, and the server does not hear of it.
                        try store.removeStaged(staged.id)
                        continue
                    }
                    try replaceLUID(staged.luid, store)
                    _ = try store.insert(
                        Link(
                            datastore: session.row, resource: nil, part: PartKey(uid: ""), luid: staged.luid,
                            guid: try store.allocateGUID(session.row), pending: staged.text,
                            pendingFormat: staged.format, touchedIn: record))
                    try store.removeStaged(staged.id)
                }
            }
        }
    }

    /// The device's word on what a name stands for is the newest.
    func replaceLUID(_ luid: LUID, _ store: StoreWriter) throws {
        if let old = try store.link(session.row, luid) { try store.unname(old) }
    }

    /// A refresh from the client replaces what the server has: unmatched resources become the device's deletes.
    private func markUnmatchedForDeletion() throws {
        guard session.mode == .refreshFromClient else { return }
        for collection in context.collections {
            var after: ResourceRow?
            while true {
                let page = try store.read { try $0.heads(of: collection.id, after: after, limit: Self.page) }
                guard let last = page.last else { break }
                try store.write { store in
                    for head in page {
                        let part = PartKey(uid: head.uid)
                        // What the device was not to have it cannot lack.
                        guard try context.place(of: head, store) == .inside,
                            try store.links(session.row, head.id).isEmpty,
                            try store.heldDeletion(session.row, head.id, part) == nil
                        else { continue }
                        _ = try store.insert(
                            Link(
                                datastore: session.row, resource: head.id, part: part,
                                guid: try store.allocateGUID(session.row), revision: head.revision,
                                state: .refused(code: 0), pendingDelete: true))
                    }
                }
                after = last.id
            }
        }
    }
}
