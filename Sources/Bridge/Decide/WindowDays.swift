/// The setting `window`: how many days before and after today a device holds events. Pure.
public struct WindowDays: Hashable, Sendable {
    /// The first day, counted from today; nil: the past has no end.
    public let first: Int?
    /// The last day, counted from today; nil: the future has no end.
    public let last: Int?

    /// Every event there is.
    public static let all = WindowDays(first: nil, last: nil)

    /// A hundred years: more is a slip of the finger.
    private static let most = 36_500

    /// So many days, in their order.
    init(first: Int?, last: Int?) {
        self.first = first
        self.last = last
    }

    /// Reads `-30..90`, `-30..`, `..90` or `all`. Nil for anything else, and for days in the wrong order.
    public init?(_ text: String) {
        if text.lowercased() == "all" {
            self = .all
            return
        }
        let letters = Array(text.utf8)
        guard let dots = letters.indices.first(where: { letters[$0...].starts(with: "..".utf8) }) else { return nil }
        let (before, after) = (letters[..<dots], letters[(dots + 2)...])
        guard !before.isEmpty || !after.isEmpty,
            let first = Self.day(before), let last = Self.day(after),
            (first ?? .min) <= (last ?? .max)
        else { return nil }
        self.init(first: first, last: last)
    }

    /// The setting as it is stored and shown.
    public var text: String {
        if self == .all { return "all" }
        return (first.map { "\($0)" } ?? "") + ".." + (last.map { "\($0)" } ?? "")
    }

    /// The window at a time. Days are those of UTC and count whole, so that the edges move once a day.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    func edges(now: Int64) -> TimeWindow {
        let day: Int64 = 24 * 3600
        let today = (now - (now % day + day) % day)
        return TimeWindow(
            start: first.map { today + Int64($0) * day } ?? .min,
            end: last.map { today + Int64($0 + 1) * day } ?? .max)
    }

    /// One side: nil when it is no number of days, nil inside when it is left out.
    private static func day(_ digits: ArraySlice<UInt8>) -> Int?? {
        if digits.isEmpty { return .some(nil) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), abs(number) <= most else { return nil }
        return .some(number)
    }
}
