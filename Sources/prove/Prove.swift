import BridgeTesting
import Foundation

/// Runs seeds of the simulated world and reports. Exit status 1 when a promise was broken.
@main
struct Prove {
    static func main() async {
        if CommandLine.arguments.contains("--help") { return print(Options.usage) }
        let options: Options
        do {
            options = try Options(Array(CommandLine.arguments.dropFirst()))
        } catch {
            print(error)
            exit(64)
        }
        if options.isCutting { exit(await EveryCut.run(jobs: options.jobs) ? 0 : 1) }
        if options.isKnown { exit(await known() ? 0 : 1) }
        if let copies = options.matching { exit(await MatchingRun.run(copies: copies, options) ? 0 : 1) }
        if options.answersRules { return OccurrencesRun.run() }
        if options.benchesLens { exit(LensBench.run() ? 0 : 1) }
        if options.printsLosses { exit(LossesRun.run() ? 0 : 1) }
        if let cases = options.laws { exit(await LawsRun.run(cases: cases, options) ? 0 : 1) }
        if let seed = options.seed {
            let verdict = await Simulation.run(seed: seed, scope: options.scope, isWordy: options.isWordy)
            print(options.isVerbose ? verdict.text : verdict.violations.map(\.description).joined(separator: "\n"))
            print("seed \(seed): \(verdict.violations.count) violations")
            exit(verdict.violations.isEmpty ? 0 : 1)
        }
        let tally = await Campaign(options: options).run()
        print(tally.text)
        if let path = options.report {
            do {
                try tally.markdown(options).write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                print("\(path) cannot be written: \(error.localizedDescription)")
                exit(1)
            }
        }
        exit(tally.isGood(options) ? 0 : 1)
    }

    /// Runs the seeds that found a mistake once. True when all of them hold.
    private static func known() async -> Bool {
        var broken = 0
        for found in KnownSeeds.mended {
            let verdict = await Simulation.run(seed: found.seed, scope: found.scope)
            for violation in verdict.violations.prefix(1) {
                broken += 1
                print("seed \(found.seed) (\(found.story)): \(violation)")
            }
        }
        print("\(KnownSeeds.mended.count) known seeds, \(broken) failed")
        return broken == 0
    }
}
