import Testing

@testable import Bridge

@Suite("Mass deletions")
struct MassDeletionTests {
    private func decide(_ due: Int, recent: Int = 0, held: Int = 0, of present: Int) -> MassDeletion {
        MassDeletion.decide(.init(due: due, recent: recent, held: held, present: present))
    }

    @Test func theBorders() {
        #expect(decide(0, recent: 99, of: 100) == .allowed, "nothing is due")
        #expect(decide(10, of: 1000) == .allowed)
        #expect(decide(11, of: 44) == .allowed, "a quarter")
        #expect(decide(11, of: 43) == .tooMany)
        #expect(decide(10, of: 20) == .allowed, "half")
        #expect(decide(11, of: 20) == .mostOfIt)
        #expect(decide(2, of: 2) == .allowed, "fewer than three")
        #expect(decide(2, of: 3) == .mostOfIt)
        #expect(decide(1, of: 3) == .allowed)
        #expect(decide(250, of: 1000) == .allowed)
        #expect(decide(251, of: 1000) == .tooMany)
    }

    @Test func aTrickleIsAWipe() {
        // 40 items, four a day: the eleventh is one too many.
        #expect(decide(3, recent: 7, of: 33) == .allowed)
        #expect(decide(4, recent: 7, of: 33) == .tooMany)
        #expect(decide(1, recent: 10, of: 30) == .tooMany)
    }

    @Test func whatMayBeGoneNeitherHidesThatThereWereThreeNorMakesMany() {
        #expect(MassDeletion.decide(.init(due: 2, recent: 0, held: 0, present: 2, doubtful: 1)) == .mostOfIt)
        #expect(MassDeletion.decide(.init(due: 2, recent: 0, held: 0, present: 3, doubtful: 9)) == .mostOfIt)
        #expect(MassDeletion.decide(.init(due: 2, recent: 0, held: 0, present: 4, doubtful: 1)) == .allowed)
    }

    @Test("What a window hides neither makes many deletions few nor a collection too small")
    func windows() {
        func decide(_ due: Int, inside: Int, outside: Int) -> MassDeletion {
            MassDeletion.decide(.init(due: due, recent: 0, held: 0, present: inside, hidden: outside))
        }
        #expect(decide(2, inside: 3, outside: 97) == .mostOfIt)
        #expect(decide(2, inside: 2, outside: 1) == .mostOfIt)
        #expect(decide(2, inside: 2, outside: 2) == .allowed)
        #expect(decide(2, inside: 2, outside: 0) == .allowed)
        #expect(decide(0, inside: 0, outside: 9) == .allowed)
    }

    @Test func whatIsHeldCounts() {
        #expect(decide(1, held: 11, of: 20) == .mostOfIt)
        #expect(decide(1, held: 0, of: 20) == .allowed)
    }

    /// Deleting more is never judged milder.
    @Test func isMonotone() {
        for present in 0...60 {
            var wasHeld = false
            for due in 1...max(1, present) {
                let isHeld = decide(due, of: present) != .allowed
                #expect(isHeld || !wasHeld, "\(due) of \(present)")
                wasHeld = isHeld
            }
        }
    }
}
