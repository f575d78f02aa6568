import DAVClient
import Mapping
import SyncTypes
import Translation

/// A collection at the server as mirror, merge and undo see it: each resource is a card or a calendar object.
///
/// The text files of a folder of notes become journal entries on their way in and files again on their way out (`NoteFile`);
/// everything between knows of no files.
struct UpstreamCollection: Sendable {
    private let remote: DAVCollection
    private let isFolder: Bool

    fileprivate init(_ remote: DAVCollection, isFolder: Bool) {
        self.remote = remote
        self.isFolder = isFolder
    }

    /// Its marks now. A folder has none that could be trusted to tell a change.
    func state() async throws(DAVError) -> CollectionState {
        isFolder ? CollectionState(ctag: nil, syncToken: nil) : try await remote.state()
    }

    /// As `DAVCollection.list`; of a folder only what is a note.
    nonisolated(nonsending) func list(_ take: ([Member]) throws -> Void) async throws {
        guard isFolder else { return try await remote.list(take) }
        try await remote.list { try take($0.filter { NoteFile.isNamed($0.href) }) }
    }

    /// As `DAVCollection.changes`; of a folder only what is a note.
    nonisolated(nonsending) func changes(
        since token: SyncToken?, _ take: ([MemberChange]) throws -> Void
    ) async throws -> SyncEnd {
        guard isFolder else { return try await remote.changes(since: token, take) }
        return try await remote.changes(since: token) { try take($0.filter { NoteFile.isNamed($0.href) }) }
    }

    /// As `DAVCollection.fetch`. A file that is no text cannot be read (415).
    func fetch(_ hrefs: [Href]) async throws(DAVError) -> [Fetched] {
        let answers = try await remote.fetch(hrefs)
        guard isFolder else { return answers }
        return answers.map { answer in
            guard case .found(var resource) = answer else { return answer }
            guard let journal = NoteFile.journal(of: resource.body, at: resource.href) else {
                return .unreadable(resource.href, status: 415)
            }
            resource.body = journal
            return .found(resource)
        }
    }

    /// As `DAVCollection.put`, with the media type of the kind or file.
    func put(
        _ href: Href, body: [UInt8], kind: ItemKind, precondition: WritePrecondition
    ) async throws(DAVError) -> PutOutcome {
        guard isFolder else {
            return try await remote.put(
                href, body: body, contentType: NewResource.contentType(kind), precondition: precondition)
        }
        guard let file = try? NoteFile.file(of: body) else {
            return .rejected(status: 415, reason: "not a note, and the folder holds notes alone")
        }
        return try await remote.put(
            href, body: file, contentType: NoteFile.contentType(href), precondition: precondition)
    }

    /// As `DAVCollection.delete`.
    func delete(_ href: Href, ifMatch etag: ETag?) async throws(DAVError) -> DeleteOutcome {
        try await remote.delete(href, ifMatch: etag)
    }
}

extension DAVClient {
    /// One of an account's collections.
    func collection(_ record: CollectionRecord) -> UpstreamCollection {
        let remote = record.isFolder ? folder(record.href) : collection(record.href, kind: record.anyKind)
        return UpstreamCollection(remote, isFolder: record.isFolder)
    }
}
