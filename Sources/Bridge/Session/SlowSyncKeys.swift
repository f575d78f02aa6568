import Mapping
import SyncTypes
import Translation

/// By what the items of both sides are matched in a slow sync, kept in the store while it runs.
struct SlowSyncKeys: Sendable {
    let store: Store
    let context: DatastoreContext
    let session: DatastoreSession

    private static let page = 64

    /// Writes down the keys of all that the device sent and of all that it is not linked to.
    func collect() throws {
        try keysOfStaged()
        try keysOfMirror()
        try keysOfVanished()
    }

    private func keysOfStaged() throws {
        let hasUnnamed = try hasUnnamed()
        var after: StagedRow?
        while true {
            let page = try store.read { try $0.stagedItems(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try store.write { store in
                for item in page {
                    let lens = context.lens(for: context.kind(of: item.text))
                    let signs = lens.matchKeys(of: item.text)
                    let unnamed = hasUnnamed ? Self.unnamedKeys(signs, item.text, lens) : []
                    let keys = Self.keys(signs) + titleKey(item.text, lens) + unnamed
                    try store.addMatchKeys(session.row, .device, item.id.rawValue, nil, keys)
                }
            }
            after = last.id
        }
    }

    private func keysOfMirror() throws {
        for collection in context.collections {
            var after: ResourceRow?
            while true {
                let page = try store.read { try $0.heads(of: collection.id, after: after, limit: Self.page) }
                guard let last = page.last else { break }
                try store.write { store in
                    for head in page { try addKeys(of: head, to: store) }
                }
                after = last.id
            }
        }
    }

    private func addKeys(of head: ResourceHead, to store: StoreWriter) throws {
        guard let kind = head.kind, context.datastore.kinds.contains(kind),
            let resource = try store.resource(head.id),
            let body = try? UpstreamBody(resource.body),
            let outline = try? ResourceReader.parts(of: body, kind: kind)
        else { return }
        let links = try store.links(session.row, head.id)
        let taken = Set(links.filter { !$0.isFree }.map(\.part))
        let lens = context.lens(for: kind)
        for part in outline.parts where !taken.contains(part) {
            let link = links.first { $0.part == part }
            let unmapped = link?.unmappedText
            guard let text = try? unmapped ?? link?.pending ?? lens.view(of: part, in: body, held: nil).text
            else { continue }
            let signs = lens.matchKeys(of: text)
            var unnamed = unmapped == nil ? [] : Self.unnamedKeys(signs, text, lens)
            if unmapped != nil, let view = try? lens.view(of: part, in: body, held: nil).text {
                // Its user may have changed it as somebody else has.
                unnamed += lens.matchKeys(of: view).fingerprints.map(Self.unnamedKey)
            }
            let keys = Self.keys(signs) + unnamed + titleKey(text, lens)
            try store.addMatchKeys(session.row, .server, head.id.rawValue, part, keys)
        }
    }

    /// What the device was sent and never named, and what has vanished upstream since: its copy is told by what was sent.
    private func keysOfVanished() throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try store.write { store in
                for link in page {
                    guard let text = link.unmappedText, let id = link.resource, try store.head(id)?.isGone == true
                    else { continue }
                    let lens = context.lens(for: context.kind(of: text))
                    let signs = lens.matchKeys(of: text)
                    let keys = Self.keys(signs) + Self.unnamedKeys(signs, text, lens)
                    try store.addMatchKeys(session.row, .server, id.rawValue, link.part, keys)
                }
            }
            after = last.id
        }
    }

    private static func keys(_ keys: MatchKeys) -> [MatchKey] {
        var all = [MatchKey(tier: SlowSyncMatching.Tier.identical.rawValue, key: Int64(bitPattern: keys.identical))]
        if let uid = keys.uid, !uid.isEmpty {
            all.append(MatchKey(tier: SlowSyncMatching.Tier.uid.rawValue, key: hash(uid)))
        }
        all += keys.fingerprints.map { MatchKey(tier: SlowSyncMatching.Tier.fingerprint.rawValue, key: hash($0)) }
        all += keys.traces.map { MatchKey(tier: SlowSyncMatching.Tier.likely.rawValue, key: hash($0)) }
        return all
    }

    /// By what an item is known among what was sent and never named.
    private static func unnamedKeys(_ keys: MatchKeys, _ text: [UInt8], _ lens: Lens) -> [MatchKey] {
        var all = keys.fingerprints.map(unnamedKey)
        if let name = keys.name {
            all.append(MatchKey(tier: SlowSyncMatching.Tier.namesake.rawValue, key: hash(name)))
        }
        if let name = keys.name ?? keys.fingerprints.first {
            all += lens.values(of: text).map {
                MatchKey(tier: SlowSyncMatching.Tier.detail.rawValue, key: hash(name + "\u{1F}" + $0))
            }
        }
        all += keys.details.map { MatchKey(tier: SlowSyncMatching.Tier.detail.rawValue, key: hash($0)) }
        return all
    }

    private static func unnamedKey(_ fingerprint: String) -> MatchKey {
        MatchKey(tier: SlowSyncMatching.Tier.unnamed.rawValue, key: hash(fingerprint))
    }

    /// The title of an event, which alone proves nothing.
    private func titleKey(_ text: [UInt8], _ lens: Lens) -> [MatchKey] {
        guard context.datastore.kind == .event, session.mode.matches, session.mode != .refreshFromClient,
            let title = lens.title(of: text)
        else {
            return []
        }
        return [MatchKey(tier: SlowSyncMatching.titles, key: Self.hash(title))]
    }

    private static func hash(_ text: String) -> Int64 {
        Int64(bitPattern: ContentHash.of(Array(text.utf8)))
    }

    /// True when the device was sent something that it never named.
    private func hasUnnamed() throws -> Bool {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            if page.contains(where: { $0.unmappedText != nil }) { return true }
            guard let last = page.last else { return false }
            after = last.id
        }
    }
}
