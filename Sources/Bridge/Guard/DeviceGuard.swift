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
    let session: SessionRow
    /// How many items there were before the session wrote any; nil: as many as there are now. What the session makes does not make its
    /// deletions few.
    let present: Int?
    let logger: Logger
    let now: Int64

    private static let page = 64
    /// Items named in the journal's line.
    private static let named = 5

    /// Judges the deletions that are due, and holds them all if they are too many. Called when the device's package is
    /// complete, before the first of them runs.
    func run() throws {
        guard !account.mayErase else { return }
        let verdict = MassDeletion.decide(try counts())
        context.marks?(verdict.mark)
        guard let reason = verdict.reason else { return }
        try hold(why: reason)
    }

    private func counts() throws -> MassDeletion.Counts {
        let row = context.datastore.id
        return try store.read { store in
            MassDeletion.Counts(
                due: try store.dueDeletionCount(row),
                recent: try store.deletions(by: row, since: now - MassDeletion.memorySeconds),
                held: try store.heldDeletionCount(row),
                present: min(present ?? .max, try Self.present(in: context.collections, store)),
                doubtful: try Self.doubtful(in: context.collections, store))
        }
    }

    /// How many items collections have. What has vanished upstream and waits for an answer is not there.
    static func present(in collections: [CollectionRecord], _ store: StoreReader) throws -> Int {
        try collections.reduce(0) { try $0 + store.count(of: $1.id) } - doubtful(in: collections, store)
    }

    private static func doubtful(in collections: [CollectionRecord], _ store: StoreReader) throws -> Int {
        try collections.reduce(0) { try $0 + store.hold(of: $1.id).count }
    }

    private func hold(why: String) throws {
        var count = 0
        var names: [String] = []
        try forEachDue { link, store in
            guard let resource = try hold(link, isApproved: false, store) else { return }
            count += 1
            if names.count < Self.named { names.append(ItemName.of(resource.body, kind: resource.kind)) }
        }
        // All of them may be gone already.
        if count > 0 { try tell(count, names, why) }
    }

    /// Holds one deletion that the device never told.
    func holdUntold(_ link: Link) throws {
        guard let resource = try store.write({ try hold(link, isApproved: false, $0) }) else { return }
        try tell(
            1, [ItemName.of(resource.body, kind: resource.kind)],
            "the item left the device between two syncs of which the first was interrupted")
    }

    /// Upstream does not answer. What was judged and acknowledged is as good as approved: it happens when upstream answers, even if
    /// the device never comes again.
    func postpone() throws {
        var count = 0
        try forEachDue { link, store in
            guard !link.isAsked, try hold(link, isApproved: true, store) != nil else { return }
            try store.tallyDeletion(by: link.datastore, at: now)
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
    private func hold(_ link: Link, isApproved: Bool, _ store: StoreWriter) throws -> ResourceRecord? {
        try store.remove(link.id)
        if let luid = link.luid {
            try store.noteDeparture(of: luid, from: link.datastore, in: link.touchedIn ?? session)
        }
        guard let id = link.resource, let resource = try store.resource(id), !resource.isGone else { return nil }
        try store.hold(
            HeldDeletion(
                datastore: link.datastore, resource: id, part: link.part,
                revision: revision(of: resource, seenBy: link), viewKey: viewKey(of: link), session: session,
                heldAt: now, isApproved: isApproved))
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
