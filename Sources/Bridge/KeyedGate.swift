/// One at a time for each key, first come first served: a device's messages, a collection's refresh, a resource's writes.
actor KeyedGate {
    private var waiters: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Runs `body` when nobody else is inside with the same key.
    nonisolated func within<T: Sendable>(_ key: String, _ body: @Sendable () async throws -> T) async rethrows -> T {
        await enter(key)
        do {
            let value = try await body()
            await leave(key)
            return value
        } catch {
            await leave(key)
            throw error
        }
    }

    private func enter(_ key: String) async {
        guard waiters[key] != nil else {
            waiters[key] = []
            return
        }
        await withCheckedContinuation { waiters[key]?.append($0) }
    }

    private func leave(_ key: String) {
        guard var queue = waiters[key] else { return }
        if queue.isEmpty {
            waiters[key] = nil
        } else {
            let next = queue.removeFirst()
            waiters[key] = queue
            next.resume()
        }
    }
}
