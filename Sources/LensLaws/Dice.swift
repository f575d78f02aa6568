/// SplitMix64: a seeded generator, so that a failing case can be run again by its printed seed.
public struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// The numbers of a seed.
    public init(_ seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// True once in that many times.
    public mutating func hits(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}
