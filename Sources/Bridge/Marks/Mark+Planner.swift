import Translation

extension ModeDecision.Outcome {
    /// The decision's name.
    var mark: Mark {
        if withheld != nil { return .modeWithheld }
        return switch reason {
        case nil: .modeAsAsked
        case .wanted: .modeWanted
        case .firstSync: .modeFirstSync
        case .anchorsDiffer: .modeAnchorsDiffer
        // No phone of the simulated world is of a model that knows two modes alone.
        case .backup: .modeBackup
        case .requested, .unknownMode: .modeRequested
        }
    }
}

extension DeviceChange {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .create: .deviceCreate
        case .update: .deviceUpdate
        case .echo: .deviceEcho
        case .reused: .deviceReused
        case .delete: .deviceDelete
        case .release: .deviceRelease
        case .alreadyGone: .deviceAlreadyGone
        }
    }
}

extension ServerChange {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .nothing: .serverNothing
        case .acknowledge: .serverAcknowledge
        case .needsView: .serverNeedsView
        case .add: .serverAdd
        case .replace: .serverReplace
        case .delete: .serverDelete
        case .leave: .serverLeave
        case .forget: .serverForget
        }
    }
}

extension OutgoingChanges.Planned {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .add: .tellAdd
        case .replace: .tellReplace
        case .delete: .tellDelete
        case .acknowledge: .tellAcknowledge
        case .forget: .tellForget
        case .unshowable: .tellUnshowable
        case .unmapped: .tellUnmapped
        }
    }
}

extension SlowSyncMatching.Tier {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .identical: .matchIdentical
        case .uid: .matchUID
        case .unnamed: .matchUnnamed
        case .detail: .matchDetail
        case .namesake: .matchNamesake
        case .fingerprint: .matchFingerprint
        case .likely: .matchLikely
        }
    }
}

extension PutResult {
    /// The decisions' names.
    var marks: [Mark] {
        let winners = conflicts.map { conflict -> Mark in
            switch conflict.winner {
            case .device: .mergeDeviceWins
            case .server: .mergeServerWins
            }
        }
        return [changed ? .mergeChange : .mergeNothing] + winners
    }
}
