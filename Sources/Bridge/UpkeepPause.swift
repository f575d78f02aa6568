/// For how long upkeep leaves an account's server alone that did not answer: a minute at first, each time twice as long, an hour at
/// most.
struct UpkeepPause: Hashable, Sendable {
    /// Seconds of the first pause.
    static let shortest: Int64 = 60
    /// Seconds of the longest one.
    static let longest: Int64 = 3600

    /// Seconds since 1970 UTC.
    private let until: Int64
    private let seconds: Int64

    /// The pause after one more failure. `retryAfter`: the seconds that the server itself has asked for.
    init(after last: UpkeepPause?, retryAfter: Int? = nil, at now: Int64) {
        let doubled = last.map { min($0.seconds * 2, Self.longest) } ?? Self.shortest
        seconds = max(doubled, min(Int64(retryAfter ?? 0), Self.longest))
        until = now + seconds
    }

    /// True while it lasts. A clock that was set back does not make it longer.
    func lasts(at now: Int64) -> Bool { until > now && until <= now + seconds }
}
