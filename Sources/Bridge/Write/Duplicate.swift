import DAVClient
import Mapping
import SyncTypes
import Translation

/// Both versions of a conflict stay (conflict rule `duplicate`, design section 5): the resource keeps upstream's value, and
/// the device's text becomes a resource of its own, which every device then gets as a new item.
extension Upload {
    /// Writes the device's version as a second resource, before the first one is settled: an interruption in between is
    /// repeated and finds its own earlier PUT. A verdict means that it could not be written.
    func keepBoth(_ link: Link, _ text: [UInt8]) async throws -> WriteVerdict? {
        guard let collection = collections.first(where: { $0.isWritable && $0.kinds.contains(kind) }) else {
            return try park(link, .rejected("no writable collection for the second version of this item"))
        }
        // Never the name under which this link's own resource was once made.
        var second = link
        second.generation = -1 - link.generation
        var name = NewResource.name(device: device.deviceID, link: second, text: text)
        var href = NewResource.href(in: collection.href, name: name, kind: kind)
        let body: [UInt8]
        if collection.isFolder {
            guard case .free(let place) = try filePlace(for: text, second, in: collection) else { return nil }
            (href, name) = (place, place.lastSegment)
            body = try fileBody(of: text, at: href)
        } else {
            body = try lens.create(from: text, uid: name)
        }
        let intent = try open(.put, link, collection, href, body: body, base: nil)
        switch try await put(href, body, .absent, in: collection, intent) {
        case .stored:
            let saved = try await fetch(href, in: collection)
            try noteSecond(saved, link, href, uid: name, closing: intent)
        case .preconditionFailed, .uidConflict:
            // Made by an earlier try; a file of that name may be another note, and then the text waits for the next try.
            let found = try await fetch(href, in: collection)
            try close(intent)
            if collection.isFolder, let found, !ResourceMerge.isSame(found.body, body) {
                return try park(link, .waiting("another note has taken the name of the second version"))
            }
        case .rejected(let status, let reason):
            try close(intent)
            return try park(link, .rejected("\(status) \(reason)"))
        }
        return nil
    }

    private func noteSecond(
        _ saved: ResourceRecord?, _ link: Link, _ href: Href, uid: String, closing intent: IntentRow
    ) throws {
        let now = clock()
        try store.write { store in
            try store.append(
                JournalEntry(
                    at: now, account: account.id, device: device.id, session: session, href: href, uid: uid,
                    action: .created, after: saved?.body,
                    detail: "the device's version of \(link.part.uid), kept beside upstream's"))
            try store.close(intent)
        }
    }
}
