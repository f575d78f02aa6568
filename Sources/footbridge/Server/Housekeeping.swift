import Bridge
import ServiceLifecycle

/// What the bridge has to do unasked: settle interrupted writes at the start, close silent sessions and carry out
/// approved deletions every minute.
struct Housekeeping: Service {
    let bridge: BridgeService

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await bridge.settleIntents()
            while !Task.isCancelled {
                bridge.closeIdleSessions()
                await bridge.settleApprovedDeletions()
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}
