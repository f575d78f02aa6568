import Bridge
import ServiceLifecycle

/// What the bridge has to do unasked: settle interrupted writes at the start; every minute close silent sessions, carry out
/// approved deletions, compare the mirrors that were not compared for a day, and bring upstream what still waits.
struct Housekeeping: Service {
    let bridge: BridgeService

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await bridge.settleIntents()
            while !Task.isCancelled {
                bridge.closeIdleSessions()
                await bridge.compareMirrors()
                await bridge.retryPendingTexts()
                await bridge.settleApprovedDeletions()
                try? await Task.sleep(for: .seconds(60))
            }
        }
    }
}
