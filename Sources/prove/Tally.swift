import Bridge
import BridgeTesting
import Foundation

/// What a campaign adds up.
struct Tally: Sendable {
    /// One seed that broke a promise.
    struct Failure: Sendable {
        var seed: UInt64
        var violations: [Violation]
    }

    var seeds = 0
    var sessions = 0
    var phones = 0
    var edits = 0
    var seconds = 0.0
    var faults: [String: Int] = [:]
    var marks: [Mark: Int] = [:]
    var failures: [Failure] = []
    var byInvariant: [String: Int] = [:]
    private var nextProgress = 10.0

    mutating func add(_ verdict: Verdict) {
        seeds += 1
        sessions += verdict.story.sessions
        phones += verdict.story.phones
        edits += verdict.story.edits
        faults.merge(verdict.story.faults, uniquingKeysWith: +)
        marks.merge(verdict.story.marks, uniquingKeysWith: +)
        for invariant in Set(verdict.violations.map(\.invariant.rawValue)) { byInvariant[invariant, default: 0] += 1 }
        if !verdict.violations.isEmpty {
            failures.append(Failure(seed: verdict.seed, violations: verdict.violations))
        }
    }

    /// A line every ten seconds.
    mutating func progress() -> String? {
        guard seconds >= nextProgress else { return nil }
        nextProgress = seconds + 10
        return "\(Int(seconds)) s: \(seeds) seeds, \(sessions) sessions, \(failures.count) failures"
    }

    /// True when the run proves what it should.
    func isGood(_ options: Options) -> Bool {
        failures.isEmpty && (!options.requiresMarks || missingMarks.isEmpty)
    }

    /// Decisions that the bridge never made.
    private var missingMarks: [Mark] { Mark.allCases.filter { marks[$0] == nil } }

    private var faultLines: [String] {
        let awaited = KnownSeeds.awaiting.map { "awaiting a repair: seed \($0.seed), \($0.story)" }
        return faults.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" } + awaited
    }

    private var faultCount: Int { faults.values.reduce(0, +) }
    private var rate: Int { seconds > 0 ? Int(Double(sessions) / seconds) : 0 }

    /// On average a seed, with one decimal.
    private func average(_ number: Int) -> String {
        let tenths = seeds > 0 ? (number * 10 + seeds / 2) / seeds : 0
        return "\(tenths / 10).\(tenths % 10)"
    }

    private var totals: String {
        "\(seeds) seeds, \(sessions) sessions, \(faultCount) faults in \(Int(seconds)) s: \(rate) sessions a second; "
            + "on average \(average(phones)) phones and \(average(edits)) edits a seed"
    }

    /// The report for a terminal.
    var text: String {
        var lines = [totals] + faultLines
        lines += Mark.allCases.map { "\(marks[$0] ?? 0) x decision \($0.rawValue)" }
        if !missingMarks.isEmpty {
            lines.append("never decided: " + missingMarks.map(\.rawValue).joined(separator: ", "))
        }
        lines += byInvariant.sorted { $0.key < $1.key }.map { "\($0.value) seeds broke \"\($0.key)\"" }
        for failure in failures.sorted(by: { $0.seed < $1.seed }).prefix(20) {
            lines.append("seed \(failure.seed): \(failure.violations.first?.description ?? "")")
        }
        lines.append(failures.isEmpty ? "every promise held" : "\(failures.count) seeds failed")
        return lines.joined(separator: "\n")
    }

    /// The report as a section of a file.
    func markdown(_ options: Options) -> String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var lines = [
            "## Simulated world: `make prove`", "",
            "\(options.date), commit \(options.commit). Seeds from \(options.from) on, \(options.jobs) at a time on a machine "
                + "with \(cores) cores.",
            "", totals + ".", "", "| fault | count |", "|---|---|",
        ]
        lines += faults.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
        lines += ["", "| decision of the bridge | count |", "|---|---|"]
        lines += Mark.allCases.map { "| \($0.rawValue) | \(marks[$0] ?? 0) |" }
        lines += ["", failures.isEmpty ? "Every promise held." : "\(failures.count) seeds failed:"]
        lines += failures.sorted { $0.seed < $1.seed }.prefix(50).map {
            "- \($0.seed): \($0.violations.first?.description ?? "")"
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
