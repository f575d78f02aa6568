import DAVClient
import Logging
import Mapping
import SyncTypes
import Translation

/// What the server has now, brought into the mirror.
extension Upload {
    /// Reads one resource back into the mirror. Nil when it is not there (any more).
    func fetch(_ href: Href, in collection: CollectionRecord) async throws -> ResourceRecord? {
        try save(try await client.collection(collection).fetch([href]), of: collection)
    }

    /// Reads back what the server has just taken. Where it cannot be read now, what was written stands in the mirror, without an
    /// ETag: it is looked at again before anything else is written, and what others make of it is a change of that.
    func readBack(_ href: Href, wrote body: [UInt8], in collection: CollectionRecord) async throws -> ResourceRecord? {
        let reason: String
        do {
            let answers = try await client.collection(collection).fetch([href])
            guard case .unreadable(_, let status)? = answers.first else { return try save(answers, of: collection) }
            reason = "\(status)"
        } catch let error as DAVError {
            reason = error.reason
        }
        logger.notice("written, and not read back yet", metadata: ["href": "\(href)", "reason": "\(reason)"])
        return try save([.found(Resource(href: href, body: body))], of: collection)
    }

    private func save(_ answers: [Fetched], of collection: CollectionRecord) throws -> ResourceRecord? {
        try store.write { store in
            try answers.lazy.compactMap { try MirrorRow.apply($0, in: collection, to: store) }.first
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
}
