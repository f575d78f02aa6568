/// Who may start: so many requests to an origin, so many for one of its users, first come first served.
struct CurlGate {
    /// A request before its turn; its time-out has not begun.
    struct Waiting {
        let job: CurlJob
        let url: WebURL
        let key: AccountKey
    }

    private let perOrigin: Int
    private let perUser: Int
    private var queue: [Waiting] = []
    private var origins: [Origin: Int] = [:]
    private var users: [AccountKey: Int] = [:]

    init(perOrigin: Int, perUser: Int) {
        self.perOrigin = perOrigin
        self.perUser = perUser
    }

    mutating func wait(_ waiting: Waiting) { queue.append(waiting) }

    /// The first that may start; it then counts until `leave`.
    mutating func next() -> Waiting? {
        let index = queue.firstIndex { waiting in
            origins[waiting.key.origin, default: 0] < perOrigin && users[waiting.key, default: 0] < perUser
        }
        guard let index else { return nil }
        let waiting = queue.remove(at: index)
        origins[waiting.key.origin, default: 0] += 1
        users[waiting.key, default: 0] += 1
        return waiting
    }

    mutating func leave(_ key: AccountKey) {
        let inOrigin = origins[key.origin, default: 1] - 1
        origins[key.origin] = inOrigin == 0 ? nil : inOrigin
        let ofUser = users[key, default: 1] - 1
        users[key] = ofUser == 0 ? nil : ofUser
    }

    mutating func remove(_ ticket: UInt64) -> Waiting? {
        queue.firstIndex { $0.job.ticket == ticket }.map { queue.remove(at: $0) }
    }

    mutating func removeAll() -> [Waiting] {
        defer { queue = [] }
        return queue
    }
}
