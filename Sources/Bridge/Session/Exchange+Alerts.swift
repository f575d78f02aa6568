import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// Alerts: a datastore opens, or a package goes on (OMA DS sections 5.1 and 6; codes in protocol facts section 3).
extension Exchange {
    mutating func received(_ alert: Alert) async throws {
        guard let code = alert.code else {
            answer(.alert(alert), StatusCode.incompleteCommand)
            return
        }
        if let mode = SyncMode(alertCode: code) {
            for item in alert.items { try await open(item, mode, alert, isResumed: false) }
            if alert.items.isEmpty { answer(.alert(alert), StatusCode.incompleteCommand) }
            return
        }
        let target = alert.items.first?.target?.uri
        let source = alert.items.first?.source?.uri
        switch code {
        case AlertCode.resume:
            // What was acknowledged lies on the links; the rest comes again in a slow sync (508 and our Alert 201).
            for item in alert.items { try await open(item, .slow, alert, isResumed: true) }
        case AlertCode.display, AlertCode.resultAlert, AlertCode.nextMessage, AlertCode.suspend:
            answer(
                .alert(alert), StatusCode.ok, targets: [target].compactMap { $0 }, sources: [source].compactMap { $0 })
        case AlertCode.noEndOfData:
            // The device missed the end of what we sent: the object goes out again from its start.
            state.outgoing?.offset = 0
            answer(.alert(alert), StatusCode.ok)
        default:
            answer(.alert(alert), StatusCode.optionalFeatureNotSupported)
        }
    }

    // MARK: - Opening a datastore

    private mutating func open(
        _ item: Item, _ asked: SyncMode, _ alert: Alert, isResumed: Bool
    ) async throws {
        let deviceName = item.source?.uri ?? ""
        let serverName = item.target.flatMap { $0.uri.isEmpty ? nil : $0.uri } ?? deviceName
        let targets = [serverName]
        let sources = [deviceName]
        guard !deviceName.isEmpty else {
            answer(.alert(alert), StatusCode.incompleteCommand, targets: targets)
            return
        }
        let next = item.meta?.nextAnchor.map { Anchor($0) }
        let last = item.meta?.lastAnchor.map { Anchor($0) }
        do {
            guard
                let opened = try await datastore(
                    DatastoreName(wire: serverName), deviceName: deviceName, asked: asked, last: last)
            else {
                logger.notice("unknown datastore", metadata: metadata(serverName))
                answer(.alert(alert), StatusCode.notFound, targets: targets, sources: sources)
                return
            }
            if try !store.read({ try $0.openIntents(account.id) }).isEmpty {
                try await service.settleIntents(of: account)
            }
            try await refresh(opened.collections)
            let outcome = try begin(opened, asked: asked, last: last, next: next, deviceName, serverName)
            let isForced = isResumed || outcome.mode != asked
            if let reason = outcome.reason {
                logger.info(
                    "slow sync", metadata: metadata(serverName).merging(["reason": "\(reason.rawValue)"]) { $1 })
            }
            let echo = Item(data: Meta(nextAnchor: next?.rawValue).anchorElement().map { .element($0) })
            let hides = isForced && profile.quirks.ignoresSlowAlert
            answer(
                .alert(alert), isForced && !hides ? StatusCode.refreshRequired : StatusCode.ok, targets: targets,
                sources: sources, items: next == nil ? [] : [echo])
            announce(opened.datastore, outcome.mode, hides: hides, asked: asked, deviceName, serverName)
        } catch let error as DAVError {
            failed(error, serverName)
            answer(.alert(alert), Self.status(for: error), targets: targets, sources: sources)
        }
    }

    private struct Opened {
        var datastore: DatastoreRecord
        var collections: [CollectionRecord]
    }

    /// The datastore's row with its collections; nil when the account has nothing of that name or kind.
    private mutating func datastore(
        _ name: DatastoreName, deviceName: String, asked: SyncMode, last: Anchor?
    ) async throws -> Opened? {
        let client = try client()
        let catalogue = Catalogue(store: store)
        var all = try await catalogue.collections(of: account, through: client)
        var choice = self.choice(name, from: all)
        if choice == nil {
            // Perhaps it was made upstream since we looked.
            all = try await catalogue.refresh(account, through: client)
            choice = self.choice(name, from: all)
        }
        guard let (chosen, kinds) = choice, let kind = kinds.first else { return nil }
        let row = device.id
        let datastore: DatastoreRecord = try store.write { store in
            if var known = try store.datastore(row, name.canonical) {
                if known.kinds != kinds {
                    known.kinds = kinds
                    try store.update(known)
                }
                if try store.collections(of: known.id).isEmpty {
                    try store.setCollections(known.id, chosen.map(\.id))
                }
                return known
            }
            let id = try store.insert(DatastoreRecord(device: row, name: name.canonical, kind: kind, kinds: kinds))
            try store.setCollections(id, chosen.map(\.id))
            guard let made = try store.datastore(id) else { throw SessionError.deviceForgotten }
            return made
        }
        let shown = try store.read { try $0.collections(of: datastore.id) }
        return Opened(
            datastore: datastore, collections: shown.compactMap { entry in all.first { $0.id == entry.collection } })
    }

    /// The collections a name stands for, with the kinds of items it shows; nil when there are none.
    private func choice(_ name: DatastoreName, from all: [CollectionRecord]) -> ([CollectionRecord], [ItemKind])? {
        guard let kind = name.builtInKind else {
            guard let record = Catalogue.named(name.canonical, in: all) else { return nil }
            return ([record], ItemKind.allCases.filter { record.kinds.contains($0) })
        }
        let kinds = self.kinds(for: kind)
        var picked: [CollectionRecord] = []
        for each in kinds {
            let wish = account.settings[each == kind ? name.canonical : "tasks"]
            for record in Catalogue.selection(for: each, from: all, wish: wish)
            where !picked.contains(where: { $0.id == record.id }) {
                picked.append(record)
            }
        }
        guard picked.contains(where: { $0.kinds.contains(kind) }) else { return nil }
        return (picked, kinds)
    }

