import Bridge
import Synchronization

/// Counts the decisions of a bridge by their marks.
final class MarkCount: Sendable {
    private let state = Mutex<[Mark: Int]>([:])

    /// How often each was made.
    var counts: [Mark: Int] { state.withLock { $0 } }

    /// What the bridge is given.
    var observer: MarkObserver {
        { [self] mark in state.withLock { $0[mark, default: 0] += 1 } }
    }
}
