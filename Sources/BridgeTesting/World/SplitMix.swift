import Synchronization

/// Seeded randomness: the same seed gives the same bytes (Steele, Lea, Flood 2014).
public struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator for a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// So many bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

/// A seeded source of bytes that several parts of a world draw from.
public final class SeededBytes: Sendable {
    private let generator: Mutex<SplitMix>

    /// A source for a seed.
    public init(seed: UInt64) { generator = Mutex(SplitMix(seed: seed)) }

    /// So many bytes.
    public func next(_ count: Int) -> [UInt8] { generator.withLock { $0.bytes(count) } }
}

/// A clock that stands still until it is moved.
public final class ManualClock: Sendable {
    private let state: Mutex<(now: Int64, passed: Int64)>

    /// A clock at a time, in seconds since 1970 UTC.
    public init(_ start: Int64 = 1_700_000_000) { state = Mutex((start, start)) }

    /// The time.
    public var now: Int64 { state.withLock { $0.now } }

    /// Milliseconds that pass whatever the time is set to, and never go back.
    public var stopwatch: Int64 { state.withLock { $0.passed * 1000 } }

    /// Moves the clock.
    public func advance(_ by: Int64) {
        state.withLock { state in
            state.now += by
            state.passed += max(by, 0)
        }
    }
}
