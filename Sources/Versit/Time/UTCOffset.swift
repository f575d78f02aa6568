/// A distance from UTC, east positive (RFC 5545 section 3.3.14; TZ of vCalendar 1.0).
public struct UTCOffset: Hashable, Sendable, Codable {
    /// Seconds east of UTC, within 18 hours.
    public let seconds: Int

    /// An offset of that many seconds.
    public init(seconds: Int) { self.seconds = seconds }

    /// Reads `+0200`, `+02`, `-08:30`, `+05:30:00`, `0530`, `3`, `3:15`, with blanks anywhere; nil for anything else,
    /// among it values beyond 18 hours (`+25`) and runs of digits that are no time (`+0200443433`).
    public init?(parsing text: some StringProtocol) {
        var cursor = DigitCursor(String(text).filter { $0 != " " && $0 != "\t" })
        let isNegative = cursor.skip(UInt8(ascii: "-"))
        if !isNegative { cursor.skip(UInt8(ascii: "+")) }
        let digits = cursor.rest.prefix { $0.isASCII && $0.isNumber }
        var parts = [0, 0, 0]
        switch digits.count {
        case 1, 2:  // h, hh, h:mm, hh:mm, hh:mm:ss; an empty part counts as nothing ("+10:")
            let fields = cursor.rest.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count <= 3 else { return nil }
            for (index, field) in fields.enumerated() where !field.isEmpty {
                guard field.count <= 2, let number = Int(field), number >= 0 else { return nil }
                parts[index] = number
            }
        case 4, 6:  // hhmm, hhmmss
            guard cursor.rest.count == digits.count else { return nil }
            for index in 0..<(digits.count / 2) { parts[index] = cursor.digits(2) ?? 0 }
        default:
            return nil
        }
        guard parts[0] <= 18, parts[1] < 60, parts[2] < 60 else { return nil }
        let magnitude = parts[0] * 3600 + parts[1] * 60 + parts[2]
        seconds = isNegative ? -magnitude : magnitude
    }

    /// `+hhmm`, or `+hhmmss` for the odd offsets of the nineteenth century (RFC 5545 section 3.3.14).
    public var text: String {
        let magnitude = abs(seconds)
        let base =
            (seconds < 0 ? "-" : "+") + LocalTime.padded(magnitude / 3600, 2)
            + LocalTime.padded(magnitude / 60 % 60, 2)
        return magnitude % 60 == 0 ? base : base + LocalTime.padded(magnitude % 60, 2)
    }

    /// `+hh`, or `+hh:mm` when there are minutes (vCalendar 1.0 TZ, ISO 8601).
    public var shortText: String {
        let magnitude = abs(seconds)
        let base = (seconds < 0 ? "-" : "+") + LocalTime.padded(magnitude / 3600, 2)
        return magnitude / 60 % 60 == 0 ? base : base + ":" + LocalTime.padded(magnitude / 60 % 60, 2)
    }
}
