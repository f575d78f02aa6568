/// The occurrences of a rule on the wall clock of its DTSTART, earliest first (RFC 5545 section 3.3.10).
///
/// COUNT and a limit given by the caller end the sequence; UNTIL does when the caller gives it as a wall reading, since
/// only the caller knows the zone. DTSTART counts as the first occurrence even when the rule does not meet it, as
/// RFC 5545 section 3.8.5.3 has it for COUNT. The sequence gives up after 20,000 empty periods in a row.
public struct Occurrences: Sequence, IteratorProtocol, Sendable {
    private let rule: RecurrenceRule
    private let start: LocalTime
    private let limit: LocalTime
    private var remaining: Int
    private var period = 0
    private var pending: [LocalTime] = []
    private var pendingIndex = 0
    private var hasStarted = false
    private var isDone = false

    /// The occurrences of a rule from its start on.
    /// - Parameter limit: no occurrence after this reading is given (UNTIL on the start's wall, or a bound of interest).
    public init(_ rule: RecurrenceRule, start: LocalTime, limit: LocalTime? = nil) {
        self.rule = rule
        self.start = start
        let horizon = LocalTime(CalendarDay(year: 9999, month: 12, day: 31))
        self.limit = limit.map { Swift.min($0, horizon) } ?? horizon
        if case .count(let count) = rule.end { remaining = count } else { remaining = .max }
    }

    /// The next occurrence, nil after the last.
    public mutating func next() -> LocalTime? {
        guard remaining > 0 else { return nil }
        guard hasStarted else {
            hasStarted = true
            guard start <= limit else {
                remaining = 0
                return nil
            }
            remaining -= 1
            return start
        }
        guard let found = nextMatch(), found <= limit else {
            remaining = 0
            return nil
        }
        remaining -= 1
        return found
    }

    private mutating func nextMatch() -> LocalTime? {
        var empty = 0
        while empty < 20_000 {
            while pendingIndex < pending.count {
                defer { pendingIndex += 1 }
                if pending[pendingIndex] > start { return pending[pendingIndex] }
            }
            guard let set = RecurrencePeriod(rule: rule, start: start, index: period, limit: limit) else { return nil }
            pending = set.occurrences
            pendingIndex = 0
            period += 1
            empty += 1
        }
        return nil
    }
}
