import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// What an upload writes down: intents before, links, mirror and journal after.
extension Upload {
    /// Commits what is about to be written, so that a restart can look whether it was. `naming`: the link
    /// keeps the UID of its new resource.
    func open(
        _ operation: IntentOperation, _ link: Link, _ collection: CollectionRecord, _ href: Href, body: [UInt8]?,
        base: ResourceRecord?, losers: [String] = [], naming: Bool = false
    ) throws -> IntentRow {
        let now = clock()
        return try store.write { store in
            if naming { try store.update(link) }
            return try store.insert(
                Intent(
                    account: account.id, collection: collection.id, resource: base?.id, href: href,
                    operation: operation, body: body, baseETag: base?.etag, base: base?.body, link: link.id,
                    deviceText: operation == .put && !link.pendingDelete ? link.pending : nil,
                    conflicts: losers.joined(separator: "\n"), createdAt: now))
        }
    }

    /// One conditional PUT. A failure of the way there leaves open whether it happened: the href is looked at, and only if
    /// that fails too the intent stays open for the next session. What our own PUT has made is its link's own at once, or the
    /// device would get it as somebody else's new item; what it has overwritten stands in the journal as if it had been answered.
    /// A broken connection after which something else lies there counts as a condition that failed.
    func put(
        _ href: Href, _ body: [UInt8], _ precondition: WritePrecondition, in collection: CollectionRecord,
        _ intent: IntentRow
    ) async throws -> PutOutcome {
        do {
            return try await client.collection(collection.href, kind: collection.anyKind).put(
                href, body: body, contentType: NewResource.contentType(kind), precondition: precondition)
        } catch {
            do {
                let found = try await fetch(href, in: collection)
                let now = clock()
                let mustPlanAgain = try store.write { store in
                    let open = try store.openIntents(account.id).first { $0.id == intent }
                    if let found, let open { try IntentSettlement.settle(found, open, store, now: now) }
                    let link = try open?.link.flatMap { try store.link($0) }
                    let isDone = link?.pending == nil && link?.pendingDelete != true
                    guard error.code != .dropped || isDone else { return true }
                    try store.close(intent)
                    return false
                }
                if mustPlanAgain { return .preconditionFailed }
            } catch is DAVError {
                logger.warning("a write may have happened", metadata: ["href": "\(href)"])
            }
            throw error
        }
    }

    /// The write was looked at.
    func close(_ intent: IntentRow) throws {
        try store.write { try $0.close(intent) }
    }

    /// Reads one resource back into the mirror. Nil when it is not there (any more).
    func fetch(_ href: Href, in collection: CollectionRecord) async throws -> ResourceRecord? {
        let answers = try await client.collection(collection.href, kind: collection.anyKind).fetch([href])
        return try store.write { store in
            try answers.lazy.compactMap { try MirrorRow.apply($0, in: collection, to: store) }.first
        }
    }

    /// Reads back what the server has just taken. Where it cannot be read now, what was written stands in the mirror, without an
    /// ETag: it is looked at again before anything else is written, and what others make of it is a change of that.
    func readBack(_ href: Href, wrote body: [UInt8], in collection: CollectionRecord) async throws -> ResourceRecord? {
        do {
            return try await fetch(href, in: collection)
        } catch let error as DAVError {
            logger.notice("written, and not read back yet", metadata: ["href": "\(href)", "reason": "\(error.reason)"])
            return try store.write { store in
                try MirrorRow.apply(.found(Resource(href: href, body: body)), in: collection, to: store)
            }
        }
    }

    /// Somebody was faster. One that is not there any more shows that the mirror is behind its server, whatever token or ctag said,
    /// and so may be what became of it: all of the collection is compared before anything is made of its absence.
    func lookAgain(at resource: ResourceRecord, in collection: CollectionRecord) async throws {
        if try await fetch(resource.href, in: collection) == nil { try await refresh(collection.id, .everything) }
    }

