import DAVClient
import Mapping
import SyncTypes

/// The account's collections as rows of the store: found once, when the account is first used, and again on request.
struct Catalogue: Sendable {
    let store: Store

    /// Which of an account's collections a datastore shows, in order: those the account names, else the default one.
    ///
    /// - Parameter wish: the account's setting ("Personal,Work"), by display name or last path segment.
    static func selection(for kind: ItemKind, from all: [CollectionRecord], wish: String?) -> [CollectionRecord] {
        let fitting = all.filter { $0.kinds.contains(kind) }
        if let wish {
            return AccountSetting.names(in: wish).compactMap { word in
                if let path = CollectionPath(word) { return fitting.first { path.names($0.href) } }
                let name = word.lowercased()
                return fitting.first { $0.displayName.lowercased() == name || $0.href.lastSegment.lowercased() == name }
            }
        }
        // A collection made for this kind alone comes before one that takes everything.
        let writable = fitting.filter(\.isWritable)
        let candidates = writable.isEmpty ? fitting : writable
        let dedicated = candidates.first { $0.kinds == [kind] }
        return [dedicated ?? candidates.first].compactMap { $0 }
    }

    /// The collection that a device names by its last path segment or display name.
    static func named(_ name: String, in all: [CollectionRecord]) -> CollectionRecord? {
        all.first { $0.href.lastSegment.lowercased() == name } ?? all.first { $0.displayName.lowercased() == name }
    }

    /// The account's collections; asks upstream when none is known yet.
    func collections(of account: Account, through client: DAVClient) async throws -> [CollectionRecord] {
        let known = try store.read { try $0.collections(of: account.id) }
        let isComplete = CollectionPath.wished(by: account).allSatisfy { wish in
            known.contains { wish.path.names($0.href) && $0.kinds.isSuperset(of: wish.kinds) }
        }
        if !known.isEmpty, isComplete { return known }
        return try await refresh(account, through: client)
    }

    /// Asks upstream for the account's collections and notes what is new. Rows of vanished collections stay: their links
    /// must not die of a server's bad day.
    func refresh(_ account: Account, through client: DAVClient) async throws -> [CollectionRecord] {
        let found = try await Self.found(CollectionPath.wished(by: account), through: client)
        return try store.write { store in
            var known = try store.collections(of: account.id)
            for (position, info) in found.enumerated() where !info.kinds.isEmpty {
                if var row = known.first(where: { $0.href == info.href }) {
                    row.displayName = info.displayName
                    row.kinds = info.kinds
                    row.isWritable = info.isWritable
                    row.isFolder = info.isPlainCollection
                    try store.update(row)
                } else {
                    var row = CollectionRecord(
                        account: account.id, href: info.href,
                        displayName: info.displayName, kinds: info.kinds,
                        isWritable: info.isWritable, supportsSync: info.supportsSync,
                        position: info.isDefault ? -1 : position, isFolder: info.isPlainCollection)
                    row.id = try store.insert(row)
                    known.append(row)
                }
            }
            return try store.collections(of: account.id)
        }
    }

    /// What the server lists, and the collections that the account's settings name by their paths. A server that has nothing but those
    /// has no calendars to be discovered.
    static func found(
        _ wishes: [CollectionPath.Wish], through client: DAVClient,
        report: @escaping @Sendable (DiscoveryStep) -> Void = { _ in }
    ) async throws(DAVError) -> [CollectionInfo] {
        var named: [CollectionInfo] = []
        for wish in wishes {
            if let collection = try await wish.collection(through: client) { named.append(collection) }
        }
        let listed: [CollectionInfo]
        do {
            let discovery = try await client.discover(report: report)
            listed = try await client.collections(discovery)
        } catch {
            guard error.code == .noCalDAV, let wish = wishes.first else { throw error }
            if !named.isEmpty { return named }
            throw DAVError(.noCalDAV, "there is no collection \(wish.path.href), and \(error.reason)")
        }
        return listed.filter { info in !wishes.contains { $0.path.names(info.href) } } + named
    }
}
