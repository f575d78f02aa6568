import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// The server's changes of one datastore, until the message is full.
extension ReplyComposer {
    /// Rows looked at in one go.
    private static let page = 32
    /// A chunk smaller than this waits for the next message.
    private static let leastChunk = 128

    /// Sends what fits. True when nothing of this datastore is left.
    mutating func send(_ index: Int, _ exchange: inout Exchange) throws -> Bool {
        if exchange.state.datastores[index].cursor?.place == .done { return true }
        let context = try exchange.context(index)
        if exchange.state.datastores[index].cursor == nil { try begin(index, context, &exchange) }
        guard try openSync(index, context, &exchange) else { return false }
        if exchange.state.outgoing != nil {
            guard try continueObject(index, &exchange) else { return false }
        }
        let changes = OutgoingChanges(
            store: exchange.store, context: context, session: exchange.state.datastores[index],
            record: exchange.record.id)
        while let place = exchange.state.datastores[index].cursor?.place, place != .done {
            guard try send(from: place, changes, index, &exchange) else { return false }
        }
        packer.closeSync()
        return true
    }

    /// Fixes up to which revision this session serves.
    private func begin(_ index: Int, _ context: DatastoreContext, _ exchange: inout Exchange) throws {
        let session = exchange.state.datastores[index]
        let counters = try exchange.store.read { store in
            try session.collections.map { try store.collection($0)?.counter ?? 0 }
        }
        // Who starts over is shown everything.
        if session.mode.startsOver {
            try exchange.store.write { try $0.resetCheckpoints(session.row) }
        }
        exchange.state.datastores[index].cursor = SendCursor(through: counters)
    }

    private mutating func openSync(_ index: Int, _ context: DatastoreContext, _ exchange: inout Exchange) throws -> Bool
    {
        let session = exchange.state.datastores[index]
        let commandID = packer.nextCommandID()
        var sync = Sync(
            commandID: commandID, target: Location(uri: session.deviceName), source: Location(uri: session.serverName))
        let isFirst = session.cursor?.isAnnounced != true
        if isFirst, exchange.profile.numberOfChanges, exchange.message.header.version != .v10 {
            sync.numberOfChanges = try count(index, context, exchange)
        }
        guard packer.openSync(sync) else { return false }
        exchange.state.datastores[index].cursor?.isAnnounced = true
        exchange.state.outstanding.sent(
            messageID: packer.header.messageID, commandID: commandID, purpose: .sync)
        return true
    }

    /// Resources that are looked at one by one when changes are counted; of more only their number counts.
    private static let counted = 500

    /// How many changes there will be at most: a change the device cannot see is only found when it is rendered.
    private func count(_ index: Int, _ context: DatastoreContext, _ exchange: Exchange) throws -> Int {
        let session = exchange.state.datastores[index]
        return try exchange.store.read { store in
            let checkpoints = try store.collections(of: session.row)
            var links = try openLinks(session.row, store)
            var new = 0
            for (collection, through) in zip(session.collections, session.cursor?.through ?? []) {
                let from = checkpoints.first { $0.collection == collection }?.checkpoint ?? 0
                guard try store.changedCount(collection, after: from, through: through) <= Self.counted else {
                    new += try store.changedCount(collection, after: from, through: through)
                    continue
                }
                let rows = try store.changedResources(
                    session.row, collection, after: from, through: through, limit: Self.counted)
                for head in rows.map(\.resource) {
                    let known = try store.links(session.row, head.id)
                    links.formUnion(known.filter { $0.revision != head.revision && $0.pending == nil }.map(\.id))
                    let isWanted = !head.isGone && head.kind.map { context.datastore.kinds.contains($0) } == true
                    if known.isEmpty, isWanted { new += 1 }
                }
            }
            return links.count + new
        }
    }

    /// The open links whose device is to be told something.
    private func openLinks(_ datastore: DatastoreRow, _ store: StoreReader) throws -> Set<LinkRow> {
        var links: Set<LinkRow> = []
        var after: LinkRow?
        while true {
            let page = try store.openLinks(datastore, after: after, limit: Self.page)
            guard let last = page.last else { return links }
            for link in page where link.pending == nil && !link.pendingDelete {
                switch link.state {
                case .refused(StatusCode.deletedWithoutArchive), .refused(StatusCode.unsupportedMediaType),
                    .refused(StatusCode.entityTooLarge), .offered, .delivered:
                    continue
                case .refused, .linked, .deleting:
                    links.insert(link.id)
                }
            }
            after = last.id
        }
    }

