import Foundation
import Versit

/// `prove --occurrences`: what recurrence rules and zones come to, for comparison with another implementation.
///
/// Reads lines of zone, start on its wall, rule, and the last wall reading of interest, with tabs between. Writes a line for each:
/// the starts as seconds since 1970 UTC, with blanks between, or `error:` and the reason.
enum OccurrencesRun {
    static func run() {
        while let line = readLine() { print(answer(line)) }
    }

    private static func answer(_ line: String) -> String {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 4, let zone = ZoneSource.system.exactly(fields[0]),
            let start = DateTime(parsing: fields[1])?.local, let last = DateTime(parsing: fields[3])?.local
        else { return "error: not a zone, a start, a rule and an end" }
        do {
            let rule = try RecurrenceRule(iCalendar: fields[2])
            let limit = min(last, until(rule, zone) ?? last)
            return Occurrences(rule, start: start, limit: limit)
                .map { String(zone.utc(fromLocal: $0.seconds)) }.joined(separator: " ")
        } catch {
            return "error: \(error.reason)"
        }
    }

    /// UNTIL on the wall; nil for a rule without.
    private static func until(_ rule: RecurrenceRule, _ zone: TimeZoneRules) -> LocalTime? {
        guard case .until(let end) = rule.end else { return nil }
        switch end.form {
        case .utc: return LocalTime(seconds: zone.local(fromUTC: end.local.seconds))
        case .date: return end.local.adding(seconds: LocalTime.secondsPerDay - 1)
        case .floating, .zoned: return end.local
        }
    }
}
