import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// What the device says of our commands: statuses and the names it gave to new items.
extension Exchange {
    mutating func received(_ status: Status) throws {
        guard status.commandRef != "0" else { return }
        guard let purpose = state.outstanding.answered(by: status) else { return }
        switch purpose {
        case .initialization, .chunk:
            return
        case .sync:
            if status.code == StatusCode.refreshRequired { wantsSlowSync(status) }
        case .change(let datastore, let link, let operation):
            try answered(operation, link, status.code, in: datastore)
        }
    }

    /// 508 for our Sync: the device wants everything again.
    private mutating func wantsSlowSync(_ status: Status) {
        for index in state.datastores.indices
        where status.targetRefs.contains(state.datastores[index].deviceName)
            || status.sourceRefs.contains(state.datastores[index].serverName)
        {
            state.datastores[index].needsSlowSync = true
        }
    }

    private mutating func answered(
        _ operation: SessionState.Operation, _ row: LinkRow, _ code: Int, in datastore: Int
    ) throws {
        guard var link = try store.read({ try $0.link(row) }) else { return }
        let isDone = (200..<300).contains(code) || code == StatusCode.alreadyExists
        switch operation {
        case .add:
            if isDone, code != StatusCode.chunkAccepted {
                if link.state == .offered { link.state = .delivered }
                state.datastores[datastore].tally.outAdded += 1
            } else if !isDone {
                link.state = .refused(code: code)
                link.offered = nil
                link.offeredRevision = nil
                refused(code, link, datastore)
            }
            try store.write { [link] in try $0.update(link) }
        case .replace:
            if isDone {
                if code == StatusCode.itemAdded, let luid = link.luid {
                    state.datastores[datastore].storedAnew = (state.datastores[datastore].storedAnew ?? [:])
                        .merging([luid: row]) { $1 }
                }
                link.sent = link.offered ?? link.sent
                link.held = link.offered ?? link.held
                link.heldFromDevice = false
                link.revision = link.offeredRevision ?? link.revision
                state.datastores[datastore].tally.outChanged += 1
            } else if code.saysItIsNotThere, try hasLeftUntold(link, in: datastore) {
                return
            } else if code.saysItIsNotThere {
                // The device does not have it: an Add next time.
                link.luid = nil
                link.generation += 1
                link.state = .refused(code: code)
            } else {
                refused(code, link, datastore)
            }
            link.offered = nil
            link.offeredRevision = nil
            if !isDone, link.state == .linked { link.showAgain() }
            try store.write { [link] in try $0.update(link) }
        case .delete:
            let isGone = isDone || code == StatusCode.notFound || code == StatusCode.gone
            guard isGone else {
                refused(code, link, datastore)
                return
            }
            state.datastores[datastore].tally.outDeleted += 1
            let session = record.id
            try store.write { [link] store in
                if let luid = link.luid { try store.noteDeparture(of: luid, from: link.datastore, in: session) }
                try store.remove(row)
            }
        }
    }

    /// A Replace of what the device itself had sent, which only asked whether it is still there: its user has deleted it, and the
    /// device never said so. Somebody who is asked decides. A device that names an older anchor may have been restored from a
    /// backup: it gets the item back.
    private mutating func hasLeftUntold(_ link: Link, in datastore: Int) throws -> Bool {
        if let twin = state.datastores[datastore].twins?.first(where: { $0.value == link.id })?.key {
            try store.write { try DoubtfulLinks.rename(link.id, to: twin, $0) }
            return true
        }
        guard state.datastores[datastore].doubts?.includesOurs == false, link.heldFromDevice, let held = link.held,
            let offered = link.offered
        else { return false }
        let context = try context(datastore)
        guard context.lens(for: context.kind(of: held)).isSame(offered, held) else { return false }
        try gate(context).holdUntold(link)
        return true
    }

    private mutating func refused(_ code: Int, _ link: Link, _ datastore: Int) {
        state.datastores[datastore].tally.rejected += 1
        logger.notice(
            "the device refused an item",
            metadata: metadata(state.datastores[datastore].serverName).merging([
                "status": "\(code)", "guid": "\(link.guid)",
            ]) { $1 })
    }

    /// The names the device gave to our items. Welcome at any time (S60 sends them before the next session's Sync).
    mutating func received(_ map: Map) throws {
        guard let index = datastoreIndex(target: map.target.uri, source: map.source.uri) else {
            answer(.map(map), StatusCode.notFound, targets: [map.target.uri], sources: [map.source.uri])
            return
        }
        let session = state.datastores[index]
        let datastore = session.row
        var unknown = 0
        try store.write { store in
            for item in map.items {
                guard var link = try session.link(of: item, store), !item.luid.isEmpty else {
                    unknown += 1
                    continue
                }
                let luid = LUID(item.luid)
                if let other = try store.link(datastore, luid), other.id != link.id {
                    // An item mapped twice: the newest wins.
                    try store.unname(other)
                }
                link.luid = luid
                switch link.state {
                case .offered, .delivered:
                    link.state = .linked
                    link.sent = link.offered ?? link.sent
                    link.held = link.sent
                    link.heldFromDevice = false
                    link.revision = link.offeredRevision ?? link.revision
                    link.offered = nil
                    link.offeredRevision = nil
                case .linked, .refused, .deleting:
                    break
                }
                try store.update(link)
            }
        }
        let code = unknown == map.items.count && unknown > 0 ? StatusCode.notFound : StatusCode.ok
        if unknown > 0 {
            logger.notice(
                "map of unknown items", metadata: metadata(map.target.uri).merging(["count": "\(unknown)"]) { $1 })
        }
        answer(.map(map), code, targets: [map.target.uri], sources: [map.source.uri])
    }
}

extension Int {
    /// True for the status of a device that does not have an item.
    fileprivate var saysItIsNotThere: Bool {
        self == StatusCode.notFound || self == StatusCode.gone || self == StatusCode.itemNotDeleted
    }
}

extension DatastoreSession {
    /// The link that a Map item names: by our GUID, or by the name of a Replace that the device stored as a new item.
    fileprivate func link(of item: MapItem, _ store: StoreReader) throws -> Link? {
        let named = try GUID(wire: item.guid).flatMap { try store.link(row, $0) }
        if let named, named.luid == nil { return named }
        return try storedAnew?[LUID(item.guid)].flatMap { try store.link($0) } ?? named
    }
}