    /// True when a link's resource that a listing lacked still lies where it was. A listing may lie; before its word makes an
    /// item a second time, or ends a deletion, the resource itself is asked for.
    func isThereAfterAll(_ link: Link) async throws -> Bool {
        guard let id = link.resource, let gone = try store.read({ try $0.resource(id) }), gone.isGone,
            let collection = collections.first(where: { $0.id == gone.collection }),
            let found = try await fetch(gone.href, in: collection)
        else { return false }
        return found.id == gone.id && found.uid == link.part.uid
    }

    /// Makes a resource of the mirror this link's own. The device has it again: a held deletion of it ends, and an Add that it has
    /// not named gives way.
    func adopt(_ resource: ResourceRow, _ part: PartKey, for link: Link, closing intent: IntentRow? = nil) throws {
        try store.write { store in
            var link = link
            for other in try store.links(link.datastore, resource) where other.part == part && other.id != link.id {
                // What the device deleted it replaces: every difference is its own.
                if other.pendingDelete, other.luid == nil, let deleted = try store.resource(resource),
                    let view = try? lens.view(of: part, in: deleted.body, held: nil)
                {
                    link.held = view.text
                    link.sent = view.text
                    link.revision = deleted.revision
                }
                try store.remove(other.id)
            }
            link.resource = resource
            link.part = part
            try store.update(link)
            if let held = try store.heldDeletion(link.datastore, resource, part) { try store.remove(held.id) }
            if let intent { try store.close(intent) }
        }
    }

    /// The device has one item twice, and its user changed the copy whose resource has gone: that one is linked to the living
    /// resource, and the other is told to leave.
    func swapPlaces(of link: Link, with other: Link) throws {
        try store.write { store in
            var (own, twin) = (link, other)
            own.resource = nil
            try store.update(own)
            twin.resource = link.resource
            // Its resource may have gone long ago.
            twin.showAgain()
            if twin.resource == nil { twin.state = .deleting }
            try store.update(twin)
            own.resource = other.resource
            own.revision = 0
            try store.update(own)
        }
    }

    /// The device's text is upstream (or was there already).
    ///
    /// The link takes over the resource's revision only if the device's change alone explains what the server now has:
    /// otherwise the revision stays behind, and the view goes out in this session.
    func acknowledge(
        _ link: Link, _ text: [UInt8], _ saved: ResourceRecord, wrote body: [UInt8], wasCurrent: Bool,
        intent: IntentRow?, before: [UInt8]?, conflicts: [FieldConflict] = [], doubts: [DoubtfulLoss] = []
    ) throws -> [String] {
        var link = link
        let held = link.held
        link.resource = saved.id
        if link.part.uid.isEmpty || link.part.uid != saved.uid, !saved.uid.isEmpty {
            link.part = PartKey(uid: saved.uid, recurrenceID: link.part.recurrenceID)
        }
        link.held = text
        link.heldFromDevice = true
        link.pending = nil
        link.pendingReason = nil
        link.pendingSince = nil
        // A text whose item has left the device meanwhile: the resource is new to it.
        link.state = link.luid == nil ? .refused(code: 0) : .linked
        let isAsked = link.isAsked
        link.dropOffer()
        let view = try lens.view(of: link.part, in: saved.body, held: text).text
        let isExpected: Bool
        if wasCurrent {
            let expected = body == saved.body ? view : try lens.view(of: link.part, in: body, held: text).text
            isExpected = lens.isSame(view, expected) && conflicts.isEmpty
        } else {
            isExpected = lens.isSame(view, text)
        }
        // What the device no longer has and the resource has kept goes back once.
        let returned =
            link.luid == nil
            ? [] : lens.unprovenRemovals(text: text, held: held, view: view, sentBack: &link.sentBack)
        if isExpected, returned.isEmpty {
            link.revision = saved.revision
            link.sent = view
        } else {
            link.showAgain()
            link.sent = text
        }
        if isAsked { link.ask() }
        if !window.contains(saved.head), link.luid != nil {
            // It leaves the device as soon as it may be told, though no edge of the window passes over it.
            link.showAgain()
        }
        if link.luid == nil {
            // The device does not have it any more: it gets it as a new item.
            link.state = .refused(code: 0)
            link.held = nil
            link.sent = nil
            link.dropOffer()
        }
        // Where the server's value stands, the device's is nowhere else any more: a picture cannot be told in words.
        var entries = conflicts.map { conflict in
            line(
                .conflict, saved, summary: conflict.property, after: conflict.winner == .server ? text : nil,
                detail: conflict.told)
        }
        // What a doubt dropped is nowhere else: the line keeps the device's text.
        entries += doubts.map { line(.conflict, saved, summary: $0.property, after: text, detail: $0.told) }
        if before != nil || intent != nil {
            let action: JournalAction = before == nil ? .created : .updated
            entries.insert(line(action, saved, before: before, after: saved.body), at: 0)
        }
        try store.write { [link, entries] store in
            try store.update(link)
            for entry in entries { try store.append(entry) }
            if let intent { try store.close(intent) }
        }
        return returned
    }

