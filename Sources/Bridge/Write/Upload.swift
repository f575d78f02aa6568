import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// Brings one device's pending change upstream: plan against the mirror, intent, conditional PUT, read-back, acknowledge.
///
/// Everything it needs is a value; what it learns it writes to the store, link by link.
struct Upload: Sendable {
    let store: Store
    let account: Account
    let device: Device
    let session: SessionRow
    let client: DAVClient
    let lens: Lens
    let kind: ItemKind
    /// The datastore's collections, the one for new items first.
    let collections: [CollectionRecord]
    let rule: ConflictRule
    let clock: @Sendable () -> Int64
    let logger: Logger
    /// True for a deletion that somebody approved: it does not count against the next ones.
    var isApproved = false

    /// How often a concurrent change upstream is merged again before the text waits for the next session.
    private static let attempts = 4

    /// Settles the pending text of a link. Never throws for what a server does; store errors pass through.
    func change(_ row: LinkRow) async throws -> WriteVerdict {
        for _ in 0..<Self.attempts {
            guard let link = try store.read({ try $0.link(row) }), let text = link.pending else { return .unchanged }
            do {
                switch try plan(link, text) {
                case .create(let collection, let href, let body, let uid):
                    if let verdict = try await create(link, text, in: collection, href, body, uid) { return verdict }
                case .update(let resource, let collection, let result):
                    if let verdict = try await update(link, text, resource, in: collection, result) { return verdict }
                case .adopt(let resource, let part):
                    try store.write { store in
                        var link = link
                        link.resource = resource
                        link.part = part
                        try store.update(link)
                        // The device has it again.
                        if let held = try store.heldDeletion(link.datastore, resource, part) {
                            try store.remove(held.id)
                        }
                    }
                case .readOnly(let resource):
                    return try handBack(link, text, resource)
                case .impossible(let reason):
                    return try park(link, .rejected(reason))
                }
            } catch let error as DAVError {
                // What was found of the write meanwhile stays.
                guard let present = try store.read({ try $0.link(row) }), present.pending != nil else { return .stored }
                return try park(present, .waiting(error.reason))
            } catch let error as TranslationError {
                return try park(link, .rejected(error.reason))
            }
        }
        guard let link = try store.read({ try $0.link(row) }) else { return .unchanged }
        return try park(link, .waiting("the resource keeps changing upstream"))
    }

    // MARK: - Plan

    private enum Plan {
        case create(CollectionRecord, Href, body: [UInt8], uid: String)
        case update(ResourceRecord, CollectionRecord, PutResult)
        /// The item is a resource we have already, recognised by its UID.
        case adopt(ResourceRow, PartKey)
        case readOnly(ResourceRecord?)
        case impossible(String)
    }

    private func plan(_ link: Link, _ text: [UInt8]) throws -> Plan {
        if let row = link.resource, let resource = try store.read({ try $0.resource(row) }), !resource.isGone {
            guard let collection = collections.first(where: { $0.id == resource.collection }) else {
                return .impossible("its collection is not part of this datastore any more")
            }
            let result = try lens.put(
                text, held: link.held, sent: link.sent, part: link.part, into: resource.body, rule: rule)
            if result.changed, !collection.isWritable { return .readOnly(resource) }
            return .update(resource, collection, result)
        }
        // New, or deleted upstream while the device changed it: the change stands, and the item is made again.
        let keys = lens.matchKeys(of: text)
        let identity = link.part.uid.isEmpty ? keys.uid.map { PartKey(matchKey: $0) } : link.part
        if let identity, let twin = try twin(of: identity, for: link) { return .adopt(twin, identity) }
        if link.resource == nil, let held = try heldTwin(Int64(bitPattern: keys.identical), link) {
            return .adopt(held.resource, held.part)
        }
        guard let collection = collections.first(where: { $0.isWritable && $0.kinds.contains(kind) }) else {
            return .readOnly(nil)
        }
        let name = NewResource.name(device: device.deviceID, link: link, text: text)
        // Deleted here and changed on two devices: the second finds what the first made again.
        let uid = link.part.uid.isEmpty ? NewResource.uid(own: keys.uid, name: name) : link.part.uid
        let body = try lens.create(from: text, uid: uid)
        return .create(collection, NewResource.href(in: collection.href, name: name, kind: kind), body: body, uid: uid)
    }

    /// A live resource of the datastore's collections with this UID that the device does not hold yet; for a detached
    /// occurrence the resource of its series.
    private func twin(of part: PartKey, for link: Link) throws -> ResourceRow? {
        try store.read { store in
            for head in try store.resources(withUID: part.uid, account: account.id) {
                guard collections.contains(where: { $0.id == head.collection }) else { continue }
                let taken = try store.links(link.datastore, head.id)
                if !taken.contains(where: { $0.part == part && $0.id != link.id }) { return head.id }
            }
            return nil
        }
    }

    /// The same item that this device deleted, while the deletion is held.
    private func heldTwin(_ viewKey: Int64, _ link: Link) throws -> HeldDeletion? {
        try store.read { store in
            guard let held = try store.heldDeletion(link.datastore, viewKey: viewKey),
                try store.head(held.resource)?.isGone == false
            else { return nil }
            return held
        }
    }

