import Bridge
import Synchronization

/// The bridge as a phone's line reaches it during one session: when its process dies, the next one takes its place.
final class LiveBridge: Sendable {
    private let simulation: Mutex<Simulation>
    private let died = Mutex(0)

    init(_ simulation: Simulation) { self.simulation = Mutex(simulation) }

    var now: (BridgeProcess, BridgeService) { simulation.withLock { ($0.process, $0.service) } }
    var deaths: Int { died.withLock { $0 } }

    func exchange(_ request: ExchangeRequest) async -> ExchangeReply? {
        let (process, service) = now
        let reply = await service.exchange(request)
        guard process.isDead else { return reply }
        died.withLock { $0 += 1 }
        var next = simulation.withLock { $0 }
        await next.begin()
        let made = next
        simulation.withLock { $0 = made }
        return nil
    }
}
