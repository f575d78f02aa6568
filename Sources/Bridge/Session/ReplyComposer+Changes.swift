import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// The server's changes of one datastore, until the message is full.
extension ReplyComposer {
    /// Rows looked at in one go.
    private static let page = 32

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
            record: exchange.record.id, logger: exchange.logger)
        while let place = exchange.state.datastores[index].cursor?.place, place != .done {
            guard try send(from: place, changes, index, &exchange) else { return false }
        }
        packer.closeSync()
        return true
    }

    /// Fixes up to which revision this session serves.
    private func begin(_ index: Int, _ context: DatastoreContext, _ exchange: inout Exchange) throws {
        let session = exchange.state.datastores[index]
        if let most = session.filter?.maxCount {
            let room = most - (try exchange.store.read { try $0.nameCount(session.row) })
            exchange.state.datastores[index].room = max(0, room)
        }
        // Who starts over is shown everything, and so is one of whom nobody knows what it has, or that wants something else.
        let crossings = ServedScope(scope: context.datastore.scope).crossings(
            to: context.window, session.filter, hasRoom: exchange.state.datastores[index].room.map { $0 > 0 } ?? true)
        if session.mode.startsOver || crossings == nil {
            try exchange.store.write { try $0.resetCheckpoints(session.row) }
        } else if ServedScope(scope: context.datastore.scope).isCut {
            exchange.state.datastores[index].isCut = true
        }
        let (from, through) = try exchange.store.read { store in
            let checkpoints = try store.collections(of: session.row)
            return try (
                session.collections.map { row in checkpoints.first { $0.collection == row }?.checkpoint ?? 0 },
                session.collections.map { row in
                    let counter = try store.collection(row)?.counter ?? 0
                    // While vanishings are held, what came after them waits too: it may be the same items again.
                    return min(counter, try store.hold(of: row).revision ?? counter)
                }
            )
        }
        var cursor = SendCursor(from: from, through: through)
        if !session.mode.startsOver, session.window != nil { cursor.crossings = crossings }
        if session.doubts != nil { cursor.place = .leaving(after: nil) }
        if session.mode == .resetClient {
            // Nothing goes out, and all of it is due again.
            cursor = SendCursor(from: from, through: from)
            cursor.place = .done
        }
        exchange.state.datastores[index].cursor = cursor
    }

    private mutating func openSync(_ index: Int, _ context: DatastoreContext, _ exchange: inout Exchange) throws -> Bool
    {
        let session = exchange.state.datastores[index]
        let commandID = packer.nextCommandID()
        var sync = Sync(
            commandID: commandID, target: Location(uri: session.deviceName), source: Location(uri: session.serverName))
        let isFirst = session.cursor?.isAnnounced != true
        if isFirst, exchange.profile.numberOfChanges, exchange.message.header.version != .v10 {
            sync.numberOfChanges = try ChangeCount(store: exchange.store, context: context, session: session).run()
        }
        guard packer.openSync(sync) else { return false }
        exchange.state.datastores[index].cursor?.isAnnounced = true
        exchange.state.outstanding.sent(
            messageID: packer.header.messageID, commandID: commandID, purpose: .sync)
        return true
    }

    // MARK: - From page to page

    /// Sends one page from a place. False when the message is full; the place then still points at what did not fit.
    private mutating func send(
        from place: SendCursor.Place, _ changes: OutgoingChanges, _ index: Int, _ exchange: inout Exchange
    ) throws -> Bool {
        let session = exchange.state.datastores[index]
        switch place {
        case .leaving(let after):
            return try sendOpen(
                after, changes, index, &exchange, as: SendCursor.Place.leaving, then: .asked(after: nil)
            ) { $0.resource == nil && $0.state == .deleting }
        case .asked(let after):
            return try sendOpen(
                after, changes, index, &exchange, as: SendCursor.Place.asked, then: .open(after: nil)
            ) { $0.isAsked }
        case .open(let after):
            return try sendOpen(
                after, changes, index, &exchange, as: SendCursor.Place.open,
                then: crossing(0, collection: 0, session.cursor)
            ) { _ in true }
        case .crossed(let number, let collection, let after):
            return try sendCrossed(number, collection, after, changes, index, &exchange)
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
            if page.count < Self.page {
                exchange.state.datastores[index].cursor?.place = start(of: collection + 1, session.cursor)
            }
        case .done:
            break
        }
        return true
    }

    /// Sends one page of what an edge of the window has passed over. What changed since the last sync comes with the changes.
    private mutating func sendCrossed(
        _ number: Int, _ collection: Int, _ after: BoundPlace?, _ changes: OutgoingChanges, _ index: Int,
        _ exchange: inout Exchange
    ) throws -> Bool {
        let session = exchange.state.datastores[index]
        guard let cursor = session.cursor, let crossing = cursor.crossings?[number],
            collection < session.collections.count
        else {
            exchange.state.datastores[index].cursor?.place = start(of: 0, session.cursor)
            return true
        }
        let page = try exchange.store.read {
            try $0.heads(of: session.collections[collection], crossing, after: after, limit: Self.page)
        }
        for head in page {
            if head.revision <= cursor.from[collection] {
                guard try self.place(try changes.changes(of: head), index, &exchange) else { return false }
            }
            exchange.state.datastores[index].cursor?.place = .crossed(
                crossing: number, collection: collection, after: head.place(in: crossing))
        }
        if page.count < Self.page {
            exchange.state.datastores[index].cursor?.place = self.crossing(
                number, collection: collection + 1, session.cursor)
        }
        return true
    }

    /// The place before the first resource that a crossing concerns; behind the last one that of the first change.
    private func crossing(_ number: Int, collection: Int, _ cursor: SendCursor?) -> SendCursor.Place {
        let all = cursor?.crossings ?? []
        let (number, collection) =
            collection < cursor?.from.count ?? 0 ? (number, collection) : (number + 1, 0)
        guard number < all.count, cursor?.from.isEmpty == false else { return start(of: 0, cursor) }
        return .crossed(crossing: number, collection: collection, after: nil)
    }

    /// Sends one page of those open links that are `wanted`, and goes on behind it, or to what comes `next`.
    private mutating func sendOpen(
        _ after: LinkRow?, _ changes: OutgoingChanges, _ index: Int, _ exchange: inout Exchange,
        as place: (LinkRow?) -> SendCursor.Place, then next: SendCursor.Place, where wanted: (Link) -> Bool
    ) throws -> Bool {
        let row = exchange.state.datastores[index].row
        let page = try exchange.store.read { try $0.openLinks(row, after: after, limit: Self.page) }
        for link in page where wanted(link) {
            guard try self.place(try changes.change(of: link), index, &exchange) else { return false }
            exchange.state.datastores[index].cursor?.place = place(link.id)
        }
        exchange.state.datastores[index].cursor?.place = page.count < Self.page ? next : place(page.last?.id)
        return true
    }

    /// The place before the first change of a collection; the end behind the last collection.
    private func start(of collection: Int, _ cursor: SendCursor?) -> SendCursor.Place {
        let from = cursor?.from ?? []
        return from.indices.contains(collection) ? .changed(collection: collection, after: from[collection]) : .done
    }
}
