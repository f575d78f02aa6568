import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// The device's deletions. Nothing goes upstream here: deletes wait for the Final.
extension Exchange {
    /// A Delete.
    mutating func removed(_ luid: LUID, _ command: DeviceChange.Command, in index: Int) throws -> Int {
        var link = try linkNamed(luid, in: index)
        if let known = link, known.mayBeNamed { link = try store.write { try $0.settleStoredAnew(known) } }
        if let link, let copy = link.storedCopy { return try removedBefore(link, copy, in: index) }
        if let link, try hasBeenToldToLeave(link, in: index) || isUnwanted(link, in: index) {
            try store.write { try $0.hasLeft(link, record.id) }
            return StatusCode.ok
        }
        let command = try link.map { try isHistory($0, in: index) } == true ? .softDelete : command
        let change = DeviceChange.decide(command, link == nil ? .unknown : .known(same: true, close: true))
        service.dependencies.marks?(change.mark)
        switch change {
        case .alreadyGone:
            return StatusCode.itemNotDeleted
        case .delete:
            guard var link else { return StatusCode.itemNotDeleted }
            // They were acknowledged, and are nowhere else: it may be typed once more of one that stays, or not be deleted after all.
            let texts = try store.read { [link] in try $0.earlierTexts(link) } + [link.pending].compactMap { $0 }
            let entries = texts.map { text in
                JournalEntry(
                    at: now, account: account.id, device: device.id, session: record.id, uid: link.part.uid,
                    action: .rejected, after: text, detail: "deleted on the device before it came upstream")
            }
            if link.resource == nil {
                // It never came upstream, and now never will.
                try store.write { [link] store in
                    try store.remove(link.id)
                    for entry in entries { _ = try store.append(entry) }
                }
            } else {
                link.pendingDelete = true
                link.pending = nil
                link.pendingReason = nil
                link.pendingSince = nil
                link.touchedIn = record.id
                try store.write { [link] store in
                    try store.update(link)
                    for entry in entries { _ = try store.append(entry) }
                }
            }
            state.datastores[index].tally.inDeleted += 1
            return StatusCode.ok
        case .release:
            guard var link else { return StatusCode.itemNotDeleted }
            let session = record.id
            link.luid = nil
            link.state = .refused(code: StatusCode.deletedWithoutArchive)
            try store.write { [link] store in
                try store.noteDeparture(of: luid, from: link.datastore, in: session)
                try store.update(link)
            }
            return StatusCode.ok
        case .create, .update, .echo, .reused:
            return StatusCode.ok
        }
    }

    /// A Delete of the name under which the device had an item before it made a new one of our Replace: it speaks of that older one.
    private mutating func removedBefore(_ link: Link, _ copy: StoredCopy, in index: Int) throws -> Int {
        switch copy {
        case .stray: return StatusCode.itemNotDeleted
        case .changed:
            // The change stands, and the device has it.
            let entry = JournalEntry(
                at: now, account: account.id, device: device.id, session: record.id, uid: link.part.uid,
                action: .conflict, before: link.held,
                detail: "deleted on the device before it was shown the change: the change stands")
            try store.write { _ = try $0.append(entry) }
        case .asked:
            var link = link
            let (luid, text) = (link.luid, link.held ?? [])
            link.luid = nil
            link.state = .linked
            link.dropOffer()
            link.pendingDelete = true
            link.touchedIn = record.id
            try store.write { [link] store in
                try store.update(link)
                if let luid { try store.addStray(luid, of: link.part, in: link.datastore, text: text, record.id) }
            }
        }
        state.datastores[index].tally.inDeleted += 1
        return StatusCode.ok
    }

    /// True for an item that was told to leave the device because it is outside of the window, and has not been heard of since: that
    /// it is gone there is our doing, and nobody's wish to lose it.
    private mutating func hasBeenToldToLeave(_ link: Link, in index: Int) throws -> Bool {
        guard link.state == .deleting, link.pending == nil, let id = link.resource,
            let head = try store.read({ try $0.head(id) }), !head.isGone
        else { return false }
        let context = try context(index)
        let scope = context.scope
        guard case .served(let window, let filter, _) = ServedScope(scope: context.datastore.scope) else { return true }
        let before = DatastoreScope(
            datastore: scope.datastore, window: window, filter: filter, zone: scope.zone, zones: scope.zones)
        return try store.read { store in
            // What would stay now was told to go by the one before.
            try store.verdict(on: head, in: scope) != .matches || store.verdict(on: head, in: before) != .matches
        }
    }

    /// True for an item that the device's own filter leaves out: one that does away with it says what it was about to be told, and
    /// nothing about the item.
    private mutating func isUnwanted(_ link: Link, in index: Int) throws -> Bool {
        guard state.datastores[index].filter != nil, link.state == .linked, link.pending == nil, !link.pendingDelete,
            let id = link.resource, let head = try store.read({ try $0.head(id) }), !head.isGone
        else { return false }
        let scope = try context(index).scope
        return try store.read { try $0.verdict(on: head, of: scope.filter, in: scope) } == .leaves
    }

    /// True for an event that is long over: a phone that purges its past does not speak for its user.
    private mutating func isHistory(_ link: Link, in index: Int) throws -> Bool {
        guard link.pending == nil, let id = link.resource, let head = try store.read({ try $0.head(id) }) else {
            return false
        }
        guard PurgedHistory.contains(head.kind, lastEnd: head.lastEnd, now: now) else { return false }
        // Moved into the past behind the device's back, it lies ahead for who deletes it.
        guard head.revision != link.revision, let own = link.held ?? link.sent,
            let body = try? context(index).lens(for: .event).create(from: own, uid: link.part.uid),
            let seen = try? ResourceReader.parts(of: body)
        else { return true }
        return PurgedHistory.contains(seen.kind, lastEnd: seen.lastEnd, now: now)
    }
}
