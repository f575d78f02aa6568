import SyncTypes

/// Which mode a datastore runs in this session, from what the device asks and whether its anchor is ours (OMA DS 5.2).
enum AnchorDecision {
    /// The mode, and why it is not what was asked for.
    struct Outcome: Hashable, Sendable {
        /// The mode that runs.
        let mode: SyncMode
        /// Nil when it is what was asked for.
        let reason: Reason?
    }

    /// Why a slow sync is forced. The words are shown in the log and the journal.
    enum Reason: String, Hashable, Sendable {
        case firstSync = "first sync of this datastore"
        case anchorsDiffer = "the device's last anchor is not the one of the last sync"
        case requested = "a slow sync was requested for this datastore"
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
    }

    /// Decides. Modes that start over need no anchor.
    static func decide(asked: SyncMode, last: Anchor?, known: Known) -> Outcome {
        switch asked {
        case .slow, .refreshFromClient, .refreshFromServer:
            return Outcome(mode: asked, reason: nil)
        case .twoWay, .oneWayFromClient, .oneWayFromServer:
            if known.current == nil { return Outcome(mode: .slow, reason: .firstSync) }
            if known.needsSlowSync { return Outcome(mode: .slow, reason: .requested) }
            guard let last, !last.meansNever, last == known.current || last == known.previous else {
                return Outcome(mode: .slow, reason: .anchorsDiffer)
            }
            return Outcome(mode: asked, reason: nil)
        }
    }
}
