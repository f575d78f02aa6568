import DAVClient
import Mapping
import SyncTypes
import Translation

/// What a fetch answered as a row of the mirror.
enum MirrorRow {
    /// Writes an answer down: a resource is saved, one that is not there becomes a tombstone, one that cannot be read stays as
    /// it is. Answers the resource, nil when it is not there or cannot be read.
    static func apply(
        _ answer: Fetched, in record: CollectionRecord, to store: StoreWriter
    ) throws -> ResourceRecord? {
        switch answer {
        case .found(let resource):
            return try save(resource, in: record, to: store)
        case .missing(let href):
            if let known = try store.resource(record.id, href), !known.isGone { try store.markGone(known.id) }
            return nil
        case .unreadable:
            return nil
        }
    }

    /// Saves a fetched resource: a new revision when its content differs, else only its validators.
    private static func save(
        _ resource: Resource, in record: CollectionRecord, to store: StoreWriter
    ) throws -> ResourceRecord {
        // A file that is renamed stays the same note.
        let hash = ContentHash.of(record.isFolder ? try NoteFile.file(of: resource.body) : resource.body)
        if var known = try store.resource(record.id, resource.href), !known.isGone, known.bodyHash == hash,
            known.body == resource.body
        {
            try store.touch(
                known.id, etag: resource.etag, lastModified: resource.lastModified,
                contentLength: resource.contentLength)
            known.etag = resource.etag
            known.lastModified = resource.lastModified
            known.contentLength = resource.contentLength
            return known
        }
        let outline = try? ResourceReader.parts(of: resource.body, kind: nil)
        let row = ResourceRecord(
            collection: record.id, href: resource.href, etag: resource.etag,
            lastModified: resource.lastModified, contentLength: resource.contentLength, body: resource.body,
            bodyHash: hash, uid: outline?.uid ?? "", kind: outline?.kind, revision: 0, isGone: false,
            firstStart: outline?.firstStart, lastEnd: outline?.lastEnd)
        return try store.saved(row)
    }
}

extension CollectionRecord {
    /// One of its kinds, by which the DAV client knows whether it is a calendar or an address book without asking.
    var anyKind: ItemKind? { ItemKind.allCases.first { kinds.contains($0) } }
}
