import Mapping
import SyncTypes
import Translation

/// Matches what the device sent in a slow sync with the mirror, best first, once the whole picture is there.
///
/// First identical views, one to one. Then UIDs. Then fingerprints and names, among what was sent and never named, then
/// fingerprints among all; a fingerprint that two items of one side share proves nothing, and both stay apart, unless they are
/// alike word by word. Then events that have a title alone, once most of them agree in how wrong the device's clock is. What is
/// left on the device's side is new.
struct SlowSyncMatching: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession
    let record: SessionRow

    private static let page = 64
    /// The tier of titles, which prove nothing alone.
    static let titles = 3

    /// How sure a match is, surest first. The numbers are the store's.
    enum Tier: Int, Hashable, Sendable, CaseIterable {
        /// The view is what the device sent.
        case identical = 0
        /// Both name one UID.
        case uid = 1
        /// They share a fingerprint, and the device was sent the item and never named it.
        case unnamed = 4
        /// They share a name, and the device was sent the item and never named it.
        case namesake = 5
        /// They share a fingerprint that nobody else has.
        case fingerprint = 2
    }

    /// Runs the matching; afterwards nothing is staged and every staged item has a link. Returns how many were new.
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
                    guard link.pending != nil, link.resource == nil else {
                        try store.remove(link.id)
                        continue
                    }
                    // A text that could not be written yet: it exists nowhere else any more. It stays and waits.
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

    // MARK: - Links

    /// Finds the pairs of a tier among what is left, and links them page by page. Answers how many.
    private func linkPairs(of tier: Tier) throws -> Int {
        let isIdentical = tier == .identical
        try store.write { store in
            if isIdentical {
                try store.pairIdentical(session.row, tier.rawValue)
            } else {
                try store.pairUnique(session.row, tier.rawValue, twins: Tier.identical.rawValue)
            }
        }
        var count = 0
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.pairs(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return count }
            try store.write { store in
                for pair in page { try link(pair, isIdentical: isIdentical, store) }
                for _ in page { context.marks?(tier.mark) }
            }
            count += page.count
            after = last.staged
        }
    }

    /// Events of one title on each side that all differ by the same shift: a clock's habit, and nobody's edit.
    private func linkShiftedEvents() throws {
        guard context.datastore.kind == .event, session.mode == .slow else { return }
        try store.write { try $0.pairUnique(session.row, Self.titles, twins: Tier.identical.rawValue) }
        let clock = ClockHabit(store: store, context: context, session: session)
        guard let habit = try clock.habitOfPairs() else { return }
        let lens = context.lens(for: .event)
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.pairs(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            for pair in page {
                guard let text = try store.read({ try $0.staged(pair.staged) })?.text,
                    let view = try clock.view(of: pair),
                    lens.timeShift(of: text, from: view) == habit
                else { continue }
                try store.write { store in
                    try link(pair, isIdentical: false, base: lens.shifted(view, by: habit), store)
                }
            }
            after = last.staged
        }
    }

    private func link(
        _ pair: MatchPair, isIdentical: Bool, base: [UInt8]? = nil, _ store: StoreWriter
    ) throws {
        guard let staged = try store.staged(pair.staged), let resource = try store.resource(pair.resource) else {
            return
        }
        var link = Link(
            datastore: session.row, resource: resource.id, part: pair.part, luid: staged.luid,
            guid: try store.allocateGUID(session.row), touchedIn: record)
        for old in try store.links(session.row, resource.id) where old.part == pair.part {
            guard old.pendingDelete || old.unmappedText != nil else { continue }
            if let base = old.unmappedText {
                // What the device was sent is what it edited.
                link.sent = base
                link.held = base
                link.revision = old.offeredRevision ?? old.revision
            }
            try store.remove(old.id)
        }
        let lens = context.lens(for: context.kind(of: staged.text))
        let view = resource.isGone ? nil : try? lens.view(of: pair.part, in: resource.body, held: staged.text)
        if resource.isGone, let base = link.sent, lens.isSame(base, staged.text) {
            // Vanished upstream and untouched here: the device is told to delete it.
            link.held = staged.text
            link.heldFromDevice = true
        } else if isIdentical, let view, lens.isSame(view.text, staged.text) {
            link.revision = resource.revision
            link.sent = view.text
            link.held = staged.text
            link.heldFromDevice = true
        } else {
            link.pending = staged.text
            link.pendingFormat = staged.format
            if session.mode == .refreshFromClient, let view {
                // The device's item replaces what the server has: every difference is the device's.
                link.revision = resource.revision
                link.sent = view.text
                link.held = view.text
            } else if let base, let view {
                link.revision = resource.revision
                link.sent = view.text
                link.held = base
            }
        }
        try replaceLUID(staged.luid, store)
        _ = try store.insert(link)
        // The device has it again: its deletion is off.
        if let held = try store.heldDeletion(session.row, resource.id, pair.part) { try store.remove(held.id) }
        try store.removeStaged(staged.id)
        try store.removeMatchKeys(session.row, .device, staged.id.rawValue)
        try store.removeMatchKeys(session.row, .server, resource.id.rawValue, pair.part)
    }

    private func linkTheRest() throws -> Int {
        var count = 0
        while true {
            let page = try store.read { try $0.stagedItems(session.row, after: nil, limit: Self.page) }
            guard !page.isEmpty else { return count }
            count += page.count
            try store.write { store in
                for staged in page {
                    context.marks?(.matchNone)
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
    private func replaceLUID(_ luid: LUID, _ store: StoreWriter) throws {
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
                        guard let kind = head.kind, context.datastore.kinds.contains(kind),
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
