import Logging
import Mapping
import SyncTypes
import Translation

/// Stands between a device's deletions and upstream: few run, many wait for approval (design, "Guard and journal").
struct DeviceGuard: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let context: DatastoreContext
    /// The session that deletes; nil outside of one.
    let session: SessionRow?
    /// What there was before the session wrote anything; nil: what there is now. What the session makes does not make its deletions
    /// few.
    let before: Census?
    /// An administrator has approved what this session erases.
    var mayErase = false
    let logger: Logger
    let now: Int64

    private static let page = 64
    /// Items named in the journal's line.
    private static let named = 5

    /// Judges the deletions that are due, and holds them all if they are too many. Called when the device's package is
    /// complete, before the first of them runs.
    func run() throws {
        let row = context.datastore.id
        let reason = try judge { store in
            (
                due: try store.dueDeletionCount(row),
                held: try store.deletionCount(row, .awaited) + store.deletionCount(row, .postponed)
            )
        }
        if let reason { try hold(why: reason) }
    }

    /// Judges what was postponed, now that the server answers: what it had then may not be what the mirror believed.
    func runPostponed() throws {
        let row = context.datastore.id
        let reason = try judge { store in
            (due: try store.deletionCount(row, .postponed), held: try store.deletionCount(row, .awaited))
        }
        guard let reason else {
            return try store.write { store in
                let count = try store.deletionCount(row, .postponed)
                for _ in 0..<count { try store.tallyDeletion(by: row, at: now) }
                try store.judgePostponed(row, as: .given)
            }
        }
        let (count, names) = try store.write { store in
            let count = try store.deletionCount(row, .postponed)
            let names = try store.answeredDeletions(row, .postponed, limit: Self.named).compactMap { held in
                try store.resource(held.resource).map { ItemName.of($0.body, kind: $0.kind) }
            }
            try store.judgePostponed(row, as: .awaited)
            return (count, names)
        }
        try tell(count, names, reason)
    }

    /// The rule that forbids them; nil: they may happen.
    private func judge(_ counted: (StoreReader) throws -> (due: Int, held: Int)) throws -> String? {
        guard !account.mayErase, !mayErase else { return nil }
        let counts = try store.read { store in
            let (due, held) = try counted(store)
            let census = try Census(of: context, store, now: now).sinceBefore(before)
            return MassDeletion.Counts(
                due: due, recent: census.recent, held: held, present: census.shown + (try uncounted(store)),
                doubtful: census.doubtful, hidden: census.hidden)
        }
        let verdict = MassDeletion.decide(counts)
        context.marks?(verdict.mark)
        return verdict.reason
    }

    /// Where a filter asks, what the device has is counted; what it deletes without having it was there as well.
    private func uncounted(_ store: StoreReader) throws -> Int {
        context.filter == nil ? 0 : try store.dueUnnamedCount(context.datastore.id)
    }

    private func hold(why: String) throws {
        var count = 0
        var names: [String] = []
        try forEachDue { link, store in
            guard let resource = try hold(link, .awaited, store) else { return }
            count += 1
            if names.count < Self.named { names.append(ItemName.of(resource.body, kind: resource.kind)) }
        }
        // All of them may be gone already.
        if count > 0 { try tell(count, names, why) }
    }

    /// Holds one deletion that the device never told.
    func holdUntold(_ link: Link) throws {
        guard let resource = try store.write({ try hold(link, .awaited, $0) }) else { return }
        try tell(
            1, [ItemName.of(resource.body, kind: resource.kind)],
            "the item left the device between two syncs of which the first was interrupted")
    }

    /// Upstream does not answer. What was acknowledged is judged once more, and happens, when it does, even if the device never
    /// comes again.
    func postpone() throws {
        var count = 0
        try forEachDue { link, store in
            guard !link.isAsked, try hold(link, .postponed, store) != nil else { return }
            count += 1
        }
        guard count > 0 else { return }
        try append(.pending, count, "upstream does not answer; they happen when it does")
    }

    private func forEachDue(_ visit: (Link, StoreWriter) throws -> Void) throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(context.datastore.id, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            let due = page.filter(\.pendingDelete)
            if !due.isEmpty {
                try store.write { store in
                    for link in due { try visit(link, store) }
                }
            }
            after = last.id
        }
    }

    /// The link becomes a held deletion. Answers the resource; nil when it is gone already.
    private func hold(
        _ link: Link, _ approval: HeldDeletion.Approval, _ store: StoreWriter
    ) throws -> ResourceRecord? {
        try store.remove(link.id)
        if let luid = link.luid {
            try store.noteDeparture(of: luid, from: link.datastore, in: link.touchedIn ?? session ?? .new)
        }
        guard let id = link.resource, let resource = try store.resource(id), !resource.isGone else { return nil }
        try store.hold(
            HeldDeletion(
                datastore: link.datastore, resource: id, part: link.part,
                revision: revision(of: resource, seenBy: link), viewKey: viewKey(of: link), session: session,
                heldAt: now, approval: approval))
        return resource
    }

    /// The revision the device has seen: the present one when it looks as the device was shown, whatever changed in it.
    private func revision(of resource: ResourceRecord, seenBy link: Link) -> Int64 {
        guard resource.revision != link.revision, let sent = link.sent else { return link.revision }
        let lens = context.lens(for: resource.kind ?? context.datastore.kind)
        guard let view = try? lens.view(of: link.part, in: resource.body, held: link.held) else { return link.revision }
        return lens.isSame(view.text, sent) ? resource.revision : link.revision
    }

    private func viewKey(of link: Link) -> Int64? {
        guard let held = link.held ?? link.sent else { return nil }
        let keys = context.lens(for: context.kind(of: held)).matchKeys(of: held)
        return Int64(bitPattern: keys.identical)
    }

    private func tell(_ count: Int, _ names: [String], _ why: String) throws {
        let examples = names.joined(separator: ", ") + (count > names.count ? ", ..." : "")
        try append(
            .held, count,
            "\(why): \(examples). Nothing was deleted at the server; footbridge device approve \(device.id) deletes"
                + " them, footbridge device reject \(device.id) gives them back to the device")
        logger.warning(
            "deletions held for approval",
            metadata: [
                "account": "\(account.name)", "device": "\(device.deviceID)", "datastore": "\(context.datastore.name)",
                "count": "\(count)", "reason": "\(why)",
            ])
    }

    private func append(_ action: JournalAction, _ count: Int, _ detail: String) throws {
        let entry = JournalEntry(
            at: now, account: account.id, device: device.id, session: session,
            collection: context.collections.first?.href, action: action,
            summary: "\(count) deletions in \(context.datastore.name)", detail: detail)
        try store.write { _ = try $0.append(entry) }
    }
}
