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
            let names = wish.split(separator: ",").map { $0.trimmingBlanks().lowercased() }
            return names.compactMap { name in
                fitting.first { $0.displayName.lowercased() == name || $0.href.lastSegment.lowercased() == name }
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
        if !known.isEmpty { return known }
        return try await refresh(account, through: client)
    }

    /// Asks upstream for the account's collections and notes what is new. Rows of vanished collections stay: their links
    /// must not die of a server's bad day.
    func refresh(_ account: Account, through client: DAVClient) async throws -> [CollectionRecord] {
        let discovery = try await client.discover { _ in }
        let found = try await client.collections(discovery)
        return try store.write { store in
            var known = try store.collections(of: account.id)
            for (position, info) in found.enumerated() where !info.kinds.isEmpty {
                if var row = known.first(where: { $0.href == info.href }) {
                    row.displayName = info.displayName
                    row.kinds = info.kinds
                    row.isWritable = info.isWritable
                    try store.update(row)
                } else {
                    var row = CollectionRecord(
                        account: account.id, href: info.href,
                        displayName: info.displayName, kinds: info.kinds,
                        isWritable: info.isWritable, supportsSync: info.supportsSync,
                        position: info.isDefault ? -1 : position)
                    row.id = try store.insert(row)
                    known.append(row)
                }
            }
            return try store.collections(of: account.id)
        }
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
