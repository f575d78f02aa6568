import BridgeTesting
import Phone
import SyncMLFront
import SyncTypes
import Synchronization
import Testing

@testable import Bridge

@Suite("Who guesses passwords waits, and nobody else does")
struct GuessTests {
    private func misses(
        _ memory: inout GuessMemory, _ count: Int, user: String = "ann", address: String = "1", device: String = "x",
        at now: Int64 = 0
    ) -> [Int] {
        (0..<count).map { _ in memory.missed(user: user, address: address, device: device, at: now) }
    }

    @Test func someCostNothingThenEachCostsTwice() {
        var memory = GuessMemory()
        #expect(misses(&memory, 12) == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30])
        // Another user from the same address, and the same user from another one.
        #expect(misses(&memory, 1, user: "bob") == [30] && misses(&memory, 1, address: "2") == [30])
        #expect(misses(&memory, 1, user: "bob", address: "2", device: "y") == [0])
        #expect(misses(&memory, 1, at: 3600) == [0])
    }

    @Test func whatADeviceMissedBeforeItHitWereNoGuesses() {
        var memory = GuessMemory()
        for _ in 0..<20 {
            #expect(misses(&memory, 1) == [0])
            memory.hit(user: "Ann", address: "1", device: "x", at: 0)
        }
        // Somebody else's stay.
        _ = misses(&memory, 7, device: "thief")
        memory.hit(user: "ann", address: "1", device: "x", at: 0)
        #expect(misses(&memory, 1, device: "thief") == [4])
    }

    @Test func itsSizeIsBounded() {
        var memory = GuessMemory()
        for number in 0..<(3 * GuessMemory.capacity) {
            _ = memory.missed(user: "u\(number)", address: "a\(number)", device: "d", at: Int64(number) / 100)
        }
        #expect(memory.missed(user: "u1", address: "a1", device: "d", at: 100) == 0)
    }

    /// Over sessions: the wrong ones wait, the right one at once, with and without a digest.
    @Test(arguments: [AuthenticationScheme.basic, .md5])
    func aRightPasswordNeverWaits(authentication: AuthenticationScheme) async throws {
        let pauses = Mutex<[Int64]>([])
        // Patience is counted in 2 and 18 seconds, so it is told from a pause of 1, 4 or 8.
        let world = try World(wait: { milliseconds in
            guard [1000, 4000, 8000].contains(milliseconds) else {
                try? await Task.sleep(for: .seconds(3600))
                return
            }
            pauses.withLock { $0.append(milliseconds) }
        })
        var phone = SimulatedPhone(world, id: "phone-1")
        #expect(try await phone.sync().isSuccess)
        phone.configuration.authentication = authentication
        var thief = SimulatedPhone(world, id: "thief") { $0.password = "guess" }
        thief.configuration.authentication = .basic
        for _ in 0..<6 where pauses.withLock({ $0.isEmpty }) {
            await #expect(throws: PhoneError.self) { try await thief.sync() }
        }
        #expect(pauses.withLock { $0 } == [1000])
        #expect(try await phone.sync().isSuccess)
        #expect(pauses.withLock { $0 } == [1000])
    }
}
