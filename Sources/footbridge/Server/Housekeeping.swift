import Bridge
import ServiceLifecycle

/// What the bridge has to do unasked: settle interrupted writes at the start; then again and again close silent sessions, carry out
/// approved deletions, compare the mirrors that were not compared for a day, bring upstream what still waits, and alert devices.
struct Housekeeping: Service {
    let bridge: BridgeService
    /// Seconds between two rounds: a minute, or less where changes are to be looked for more often.
    let seconds: Int

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await bridge.settleIntents()
            while !Task.isCancelled {
                bridge.closeIdleSessions()
                await bridge.compareMirrors()
                await bridge.retryPendingTexts()
                await bridge.settleApprovedDeletions()
                await bridge.alertDevices()
                try? await Task.sleep(for: .seconds(seconds))
            }
        }
    }
}