    // MARK: - From page to page

    /// Sends one page from a place. False when the message is full; the place then still points at what did not fit.
    private mutating func send(
        from place: SendCursor.Place, _ changes: OutgoingChanges, _ index: Int, _ exchange: inout Exchange
    ) throws -> Bool {
        let session = exchange.state.datastores[index]
        switch place {
        case .open(let after):
            let page = try exchange.store.read { try $0.openLinks(session.row, after: after, limit: Self.page) }
            for link in page {
                guard try self.place(try changes.change(of: link), index, &exchange) else { return false }
                exchange.state.datastores[index].cursor?.place = .open(after: link.id)
            }
            if page.count < Self.page { try enter(collection: 0, index, &exchange) }
        case .changed(let collection, let after):
            guard let cursor = session.cursor, collection < session.collections.count else {
                exchange.state.datastores[index].cursor?.place = .done
                return true
            }
            let page = try exchange.store.read {
                try $0.changedResources(
                    session.row, session.collections[collection], after: after, through: cursor.through[collection],
                    limit: Self.page)
            }
            for row in page {
                guard try self.place(try changes.changes(of: row.resource), index, &exchange) else { return false }
                exchange.state.datastores[index].cursor?.place = .changed(collection: collection, after: row.revision)
            }
            if page.count < Self.page { try enter(collection: collection + 1, index, &exchange) }
        case .done:
            break
        }
        return true
    }

    private func enter(collection: Int, _ index: Int, _ exchange: inout Exchange) throws {
        let session = exchange.state.datastores[index]
        guard collection < session.collections.count else {
            exchange.state.datastores[index].cursor?.place = .done
            return
        }
        let row = session.collections[collection]
        let from = try exchange.store.read { store in
            try store.collections(of: session.row).first { $0.collection == row }?.checkpoint ?? 0
        }
        exchange.state.datastores[index].cursor?.place = .changed(collection: collection, after: from)
    }

    // MARK: - One change

    /// Puts planned changes into the message. False at the first that does not fit.
    private mutating func place(
        _ planned: [OutgoingChanges.Planned], _ index: Int, _ exchange: inout Exchange
    ) throws -> Bool {
        for one in planned where !told.contains(one.link.id) {
            switch one {
            case .acknowledge(let link):
                exchange.commits.append { try $0.update(link) }
            case .forget(let link):
                exchange.commits.append { try $0.remove(link.id) }
            case .unmapped:
                exchange.state.datastores[index].needsSlowSync = true
            case .unshowable(let link, let reason):
                keepBack(link, reason: reason, index, &exchange)
            case .delete(let link):
                guard placeDelete(link, index, &exchange) else { return false }
            case .add(let link, let view, let format, let revision):
                guard placeText(.add, link, view, format, revision, index, &exchange) else { return false }
            case .replace(let link, let view, let format, let revision):
                guard placeText(.replace, link, view, format, revision, index, &exchange) else { return false }
            }
            told.insert(one.link.id)
        }
        return true
    }

    private mutating func placeDelete(_ link: Link, _ index: Int, _ exchange: inout Exchange) -> Bool {
        guard let luid = link.luid else {
            exchange.commits.append { try $0.remove(link.id) }
            return true
        }
        let commandID = packer.nextCommandID()
        var command = ItemCommand(commandID: commandID)
        command.items = [Item(target: Location(uri: luid.rawValue))]
        guard packer.addToSync(.delete(command)) else { return false }
        note(.change(datastore: index, link: link.id, .delete), commandID, &exchange)
        let session = exchange.record.id
        exchange.commits.append { store in
            var link = link
            link.state = .deleting
            link.touchedIn = session
            try store.update(link)
        }
        return true
    }

