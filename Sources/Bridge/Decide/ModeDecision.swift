import SyncTypes

/// Which mode a datastore runs in this session: from what the device asks, what its URL or an administrator wants, and whether its
/// anchor is ours (OMA DS 5.2; the table of MDaemon and IceWarp).
enum ModeDecision {
    /// The mode, and why it is not what was asked for.
    struct Outcome: Hashable, Sendable {
        /// The mode that runs.
        let mode: SyncMode
        /// Nil when it is what was asked for.
        let reason: Reason?
        /// What would have run, had erasing been approved; nil: nothing was withheld.
        var withheld: NumberedMode?
    }

    /// Why another mode is forced. The words are shown in the log and the journal.
    enum Reason: String, Hashable, Sendable, CaseIterable {
        case firstSync = "first sync of this datastore"
        case anchorsDiffer = "the device's last anchor is not the one of the last sync"
        case requested = "a slow sync was requested for this datastore"
        case wanted = "the device's URL or an administrator wants it"
        case backup = "the device's URL asks for a backup"
        case unknownMode = "the device knows two-way and slow syncs alone"
    }

    /// What is known of the last sync.
    struct Known: Hashable, Sendable {
        /// The device's Next of the last committed session.
        let current: Anchor?
        /// The device's Next of the session before: a device that missed our last reply still names it, and repeating
        /// an applied change is harmless.
        let previous: Anchor?
        /// A slow sync is due whatever the anchors say.
        let needsSlowSync: Bool
        /// The device has items that a sync from the server did not take: a sync that takes the device's must see them all.
        var hasUntaken = false

        /// Why the anchors cannot be built on; nil: they can.
        fileprivate func lacks(_ last: Anchor?, for mode: NumberedMode) -> Reason? {
            if current == nil { return .firstSync }
            if needsSlowSync || hasUntaken && mode != .updateClient { return .requested }
            guard let last, !last.meansNever, last == current || last == previous else { return .anchorsDiffer }
            return nil
        }
    }

    /// What somebody other than the device wants.
    struct Wish: Hashable, Sendable {
        /// `sync=` or `reset` of the device's URL, which may be left over from last time.
        var url: NumberedMode?
        /// `footbridge device once`: wanted now, and approved.
        var once: NumberedMode?
        /// The account may erase without asking.
        var mayErase = false
        /// `backup` of the device's URL.
        var isBackup = false
        /// The device knows neither one-way syncs nor refreshes.
        var isTwoWayOnly = false
    }

    /// Decides.
    static func decide(asked: SyncMode, last: Anchor?, known: Known, wish: Wish = Wish()) -> Outcome {
        if wish.isBackup { return Outcome(mode: .backup, reason: .backup) }
        let outcome = decideFreely(asked: asked, last: last, known: known, wish: wish)
        guard wish.isTwoWayOnly else { return outcome }
        switch outcome.mode {
        case .twoWay, .slow: return outcome
        case .oneWayFromClient, .oneWayFromServer:
            let twoWay = decideFreely(asked: .twoWay, last: last, known: known, wish: Wish())
            return Outcome(mode: twoWay.mode, reason: twoWay.reason ?? .unknownMode)
        case .refreshFromClient, .refreshFromServer, .slowFromClient, .slowFromServer, .resetClient, .backup:
            // What was approved is not what runs.
            let isWanted = outcome.reason == nil || outcome.reason == .wanted
            return Outcome(mode: .slow, reason: isWanted ? .unknownMode : outcome.reason)
        }
    }

    private static func decideFreely(asked: SyncMode, last: Anchor?, known: Known, wish: Wish) -> Outcome {
        let own = NumberedMode(asked: asked)
        // A slow sync that is due comes before what a URL says, unless that lets one side speak alone.
        let isOneSided = wish.url == .updateServer || wish.url == .updateClient
        let wanted = wish.once ?? (known.needsSlowSync && !isOneSided ? nil : wish.url)
        let lack = known.lacks(last, for: own == .twoWay ? wanted ?? own : own)
        let due = due(own, wanted, isAgreed: lack == nil)
        let isApproved = wish.mayErase || wish.once == due
        // What the device itself asks for is asked for at this moment.
        if due != own, !isApproved, due.erases {
            guard let harmless = due.harmless else {
                var outcome = decideFreely(asked: asked, last: last, known: known, wish: Wish())
                outcome.withheld = due
                return outcome
            }
            return Outcome(mode: harmless, reason: lack ?? .wanted, withheld: due)
        }
        guard due != own else { return Outcome(mode: due.mode, reason: nil) }
        return Outcome(mode: due.mode, reason: due == wanted ? .wanted : lack ?? .wanted)
    }

    /// The table: who asks two-way is told by the URL, every other wish of the device stands.
    static func due(_ asked: NumberedMode, _ wanted: NumberedMode?, isAgreed: Bool) -> NumberedMode {
        switch asked {
        case .updateServer: return isAgreed ? .updateServer : .slowToServer
        case .updateClient: return isAgreed ? .updateClient : .slowToClient
        case .slow, .refreshServer, .refreshClient, .slowToServer, .slowToClient, .resetClient: return asked
        case .twoWay: break
        }
        switch wanted {
        case nil, .twoWay: return isAgreed ? .twoWay : .slow
        case .updateServer: return isAgreed ? .updateServer : .slowToServer
        case .updateClient: return isAgreed ? .updateClient : .slowToClient
        case .slow: return .slow
        case .refreshServer: return .refreshServer
        case .refreshClient: return .refreshClient
        case .slowToServer: return .slowToServer
        case .slowToClient: return .slowToClient
        case .resetClient: return .resetClient
        }
    }
}
