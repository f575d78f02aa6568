import SyncTypes

/// The phone's anchors (DS Protocol section 5.2.1).
enum AnchorText {
    /// The next anchor, later than the previous one even when several syncs begin in one second or the clock was set back.
    static func next(_ form: PhoneHabits.AnchorForm, now: Int64, session: Int, after previous: String?) -> String {
        switch form {
        case .timestamp: first(from: now, after: previous, timestamp)
        case .seconds: first(from: now, after: previous) { String($0) }
        case .count: first(from: Int64(session), after: previous) { String($0) }
        case .alternating: previous == "1" ? "2" : "1"
        }
    }

    /// The text of the first number from one on that comes after a text; numbers have texts in the same order.
    private static func first(from start: Int64, after previous: String?, _ text: (Int64) -> String) -> String {
        func isLate(_ number: Int64) -> Bool {
            guard let previous else { return true }
            let candidate = text(number)
            return (candidate.utf8.count, candidate) > (previous.utf8.count, previous)
        }
        var (step, low) = (Int64(1), start - 1)
        while !isLate(low + step), step < 1 << 40 {
            low += step
            step *= 2
        }
        // An anchor of another form says nothing of time.
        guard isLate(low + step) else { return text(start) }
        while step > 1 {
            step /= 2
            if !isLate(low + step) { low += step }
        }
        return text(low + 1)
    }

    /// The Last element of a store that never synced; nil leaves it out.
    static func never(_ form: PhoneHabits.FirstAnchor) -> String? {
        switch form {
        case .omitted: nil
        case .empty: ""
        case .zero: "0"
        case .zeroDate: "00000000T000000Z"
        }
    }

    /// "20261121T012027Z" of seconds since 1970.
    static func timestamp(_ seconds: Int64) -> String {
        let days = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
        let rest = Int(seconds) - days * 86_400
        let date = civil(days)
        let day = padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2)
        return day + "T" + padded(rest / 3600, 2) + padded(rest / 60 % 60, 2) + padded(rest % 60, 2) + "Z"
    }

    /// The Gregorian date of a day count since 1970-01-01; years begin in March inside.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
