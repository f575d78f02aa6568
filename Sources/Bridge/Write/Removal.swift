import DAVClient
import Mapping
import SyncTypes
import Translation

/// Brings one device's delete upstream, after the device's Final.
extension Upload {
    /// Settles a link with `pendingDelete`. A change upstream that the device has not seen wins: the item returns.
    func delete(_ row: LinkRow) async throws -> WriteVerdict {
        for _ in 0..<3 {
            guard let link = try store.read({ try $0.link(row) }), link.pendingDelete else { return .unchanged }
            guard let id = link.resource, let resource = try store.read({ try $0.resource(id) }), !resource.isGone,
                let collection = collections.first(where: { $0.id == resource.collection })
            else {
                do {
                    if try await isThereAfterAll(link) { continue }
                } catch let error as DAVError {
                    return .waiting(error.reason)
                }
                try store.write { store in
                    try store.remove(link.id)
                    try noteDeparture(link, store)
                }
                return .deleted
            }
            do {
                if let verdict = try await delete(link, resource, in: collection) { return verdict }
            } catch let error as DAVError {
                return .waiting(error.reason)
            } catch let error as TranslationError {
                return try giveBack(link, resource, why: error.reason)
            }
        }
        return .waiting("the resource keeps changing upstream")
    }

    private func delete(
        _ link: Link, _ resource: ResourceRecord, in collection: CollectionRecord
    ) async throws -> WriteVerdict? {
        if try isChangedUnseen(link, resource) {
            return try giveBack(link, resource, why: "changed upstream since the device saw it")
        }
        guard collection.isWritable else { return try giveBack(link, resource, why: "the collection is read-only") }
        let shown = try store.read { try $0.links(link.datastore, resource.id) }
            .filter { $0.part.recurrenceID != nil && $0.luid != nil && !$0.pendingDelete }.map(\.part)
        if let remaining = try lens.remove(link.part, from: resource.body, keeping: Set(shown)) {
            return try await shrink(link, resource, in: collection, to: remaining)
        }
        guard let etag = resource.etag else {
            _ = try await fetch(resource.href, in: collection)
            return nil
        }
        let intent = try open(.delete, link, collection, resource.href, body: nil, base: resource)
        switch try await client.collection(collection).delete(
            resource.href, ifMatch: etag)
        {
        case .gone:
            try finish(link, resource, after: nil, intent: intent)
            return .deleted
        case .preconditionFailed:
            try await lookAgain(at: resource, in: collection)
            try close(intent)
            return nil
        case .rejected(let status, let reason):
            try close(intent)
            return try giveBack(link, resource, why: "\(status) \(reason)")
        }
    }

    /// One part goes, the resource stays: a PUT of what is left.
    private func shrink(
        _ link: Link, _ resource: ResourceRecord, in collection: CollectionRecord, to body: [UInt8]
    ) async throws -> WriteVerdict? {
        guard let etag = resource.etag else {
            _ = try await fetch(resource.href, in: collection)
            return nil
        }
        let intent = try open(.put, link, collection, resource.href, body: body, base: resource)
        let outcome = try await put(resource.href, body, .matches(etag), in: collection, intent)
        switch outcome {
        case .stored:
            let saved = try await fetch(resource.href, in: collection)
            try finish(link, resource, after: saved?.body ?? body, intent: intent)
            return .deleted
        case .preconditionFailed:
            try await lookAgain(at: resource, in: collection)
            try close(intent)
            return nil
        case .uidConflict:
            try close(intent)
            return try giveBack(link, resource, why: "another item upstream has the same UID")
        case .rejected(let status, let reason):
            try close(intent)
            return try giveBack(link, resource, why: "\(status) \(reason)")
        }
    }

    private func isChangedUnseen(_ link: Link, _ resource: ResourceRecord) throws -> Bool {
        guard resource.revision != link.revision else { return false }
        // Never shown in words we kept: any change counts.
        guard let sent = link.sent else { return true }
        let view = try lens.view(of: link.part, in: resource.body, held: link.held)
        return !lens.isSame(view.text, sent)
    }

    private func finish(_ link: Link, _ resource: ResourceRecord, after: [UInt8]?, intent: IntentRow) throws {
        let now = clock()
        try store.write { store in
            if after == nil { _ = try store.markGone(resource.id) }
            try store.remove(link.id)
            try noteDeparture(link, store)
            if !isApproved { try store.tallyDeletion(by: link.datastore, at: now) }
            // Another session may have looked meanwhile, and told it.
            if try store.isOpen(intent) {
                try store.append(
                    line(after == nil ? .deleted : .updated, resource, before: resource.body, after: after))
            }
            try store.close(intent)
        }
    }

    private func noteDeparture(_ link: Link, _ store: StoreWriter) throws {
        guard let luid = link.luid else { return }
        try store.noteDeparture(of: luid, from: link.datastore, in: link.touchedIn ?? session)
    }

    /// The device gets its item back: an Add under a new link generation.
    private func giveBack(_ link: Link, _ resource: ResourceRecord, why: String) throws -> WriteVerdict {
        try store.write { store in
            try noteDeparture(link, store)
            var link = link
            link.pendingDelete = false
            try store.offerAnew(&link, code: 0)
            link.held = nil
            link.sent = nil
            link.revision = 0
            try store.update(link)
            try store.append(line(.conflict, resource, detail: "deleted on the device, kept: \(why)"))
        }
        return .kept
    }
}
