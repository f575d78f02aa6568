import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Settles writes of which nobody knows whether they happened: the process ended between intent and read-back.
///
/// It looks upstream and never guesses: what is there becomes the mirror, and the text that still waits on its link is merged
/// into it like any other. A PUT that did happen is then found unchanged, a DELETE that did happen leaves a tombstone.
struct IntentSettlement: Sendable {
    let store: Store
    let clock: @Sendable () -> Int64
    let logger: Logger

    /// What an interrupted PUT of a new item has made is its link's own, whatever somebody did to it since: nobody else makes
    /// that name. Then, or when upstream still has what was written or something made of it, the text that the PUT carried is
    /// acknowledged: a later text of the device is an edit of that one.
    static func settle(_ found: ResourceRecord, _ intent: Intent, _ store: StoreWriter, now: Int64) throws {
        if !intent.conflicts.isEmpty, found.etag != intent.baseETag {
            let device = try intent.link.flatMap { try store.link($0) }.flatMap {
                try store.datastore($0.datastore)?.device
            }
            _ = try store.append(
                JournalEntry(
                    at: now, account: intent.account, device: device, href: found.href, uid: found.uid,
                    action: .conflict, summary: ItemName.of(found.body, kind: found.kind), before: intent.base,
                    after: intent.deviceText, detail: intent.conflicts + " (found after an interruption)"))
        }
        guard intent.operation == .put, let row = intent.link, let text = intent.deviceText,
            var link = try store.link(row), link.pending != nil
        else { return }
        if intent.base == nil {
            // A file's name may be another note's.
            let isFile = try store.collection(intent.collection)?.isFolder == true
            if isFile, !ResourceMerge.isSame(intent.body ?? [], found.body) { return }
            if let known = link.resource, try store.head(known)?.isGone == false { return }
            let part = PartKey(uid: found.uid, recurrenceID: link.part.recurrenceID)
            guard try !store.links(link.datastore, found.id).contains(where: { $0.part == part }) else { return }
            link.resource = found.id
            link.part = part
        }
        guard let body = intent.body, link.resource == found.id else { return try store.update(link) }
        func line(_ action: JournalAction, after: [UInt8], _ detail: String) throws -> JournalEntry {
            JournalEntry(
                at: now, account: intent.account, device: try store.datastore(link.datastore)?.device,
                href: found.href, uid: found.uid, action: action,
                summary: ItemName.of(found.body, kind: found.kind), before: intent.base, after: after, detail: detail)
        }
        let isOurs =
            intent.base.map {
                ResourceMerge.isSame(body, found.body) || ResourceMerge.isMade(found.body, from: body, notFrom: $0)
            } ?? true
        if isOurs {
            if link.pending == text {
                link.pending = nil
                link.pendingReason = nil
                link.pendingSince = nil
            }
            try store.forgetEarlier(row, through: text)
            link.stayDue()
            let isOnDevice = link.luid != nil
            link.state = isOnDevice ? .linked : .refused(code: 0)
            link.held = isOnDevice ? text : nil
            link.heldFromDevice = isOnDevice
            link.sent = link.held
            if !isOnDevice { link.offered = nil }
            // What somebody else has made of it since is not this write's, and no undo of it takes that back.
            let made = ResourceMerge.isSame(body, found.body) ? found.body : body
            _ = try store.append(
                line(intent.base == nil ? .created : .updated, after: made, "found after an interruption"))
        } else if let base = intent.base, !ResourceMerge.isSame(base, found.body) {
            // Perhaps it was there for a while: then what it wrote over is only here.
            _ = try store.append(
                line(.note, after: body, "may have been written before somebody else's change: no answer came"))
        }
        try store.update(link)
    }

    /// The resource is not there. What an interrupted DELETE has removed is told like any other deletion: its text is nowhere else
    /// any more. A PUT may have written over values before somebody moved or deleted what it wrote.
    private static func settleAbsence(_ intent: Intent, _ store: StoreWriter, now: Int64) throws {
        guard let base = intent.base, try store.isOpen(intent.id) else { return }
        let resource = try intent.resource.flatMap { try store.resource($0) }
        let link = try intent.link.flatMap { try store.link($0) }
        var entry = JournalEntry(
            at: now, account: intent.account,
            device: try link.flatMap { try store.datastore($0.datastore) }?.device, session: link?.touchedIn,
            href: intent.href, uid: resource?.uid ?? "", action: .deleted,
            summary: ItemName.of(base, kind: resource?.kind), before: base, detail: "found after an interruption")
        switch intent.operation {
        case .delete: break
        case .put:
            guard !intent.conflicts.isEmpty else { return }
            entry.action = .conflict
            entry.after = intent.deviceText
            entry.detail = intent.conflicts + " (no answer came, and the item is not there any more)"
        }
        _ = try store.append(entry)
    }

    /// True for a change whose text still waits: what it wrote may lie elsewhere by now, which the mirror tells once it is up to date.
    private static func mayHaveMoved(_ intent: Intent, _ store: StoreReader) throws -> Bool {
        guard intent.operation == .put, intent.base != nil, let text = intent.deviceText, let row = intent.link else {
            return false
        }
        return try store.link(row)?.pending == text
    }

    /// Settles the interrupted changes of a link whose resource has moved since.
    static func settleMoved(_ row: LinkRow, of account: AccountRow, _ store: Store, now: Int64) throws {
        let open = try store.read { try $0.openIntents(account, of: row) }.filter {
            $0.operation == .put && $0.base != nil
        }
        guard !open.isEmpty else { return }
        try store.write { store in
            guard let id = try store.link(row)?.resource, let found = try store.resource(id), !found.isGone else {
                return
            }
            for intent in open where intent.href != found.href {
                try settle(found, intent, store, now: now)
                try store.close(intent.id)
            }
        }
    }

    /// Settles the open intents of one account. Those that cannot be looked at stay open.
    func run(_ account: Account, through client: DAVClient) async throws {
        for intent in try store.read({ try $0.openIntents(account.id) }) {
            guard let collection = try store.read({ try $0.collection(intent.collection) }) else {
                try store.write { try $0.close(intent.id) }
                continue
            }
            do {
                let remote = client.collection(collection)
                let answers = try await remote.fetch([intent.href])
                if case .unreadable(_, let status)? = answers.first {
                    throw DAVError(.unexpectedStatus, "the resource cannot be read", status: status)
                }
                let isSettled = try store.write { store in
                    for answer in answers {
                        if let found = try MirrorRow.apply(answer, in: collection, to: store) {
                            try Self.settle(found, intent, store, now: clock())
                        } else if case .missing = answer {
                            if try Self.mayHaveMoved(intent, store) { return false }
                            try Self.settleAbsence(intent, store, now: clock())
                        }
                    }
                    try store.close(intent.id)
                    return true
                }
                let news = isSettled ? "settled an interrupted write" : "an interrupted write may have moved"
                logger.info("\(news)", metadata: ["href": "\(intent.href)"])
            } catch {
                logger.warning(
                    "an interrupted write cannot be looked at yet",
                    metadata: ["href": "\(intent.href)", "reason": "\(error)"])
                return
            }
        }
    }
}
