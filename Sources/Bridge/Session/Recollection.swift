import Synchronization

/// What was read lately out of the store's bytes, so that each message does not read the same bytes again. It is compared with
/// them by whoever asks; forgetting all of it changes nothing but time.
final class Recollection<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let values = Mutex<[Key: Value]>([:])

    /// Keeps at most so many values.
    init(limit: Int) { self.limit = limit }

    /// The value that was kept last.
    func value(of key: Key) -> Value? { values.withLock { $0[key] } }

    /// Keeps a value in the place of the one before. When there is no room, all others are forgotten.
    func keep(_ value: Value, of key: Key) {
        values.withLock { values in
            if values.count >= limit, values[key] == nil { values.removeAll(keepingCapacity: true) }
            values[key] = value
        }
    }
}
