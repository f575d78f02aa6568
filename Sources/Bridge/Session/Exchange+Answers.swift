import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// What the device says of our commands.
extension Exchange {
    mutating func received(_ status: Status) throws {
        guard status.commandRef != "0" else { return }
        guard let purpose = state.outstanding.answered(by: status) else { return }
        switch purpose {
        case .initialization, .chunk:
            return
        case .opening(let datastore):
            if status.code >= 400, status.code != StatusCode.refreshRequired {
                try alertRefused(datastore, status.code)
            }
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
                // It is not on the device, and goes out again in the other format.
                let isFormat = try tryAnotherFormat(code, link, in: datastore)
                link.state = .refused(code: isFormat ? 0 : code)
                link.dropOffer()
                refused(code, link, datastore)
            }
            try store.write { [link] in try $0.update(link) }
        case .replace, .ask:
            // A device that has the item needs no room for it.
            let isAbsent = code.saysItIsNotThere || operation == .ask && code == StatusCode.deviceFull
            if isDone {
                if code == StatusCode.itemAdded { return try storedAnew(link, in: datastore) }
                link.holdOffer()
                // Asked for, and still there: restored since its deletion.
                link.pendingDelete = false
                state.datastores[datastore].tally.outChanged += 1
            } else if isAbsent, try hasLeftUntold(link, in: datastore) {
                return
            } else if isAbsent {
                // The device does not have it: an Add next time.
                if !code.saysItIsNotThere { refused(code, link, datastore) }
                link.dropOffer()
                return try store.write { [link] store in
                    var link = link
                    try store.offerAnew(&link, code: code)
                    try store.update(link)
                }
            } else {
                _ = try tryAnotherFormat(code, link, in: datastore)
                refused(code, link, datastore)
            }
            link.dropOffer()
            if !isDone, link.state == .linked { link.showAgain() }
            let scope = try context(datastore).scope
            try store.write { [link] in try $0.update(try $0.keepingOpen(link, outside: scope)) }
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

    /// A device that refuses the format that somebody wished for it gets the other from now on. True when it does.
    private mutating func tryAnotherFormat(_ code: Int, _ link: Link, in datastore: Int) throws -> Bool {
        guard code == StatusCode.unsupportedMediaType else { return false }
        let resource = try link.resource.flatMap { row in try store.read { try $0.resource(row) } }
        var context = try context(datastore)
        guard context.refusedFormat(of: resource?.kind ?? context.datastore.kind) else { return false }
        logger.notice(
            "the device refuses the format that was wished for it",
            metadata: metadata(state.datastores[datastore].serverName))
        contexts[datastore] = context
        return true
    }

    /// A Replace of what the device itself had sent, which only asked whether it is still there: its user has deleted it, and the
    /// device never said so. Somebody who is asked decides. A device that names an older anchor may have been restored from a
    /// backup: it gets the item back.
    private mutating func hasLeftUntold(_ link: Link, in datastore: Int) throws -> Bool {
        if try takesNameOfTwin(link, in: datastore) || confirmsDeletion(of: link) { return true }
        guard try onlyAsked(link, in: datastore) else { return false }
        try gate(try context(datastore)).holdUntold(link)
        return true
    }

    /// True when the Replace showed what the device itself had sent, and the device names the last anchor: one that has not the item
    /// deleted it.
    private mutating func onlyAsked(_ link: Link, in datastore: Int) throws -> Bool {
        guard state.datastores[datastore].doubts?.includesOurs == false, link.heldFromDevice, let held = link.held,
            let offered = link.offered
        else { return false }
        let context = try context(datastore)
        return context.lens(for: context.kind(of: held)).isSame(offered, held)
    }

    /// The device did not have the item and made a new one of our Replace; its Map will say under which name. Until then it does not
    /// count as seen: a Delete of the old name that comes first speaks of what the device had before. Where the device has the item
    /// under another name already, or has told its deletion, the new one is too much.
    private mutating func storedAnew(_ link: Link, in datastore: Int) throws {
        state.datastores[datastore].hasStoredAnew = true
        state.datastores[datastore].tally.outChanged += 1
        let row = state.datastores[datastore].row
        let text = link.offered ?? []
        if let luid = link.luid, try takesNameOfTwin(link, in: datastore) || confirmsDeletion(of: link, freesName: true)
        {
            return try store.write { try $0.addStray(luid, of: link.part, in: row, text: text, record.id) }
        }
        var link = link
        link.state = .storedAnew(try onlyAsked(link, in: datastore) ? .asked : .changed)
        link.touchedIn = record.id
        try store.write { [link] in try $0.update(link) }
    }

    /// True when an item of this package is the one that the device was asked for: the link takes its name.
    private func takesNameOfTwin(_ link: Link, in datastore: Int) throws -> Bool {
        guard let twin = state.datastores[datastore].twins?.first(where: { $0.value == link.id })?.key else {
            return false
        }
        try store.write { try DoubtfulLinks.rename(link.id, to: twin, $0) }
        return true
    }

    /// True for an item whose deletion waited for this answer: it runs with the next session. `freesName`: something else has the
    /// name by now.
    private func confirmsDeletion(of link: Link, freesName: Bool = false) throws -> Bool {
        guard link.pendingDelete else { return false }
        var link = link
        link.dropOffer()
        link.touchedIn = record.id
        try store.write { [link] store in
            var link = link
            if freesName, let luid = link.luid {
                try store.noteDeparture(of: luid, from: link.datastore, in: record.id)
                link.luid = nil
            }
            try store.update(link)
        }
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
}

extension Int {
    /// True for the status of a device that does not have an item.
    fileprivate var saysItIsNotThere: Bool {
        self == StatusCode.notFound || self == StatusCode.gone || self == StatusCode.itemNotDeleted
    }
}
