/// Base64 (RFC 4648 section 4).
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Values by octet; 255 for what is not in the alphabet. The URL-safe letters (section 5) are read too.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, octet) in alphabet.enumerated() { table[Int(octet)] = UInt8(value) }
        table[Int(UInt8(ascii: "-"))] = 62
        table[Int(UInt8(ascii: "_"))] = 63
        return table
    }()

    /// Encodes with padding and without line breaks.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var word: UInt32 = 0
        var filled = 0
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            filled += 1
            if filled == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] { out.append(alphabet[Int(word >> shift & 63)]) }
                word = 0
                filled = 0
            }
        }
        if filled > 0 {
            word <<= UInt32(8 * (3 - filled))
            out.append(alphabet[Int(word >> 18 & 63)])
            out.append(alphabet[Int(word >> 12 & 63)])
            out.append(filled == 2 ? alphabet[Int(word >> 6 & 63)] : UInt8(ascii: "="))
            out.append(UInt8(ascii: "="))
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Decodes; white space and NUL are skipped, padding may be missing, what follows padding is ignored.
    /// Nil when another octet outside the alphabet occurs or one letter is left over.
    public static func decode(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var word: UInt32 = 0
        var filled = 0
        for byte in bytes {
            if byte <= 0x20 { continue }
            if byte == UInt8(ascii: "=") { break }
            let value = values[Int(byte)]
            guard value != 255 else { return nil }
            word = word << 6 | UInt32(value)
            filled += 1
            if filled == 4 {
                out.append(UInt8(truncatingIfNeeded: word >> 16))
                out.append(UInt8(truncatingIfNeeded: word >> 8))
                out.append(UInt8(truncatingIfNeeded: word))
                word = 0
                filled = 0
            }
        }
        switch filled {
        case 0: break
        case 2: out.append(UInt8(truncatingIfNeeded: word >> 4))
        case 3:
            out.append(UInt8(truncatingIfNeeded: word >> 10))
            out.append(UInt8(truncatingIfNeeded: word >> 2))
        default: return nil
        }
        return out
    }

    /// Decodes a text; see `decode` for octets.
    public static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }
}
