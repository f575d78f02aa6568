/// A short name of a text's content, by which changes are found: FNV-1a with 128 bits, 32 hexadecimal digits.
///
/// Not a cryptographic hash: the phone's owner has no reason to fool the phone.
enum ContentDigest {
    static func of(_ bytes: [UInt8]) -> String {
        var hash = UInt128(0x6c62_272e_07bb_0142) << 64 | UInt128(0x62b8_2175_6295_c58d)
        let prime = UInt128(1) << 88 | UInt128(0x13b)
        for byte in bytes { hash = (hash ^ UInt128(byte)) &* prime }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
