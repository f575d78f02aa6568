import SyncMLFront
import SyncTypes

/// Add, Replace and Delete on the phone's store, and the names that new items get.
extension PhoneSession {
    /// Add: a new LUID, to be told by Map. 201.
    mutating func add(_ index: Int, _ text: [UInt8], guid: String?) throws(PhoneError) -> Int {
        guard let guid, !guid.isEmpty else { return StatusCode.incompleteCommand }
        guard guid.utf8.count <= configuration.model.maxGUIDSize else { return StatusCode.uriTooLong }
        let luid = try newLUID(index)
        try write(index, text, luid)
        report.stores[index].received.adds += 1
        switch configuration.habits.maps {
        case .never: break
        case .withStatuses, .lastMessage, .nextSession:
            let map = PendingMap(guid: guid, luid: luid.rawValue)
            remember(index) { memory in
                memory.pendingMaps.removeAll { $0.guid == guid }
                memory.pendingMaps.append(map)
            }
            exchanges[index].newMaps.append(map)
        }
        return StatusCode.itemAdded
    }

    /// Replace of a known LUID: 200. Of an unknown one: 404, or like an Add (S60 1.1).
    mutating func replace(_ index: Int, _ text: [UInt8], _ item: Item) throws(PhoneError) -> Int {
        let luid = item.target.map { LUID($0.uri) } ?? LUID("")
        if !luid.rawValue.isEmpty, try store.read(luid, in: exchanges[index].configuration) != nil {
            try write(index, text, luid)
            report.stores[index].received.replaces += 1
            return StatusCode.ok
        }
        guard configuration.habits.storesUnknownReplace else { return StatusCode.notFound }
        return try add(index, text, guid: item.source?.uri ?? item.target?.uri)
    }

    /// Delete: 200, or 211 when there is nothing of that name.
    mutating func delete(_ index: Int, _ luid: LUID) -> Int {
        let setting = exchanges[index].configuration
        do {
            guard try store.read(luid, in: setting) != nil else {
                remember(index) { $0.known[luid.rawValue] = nil }
                return StatusCode.itemNotDeleted
            }
            try store.remove(luid, in: setting)
        } catch {
            return StatusCode.datastoreFailure
        }
        exchanges[index].overwritten.insert(luid.rawValue)
        remember(index) { memory in
            memory.known[luid.rawValue] = nil
            memory.pendingMaps.removeAll { $0.luid == luid.rawValue }
        }
        report.stores[index].received.deletes += 1
        return StatusCode.ok
    }

    /// Stores a text and remembers it as the server's: what the store keeps of it, not what came.
    private mutating func write(_ index: Int, _ text: [UInt8], _ luid: LUID) throws(PhoneError) {
        let setting = exchanges[index].configuration
        try store.write(text, as: luid, in: setting)
        let kept = try store.read(luid, in: setting)
        exchanges[index].overwritten.insert(luid.rawValue)
        remember(index) { $0.known[luid.rawValue] = kept.map(ContentDigest.of) }
    }

    private mutating func newLUID(_ index: Int) throws(PhoneError) -> LUID {
        let setting = exchanges[index].configuration
        let known = memory(index).known
        var number = memory(index).lastNumber
        while true {
            number += 1
            let luid = environment.makeLUID(setting.name, number)
            // A name the server still knows from a deleted item would say that the item changed.
            guard known[luid.rawValue] == nil, try store.read(luid, in: setting) == nil else { continue }
            remember(index) { $0.lastNumber = number }
            return luid
        }
    }

    /// Queues the names given in this reply, as the phone's habits have it.
    mutating func queueMaps() {
        for index in exchanges.indices where !exchanges[index].newMaps.isEmpty {
            let maps = exchanges[index].newMaps
            exchanges[index].newMaps = []
            switch configuration.habits.maps {
            case .withStatuses: outbox += mapCommands(index, maps)
            case .lastMessage: heldMaps += mapCommands(index, maps)
            case .nextSession, .never: break
            }
        }
    }

    /// Map commands for some names, as many as the phone writes at a time.
    func mapCommands(_ index: Int, _ maps: [PendingMap]) -> [Outbound] {
        let setting = exchanges[index].configuration
        let size = max(1, configuration.habits.itemsPerMap)
        return stride(from: 0, to: maps.count, by: size).map { start in
            let part = Array(maps[start..<min(start + size, maps.count)])
            let map = Map(
                commandID: "", target: Location(uri: setting.uri), source: Location(uri: setting.localURI),
                items: part.map { MapItem(guid: $0.guid, luid: $0.luid) })
            return Outbound(.map(map), awaits: .map(index, part))
        }
    }
}
