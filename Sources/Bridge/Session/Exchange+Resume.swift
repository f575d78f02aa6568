import Logging
import Mapping
import SyncMLFront
import SyncTypes

/// Suspend and resume (OMA DS 1.2, Alerts 224 and 225).
extension Exchange {
    private static let page = 64

    static func suspends(_ command: Command) -> Bool {
        guard case .alert(let alert) = command else { return false }
        return alert.code == AlertCode.suspend
    }

    /// The device suspends the session: what it was told has arrived goes upstream, and nothing more goes out but statuses.
    mutating func suspend() async throws {
        logger.info("the device suspends its session", metadata: incoming.metadata)
        if !state.datastores.isEmpty { try await pushArrived() }
        for index in state.datastores.indices { state.datastores[index].isSuspended = true }
        state.owedCommands = []
        answers = []
    }

    /// Goes on with a datastore where the session left it. False when there is nothing of it under these anchors: then both sides
    /// compare everything.
    mutating func resume(
        _ opened: Opened, last: Anchor?, next: Anchor?, _ deviceName: String, _ serverName: String
    ) throws -> Bool {
        guard let place = state.interrupted?.firstIndex(where: { $0.row == opened.datastore.id }),
            let left = state.interrupted?[place], left.goesOn(last: last, next: next),
            left.deviceName == deviceName, left.serverName == serverName,
            left.collections == opened.collections.map(\.id),
            // Its URL asks for a backup by now, and that writes nothing upstream.
            !isBackup || left.mode == .backup,
            // Somebody wants everything compared since.
            left.mode.startsOver || !opened.datastore.needsSlowSync
        else { return false }
        state.interrupted?.remove(at: place)
        var session = left
        session.cursor = nil
        session.deviceNext = next
        session.isCommitted = false
        session.isSuspended = nil
        (session.announced, session.arrived) = (nil, nil)
        session.unheard = nil
        session.isResumed = true
        try forgetTold(session.row)
        contexts.removeAll()
        state.datastores.append(session)
        logger.info(
            "the device resumes its session",
            metadata: metadata(serverName).merging(["mode": "\(session.mode.words)"]) { $1 })
        return true
    }

    /// What the device was told and has not answered is due again.
    private func forgetTold(_ row: DatastoreRow) throws {
        var after: LinkRow?
        while true {
            let page = try store.read { try $0.openLinks(row, after: after, limit: Self.page) }
            guard let last = page.last else { return }
            try store.write { store in
                for var link in page where link.touchedIn == record.id {
                    switch link.state {
                    case .offered, .delivered, .deleting: break
                    case .linked where link.isOffered: break
                    case .linked, .refused, .storedAnew: continue
                    }
                    link.touchedIn = nil
                    try store.update(link)
                }
            }
            after = last.id
        }
    }
}
