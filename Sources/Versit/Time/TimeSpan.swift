/// A DURATION value (RFC 5545 section 3.3.6): nominal days, which follow the wall, and exact seconds, which do not.
public struct TimeSpan: Hashable, Sendable, Codable {
    /// Nominal days, weeks included; has the sign of `seconds`.
    public var days: Int
    /// Exact seconds, hours and minutes included.
    public var seconds: Int

    /// A span; both parts have one sign.
    public init(days: Int = 0, seconds: Int = 0) {
        self.days = days
        self.seconds = seconds
    }

    /// Reads `P1W`, `-P1DT2H`, `PT15M`, `+PT0S`, also `-PT` and lower case; nil for anything else, months and years too.
    public init?(parsing text: some StringProtocol) {
        var cursor = DigitCursor(text.uppercased())
        let isNegative = cursor.skip(UInt8(ascii: "-"))
        if !isNegative { cursor.skip(UInt8(ascii: "+")) }
        guard cursor.skip(UInt8(ascii: "P")), !cursor.isAtEnd else { return nil }
        var days = 0
        var seconds = 0
        var isTime = false
        while !cursor.isAtEnd {
            if !isTime, cursor.skip(UInt8(ascii: "T")) {
                isTime = true
                continue
            }
            guard let number = cursor.number() else { return nil }
            if cursor.skip(UInt8(ascii: "W")) {
                days += number * 7
            } else if cursor.skip(UInt8(ascii: "D")) {
                days += number
            } else if isTime, cursor.skip(UInt8(ascii: "H")) {
                seconds += number * 3600
            } else if isTime, cursor.skip(UInt8(ascii: "M")) {
                seconds += number * 60
            } else if isTime, cursor.skip(UInt8(ascii: "S")) {
                seconds += number
            } else {
                return nil
            }
        }
        self.init(days: isNegative ? -days : days, seconds: isNegative ? -seconds : seconds)
    }

    /// Length in seconds with days of 24 hours.
    public var nominalSeconds: Int { days * LocalTime.secondsPerDay + seconds }

    /// The value as RFC 5545 writes it: `P1D`, `-PT15M`, `PT0S`.
    public var text: String {
        let magnitude = (days: abs(days), seconds: abs(seconds))
        var text = days < 0 || seconds < 0 ? "-P" : "P"
        if magnitude.days > 0 { text += "\(magnitude.days)D" }
        if magnitude.seconds > 0 || magnitude.days == 0 {
            text += "T"
            if magnitude.seconds >= 3600 { text += "\(magnitude.seconds / 3600)H" }
            // The grammar lets seconds follow minutes only.
            if magnitude.seconds / 60 % 60 > 0 || (magnitude.seconds > 3600 && magnitude.seconds % 60 > 0) {
                text += "\(magnitude.seconds / 60 % 60)M"
            }
            if magnitude.seconds % 60 > 0 || magnitude.seconds == 0 { text += "\(magnitude.seconds % 60)S" }
        }
        return text
    }
}
