import DAVClient
import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// A datastore opens: mirrors are refreshed, the mode is decided, our own Alert is owed (OMA DS sections 5.1 and 5.2).
extension Exchange {
    mutating func open(
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
            let wanted = try wanted(item.target, named: serverName)
            guard var opened = try await datastore(DatastoreName(wire: serverName)) else {
                logger.notice("unknown datastore", metadata: metadata(serverName))
                answer(.alert(alert), StatusCode.notFound, targets: targets, sources: sources)
                return
            }
            try keepNames(&opened, serverName, deviceName)
            let filter = try resolved(wanted, for: opened.datastore)
            var outage: DAVError?
            if isBackup { try startBackup() } else { outage = try await bringUpToDate(opened.collections) }
            if isResumed, outage == nil, try resume(opened, last: last, next: next, deviceName, serverName) {
                let echo = Item(data: Meta(nextAnchor: next?.rawValue).anchorElement().map { .element($0) })
                answer(.alert(alert), StatusCode.ok, targets: targets, sources: sources, items: [echo])
                // Our Alert has the mode that goes on: libsynthesis refuses any other code with 400.
                let mode = state.datastores.first { $0.row == opened.datastore.id }?.mode ?? asked
                announce(opened.datastore, mode.alertCode, asked: mode.alertCode, deviceName, serverName)
                return
            }
            // What was acknowledged lies on the links; the rest comes again in a slow sync (508 and our Alert 201).
            let slow = wanted.wantsSlowSync ? NumberedMode.slow : nil
            let outcome = try begin(
                opened, asked: asked, slow, filter, outage, last: last, next: next, deviceName, serverName)
            let code = wireCode(of: outcome.mode)
            let isForced = isResumed || code != asked.alertCode
            if let reason = outcome.reason {
                logger.info(
                    "another mode than the device asks for",
                    metadata: metadata(serverName).merging([
                        "mode": "\(outcome.mode.words)", "reason": "\(reason.rawValue)",
                    ]) { $1 })
            }
            try tellWithheld(outcome, serverName)
            let echo = Item(data: Meta(nextAnchor: next?.rawValue).anchorElement().map { .element($0) })
            let hides = isForced && outcome.mode == .slow && profile.quirks.ignoresSlowAlert
            answer(
                .alert(alert), isForced && !hides ? StatusCode.refreshRequired : StatusCode.ok, targets: targets,
                sources: sources, items: next == nil ? [] : [echo])
            announce(
                opened.datastore, hides ? asked.alertCode : code, asked: asked.alertCode, deviceName, serverName)
        } catch let error as FilterError {
            answer(.alert(alert), refused(error, serverName), targets: targets, sources: sources)
        } catch let error as BackupError {
            answer(.alert(alert), refused(error, serverName), targets: targets, sources: sources)
        } catch let error as DAVError {
            failed(error, serverName)
            answer(.alert(alert), Self.status(for: error), targets: targets, sources: sources)
        }
    }

    /// Who knows two-way and slow syncs alone sends everything in a slow one.
    private func wireCode(of mode: SyncMode) -> Int {
        mode == .backup && profile.quirks.isTwoWayOnly ? SyncMode.slow.alertCode : mode.alertCode
    }

    /// Keeps how the device calls both databases: an alert has to use the same names.
    private func keepNames(_ opened: inout Opened, _ serverName: String, _ deviceName: String) throws {
        guard opened.datastore.serverURI != serverName || opened.datastore.deviceURI != deviceName else { return }
        opened.datastore.serverURI = serverName
        opened.datastore.deviceURI = deviceName
        try store.write { [datastore = opened.datastore] in try $0.update(datastore) }
    }

    /// Decides the mode and prepares the rows for it.
    private mutating func begin(
        _ opened: Opened, asked: SyncMode, _ slow: NumberedMode?, _ filter: ItemFilter?, _ outage: DAVError?,
        last: Anchor?, next: Anchor?, _ deviceName: String, _ serverName: String
    ) throws -> ModeDecision.Outcome {
        let datastore = opened.datastore
        let outcome = ModeDecision.decide(
            asked: asked, last: last,
            known: ModeDecision.Known(
                current: datastore.clientAnchor, previous: datastore.previousClientAnchor,
                needsSlowSync: datastore.needsSlowSync, hasUntaken: datastore.hasUntaken),
            wish: ModeDecision.Wish(
                url: state.parameters?.mode ?? slow, once: state.once, mayErase: account.mayErase,
                isBackup: isBackup, isTwoWayOnly: profile.quirks.isTwoWayOnly))
        let mode = outcome.mode
        try permit(mode, during: outage, serverName)
        service.dependencies.marks?(outcome.mark)
        if mode.startsOver {
            try startOver(datastore, outcome, last: last)
        } else if try store.read({ try $0.hasFormerLinks(of: datastore.id) }) {
            // Its anchor is that of a refresh that has reached it.
            try store.write { try $0.dropFormerLinks(of: datastore.id) }
        }
        let left = leftStaged(datastore.id)
        let hasLeftStaged = try mode.startsOver && left.exist()
        if hasLeftStaged, mode.emptiesClient { try left.tell() }
        var session = DatastoreSession(
            row: datastore.id, deviceName: deviceName, serverName: serverName, kind: datastore.kind, mode: mode,
            presentedAnchor: mode.startsOver ? nil : last, saidLast: last, deviceNext: next,
            serverNext: Anchor(String(max(now, (datastore.serverAnchor.flatMap { Int64($0.rawValue) } ?? 0) + 1))),
            collections: opened.collections.map(\.id))
        session.hasLeftStaged = hasLeftStaged && !mode.emptiesClient ? true : nil
        if mode != asked { session.asked = asked }
        session.reason = outcome.reason?.rawValue
        session.window = TimeWindow.of(datastore, device, account, now: now)
        session.filter = filter
        session.outage = outage?.reason
        // Only what was approved: another mode's deletions pass the guard like any.
        session.mayErase = outcome.reason == .wanted && state.once?.erases == true ? true : nil
        if !mode.startsOver {
            session.openSince = datastore.openSince
            session.doubts = DoubtfulLinks.range(last: last, of: datastore)
            // It may have been restored to the day before its last sync.
            if session.doubts?.includesOurs == true { try store.write { try $0.forgetSentBack(datastore.id) } }
        }
        contexts.removeAll()
        if let index = state.datastores.firstIndex(where: { $0.row == datastore.id }) {
            state.datastores[index] = session
        } else {
            state.datastores.append(session)
        }
        return outcome
    }

    /// From here on the old anchors mean nothing: an interrupted slow sync is followed by a slow sync.
    private func startOver(_ datastore: DatastoreRecord, _ outcome: ModeDecision.Outcome, last: Anchor?) throws {
        try store.write { store in
            var cleared = datastore
            cleared.clientAnchor = nil
            cleared.previousClientAnchor = nil
            cleared.openSince = nil
            cleared.previousOpenSince = nil
            cleared.openIncludesOurs = false
            // An anchor of an older sync: a device restored to that day. What it lost it may only never have had.
            if outcome.reason == .anchorsDiffer, last?.meansNever == false {
                try store.forgetSentBack(datastore.id)
            }
            try store.update(cleared)
            try store.resetSeen(datastore.id)
            try store.clearMatchKeys(datastore.id)
            try store.clearPairs(datastore.id)
            if outcome.mode.matches { try store.restoreFormerLinks(of: datastore.id) }
            if outcome.mode.emptiesClient {
                // The device empties itself: nothing it held is linked any more.
                try store.forgetHoldings(of: datastore.id)
                // It asked for everything the server has: held deletions are off.
                try store.removeHeldDeletions(datastore.id)
            }
        }
    }

    /// What a slow sync of the datastore that broke off has left.
    func leftStaged(_ row: DatastoreRow) -> LeftStaged {
        LeftStaged(
            store: store, account: account.id, device: device.id, datastore: row, session: record.id, now: now)
    }

    /// Our own Alert with our anchors, Target = the device's database (S60 aborts without it).
    private mutating func announce(
        _ datastore: DatastoreRecord, _ code: Int, asked: Int, _ deviceName: String, _ serverName: String
    ) {
        guard let place = state.datastores.firstIndex(where: { $0.row == datastore.id }) else { return }
        let session = state.datastores[place]
        var meta = Meta()
        meta.lastAnchor = datastore.serverAnchor?.rawValue
        meta.nextAnchor = session.serverNext.rawValue
        switch message.header.version {
        case .v10: break
        case .v11, .v12: meta.maxObjectSize = service.settings.maxObjectSize
        }
        var alert = Alert(commandID: "", code: code)
        alert.items = [Item(target: Location(uri: deviceName), source: Location(uri: serverName), meta: meta)]
        answers.append(
            OwedCommand(
                command: .alert(alert), purpose: code != asked ? .opening(datastore: place) : .initialization))
    }
}
