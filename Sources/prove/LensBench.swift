import Foundation
import LensLaws

/// What a change costs in the lens: reading, showing and taking an edit back, in CPU time.
enum LensBench {
    private static let rounds = 9
    /// Microseconds that may be.
    private static let bounds = ["vCard": 60.0, "event with VTIMEZONE": 150.0]
    private static let photoBytes = 5 << 20
    private static let mostMegabytes = 64

    /// Prints a line each. False when a bound is missed.
    static func run() -> Bool {
        do {
            // First, since a process keeps what it once had.
            let idle = peak()
            let photo = try SpeedItem.photo(bytes: photoBytes)
            forgetPeak()
            _ = try photo.turn()
            let used = peak() - idle
            print("a picture of 5 MB: \(used) MB with its texts (\(idle) before), at most \(mostMegabytes)")
            var isGood = used < mostMegabytes
            for item in [try SpeedItem.card(), try SpeedItem.event()] {
                let time = try median(of: item)
                let bound = bounds[item.name] ?? .infinity
                isGood = time < bound && isGood
                print("\(item.name), \(item.body.count) bytes: \(rounded(time)) us, at most \(Int(bound))")
            }
            let (small, large) = (try SpeedItem.card(), try SpeedItem.card(notes: 100))
            let growth = try median(of: large) / median(of: small)
            let size = Double(large.body.count) / Double(small.body.count)
            isGood = growth < size * 1.5 && isGood
            print("\(rounded(size)) times the size: \(rounded(growth)) times the time")
            return isGood
        } catch {
            print("the lens failed: \(error)")
            return false
        }
    }

    /// Microseconds of CPU a turn: the median of several rounds.
    private static func median(of item: SpeedItem) throws -> Double {
        var times: [Double] = []
        let turns = max(20, 4_000_000 / max(item.body.count, 1_000))
        for _ in 0..<rounds {
            let start = clock()
            for _ in 0..<turns { _ = try item.turn() }
            times.append(Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6 / Double(turns))
        }
        return times.sorted()[rounds / 2]
    }

    /// From here on the most memory is counted anew (proc(5), clear_refs).
    private static func forgetPeak() {
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }

    /// The most memory of this process so far, in MB.
    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    private static func rounded(_ value: Double) -> String { String(format: "%.1f", value) }
}
