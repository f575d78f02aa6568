import Bridge
import SyncMLFront
import Synchronization

/// Takes alerts and remembers them; fails when told to.
final class RecordingHook: AlertHook {
    private let state = Mutex<(parcels: [AlertParcel], failure: AlertError?, attempts: Int)>(([], nil, 0))

    /// What was delivered so far.
    var parcels: [AlertParcel] { state.withLock { $0.parcels } }

    /// How often anything was to be delivered.
    var attempts: Int { state.withLock { $0.attempts } }

    /// From now on every delivery fails so; nil: none.
    func fail(_ failure: AlertError?) { state.withLock { $0.failure = failure } }

    func deliver(_ parcel: AlertParcel) async throws(AlertError) {
        let failure = state.withLock { state in
            state.attempts += 1
            if state.failure == nil { state.parcels.append(parcel) }
            return state.failure
        }
        if let failure { throw failure }
    }
}
