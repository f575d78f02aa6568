import Synchronization

/// Lets each name pass once.
final class Once: Sendable {
    private let taken = Mutex<Set<String>>([])

    func take(_ name: String) -> Bool { taken.withLock { $0.insert(name).inserted } }
}
