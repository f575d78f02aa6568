extension MassDeletion {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .allowed: .massAllowed
        case .tooMany: .massTooMany
        case .mostOfIt: .massMostOfIt
        }
    }
}

extension VanishingGuard.Verdict {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .nothing: .vanishNothing
        case .run: .vanishRun
        case .restore: .vanishRestore
        case .hold: .vanishHold
        }
    }
}

extension Upload.Plan {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .create: .uploadCreate
        case .update: .uploadUpdate
        case .adopt: .uploadAdopt
        case .readOnly: .uploadReadOnly
        case .double: .uploadDouble
        case .nameTaken: .uploadNameTaken
        case .gone: .uploadGone
        }
    }
}

extension WriteVerdict {
    /// The decision's name.
    var mark: Mark {
        switch self {
        case .stored: .writeStored
        case .unchanged: .writeUnchanged
        case .merged: .writeMerged
        case .returned: .writeReturned
        case .deviceWon: .writeDeviceWon
        case .serverWon: .writeServerWon
        case .duplicated: .writeDuplicated
        case .waiting: .writeWaiting
        case .rejected: .writeRejected
        case .deleted: .writeDeleted
        case .kept: .writeKept
        }
    }
}
