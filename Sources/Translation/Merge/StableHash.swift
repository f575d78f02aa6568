/// FNV-1a, 64 bits: the same on every run and machine.
struct StableHash {
    /// The hash so far.
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Hashes nothing yet.
    init() {}

    /// The hash of bytes.
    init(_ bytes: some Sequence<UInt8>) { add(bytes) }

    /// Adds bytes.
    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
