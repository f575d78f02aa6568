/// Base64 (RFC 4648 section 4), the transfer encoding of pictures and keys.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Value of each byte, 255 for bytes outside the alphabet.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    /// Encoded bytes with padding, without line ends.
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index + 2 < bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            for shift in [18, 12, 6, 0] as [UInt32] { out.append(alphabet[Int(group >> shift & 63)]) }
            index += 3
        }
        let left = bytes.count - index
        guard left > 0 else { return out }
        let second = left == 2 ? UInt32(bytes[index + 1]) << 8 : 0
        let group = UInt32(bytes[index]) << 16 | second
        out.append(alphabet[Int(group >> 18 & 63)])
        out.append(alphabet[Int(group >> 12 & 63)])
        out.append(left == 2 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
        out.append(UInt8(ascii: "="))
        return out
    }

    /// Decoded bytes. White space and foreign bytes are skipped, missing padding is no matter; stops at `=`.
    public static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.underestimatedCount * 3 / 4)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for byte in text {
            if byte == UInt8(ascii: "=") { break }
            let value = values[Int(byte)]
            if value == 255 { continue }
            group = (group << 6 | UInt32(value)) & 0xFF_FFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> bits))
            }
        }
        return out
    }

    /// True for whole groups of the alphabet, the last one padded where it has to be.
    static func isCanonical(_ text: ArraySlice<UInt8>) -> Bool {
        guard !text.isEmpty, text.count % 4 == 0 else { return false }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        let digits = text.dropLast(padding)
        // The bits behind the last byte are 0.
        let spare: UInt8 = padding == 0 ? 0 : padding == 1 ? 0b11 : 0b1111
        guard let last = digits.last, values[Int(last)] & spare == 0 else { return false }
        return digits.withUnsafeBufferPointer { digits in
            values.withUnsafeBufferPointer { values in
                for byte in digits where values[Int(byte)] == 255 { return false }
                return true
            }
        }
    }

    /// True when every byte is of the alphabet or padding, and there is at least one: a line of an encoded picture.
    static func isEncoded(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy { values[Int($0)] != 255 || $0 == UInt8(ascii: "=") }
    }
}
