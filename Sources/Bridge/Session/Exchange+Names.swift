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
        for item in map.items { try holdUntold(LUID(item.guid), in: index) }
        let session = state.datastores[index]
        let unknown = try store.write { store in
            try map.items.filter { try $0.luid.isEmpty || !session.name($0, store) }.count
        }
        let code = unknown == map.items.count && unknown > 0 ? StatusCode.notFound : StatusCode.ok
        if unknown > 0 {
            logger.notice(
                "map of unknown items", metadata: metadata(map.target.uri).merging(["count": "\(unknown)"]) { $1 })
        }
        answer(.map(map), code, targets: [map.target.uri], sources: [map.source.uri])
    }

    /// What the device made anew of a Replace that only asked for the item: its user has deleted it, and the new copy goes again.
    private mutating func holdUntold(_ name: LUID, in index: Int) throws {
        guard let stored = state.datastores[index].storedAnew?[name], stored.hasLeft else { return }
        state.datastores[index].storedAnew?[name] = nil
        guard let link = try store.read({ try $0.link(stored.link) }) else { return }
        try gate(try context(index)).holdUntold(link)
        state.datastores[index].noteStray(name, text: link.held ?? [])
    }
}

extension DatastoreSession {
    /// What a Map names so is to go again. `text`: what it says.
    mutating func noteStray(_ name: LUID, text: [UInt8]) {
        strays = (strays ?? [:]).merging([name: text]) { $1 }
    }

    /// Gives its name to the link of a Map item: of an Add by our GUID, or of a Replace that the device stored as a new item by
    /// the name it did not know. False when the item names none.
    fileprivate func name(_ item: MapItem, _ store: StoreWriter) throws -> Bool {
        guard !item.luid.isEmpty else { return false }
        let (named, luid) = (LUID(item.guid), LUID(item.luid))
        let own = try GUID(wire: item.guid).flatMap { try store.link(row, $0) }
        let other = try store.link(row, luid)
        if own?.awaitsName != true, let moved = try storedAnew?[named].flatMap({ try store.link($0.link) }) {
            try rename(moved, luid, from: other, store)
        } else if own?.awaitsName != true, let text = strays?[named] {
            if let other { try store.showAnew(other) }
            try store.insert(
                Link(
                    datastore: row, resource: nil, part: PartKey(uid: ""), luid: luid,
                    guid: try store.allocateGUID(row), held: text, state: .deleting))
        } else if let own {
            // An item mapped twice: the newest wins.
            if let other, other.id != own.id { try store.unname(other) }
            var link = own
            if own.awaitsName { link.take(luid) } else { link.luid = luid }
            try store.update(link)
        } else {
            return false
        }
        return true
    }

    /// The device stored our Replace as a new item. It gives names again that other items had, as after a restored backup:
    /// which of the two texts it holds under this one nobody knows, so both are shown again.
    private func rename(_ moved: Link, _ luid: LUID, from other: Link?, _ store: StoreWriter) throws {
        var link = moved
        if let other, other.id != moved.id {
            try store.showAnew(other)
            if storedAnew?.values.contains(where: { $0.link == other.id }) != true { link.ask() }
        }
        link.luid = luid
        if case .refused = link.state { link.state = .linked }
        try store.update(link)
    }
}