    /// The text stays on its link with the reason.
    func park(_ link: Link, _ verdict: WriteVerdict) throws -> WriteVerdict {
        var link = link
        let reason: String
        let action: JournalAction
        switch verdict {
        case .rejected(let why): (reason, action) = (PendingReason.rejected(why), .rejected)
        case .waiting(let why): (reason, action) = (PendingReason.waiting(why), .pending)
        case .stored, .unchanged, .merged, .returned, .deviceWon, .serverWon, .duplicated, .deleted, .kept:
            return verdict
        }
        let isNews = link.pendingReason != reason
        link.pendingReason = reason
        if link.pendingSince == nil { link.pendingSince = clock() }
        try store.write { [link] store in
            try store.update(link)
            guard isNews else { return }
            try store.append(line(action, link, text: link.pending, detail: reason))
        }
        logger.notice(
            "device change not written", metadata: ["reason": "\(reason)", "luid": "\(link.luid?.rawValue ?? "")"])
        return verdict
    }

    /// The item is gone upstream and the text is no change: the device is told to delete it.
    func letGo(_ link: Link, _ text: [UInt8]) throws {
        var link = link
        link.held = text
        link.heldFromDevice = true
        link.pending = nil
        link.pendingReason = nil
        link.pendingSince = nil
        link.showAgain()
        try store.write { [link] in try $0.update(link) }
    }

    /// A change to what may not be written: the device gets the server's version back.
    func handBack(_ link: Link, _ text: [UInt8], _ resource: ResourceRecord?) throws -> WriteVerdict {
        guard let resource else { return try park(link, .rejected("no writable collection for this kind of item")) }
        let isShown = collections.contains { $0.id == resource.collection }
        let detail =
            isShown
            ? "the collection is read-only; the device gets its item back"
            : "the device does not show the collection of this item any more; it leaves the device"
        try store.write { store in
            var link = link
            link.pending = nil
            link.pendingReason = nil
            link.held = text
            link.heldFromDevice = true
            link.sent = text
            link.showAgain()
            try store.update(link)
            try store.append(
                line(.rejected, link, text: text, detail: detail))
        }
        return .serverWon
    }
}

/// The two kinds of reasons for which a text waits on its link; the kind decides whether it is tried again by itself.
enum PendingReason {
    private static let rejectedMark = "rejected: "

    /// The server refuses this text: tried again when the device changes it.
    static func rejected(_ why: String) -> String { rejectedMark + why }

    /// Something else was in the way: tried again in the next session.
    static func waiting(_ why: String) -> String { "waiting: " + why }

    /// True when trying the same text again is pointless.
    static func isFinal(_ reason: String?) -> Bool { reason?.hasPrefix(rejectedMark) == true }
}

extension FieldConflict {
    /// What the journal says of it.
    fileprivate var told: String { "\(winner.rawValue) kept, lost: \(loser)" }
}

extension DoubtfulLoss {
    /// What the journal says of it.
    fileprivate var told: String {
        "the \(kept) upstream stay: the device has not shown that it keeps as much, so what it sent may be what it makes of them; "
            + "the text it sent is kept with this line, lost: \(dropped)"
    }
}

extension PutResult {
    /// What loses by the write, one line each.
    var losers: [String] {
        conflicts.map { "\($0.property): \($0.told)" } + doubts.map { "\($0.property): \($0.told)" }
    }
}
