import SyncTypes

/// Which ending a case must have.
///
/// Whoever says the same again, or asks for the same mode again, gets the ending of the undisturbed session to the byte.
/// Who asks for a slow sync, or is given one for a resume that cannot be, asks for something else, and so does a phone without anchors
/// whose URL counts for two-way syncs alone: what the broken session had
/// done stays done, and what it had not is merged, so that each item is as after the one or after the other. A
/// deletion the phone was told of stays one.
struct EndingRule: Sendable {
    /// After the undisturbed session of the case's mode.
    var same: Ending
    /// After an undisturbed slow sync instead of it.
    var slow: Ending

    /// What is wrong with an outcome.
    func faults(of outcome: InterruptedSession.Outcome, of session: InterruptedSession) -> [String] {
        var faults = outcome.ending.faults
        if let unrest = outcome.unrest { faults.append(unrest) }
        switch session.habit {
        case .newSession where session.mode.query != nil, .resume, .resumeAnew, .slowSync:
            faults += outcome.ending.strangers(to: same, and: slow)
            for kind in outcome.deletionsTold where !outcome.ending.lacks(kind, "Boris Brandt") {
                faults.append("\(kind.rawValue) Boris Brandt is back after his deletion was confirmed")
            }
        case .sameMessage, .newSession:
            faults += outcome.ending.differences(from: same)
        }
        return faults
    }
}
