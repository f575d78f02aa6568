import DAVClient
import Mapping
import SyncTypes

/// Writes resources that vanished upstream to the server again, from the mirror, after somebody rejected their vanishing.
struct VanishedRestore: Sendable {
    let store: Store
    let account: Account
    let record: CollectionRecord
    let remote: UpstreamCollection
    let clock: @Sendable () -> Int64

    private static let page = 32

    /// Runs over everything that the kept listing lacks. What the server does not take becomes a tombstone with a journal line
    /// that holds its text.
    func run() async throws {
        var after: ResourceRow?
        while true {
            let page = try store.read { try $0.missing(inListingOf: record.id, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            for head in page { try await restore(head) }
            after = last.id
        }
    }

    private func restore(_ head: ResourceHead) async throws {
        guard let resource = try store.read({ try $0.resource(head.id) }), !resource.isGone else { return }
        let now = clock()
        let intent = try store.write {
            try $0.insert(
                Intent(
                    account: account.id, collection: record.id, resource: resource.id, href: resource.href,
                    operation: .put, body: resource.body, baseETag: nil, base: nil, link: nil, createdAt: now))
        }
        let kind = resource.kind ?? record.anyKind ?? .contact
        let outcome = try await remote.put(
            resource.href, body: resource.body, kind: kind, precondition: .absent)
        let answers: [Fetched]
        switch outcome {
        case .stored, .preconditionFailed: answers = try await remote.fetch([resource.href])
        case .uidConflict, .rejected: answers = [.missing(resource.href)]
        }
        try store.write { store in
            let saved = try answers.first.flatMap { try MirrorRow.apply($0, in: record, to: store) }
            _ = try store.append(
                JournalEntry(
                    at: now, account: account.id, collection: record.href, href: resource.href, uid: resource.uid,
                    action: saved == nil ? .rejected : .created,
                    summary: ItemName.of(resource.body, kind: resource.kind),
                    before: saved == nil ? resource.body : nil, after: saved?.body,
                    detail: saved == nil
                        ? "vanished at the server, and it did not take it back"
                        : "vanished at the server, written again"))
            try store.close(intent)
        }
    }
}
