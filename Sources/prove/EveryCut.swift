import BridgeTesting

/// The exhaustive part: every cut point of each mode's canonical session, with every habit of retrying.
enum EveryCut {
    /// Runs it all and says what it found. True when every ending was the one that must be.
    static func run(jobs: Int) async -> Bool {
        var (cases, failures) = (0, 0)
        for mode in CutMode.allCases {
            do {
                let result = try await InterruptionCampaign(mode, share: .whole).run(jobs: jobs)
                print(result.summary)
                for failure in result.failures.prefix(10) { print(failure) }
                cases += result.cases
                failures += result.failures.count
            } catch {
                print("\(mode): \(error)")
                failures += 1
            }
        }
        print("\(cases) cuts in \(CutMode.allCases.count) modes, \(failures) ended differently")
        return failures == 0
    }
}