    private mutating func placeText(
        _ operation: SessionState.Operation, _ link: Link, _ view: [UInt8], _ format: ItemFormat, _ revision: Int64,
        _ index: Int, _ exchange: inout Exchange
    ) -> Bool {
        if let most = exchange.state.maxObjectSize, most > 0, view.count > most {
            keepBack(link, reason: "larger than the \(most) bytes the device takes", index, &exchange)
            return true
        }
        let commandID = packer.nextCommandID()
        let whole = OutgoingCommand(operation: operation, link: link, format: format)
        if packer.addToSync(whole.command(commandID, data: view, size: nil, moreData: false)) {
            note(.change(datastore: index, link: link.id, operation), commandID, &exchange)
            offer(operation, link, view, revision, &exchange)
            return true
        }
        // It does not fit into what is left: into a fresh message whole, or in chunks.
        let isTooLargeForAny =
            packer.size(of: whole.command(commandID, data: view, size: nil, moreData: false)) > packer.emptyRoom
        guard isTooLargeForAny else { return false }
        guard exchange.takesLargeObjects else {
            keepBack(link, reason: "larger than the device's messages, and it takes no chunks", index, &exchange)
            return true
        }
        guard packer.free > Self.leastChunk * 4 else { return false }
        offer(operation, link, view, revision, &exchange)
        exchange.state.outgoing = OutgoingObject(
            link: link.id, datastore: index, operation: operation, offset: 0, format: format)
        _ = placeChunk(of: view, link, &exchange)
        return false
    }

    /// The next chunk of the object on its way. True when that was its last.
    private mutating func continueObject(_ index: Int, _ exchange: inout Exchange) throws -> Bool {
        guard let object = exchange.state.outgoing, object.datastore == index else { return true }
        guard let link = try exchange.store.read({ try $0.link(object.link) }), let view = link.offered else {
            exchange.state.outgoing = nil
            return true
        }
        return placeChunk(of: view, link, &exchange)
    }

    private mutating func placeChunk(of view: [UInt8], _ link: Link, _ exchange: inout Exchange) -> Bool {
        guard let object = exchange.state.outgoing else { return true }
        let source = OutgoingCommand(operation: object.operation, link: link, format: object.format)
        let commandID = packer.nextCommandID()
        let size = object.offset == 0 ? view.count : nil
        let rest = view[object.offset...]
        var length = rest.count
        while length > 0 {
            let isLast = length == rest.count
            let chunk = isLast ? Array(rest) : TextCut.prefix(rest, atMost: length)
            let command = source.command(commandID, data: chunk, size: size, moreData: !isLast)
            let needed = packer.size(of: command)
            if needed <= packer.free, packer.addToSync(command) {
                exchange.state.outgoing?.offset += chunk.count
                if isLast { exchange.state.outgoing = nil }
                note(
                    isLast ? .change(datastore: object.datastore, link: link.id, object.operation) : .chunk, commandID,
                    &exchange)
                return isLast
            }
            // Escapes make a chunk longer than its bytes: cut in proportion.
            let around = packer.size(of: source.command(commandID, data: [], size: size, moreData: true))
            length = min(length - 1, chunk.count * max(0, packer.free - around) / max(1, needed - around))
            if length < Self.leastChunk { break }
        }
        return false
    }

    private func note(_ purpose: SessionState.Purpose, _ commandID: String, _ exchange: inout Exchange) {
        exchange.state.outstanding.sent(
            messageID: packer.header.messageID, commandID: commandID, purpose: purpose)
    }

    /// The view is on its way: both it and what the device held before are kept until a Status comes.
    private func offer(
        _ operation: SessionState.Operation, _ link: Link, _ view: [UInt8], _ revision: Int64,
        _ exchange: inout Exchange
    ) {
        let session = exchange.record.id
        exchange.commits.append { store in
            var link = link
            link.offered = view
            link.offeredRevision = revision
            link.touchedIn = session
            switch operation {
            case .add:
                link.state = .offered
                link.luid = nil
            case .replace, .delete:
                link.state = .linked
            }
            try store.update(link)
        }
    }

    private func keepBack(_ link: Link, reason: String, _ index: Int, _ exchange: inout Exchange) {
        let name = exchange.state.datastores[index].serverName
        exchange.logger.notice(
            "an item cannot be shown to the device",
            metadata: exchange.metadata(name).merging(["reason": "\(reason)"]) { $1 })
        exchange.state.datastores[index].tally.rejected += 1
        let entry = JournalEntry(
            at: exchange.now, account: exchange.account.id, device: exchange.device.id, session: exchange.record.id,
            uid: link.part.uid, action: .note, detail: "not shown to the device: \(reason)")
        exchange.commits.append { store in
            var kept = link
            if kept.luid == nil {
                kept.state = .refused(code: StatusCode.entityTooLarge)
                if let id = kept.resource, let head = try store.head(id) { kept.revision = head.revision }
            }
            try store.update(kept)
            _ = try store.append(entry)
        }
    }
}
