import Glibc

/// Times for people.
enum Moment {
    /// Local time: "2026-11-21 08:30".
    static func local(_ seconds: Int64?) -> String {
        guard let seconds else { return "never" }
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        return format(parts, "%Y-%m-%d %H:%M")
    }

    /// UTC to the second: "2026-11-21T08:30:00Z".
    static func utc(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        return format(parts, "%Y-%m-%dT%H:%M:%SZ")
    }

    private static func format(_ parts: tm, _ pattern: String) -> String {
        var parts = parts
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { space in
            strftime(space.baseAddress?.assumingMemoryBound(to: CChar.self), space.count, pattern, &parts)
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
