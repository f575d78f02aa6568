import DAVClient
import Mapping
import SyncTypes

/// A resource as the server has it now.
struct UndoPlace: Sendable {
    let href: Href
    let collection: CollectionRecord
    /// Its text; nil when nothing lies there.
    let body: [UInt8]?
    /// Its validator; nil when nothing lies there, or the server gives none.
    let etag: ETag?
}

/// Finds what an undo is about, on the server and not in the mirror.
struct UndoSearch: Sendable {
    let store: Store
    let account: Account
    let client: DAVClient
    /// False: what is found is written into the mirror, so that every device hears of it.
    let isDryRun: Bool

    /// The collection an href is in; nil when the account has none there (any more).
    func collection(of href: Href) throws -> CollectionRecord? {
        try store.read { try $0.collections(of: account.id) }
            .filter { href.canonical.hasPrefix($0.href.canonical) }
            .max { $0.href.canonical.utf8.count < $1.href.canonical.utf8.count }
    }

    /// What lies at the entry's path, else the same item elsewhere: moved, or made anew by a device.
    func place(of entry: JournalEntry, at href: Href, in collection: CollectionRecord) async throws -> UndoPlace {
        let here = try await look(at: href, in: collection)
        guard here.body == nil, !entry.uid.isEmpty else { return here }
        let mayHaveMoved = entry.after != nil
        let twins = try store.read { store in
            try store.resources(withUID: entry.uid, account: account.id).filter {
                $0.href != href && (mayHaveMoved || $0.collection == collection.id)
            }.compactMap { head in try store.collection(head.collection).map { (head.href, $0) } }
        }
        for (href, collection) in twins {
            let there = try await look(at: href, in: collection)
            if there.body != nil { return there }
        }
        return here
    }

    /// What lies at a path.
    func look(at href: Href, in collection: CollectionRecord) async throws -> UndoPlace {
        let answers = try await client.collection(collection).fetch([href])
        if !isDryRun {
            try store.write { store in
                for answer in answers {
                    // What is not there any more is for the next refresh and its guard to judge.
                    if case .missing = answer { continue }
                    _ = try MirrorRow.apply(answer, in: collection, to: store)
                }
            }
        }
        for answer in answers {
            switch answer {
            case .found(let resource):
                return UndoPlace(href: href, collection: collection, body: resource.body, etag: resource.etag)
            case .missing: continue
            case .unreadable(_, let status):
                throw DAVError(.unexpectedStatus, "the server does not hand the resource out", status: status)
            }
        }
        return UndoPlace(href: href, collection: collection, body: nil, etag: nil)
    }
}
