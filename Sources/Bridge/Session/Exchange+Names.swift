import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// The names that the device gives to our items.
extension Exchange {
    /// A Map. Welcome at any time (S60 sends it before the next session's Sync).
    mutating func received(_ map: Map) throws {
        guard let index = datastoreIndex(target: map.target.uri, source: map.source.uri) else {
            answer(.map(map), StatusCode.notFound, targets: [map.target.uri], sources: [map.source.uri])
            return
        }
        for item in map.items { try holdUntold(item, in: index) }
        let session = state.datastores[index]
        let scope = try context(index).scope
        let unknown = try store.write { store in
            // Each finds its link before any changes its name: one item's new name may be another's old one.
            var taken: Set<LinkRow> = []
            let found = try map.items.map { item in
                let link = try session.link(of: item, besides: taken, store)
                if let link { taken.insert(link.id) }
                return (item, link)
            }
            return try found.filter { item, link in try !session.name(link, LUID(item.luid), scope, store) }.count
        }
        let code = unknown == map.items.count && unknown > 0 ? StatusCode.notFound : StatusCode.ok
        if unknown > 0 {
            logger.notice(
                "map of unknown items", metadata: metadata(map.target.uri).merging(["count": "\(unknown)"]) { $1 })
        }
        answer(.map(map), code, targets: [map.target.uri], sources: [map.source.uri])
    }

    /// What the device made anew of a Replace that only asked for the item: its user has deleted it, and the new copy goes again.
    private mutating func holdUntold(_ item: MapItem, in index: Int) throws {
        let session = state.datastores[index]
        guard !item.luid.isEmpty, let link = try store.read({ try session.link(of: item, $0) }),
            link.storedCopy == .asked, let luid = link.luid
        else { return }
        try gate(try context(index)).holdUntold(link)
        try store.write { try $0.addStray(luid, of: link.part, in: session.row, text: link.held ?? [], record.id) }
    }

    /// The session ends in order: what the device has stored anew it names in it, or at the beginning of the next one.
    mutating func closeStoredAnew() throws {
        for session in state.datastores where session.hasStoredAnew == true {
            var after: LinkRow?
            while true {
                let page = try store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
                guard let last = page.last else { break }
                try store.write { store in
                    for link in page where link.storedCopy != nil && link.touchedIn == record.id {
                        var link = link
                        link.touchedIn = nil
                        try store.update(link)
                    }
                }
                after = last.id
            }
        }
    }

    /// Links looked at in one go.
    private static let page = 64
}

extension Link {
    /// True when the device has stored our Replace anew in a session that ended in order.
    var mayBeNamed: Bool { storedCopy != nil && touchedIn == nil }
}

extension StoreWriter {
    /// No Map came in time: the device says 201 to every Replace, and has the item under the name that it had. Nil: there is no item.
    @discardableResult
    func settleStoredAnew(_ link: Link) throws -> Link? {
        var link = link
        switch link.storedCopy {
        case nil: return link
        case .stray:
            try remove(link.id)
            return nil
        case .changed, .asked:
            link.state = .linked
            link.holdOffer()
            try update(link)
            return link
        }
    }
}

extension DatastoreSession {
    /// The link that a Map item speaks of: by our GUID, or of a Replace that the device stored as a new item by the name that it
    /// did not know. One name of both kinds in a Map speaks of our Add first. `taken`: those of which earlier items of it spoke.
    fileprivate func link(of item: MapItem, besides taken: Set<LinkRow> = [], _ store: StoreReader) throws -> Link? {
        let own = try GUID(wire: item.guid).flatMap { try store.link(row, $0) }
        if let own, own.awaitsName, !taken.contains(own.id) { return own }
        if let stored = try store.link(row, LUID(item.guid)), stored.storedCopy != nil { return stored }
        return own
    }

    /// Gives a link the device's name for its item. False when there is none.
    fileprivate func name(
        _ found: Link?, _ luid: LUID, _ scope: DatastoreScope, _ store: StoreWriter
    ) throws -> Bool {
        guard let found, !luid.rawValue.isEmpty, var link = try store.link(found.id) else { return false }
        let other = try store.link(row, luid).flatMap { $0.id == link.id ? nil : $0 }
        switch found.storedCopy {
        case .stray:
            if let other { try store.showAnew(other) }
            link.luid = luid
            link.state = .deleting
        case .changed, .asked:
            // The device gives names again that other items had, as after a restored backup: which of the two texts it holds under
            // this one nobody knows, so both are shown again.
            link.state = .linked
            link.holdOffer()
            if let other {
                try store.showAnew(other)
                if other.storedCopy == nil { link.ask() }
            }
            link.luid = luid
        case nil:
            // A Map told once more may be of a Replace that was stored anew, and only look like one of ours: what has a name keeps it.
            guard link.awaitsName else { return link.luid == luid || other != nil }
            if let other { try store.showAnew(other) }
            link.take(luid)
        }
        try store.update(try store.keepingOpen(link, outside: scope))
        return true
    }
}
