/// Wrong credentials by user and by address, so that who guesses waits longer and longer for the next answer.
///
/// Only answers to wrong credentials are kept back: a right password is never asked to wait, whoever guesses beside it. A phone whose
/// first digest was made with a nonce it should have forgotten, and whose next one is right, has not guessed.
struct GuessMemory: Sendable {
    /// Wrong ones within an hour that cost nothing.
    static let free = 5
    /// Seconds after which nothing is known of them any more.
    static let memorySeconds: Int64 = 3600
    /// The longest an answer is kept back, in seconds.
    static let longest = 30
    /// Entries of each sort; the oldest make room.
    static let capacity = 4096

    private struct Misses: Sendable {
        var count = 0
        var last: Int64 = 0
    }

    private var users: [String: Misses] = [:]
    private var addresses: [String: Misses] = [:]
    private var devices: [String: Misses] = [:]

    /// Notes a wrong credential. Answers for how many seconds its answer is kept back.
    mutating func missed(user: String?, address: String, device: String, at now: Int64) -> Int {
        var worst = Self.add(1, to: address, in: &addresses, now)
        if let user = user?.lowercased() {
            worst = max(worst, Self.add(1, to: user, in: &users, now))
            _ = Self.add(1, to: Self.key(user, device), in: &devices, now)
        }
        let beyond = worst - Self.free
        return beyond > 0 ? min(1 << min(beyond - 1, 16), Self.longest) : 0
    }

    /// Notes a right one: what its device missed before were no guesses.
    mutating func hit(user: String, address: String, device: String, at now: Int64) {
        let user = user.lowercased()
        guard let own = devices.removeValue(forKey: Self.key(user, device)), now - own.last < Self.memorySeconds else {
            return
        }
        _ = Self.add(-own.count, to: user, in: &users, now)
        _ = Self.add(-own.count, to: address, in: &addresses, now)
    }

    private static func key(_ user: String, _ device: String) -> String { "\(user)\u{0}\(device)" }

    private static func add(_ count: Int, to key: String, in entries: inout [String: Misses], _ now: Int64) -> Int {
        var misses = entries[key] ?? Misses()
        if now - misses.last >= memorySeconds || now < misses.last { misses.count = 0 }
        misses.count = max(0, misses.count + count)
        misses.last = now
        if entries[key] == nil, entries.count >= capacity {
            let kept = entries.sorted { $0.value.last > $1.value.last }.prefix(capacity / 2)
            entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
        entries[key] = misses.count == 0 ? nil : misses
        return misses.count
    }
}
