import Mapping
import Synchronization

/// Databases in memory that are used again: making one costs more than a short session.
enum Databases {
    private static let free = Mutex<[Store]>([])

    /// Lends an empty one.
    static func withOne<Result>(_ body: (Store) async throws -> Result) async throws -> Result {
        let store = try free.withLock { $0.popLast() } ?? Store(inMemory: ())
        try store.empty()
        let result = try await body(store)
        free.withLock { $0.append(store) }
        return result
    }
}
