import Mapping
import SyncTypes
import Translation

/// The pairs of a slow sync: how they are found, and what becomes of them.
extension SlowSyncMatching {
    /// Finds the pairs of a tier among what is left, and links them page by page. Answers how many.
    func linkPairs(of tier: Tier) throws -> Int {
        switch tier {
        case .identical: try store.write { try $0.pairIdentical(session.row, tier.rawValue) }
        case .uid, .unnamed, .detail, .namesake, .fingerprint:
            try store.write { try $0.pairUnique(session.row, tier.rawValue, twins: Tier.identical.rawValue) }
        case .likely: return try linkLikely()
        }
        return try linkPairs(as: tier)
    }

    /// Links the pairs that were found. Answers how many.
    func linkPairs(as tier: Tier) throws -> Int {
        var count = 0
        try forEachPage { page in
            let linked = try store.write { store in
                let pairs = tier == .fingerprint ? try page.filter { try !isContradictory($0, store) } : page
                for pair in pairs { try link(pair, isIdentical: tier == .identical, store) }
                return pairs.count
            }
            for _ in 0..<linked { context.marks?(tier.mark) }
            count += linked
        }
        return count
    }

    /// True when both sides share a fingerprint and are two people all the same.
    private func isContradictory(_ pair: MatchPair, _ store: StoreWriter) throws -> Bool {
        guard let text = try store.staged(pair.staged)?.text, let view = try view(of: pair.resource, pair.part, store)
        else { return false }
        return context.lens(for: context.kind(of: text)).contradicts(text, view)
    }

    /// What the device would be shown of a part; nil when it has vanished.
    func view(of resource: ResourceRow, _ part: PartKey, _ store: StoreReader) throws -> [UInt8]? {
        guard let resource = try store.resource(resource), !resource.isGone, let kind = resource.kind else {
            return nil
        }
        return try? context.lens(for: kind).view(of: part, in: resource.body, held: nil).text
    }

    /// Several of one name that the device was sent and never named, and keeps nothing of that tells them apart: each may be any.
    /// They are linked in order, as long as the device says nothing new by it.
    func linkInterchangeable() throws {
        try store.write { try $0.pairIdentical(session.row, Tier.namesake.rawValue) }
        try forEachPage { page in
            try store.write { store in
                for pair in page where try isUnchanged(pair, store) {
                    try link(pair, isIdentical: false, store)
                    context.marks?(Tier.namesake.mark)
                }
            }
        }
    }

    /// True when the device says nothing but what it was sent and never named.
    private func isUnchanged(_ pair: MatchPair, _ store: StoreWriter) throws -> Bool {
        let links = try store.links(session.row, pair.resource)
        guard let text = try store.staged(pair.staged)?.text,
            let sent = links.first(where: { $0.part == pair.part })?.unmappedText
        else { return false }
        return context.lens(for: context.kind(of: text)).saysNothingNew(text, held: sent, sent: sent)
    }

    /// Events of one title on each side that all differ by the same shift: a clock's habit, and nobody's edit.
    func linkShiftedEvents() throws {
        guard context.datastore.kind == .event, session.mode != .refreshFromClient else { return }
        try store.write { try $0.pairUnique(session.row, Self.titles, twins: Tier.identical.rawValue) }
        let clock = ClockHabit(store: store, context: context, session: session)
        guard let habit = try clock.habitOfPairs() else { return }
        let lens = context.lens(for: .event)
        try forEachPage { page in
            for pair in page {
                guard let text = try store.read({ try $0.staged(pair.staged) })?.text,
                    let view = try clock.view(of: pair),
                    lens.timeShift(of: text, from: view) == habit
                else { continue }
                try store.write { store in
                    try link(pair, isIdentical: false, base: lens.shifted(view, by: habit), store)
                }
            }
        }
    }

    private func forEachPage(_ body: ([MatchPair]) throws -> Void) throws {
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.pairs(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try body(page)
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
            guard old.isFree else { continue }
            if let base = old.unmappedText {
                // What the device was sent is what it edited.
                link.sent = base
                link.held = base
                link.revision = old.offeredRevision ?? old.revision
            } else if old.pending != nil {
                // What waits here is what the device made of what it held.
                link.sent = old.sent
                link.held = old.held
                link.heldFromDevice = old.heldFromDevice
                link.revision = old.revision
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
        } else if !session.mode.takesChanges {
            // What the server has replaces it, and until then it is the device's edit.
            link.overrule(staged.text)
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
        // Its traces stay: what is more like it than like any other is one more copy of it.
        try store.removeMatchKeys(session.row, .server, resource.id.rawValue, pair.part, but: Tier.likely.rawValue)
    }
}
