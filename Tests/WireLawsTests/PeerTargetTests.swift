import Foundation
import Testing
import WireLaws

/// What `make fuzz` begins with at the wire, and what it has found there so far.
@Suite struct PeerTargetTests {
    /// Fuzz/Found of this package.
    private static let found = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fuzz/Found")
    /// Of many like seeds one in so many: a session takes long.
    private static let strides: [PeerTarget: Int] = [.wbxml: 1, .xml: 1, .message: 4, .session: 31]

    @Test(arguments: PeerTarget.allCases) func seedsAreSound(_ target: PeerTarget) async throws {
        let seeds = try await target.seeds()
        #expect(seeds.count >= 20)
        for number in stride(from: 0, to: seeds.count, by: Self.strides[target] ?? 1) {
            let seed = seeds[number]
            #expect(await target.broken(by: seed) == [], "seed \(number)")
            // Cut anywhere, and with a byte of every kind in the middle.
            #expect(await target.broken(by: Array(seed.prefix(seed.count / 2))) == [], "half of seed \(number)")
            var spoilt = seed
            spoilt[spoilt.count / 2] = UInt8(truncatingIfNeeded: number &* 37)
            #expect(await target.broken(by: spoilt) == [], "spoilt seed \(number)")
        }
    }

    @Test(arguments: PeerTarget.allCases) func whatWasFoundIsMended(_ target: PeerTarget) async throws {
        let folder = Self.found.appending(path: target.rawValue)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            #expect(await target.broken(by: bytes) == [], "\(target)/\(name)")
        }
    }
}