    /// A calendar takes tasks too when the device told us that it has no database for them.
    private func kinds(for kind: ItemKind) -> [ItemKind] {
        guard kind == .event, !profile.datastores.isEmpty else { return [kind] }
        let hasTasks = profile.datastores.contains { DatastoreName(wire: $0.sourceRef).builtInKind == .task }
        return hasTasks ? [.event] : [.event, .task]
    }

    /// Brings the mirrors up to date, each once for all sessions that wait for it.
    private mutating func refresh(_ collections: [CollectionRecord]) async throws {
        let client = try client()
        let mirror = MirrorRefresh(store: store, clock: service.dependencies.clock)
        for collection in collections {
            try await service.collections.run(collection.id, stopwatch: service.dependencies.stopwatch) {
                try await mirror.run(collection.id, through: client)
            }
        }
    }

    /// Decides the mode and prepares the rows for it.
    private mutating func begin(
        _ opened: Opened, asked: SyncMode, last: Anchor?, next: Anchor?, _ deviceName: String, _ serverName: String
    ) throws -> AnchorDecision.Outcome {
        let datastore = opened.datastore
        let outcome = AnchorDecision.decide(
            asked: asked, last: last,
            known: AnchorDecision.Known(
                current: datastore.clientAnchor, previous: datastore.previousClientAnchor,
                needsSlowSync: datastore.needsSlowSync))
        let mode = outcome.mode
        try store.write { store in
            guard mode.startsOver else { return }
            // From here on the old anchors mean nothing: an interrupted slow sync is followed by a slow sync.
            var cleared = datastore
            cleared.clientAnchor = nil
            cleared.previousClientAnchor = nil
            try store.update(cleared)
            try store.resetSeen(datastore.id)
            try store.removeStaged(datastore.id)
            try store.clearMatchKeys(datastore.id)
            if mode == .refreshFromServer {
                // The device empties itself: nothing it held is linked any more.
                try dropLinks(of: datastore.id, store)
            }
        }
        let session = DatastoreSession(
            row: datastore.id, deviceName: deviceName, serverName: serverName, kind: datastore.kind, mode: mode,
            presentedAnchor: mode.startsOver ? nil : last, deviceNext: next,
            serverNext: Anchor(String(max(now, (datastore.serverAnchor.flatMap { Int64($0.rawValue) } ?? 0) + 1))),
            collections: opened.collections.map(\.id))
        contexts.removeAll()
        if let index = state.datastores.firstIndex(where: { $0.row == datastore.id }) {
            state.datastores[index] = session
        } else {
            state.datastores.append(session)
        }
        return outcome
    }

    /// Drops the links of a device that empties itself; a text or delete that is not upstream yet keeps its link.
    private func dropLinks(of datastore: DatastoreRow, _ store: StoreWriter) throws {
        var kept: [Link] = []
        var after: LinkRow?
        while true {
            let page = try store.openLinks(datastore, after: after, limit: 64)
            kept += page.filter { $0.pending != nil || $0.pendingDelete }
            guard let last = page.last else { break }
            after = last.id
        }
        try store.removeAll(datastore)
        for var link in kept {
            link.luid = nil
            link.generation += 1
            link.state = .refused(code: 0)
            _ = try store.insert(link)
        }
    }

    /// Our own Alert with our anchors, Target = the device's database (S60 aborts without it).
    private mutating func announce(
        _ datastore: DatastoreRecord, _ mode: SyncMode, hides: Bool, asked: SyncMode, _ deviceName: String,
        _ serverName: String
    ) {
        guard let session = state.datastores.first(where: { $0.row == datastore.id }) else { return }
        var meta = Meta()
        meta.lastAnchor = datastore.serverAnchor?.rawValue
        meta.nextAnchor = session.serverNext.rawValue
        switch message.header.version {
        case .v10: break
        case .v11, .v12: meta.maxObjectSize = service.settings.maxObjectSize
        }
        var alert = Alert(commandID: "", code: hides ? asked.alertCode : mode.alertCode)
        alert.items = [Item(target: Location(uri: deviceName), source: Location(uri: serverName), meta: meta)]
        answers.append(OwedCommand(command: .alert(alert), purpose: .initialization))
    }

    // MARK: - Upstream failures

    /// The status with which a datastore that cannot be reached is refused: try later, and no slow sync afterwards.
    static func status(for error: DAVError) -> Int {
        switch error.code {
        case .unauthorized, .forbidden: StatusCode.forbidden
        case .notFound, .unreachable, .timeout, .tls, .dropped, .serverBusy, .unexpectedStatus, .badReply, .tooLarge,
            .badRedirect, .invalidURL, .noCalDAV, .notCreated, .cancelled:
            StatusCode.serviceUnavailable
        }
    }

    private func failed(_ error: DAVError, _ name: String) {
        if error.code == .unauthorized { service.directory.passwordRefused(account: account) }
        logger.warning(
            "upstream failed",
            metadata: metadata(name).merging(["code": "\(error.code.rawValue)", "reason": "\(error.reason)"]) { $1 })
    }

    func metadata(_ datastore: String) -> Logger.Metadata {
        incoming.metadata.merging(["account": "\(account.name)", "datastore": "\(datastore)"]) { $1 }
    }
}
