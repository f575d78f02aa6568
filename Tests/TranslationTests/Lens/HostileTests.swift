import Foundation
import LensLaws
import Testing

/// What `make fuzz` begins with, and what it has found so far.
@Suite struct HostileTests {
    /// Fuzz/Found of this package.
    private static let found = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../Fuzz/Found")

    @Test(arguments: HostileTarget.allCases) func seedsAreSound(_ target: HostileTarget) {
        let seeds = target.seeds
        #expect(seeds.count >= 3)
        for (number, seed) in seeds.enumerated() {
            #expect(target.broken(by: seed).isEmpty, "seed \(number)")
            // Cut anywhere, and with a byte of every kind in the middle.
            #expect(target.broken(by: Array(seed.prefix(seed.count / 2))).isEmpty, "half of seed \(number)")
            var spoilt = seed
            spoilt[spoilt.count / 2] = UInt8(truncatingIfNeeded: number &* 37)
            #expect(target.broken(by: spoilt).isEmpty, "spoilt seed \(number)")
        }
    }

    @Test func whatWasFoundIsMended() throws {
        var count = 0
        for target in HostileTarget.allCases {
            let folder = Self.found.appending(path: target.rawValue)
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
                let bytes = try Data(contentsOf: folder.appending(path: name))
                #expect(target.broken(by: Array(bytes)).isEmpty, "\(target)/\(name)")
                count += 1
            }
        }
        #expect(count >= 1)
    }
}
