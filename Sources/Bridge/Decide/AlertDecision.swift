/// Whether a device may be alerted now. Pure: whether there is anything to tell it is asked afterwards, since that costs more.
enum AlertDecision: Hashable, Sendable {
    /// Look for news, and tell it.
    case look
    /// Not now: the device is here, and hears of everything by itself.
    case inSession
    /// Not before then (seconds since 1970 UTC).
    case quiet(until: Int64)

    /// What is known of the device. Times are seconds since 1970 UTC.
    struct Known: Hashable, Sendable {
        /// It has an open session.
        var isInSession = false
        /// When it began its last session.
        var lastSeen: Int64
        /// When it was last alerted; nil: never.
        var lastAlerted: Int64?
        /// When an alert of it could not be delivered, since it was last delivered; nil: never.
        var lastFailed: Int64?
    }

    /// Decides. After an alert, a failure or a visit of the device it is left alone for the quiet period.
    static func decide(_ known: Known, quietSeconds: Int64, now: Int64) -> AlertDecision {
        if known.isInSession { return .inSession }
        // Times of a future from which the clock was set back do not count: they would do so until it has caught up.
        let last = [known.lastSeen, known.lastAlerted, known.lastFailed].compactMap { $0 }.filter { $0 <= now }.max()
        guard let last, now - last < quietSeconds else { return .look }
        return .quiet(until: last + quietSeconds)
    }

    /// True when an account's server is to be asked for changes again. A clock that was set back makes the wait no longer.
    static func isPollDue(last: Int64?, everySeconds: Int64, now: Int64) -> Bool {
        guard let last, last <= now else { return true }
        return now - last >= everySeconds
    }
}
