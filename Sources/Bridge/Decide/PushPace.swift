/// How many writers push to an account's server at once: one to begin with, more only while that is faster.
///
/// Radicale gets slower with every further writer, others faster; so it is measured. A round is a number of writes made with
/// the present number of writers.
struct PushPace: Hashable, Sendable {
    /// The writers of the next round.
    private(set) var writers = 1

    private let most: Int
    private var best: Double = 0
    private var isRising = true

    /// Writes of a round: enough for a rate, few enough to notice a change.
    static let round = 8

    /// - Parameter most: the limit, 1 to 4.
    init(most: Int = 4) { self.most = max(1, most) }

    /// A round of `writes` took `milliseconds`.
    mutating func finishedRound(writes: Int, milliseconds: Int64) {
        guard isRising, writes >= Self.round else { return }
        let rate = Double(writes) / Double(max(1, milliseconds))
        if rate > best * 1.1 {
            best = rate
            if writers < most { writers += 1 } else { isRising = false }
        } else {
            writers = max(1, writers - 1)
            isRising = false
        }
    }
}
