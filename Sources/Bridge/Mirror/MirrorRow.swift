import DAVClient
import Mapping
import SyncTypes
import Translation

/// One fetched resource as a row of the mirror.
enum MirrorRow {
    /// Saves a fetched resource: a new revision when its content differs, else only its validators.
    static func save(
        _ resource: Resource, in record: CollectionRecord, to store: StoreWriter
    ) throws -> ResourceRecord {
        let hash = ContentHash.of(resource.body)
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
