import Mapping
import SyncTypes

/// What the last of the server's changes being on its way makes final: anchors and checkpoints.
///
/// Committed together with the reply that says Final. Should the device miss that reply, it names its anchor before this one
/// next time, which is kept too; and every change that it did not acknowledge is an open link.
enum SessionCommit {
    /// Adds the rows' new state to what is committed with the reply.
    static func prepare(_ exchange: inout Exchange) throws {
        if exchange.state.once != nil, exchange.state.datastores.contains(where: { $0.mode != .backup }),
            exchange.device.once != nil
        {
            // It was for once.
            exchange.device.once = nil
            let row = exchange.device.id
            exchange.commits.append { store in
                guard var device = try store.device(row) else { return }
                device.once = nil
                try store.update(device)
            }
        }
        for index in exchange.state.datastores.indices where !exchange.state.datastores[index].isCommitted {
            let context = try exchange.context(index)
            exchange.state.datastores[index].isCommitted = true
            let session = exchange.state.datastores[index]
            var row = try context.updated()
            guard session.mode != .backup else {
                row.lastResult = session.mode.rawValue
                exchange.commits.append { [row] in try $0.update(row) }
                continue
            }
            // Its clock was set back, or its anchors alternate (K750i): one restored to its first use would name this one too.
            let isRepeated = session.deviceNext == row.previousClientAnchor && session.deviceNext != row.clientAnchor
            let firstUse = isRepeated ? try lastSession(of: row.id, exchange) : nil
            row.previousClientAnchor = session.presentedAnchor
            row.clientAnchor = session.deviceNext ?? row.clientAnchor
            row.previousOpenSince = session.doubts?.since ?? session.openSince ?? exchange.record.id
            let settled = session.openDoubts ?? firstUse
            row.openSince = settled ?? session.openSince
            // A restored device that has not spoken is asked, and told what had left it, when it has.
            row.openIncludesOurs = session.mode == .oneWayFromServer && session.doubts?.includesOurs == true
            if session.mode.emptiesClient { exchange.state.datastores[index].keepsFormerLinks = true }
            if row.openSince != settled { exchange.state.datastores[index].unheard = Unheard(openSince: settled) }
            row.serverAnchor = session.serverNext
            // What a process that died had asked for still counts; a sync that starts over is the answer.
            row.needsSlowSync = session.needsSlowSync || row.needsSlowSync && !session.mode.startsOver
            if session.mode.matches {
                // A process that died after it had matched has left it in the row alone.
                let stored = try exchange.store.read { try $0.datastore(row.id)?.hasUntaken } ?? false
                row.hasUntaken = !session.mode.takesChanges && (stored || session.hasUntaken == true)
            }
            row.lastSyncedAt = exchange.now
            row.lastResult = session.mode.rawValue
            if let window = session.window {
                let served = ServedScope.served(window, session.filter, isCut: session.isCut == true)
                row.scope = session.mode.served(served, before: row.scope).scope
            }
            let through = session.mode.writesClient ? session.cursor?.through : nil
            exchange.commits.append { [row] store in
                try store.update(row)
                if let since = row.previousOpenSince { try store.forgetDepartures(from: row.id, before: since) }
                // An administrator may have chosen others meanwhile.
                let shown = Set(try store.collections(of: row.id).map(\.collection))
                for (collection, revision) in zip(session.collections, through ?? []) where shown.contains(collection) {
                    try store.setCheckpoint(row.id, collection, revision)
                }
            }
        }
    }

    /// The device goes on after the last of the server's changes: it has had the statuses of its own.
    static func heard(_ exchange: inout Exchange) {
        for index in exchange.state.datastores.indices {
            if exchange.state.datastores[index].keepsFormerLinks == true {
                // It has emptied itself.
                exchange.state.datastores[index].keepsFormerLinks = nil
                let row = exchange.state.datastores[index].row
                exchange.commits.append { try $0.dropFormerLinks(of: row) }
            }
            guard let unheard = exchange.state.datastores[index].unheard else { continue }
            exchange.state.datastores[index].unheard = nil
            let row = exchange.state.datastores[index].row
            exchange.commits.append { try $0.settleOpen(row, since: unheard.openSince) }
        }
    }

    /// The datastore's session before this one.
    private static func lastSession(of datastore: DatastoreRow, _ exchange: Exchange) throws -> SessionRow? {
        let results = try exchange.store.read { try $0.results(device: exchange.device.id, limit: 16) }
        return results.first { $0.datastore == datastore }?.session
    }

    /// The history's rows of an ended session.
    static func results(of exchange: Exchange) throws -> [SyncResult] {
        exchange.state.datastores.map { session in
            let tally = session.tally
            return SyncResult(
                session: exchange.record.id, datastore: session.row, mode: session.mode, inAdded: tally.inAdded,
                inChanged: tally.inChanged, inDeleted: tally.inDeleted, outAdded: tally.outAdded,
                outChanged: tally.outChanged, outDeleted: tally.outDeleted, conflicts: tally.conflicts,
                rejected: tally.rejected, at: exchange.now)
        }
    }
}

extension SyncMode {
    /// What a device has of a scope after a sync. One that has said what it holds and was told nothing may hold anything.
    fileprivate func served(_ now: ServedScope, before scope: String) -> ServedScope {
        switch self {
        case .twoWay, .slow, .oneWayFromServer, .refreshFromServer, .slowFromServer: now
        case .oneWayFromClient: ServedScope(scope: scope)
        case .refreshFromClient, .slowFromClient, .resetClient, .backup: .unknown
        }
    }
}

extension DatastoreSession {
    /// What stays in doubt after the session: only one in which both sides speak settles it.
    fileprivate var openDoubts: SessionRow? {
        switch mode {
        case .twoWay, .slow, .refreshFromClient, .refreshFromServer, .slowFromClient, .slowFromServer, .resetClient,
            .backup:
            nil
        case .oneWayFromClient, .oneWayFromServer: doubts?.since ?? openSince
        }
    }
}
