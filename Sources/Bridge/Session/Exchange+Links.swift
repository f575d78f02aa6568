import Logging
import Mapping
import SyncMLFront
import SyncTypes
import Translation

/// What a text does to the link that it belongs to, or to a new one.
extension Exchange {
    /// In a refresh from the client the device's item replaces what the server has: its base is what the server has now, so
    /// that every difference is the device's. Nil: it has gone from the server, so the device's item is matched or made anew.
    func rebased(_ link: Link, _ lens: Lens) throws -> Link? {
        guard link.pending == nil, let id = link.resource, let resource = try store.read({ try $0.resource(id) }) else {
            return link
        }
        guard !resource.isGone else {
            try store.write { try $0.remove(link.id) }
            return nil
        }
        guard let view = try? lens.view(of: link.part, in: resource.body, held: link.held)
        else { return link }
        var link = link
        link.held = view.text
        link.sent = view.text
        link.revision = resource.revision
        return link
    }

    /// In a slow sync from the server the device's item stays as it is until the server's view replaces it. What the device made of
    /// what it held is an edit until then: a sync of another mode that comes before takes it.
    func overrule(_ link: Link, _ text: [UInt8]) throws {
        var link = link
        stays(&link)
        link.overrule(text)
        link.pendingDelete = false
        link.touchedIn = record.id
        try store.write { [link] in try $0.update(link) }
    }

    func pend(_ text: [UInt8], _ format: ItemFormat, on link: Link) throws -> LinkRow {
        let before = link
        var link = link
        stays(&link)
        link.pending = text
        link.pendingFormat = format
        link.pendingReason = nil
        link.pendingDelete = false
        link.touchedIn = record.id
        try store.write { [link] in try $0.update(link, behind: before) }
        return link.id
    }

    /// The link after a text that shows that our unanswered Replace did arrive: the device holds the offered view, or what its
    /// user has made of it since. `mayBeOther`: a text that shares nothing with either is another item under the name.
    func settled(_ known: Link, by text: [UInt8], _ lens: Lens, mayBeOther: Bool) throws -> Link {
        guard known.pending == nil, known.isOffered, let offered = known.offered, let held = known.held else {
            return known
        }
        var link = known
        if link.storedCopy != nil, !mayBeOther || lens.isClose(text, to: offered) || lens.isClose(text, to: held) {
            // The device has it under the old name after all.
            link.state = .linked
        }
        if link.state == .linked, !lens.isSame(held, text),
            lens.isSame(offered, text) || lens.isMade(text, from: offered, notFrom: held)
        {
            link.holdOffer()
        }
        if link != known { try store.write { [link] in try $0.update(link) } }
        return link
    }

    func seen(_ link: Link, _ text: [UInt8], outside scope: DatastoreScope) throws {
        guard link.touchedIn != record.id || link.offered != nil || !link.heldFromDevice else { return }
        var link = link
        stays(&link)
        link.touchedIn = record.id
        link.pendingDelete = false
        if link.pending == nil {
            link.held = text
            link.heldFromDevice = true
        }
        // An unanswered Replace did not arrive: the view is due again.
        if link.offered != nil { link.showAgain() }
        try store.write { [link] in try $0.update(try $0.keepingOpen(link, outside: scope)) }
    }

    /// The device shows an item that an earlier session told to go: it did not hear that, and is told again if it is still to go.
    private func stays(_ link: inout Link) {
        guard link.state == .deleting, link.resource != nil, link.touchedIn != record.id else { return }
        link.state = .linked
        link.showAgain()
    }

    mutating func created(
        _ text: [UInt8], _ format: ItemFormat, _ luid: LUID, _ command: DeviceChange.Command, isWhole: Bool,
        _ lens: Lens, in index: Int
    ) throws -> (Int, LinkRow?) {
        let session = state.datastores[index]
        let record = record.id
        guard try hasRoom(isWhole, in: index) else { return (StatusCode.deviceFull, nil) }
        if isWhole {
            // Matched best-first when the whole picture is there.
            try store.write { store in
                _ = try store.stage(
                    StagedItem(datastore: session.row, session: record, luid: luid, format: format, text: text))
            }
            return (StatusCode.itemAdded, nil)
        }
        // The answer to an Add of ours whose Map never came?
        let unmappedAdds = UnmappedAdds(
            store: store, datastore: session.row, lens: lens, isEdit: command == .replace,
            mayRepeat: command == .replace || session.doubts != nil,
            keepsUIDs: try context(index).evidence.keepsUIDs)
        if let unmapped = try unmappedAdds.answered(by: text) {
            var link = unmapped
            link.take(luid)
            link.pending = text
            link.pendingFormat = format
            try store.write { [link] in try $0.update(link) }
            return (StatusCode.itemAdded, link.id)
        }
        state.datastores[index].tally.inAdded += 1
        let row: LinkRow = try store.write { store in
            let guid = try store.allocateGUID(session.row)
            return try store.insert(
                Link(
                    datastore: session.row, resource: nil, part: PartKey(uid: ""), luid: luid, guid: guid,
                    pending: text, pendingFormat: format, touchedIn: record))
        }
        return (StatusCode.itemAdded, row)
    }

    /// False when the device has as many items in the datastore as it may have. In a slow sync those count that came in it:
    /// links of items that it does not mention any more are about to go.
    private mutating func hasRoom(_ isWhole: Bool, in index: Int) throws -> Bool {
        let session = state.datastores[index]
        let most = service.settings.limits.itemsPerDatastore
        let isFull =
            isWhole
            ? (session.wholeItems ?? 0) > most : try store.read { try $0.linkCount(session.row) } >= most
        if isFull, !self.isFull {
            self.isFull = true
            logger.warning(
                "a datastore is full", metadata: metadata(session.serverName).merging(["limit": "\(most)"]) { $1 })
        }
        return !isFull
    }
}