    /// True when upstream has nothing that the device has not been shown.
    private func isCurrent(_ link: Link, _ resource: ResourceRecord) throws -> Bool {
        if resource.revision == link.revision { return true }
        guard let sent = link.sent else { return false }
        let view = try lens.view(of: link.part, in: resource.body, held: link.held)
        return lens.isSame(view.text, sent)
    }

    // MARK: - Writes; nil means: somebody was faster, plan again

    private func create(
        _ link: Link, _ text: [UInt8], in collection: CollectionRecord, _ href: Href, _ body: [UInt8], _ uid: String
    ) async throws -> WriteVerdict? {
        let intent = try open(.put, link, collection, href, body: body, base: nil)
        let outcome = try await put(href, body, .absent, in: collection, intent)
        switch outcome {
        case .stored:
            guard let saved = try await fetch(href, in: collection) else {
                try close(intent)
                return try park(link, .rejected("the server accepted the item and does not have it"))
            }
            guard try makesRoom(for: link, at: saved, uid) else {
                try close(intent)
                return try park(link, .rejected("the device has this item under another name"))
            }
            _ = try acknowledge(link, text, saved, wrote: body, wasCurrent: true, intent: intent, before: nil)
            return .stored
        case .preconditionFailed:
            // Our own PUT of an earlier try, or a name taken: what is there is now this link's resource.
            guard let saved = try await fetch(href, in: collection) else {
                try close(intent)
                return nil
            }
            guard try makesRoom(for: link, at: saved, uid) else {
                try close(intent)
                return try park(link, .rejected("the device has this item under another name"))
            }
            try adopt(saved, for: link, uid: uid, closing: intent)
            return nil
        case .uidConflict(let other):
            if let other, let saved = try await fetch(other, in: collection),
                try store.read({ try $0.links(link.datastore, saved.id) }).isEmpty
            {
                try adopt(saved, for: link, uid: uid, closing: intent)
                return nil
            }
            try close(intent)
            return try park(link, .rejected("another item upstream has the same UID"))
        case .rejected(let status, let reason):
            try close(intent)
            return try park(link, .rejected("\(status) \(reason)"))
        }
    }

    /// An own earlier PUT may have gone to the device as a new item. One that it has not named gives way; false when it has.
    private func makesRoom(for link: Link, at saved: ResourceRecord, _ uid: String) throws -> Bool {
        let part = PartKey(uid: saved.uid.isEmpty ? uid : saved.uid, recurrenceID: link.part.recurrenceID)
        return try store.write { store in
            for other in try store.links(link.datastore, saved.id) where other.part == part && other.id != link.id {
                guard other.luid == nil else { return false }
                try store.remove(other.id)
            }
            return true
        }
    }

    private func update(
        _ link: Link, _ text: [UInt8], _ resource: ResourceRecord, in collection: CollectionRecord, _ result: PutResult
    ) async throws -> WriteVerdict? {
        let wasCurrent = try isCurrent(link, resource)
        if rule == .duplicate, !result.conflicts.isEmpty, let refusal = try await keepBoth(link, text) {
            return refusal
        }
        guard result.changed else {
            let returned = try acknowledge(
                link, text, resource, wrote: resource.body, wasCurrent: wasCurrent, intent: nil, before: nil,
                conflicts: result.conflicts)
            return verdict(result, wasCurrent: wasCurrent, stored: false, returned)
        }
        guard let etag = resource.etag else {
            // Without an ETag there is nothing to make the write conditional on: look again.
            guard let fresh = try await fetch(resource.href, in: collection), fresh.etag != nil else {
                return try park(link, .waiting("the server gives no ETag for this item"))
            }
            return nil
        }
        let intent = try open(
            .put, link, collection, resource.href, body: result.body, base: resource, conflicts: result.conflicts)
        let outcome = try await put(resource.href, result.body, .matches(etag), in: collection, intent)
        switch outcome {
        case .stored:
            guard let saved = try await fetch(resource.href, in: collection) else {
                try close(intent)
                return nil
            }
            let returned = try acknowledge(
                link, text, saved, wrote: result.body, wasCurrent: wasCurrent, intent: intent, before: resource.body,
                conflicts: result.conflicts)
            return verdict(result, wasCurrent: wasCurrent, stored: true, returned)
        case .preconditionFailed:
            _ = try await fetch(resource.href, in: collection)
            try close(intent)
            return nil
        case .uidConflict:
            try close(intent)
            return try park(link, .rejected("another item upstream has the same UID"))
        case .rejected(let status, let reason):
            try close(intent)
            return try park(link, .rejected("\(status) \(reason)"))
        }
    }

    private func verdict(
        _ result: PutResult, wasCurrent: Bool, stored: Bool, _ returned: [String]
    ) -> WriteVerdict {
        if let conflict = result.conflicts.first {
            if rule == .duplicate { return .duplicated }
            return conflict.winner == .device ? .deviceWon : .serverWon
        }
        if !returned.isEmpty { return .returned(returned) }
        if !wasCurrent { return .merged }
        return stored ? .stored : .unchanged
    }
}
