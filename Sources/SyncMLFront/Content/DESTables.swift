/// The tables of FIPS 46-3 and the rounds over them. Bits are counted from 1, the most significant first, as the standard does.
enum DESTables {
    /// Eight octets as one word.
    static func word(_ octets: ArraySlice<UInt8>) -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }

    /// One block through sixteen rounds; with the keys in reverse it is undone.
    static func block(_ input: UInt64, _ keys: [UInt64]) -> UInt64 {
        let mixed = permuted(input, from: 64, initial)
        var (left, right) = (UInt32(truncatingIfNeeded: mixed >> 32), UInt32(truncatingIfNeeded: mixed))
        for key in keys { (left, right) = (right, left ^ mangled(right, key)) }
        return permuted(UInt64(right) << 32 | UInt64(left), from: 64, final)
    }

    /// The sixteen keys of 48 bits.
    static func roundKeys(_ key: UInt64) -> [UInt64] {
        let chosen = permuted(key, from: 64, choice1)
        var (left, right) = (chosen >> 28 & 0xFFF_FFFF, chosen & 0xFFF_FFFF)
        return shifts.map { count in
            left = rotated(left, count)
            right = rotated(right, count)
            return permuted(left << 28 | right, from: 56, choice2)
        }
    }

    private static func rotated(_ half: UInt64, _ count: Int) -> UInt64 {
        (half << UInt64(count) | half >> UInt64(28 - count)) & 0xFFF_FFFF
    }

    /// The cipher function: expanded, keyed, substituted, permuted.
    private static func mangled(_ half: UInt32, _ key: UInt64) -> UInt32 {
        let keyed = permuted(UInt64(half), from: 32, expansion) ^ key
        var out: UInt64 = 0
        for box in 0..<8 {
            let six = Int(keyed >> UInt64(42 - 6 * box) & 63)
            let row = (six >> 4) & 2 | six & 1
            let column = (six >> 1) & 15
            out = out << 4 | UInt64(boxes[box * 64 + row * 16 + column])
        }
        return UInt32(truncatingIfNeeded: permuted(out, from: 32, permutation))
    }

    private static func permuted(_ input: UInt64, from width: Int, _ table: [UInt8]) -> UInt64 {
        var out: UInt64 = 0
        for place in table { out = out << 1 | (input >> UInt64(width - Int(place)) & 1) }
        return out
    }

    private static let shifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]

    /// IP: from the even columns and then the odd ones, each upwards.
    private static let initial: [UInt8] = [2, 4, 6, 8, 1, 3, 5, 7].flatMap { first in
        stride(from: 56, through: 0, by: -8).map { UInt8($0 + first) }
    }

    /// IP^-1.
    private static let final: [UInt8] = (1...64).map { place in
        UInt8((initial.firstIndex(of: UInt8(place)) ?? 0) + 1)
    }

    /// E: each four bits with a neighbour on either side.
    private static let expansion: [UInt8] = (0..<48).map { place in
        let (group, bit) = (place / 6, place % 6)
        return UInt8((group * 4 + bit + 31) % 32 + 1)
    }

    private static let permutation: [UInt8] = [
        16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
        2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
    ]

    private static let choice1: [UInt8] = [
        57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
        63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
    ]

    private static let choice2: [UInt8] = [
        14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
        41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
    ]

    /// S1 to S8, four rows of sixteen each.
    private static let boxes: [UInt8] = [
        14, 4, 13, 1, 2, 15, 11, 8, 3, 10, 6, 12, 5, 9, 0, 7, 0, 15, 7, 4, 14, 2, 13, 1, 10, 6, 12, 11, 9, 5, 3, 8,
        4, 1, 14, 8, 13, 6, 2, 11, 15, 12, 9, 7, 3, 10, 5, 0, 15, 12, 8, 2, 4, 9, 1, 7, 5, 11, 3, 14, 10, 0, 6, 13,
        15, 1, 8, 14, 6, 11, 3, 4, 9, 7, 2, 13, 12, 0, 5, 10, 3, 13, 4, 7, 15, 2, 8, 14, 12, 0, 1, 10, 6, 9, 11, 5,
        0, 14, 7, 11, 10, 4, 13, 1, 5, 8, 12, 6, 9, 3, 2, 15, 13, 8, 10, 1, 3, 15, 4, 2, 11, 6, 7, 12, 0, 5, 14, 9,
        10, 0, 9, 14, 6, 3, 15, 5, 1, 13, 12, 7, 11, 4, 2, 8, 13, 7, 0, 9, 3, 4, 6, 10, 2, 8, 5, 14, 12, 11, 15, 1,
        13, 6, 4, 9, 8, 15, 3, 0, 11, 1, 2, 12, 5, 10, 14, 7, 1, 10, 13, 0, 6, 9, 8, 7, 4, 15, 14, 3, 11, 5, 2, 12,
        7, 13, 14, 3, 0, 6, 9, 10, 1, 2, 8, 5, 11, 12, 4, 15, 13, 8, 11, 5, 6, 15, 0, 3, 4, 7, 2, 12, 1, 10, 14, 9,
        10, 6, 9, 0, 12, 11, 7, 13, 15, 1, 3, 14, 5, 2, 8, 4, 3, 15, 0, 6, 10, 1, 13, 8, 9, 4, 5, 11, 12, 7, 2, 14,
        2, 12, 4, 1, 7, 10, 11, 6, 8, 5, 3, 15, 13, 0, 14, 9, 14, 11, 2, 12, 4, 7, 13, 1, 5, 0, 15, 10, 3, 9, 8, 6,
        4, 2, 1, 11, 10, 13, 7, 8, 15, 9, 12, 5, 6, 3, 0, 14, 11, 8, 12, 7, 1, 14, 2, 13, 6, 15, 0, 9, 10, 4, 5, 3,
        12, 1, 10, 15, 9, 2, 6, 8, 0, 13, 3, 4, 14, 7, 5, 11, 10, 15, 4, 2, 7, 12, 9, 5, 6, 1, 13, 14, 0, 11, 3, 8,
        9, 14, 15, 5, 2, 8, 12, 3, 7, 0, 4, 10, 1, 13, 11, 6, 4, 3, 2, 12, 9, 5, 15, 10, 11, 14, 1, 7, 6, 0, 8, 13,
        4, 11, 2, 14, 15, 0, 8, 13, 3, 12, 9, 7, 5, 10, 6, 1, 13, 0, 11, 7, 4, 9, 1, 10, 14, 3, 5, 12, 2, 15, 8, 6,
        1, 4, 11, 13, 12, 3, 7, 14, 10, 15, 6, 8, 0, 5, 9, 2, 6, 11, 13, 8, 1, 4, 10, 7, 9, 5, 0, 15, 14, 2, 3, 12,
        13, 2, 8, 4, 6, 15, 11, 1, 10, 9, 3, 14, 5, 0, 12, 7, 1, 15, 13, 8, 10, 3, 7, 4, 12, 5, 6, 11, 0, 14, 9, 2,
        7, 11, 4, 1, 9, 12, 14, 2, 0, 6, 10, 13, 15, 3, 5, 8, 2, 1, 14, 7, 4, 10, 8, 13, 15, 12, 9, 0, 3, 5, 6, 11,
    ]
}
