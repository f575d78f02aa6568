import BridgeTesting
import Foundation
import SyncTypes

/// `prove --matching N`: how precise slow-sync matching is, and how much it finds.
enum MatchingRun {
    /// Measures, prints and reports. True when the figures are good enough.
    static func run(copies: Int, _ options: Options) async -> Bool {
        let seed = options.seed ?? 1
        do {
            let start = ContinuousClock.now
            let result = try await MatchingMeasurement.run(
                seed: seed, copies: copies, examples: options.isVerbose ? 40 : 0)
            let seconds = Double((ContinuousClock.now - start).components.seconds)
            for example in result.examples { print(example) }
            let lines = table(result.tally)
            print("\(copies) copies, seed \(seed), \(Int(seconds)) s")
            print(lines.joined(separator: "\n"))
            print(verdict(result.tally))
            if let path = options.report {
                let head = [
                    "## Slow-sync matching: `make bench-matching`", "",
                    "\(options.date), commit \(options.commit). Seed \(seed), \(copies) copies on two phones, one with old formats.",
                    "", verdict(result.tally) + ".", "",
                ]
                try (head + lines).joined(separator: "\n").appending("\n").write(
                    toFile: path, atomically: true, encoding: .utf8)
            }
            return result.tally.isGood
        } catch {
            print(error)
            return false
        }
    }

    private static func verdict(_ tally: MatchingTally) -> String {
        "precision \(figure(tally.precision)): \(tally.all[.wrong]) of \(tally.all[.found] + tally.all[.wrong]) merges wrong, "
            + "\(tally.all[.apart]) strangers apart; recall of copies by the phone's own losses \(figure(tally.byPhone.recall)): "
            + "\(tally.byPhone[.missed]) of \(tally.byPhone.copies) missed"
    }

    private static func table(_ tally: MatchingTally) -> [String] {
        var lines = ["| copy | found | missed | wrong | recall |", "|---|---|---|---|---|"]
        for loss in PhoneLoss.allCases {
            if let row = tally.byLoss[loss] { lines.append(line(loss.rawValue, row)) }
        }
        lines += [
            "", "| kind | found | missed | wrong | recall | strangers apart | doubled |",
            "|---|---|---|---|---|---|---|",
        ]
        for kind in ItemKind.allCases {
            guard let row = tally.byKind[kind] else { continue }
            lines.append(line(kind.rawValue, row) + " \(row[.apart]) | \(tally.doubled[kind] ?? 0) |")
        }
        return lines
    }

    private static func line(_ name: String, _ row: MatchingTally.Row) -> String {
        "| \(name) | \(row[.found]) | \(row[.missed]) | \(row[.wrong]) | \(figure(row.recall)) |"
    }

    /// Four decimals, cut and not rounded: 0.9999 is not 1.
    private static func figure(_ share: Double) -> String {
        let parts = Int(share * 10_000)
        return "\(parts / 10_000)." + String(String(10_000 + parts % 10_000).dropFirst())
    }
}
