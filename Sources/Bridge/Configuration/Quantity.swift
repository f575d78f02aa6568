/// Values with units as people write them.
public enum Quantity {
    /// Bytes: "100000", "100 KB" (1000), "4 MiB" (1024 x 1024), "4M" (as MiB). Nil for anything else, zero and overflow.
    public static func bytes(_ text: String) -> Int? {
        scaled(text) { unit in
            switch unit {
            case "", "b", "bytes": 1
            case "kb": 1000
            case "k", "kib": 1 << 10
            case "mb": 1_000_000
            case "m", "mib": 1 << 20
            case "gb": 1_000_000_000
            case "g", "gib": 1 << 30
            default: nil
            }
        }
    }

    /// Seconds: "300", "30 s", "5 min", "2 h", "1 d". Nil for anything else, zero and overflow.
    public static func seconds(_ text: String) -> Int? {
        scaled(text) { unit in
            switch unit {
            case "", "s", "sec", "second", "seconds": 1
            case "m", "min", "minute", "minutes": 60
            case "h", "hour", "hours": 3600
            case "d", "day", "days": 86400
            default: nil
            }
        }
    }

    /// A switch: yes, no, true, false, on, off, 1, 0 in any case.
    public static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "on", "1": true
        case "no", "false", "off", "0": false
        default: nil
        }
    }

    private static func scaled(_ text: String, factor: (String) -> Int?) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text[digits.endIndex...].filter { !$0.isWhitespace }.lowercased()
        guard let number = Int(digits), number > 0, let factor = factor(unit) else { return nil }
        let (value, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : value
    }
}
