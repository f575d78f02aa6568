import DAVClient
import Synchronization

/// Collects what discovery tells.
final class Steps: Sendable {
    private let steps = Mutex<[DiscoveryStep]>([])

    func add(_ step: DiscoveryStep) { steps.withLock { $0.append(step) } }

    var all: [DiscoveryStep] { steps.withLock { $0 } }
}
