/// A decision by its name. Each case of each result enum of planner, merge, guard and executor has one, so that a test can ask
/// whether its runs have taken every way there is.
///
/// The mappings beside this file are exhaustive: a new case of a result enum does not compile without a mark.
public enum Mark: String, Hashable, Sendable, CaseIterable {
    // Planner: the mode of a session (`ModeDecision`).
    case modeAsAsked, modeFirstSync, modeAnchorsDiffer, modeRequested, modeWanted, modeWithheld, modeBackup
    // Planner: what a device's command means (`DeviceChange`).
    case deviceCreate, deviceUpdate, deviceEcho, deviceReused, deviceDelete, deviceRelease, deviceAlreadyGone
    // Planner: what a device must be told (`ServerChange`).
    case serverNothing, serverAcknowledge, serverNeedsView, serverAdd, serverReplace, serverDelete, serverLeave,
        serverForget
    // Planner: what is done for a link (`OutgoingChanges.Planned`).
    case tellAdd, tellReplace, tellDelete, tellAcknowledge, tellForget, tellUnshowable, tellUnmapped
    // Planner: how a staged item found its resource (`SlowSyncMatching.Tier`), or found none.
    case matchIdentical, matchUID, matchUnnamed, matchDetail, matchNamesake, matchFingerprint, matchLikely, matchNone
    // Planner: a vanished resource that lies elsewhere (`MoveDetection`).
    case moveLeft, moveArrived
    // Merge: what a device's text makes of a resource (`PutResult`, `FieldConflict`).
    case mergeNothing, mergeChange, mergeDeviceWins, mergeServerWins
    // Guard: many deletions (`MassDeletion`), vanishings upstream (`VanishingGuard.Verdict`).
    case massAllowed, massTooMany, massMostOfIt
    case vanishNothing, vanishRun, vanishRestore, vanishHold
    // Executor: what a pending text becomes (`Upload.Plan`).
    case uploadCreate, uploadUpdate, uploadAdopt, uploadReadOnly, uploadDouble, uploadNameTaken, uploadGone
    // Executor: how a write ended (`WriteVerdict`).
    case writeStored, writeUnchanged, writeMerged, writeReturned, writeDeviceWon, writeServerWon, writeDuplicated
    case writeWaiting, writeRejected, writeDeleted, writeKept
}

/// Told of each decision as it is made. In production there is none, and nothing is told.
public typealias MarkObserver = @Sendable (Mark) -> Void
