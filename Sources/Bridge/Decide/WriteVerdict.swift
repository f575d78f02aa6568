import SyncMLFront

/// How the write of one device change ended, and the status code that says so (protocol facts, section 4).
enum WriteVerdict: Hashable, Sendable {
    /// Upstream has it as the device sent it.
    case stored
    /// Upstream had it already.
    case unchanged
    /// Somebody else's change was there too, in other properties.
    case merged
    /// Properties ("TEL;CELL") that the device removed or cannot keep stay upstream, and go back to it.
    case returned([String])
    /// Both sides changed the same property and the device's value stands.
    case deviceWon
    /// Both sides changed the same property and upstream's value stands.
    case serverWon
    /// Both sides changed the same property: upstream's value stands, and the device's is an item of its own.
    case duplicated
    /// Upstream does not answer now: the text waits on its link.
    case waiting(String)
    /// Upstream refuses this item: the text waits on its link, the reason is shown.
    case rejected(String)
    /// Deleted upstream.
    case deleted
    /// Deleted on the device, changed upstream: the change stands and the item returns.
    case kept

    /// The code for the device; nil leaves the code that the command itself earned.
    var statusCode: Int? {
        switch self {
        case .stored, .unchanged, .returned, .waiting, .rejected, .deleted: nil
        case .merged: StatusCode.conflictMerged
        case .deviceWon: StatusCode.conflictClientWins
        case .duplicated: StatusCode.conflictDuplicated
        case .serverWon: StatusCode.conflictServerWins
        case .kept: StatusCode.conflictServerWins
        }
    }
}
