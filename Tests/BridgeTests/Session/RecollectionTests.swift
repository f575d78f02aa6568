import Testing

@testable import Bridge

@Suite struct RecollectionTests {
    @Test func theLastValueCounts() {
        let memory = Recollection<String, Int>(limit: 2)
        #expect(memory.value(of: "a") == nil)
        memory.keep(1, of: "a")
        memory.keep(2, of: "a")
        #expect(memory.value(of: "a") == 2)
    }

    @Test func itNeverHoldsMoreThanItsLimit() {
        let memory = Recollection<Int, Int>(limit: 3)
        for number in 0..<100 {
            memory.keep(number, of: number)
            #expect(memory.value(of: number) == number)
            #expect((0...number).count { memory.value(of: $0) != nil } <= 3)
        }
    }

    /// A value in the place of an older one needs no room.
    @Test func aFullOneTakesNewValuesOfWhatItKnows() {
        let memory = Recollection<Int, Int>(limit: 2)
        memory.keep(1, of: 1)
        memory.keep(2, of: 2)
        memory.keep(3, of: 2)
        #expect(memory.value(of: 1) == 1 && memory.value(of: 2) == 3)
    }
}
