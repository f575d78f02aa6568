/// Retry-After (RFC 9110 section 10.2.3): seconds, or a date that is read against the reply's own Date.
enum RetryAfter {
    /// Seconds to wait, not negative; nil when the field is absent or unreadable.
    static func seconds(_ reply: HTTPReply) -> Int? {
        guard let value = reply.header("Retry-After")?.trimmed(), !value.isEmpty else { return nil }
        if let seconds = Int(value) { return max(0, seconds) }
        guard let until = HTTPDate.seconds(value), let now = reply.header("Date").flatMap(HTTPDate.seconds) else {
            return nil
        }
        return max(0, until - now)
    }
}

/// IMF-fixdate (RFC 9110 section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
enum HTTPDate {
    /// Seconds since 1970; nil for another form.
    static func seconds(_ text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == "," || $0 == ":" }
        guard words.count == 8, words[7] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2])), let hour = Int(words[4]),
            let minute = Int(words[5]), let second = Int(words[6]),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return days(year: year, month: month + 1, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days since 1970-01-01 in the Gregorian calendar; years are counted from March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (y / 400, y % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
