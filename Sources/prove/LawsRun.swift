import Foundation
import LensLaws
import Synchronization

/// `prove --laws N`: each law of the lens with N cases.
enum LawsRun {
    /// What one law has come to.
    private struct Result {
        let law: Law
        var cases: UInt64 = 0
        var broken: [String] = []
        var seconds = 0.0
    }

    /// Tries all laws, prints and reports. True when none was broken.
    static func run(cases: UInt64, _ options: Options) async -> Bool {
        var results: [Result] = []
        for law in Laws.all {
            let result = await run(law, cases, options)
            print(line(result))
            for broken in result.broken.prefix(3) { print("  " + broken) }
            results.append(result)
        }
        let count = results.count { !$0.broken.isEmpty }
        print("\(results.count) laws, \(cases) cases each from seed \(options.from), \(count) broken")
        guard let path = options.report else { return count == 0 }
        let head = [
            "## Laws of the lens: `make laws`", "",
            "- seeds \(options.from) to \(options.from + cases - 1): \(cases) cases a law, \(count) laws broken "
                + "(\(options.date), commit \(options.commit))",
            "", "| law | cases | broken | microseconds a case |", "|---|---|---|---|",
        ]
        let rows = results.map { "| \($0.law.name) | \($0.cases) | \($0.broken.count) | \(microseconds($0)) |" }
        do {
            try (head + rows).joined(separator: "\n").appending("\n").write(
                toFile: path, atomically: true, encoding: .utf8)
        } catch {
            print("\(path) cannot be written: \(error.localizedDescription)")
            return false
        }
        return count == 0
    }

    /// In shares of seeds, one after the other taken by each of the tasks.
    private static func run(_ law: Law, _ cases: UInt64, _ options: Options) async -> Result {
        let jobs = max(1, options.jobs)
        let start = ContinuousClock.now
        let shares = Shares(first: options.from, count: cases)
        var result = Result(law: law)
        await withTaskGroup(of: [String].self) { group in
            for _ in 0..<jobs {
                group.addTask {
                    var broken: [String] = []
                    while let seeds = shares.next() {
                        for seed in seeds { broken += law.broken(by: seed).prefix(1) }
                    }
                    return broken
                }
            }
            for await broken in group { result.broken += broken }
        }
        let parts = (ContinuousClock.now - start).components
        result.seconds = (Double(parts.seconds) + Double(parts.attoseconds) / 1e18) * Double(jobs)
        result.cases = cases
        return result
    }

    /// The seeds of a law, in shares that tasks take.
    private final class Shares: Sendable {
        private static let size: UInt64 = 250
        private let end: UInt64
        private let begin: Mutex<UInt64>

        init(first: UInt64, count: UInt64) {
            end = first + count
            begin = Mutex(first)
        }

        func next() -> Range<UInt64>? {
            begin.withLock { begin in
                guard begin < end else { return nil }
                defer { begin = min(end, begin + Self.size) }
                return begin..<min(end, begin + Self.size)
            }
        }
    }

    private static func line(_ result: Result) -> String {
        "\(result.law.name): \(result.cases) cases, \(microseconds(result)) us each, \(result.broken.count) broken"
    }

    private static func microseconds(_ result: Result) -> Int {
        Int(result.seconds * 1_000_000 / Double(max(1, result.cases)))
    }
}
