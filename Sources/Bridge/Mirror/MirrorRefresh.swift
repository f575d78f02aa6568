import DAVClient
import Mapping
import SyncTypes
import Translation

/// Brings the mirror of one collection to what the server lists now (design, "Refreshing the mirror").
///
/// sync-collection where the server has it, else ctag and a listing with etags; a rejected token means a full comparison of
/// etags, never a slow sync for phones.
struct MirrorRefresh: Sendable {
    let store: Store
    let clock: @Sendable () -> Int64

    /// Bodies fetched and saved in one go.
    static let batch = 50

    /// Refreshes one collection. Throws `DAVError` and leaves the mirror as it was, or as of the last saved batch.
    func run(_ row: CollectionRow, through client: DAVClient) async throws {
        guard let record = try store.read({ try $0.collection(row) }) else { return }
        let remote = client.collection(record.href, kind: record.anyKind)
        if record.supportsSync {
            switch try await remote.changes(since: record.syncToken) {
            case .changes(let changes, let token):
                if record.syncToken == nil {
                    try await compare(record, remote, with: Self.present(changes))
                } else {
                    try await apply(changes, to: record, remote)
                }
                try note(record, token: token, compared: record.syncToken == nil)
                return
            case .tokenRejected:
                try await startOver(record, remote)
                return
            case .unsupported:
                break
            }
        }
        try await listWhenChanged(record, remote)
    }

    // MARK: - Ways to learn what changed

    private func startOver(_ record: CollectionRecord, _ remote: DAVCollection) async throws {
        switch try await remote.changes(since: nil) {
        case .changes(let changes, let token):
            try await compare(record, remote, with: Self.present(changes))
            try note(record, token: token, compared: true)
        case .tokenRejected, .unsupported:
            try await listWhenChanged(record, remote)
        }
    }

    private func listWhenChanged(_ record: CollectionRecord, _ remote: DAVCollection) async throws {
        let state = try await remote.state()
        if let ctag = state.ctag, ctag == record.ctag { return }
        try await compare(record, remote, with: try await remote.list())
        let now = clock()
        try store.write {
            try $0.setState(record.id, ctag: state.ctag, syncToken: record.syncToken, comparedAt: now)
        }
    }

    private func note(_ record: CollectionRecord, token: SyncToken?, compared: Bool) throws {
        if token == record.syncToken, !compared { return }
        let now = clock()
        try store.write {
            try $0.setState(
                record.id, ctag: record.ctag, syncToken: token, comparedAt: compared ? now : record.comparedAt)
        }
    }

    private static func present(_ changes: [MemberChange]) -> [Member] {
        changes.compactMap { change in
            switch change {
            case .changed(let member): member
            case .vanished: nil
            }
        }
    }

    // MARK: - Applying

    private func apply(_ changes: [MemberChange], to record: CollectionRecord, _ remote: DAVCollection) async throws {
        var changed: [Member] = []
        var vanished: [Href] = []
        var repeated = 0
        for change in changes {
            switch change {
            case .changed(let member):
                // Servers repeat what is known (SOGo the whole last second, Radicale our own writes).
                let known = try store.read { try $0.resource(record.id, member.href) }
                if let known, !known.isGone, known.etag == member.etag, member.etag != nil {
                    repeated += 1
                    continue
                }
                changed.append(member)
            case .vanished(let href):
                vanished.append(href)
            }
        }
        // A token that died silently lists everything and no deletions (SOGo, DAViCal): then a listing tells what is gone.
        if vanished.isEmpty, repeated > 0, repeated * 4 >= (try store.read { try $0.count(of: record.id) }) {
            return try await compare(record, remote, with: try await remote.list())
        }
        try await fetchAndSave(changed.map(\.href), of: record, remote)
        try drop(vanished, of: record)
    }

    private func compare(_ record: CollectionRecord, _ remote: DAVCollection, with listing: [Member]) async throws {
        var known: [Href: ResourceVersion] = [:]
        var after: ResourceRow?
        while true {
            let page = try store.read { try $0.versions(of: record.id, after: after, limit: 500) }
            guard let last = page.last else { break }
            for version in page { known[version.href] = version }
            after = last.id
        }
        var changed: [Href] = []
        for member in listing {
            guard let mine = known.removeValue(forKey: member.href) else {
                changed.append(member.href)
                continue
            }
            let isSame =
                member.etag != nil && member.etag == mine.etag
                && (member.lastModified == nil || mine.lastModified == nil || member.lastModified == mine.lastModified)
                && (member.contentLength == nil || mine.contentLength == nil
                    || member.contentLength == mine.contentLength)
            if !isSame { changed.append(member.href) }
        }
        try await fetchAndSave(changed, of: record, remote)
        try drop(known.keys.sorted { $0.rawValue < $1.rawValue }, of: record)
    }

    private func fetchAndSave(_ hrefs: [Href], of record: CollectionRecord, _ remote: DAVCollection) async throws {
        var rest = hrefs[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batch))
            rest = rest.dropFirst(Self.batch)
            let fetched = try await remote.fetch(batch)
            try store.write { store in
                for one in fetched {
                    switch one {
                    case .found(let resource):
                        _ = try MirrorRow.save(resource, in: record, to: store)
                    case .missing(let href):
                        if let row = try store.resource(record.id, href), !row.isGone {
                            _ = try store.markGone(row.id)
                        }
                    case .unreadable:
                        // Listed and not readable: the mirror keeps what it has, and it is asked for again.
                        continue
                    }
                }
            }
        }
    }

    private func drop(_ hrefs: [Href], of record: CollectionRecord) throws {
        guard !hrefs.isEmpty else { return }
        try store.write { store in
            for href in hrefs {
                guard let row = try store.resource(record.id, href), !row.isGone else { continue }
                _ = try store.markGone(row.id)
            }
        }
    }
}
