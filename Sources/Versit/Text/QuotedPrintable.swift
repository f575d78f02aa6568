/// Quoted-printable (RFC 2045 section 6.7) as vCard 2.1 and vCalendar 1.0 use it.
public enum QuotedPrintable {
    /// Decoded bytes of a value whose soft breaks are already gone. Lenient: an `=` that starts no escape stays as it is
    /// (Palm desktop leaves it unescaped), and the first of two before an escape is dropped (Nokia N9 writes `==0A=0D=`).
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8] {
        let bytes = Array(text)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "=") else {
                out.append(byte)
                index += 1
                continue
            }
            if let value = escape(bytes, at: index) {
                out.append(value)
                index += 3
            } else if escape(bytes, at: index + 1) != nil {
                index += 1
            } else {
                out.append(byte)
                index += 1
            }
        }
        return out
    }

    /// Encoded text without soft breaks: printable ASCII but `=` stays, all else is escaped. A blank at the end, which a
    /// transport could strip, is escaped too.
    public static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 4)
        var left = bytes.count
        for byte in bytes {
            left -= 1
            let isBlank = byte == 0x20
            if (byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")) || (isBlank && left > 0) {
                out.append(byte)
            } else {
                out += escaped(byte)
            }
        }
        return out
    }

    /// A byte as an escape.
    static func escaped(_ byte: UInt8) -> [UInt8] { [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)] }

    /// True when a value without ENCODING can only be quoted-printable: an escaped line end, or escapes that together make
    /// non-ASCII UTF-8. A single `=3D`, as in an URL, is no sign.
    static func isLikely(_ text: ArraySlice<UInt8>) -> Bool {
        guard ASCII.index(of: UInt8(ascii: "="), in: text) != nil else { return false }
        let bytes = Array(text)
        var high: [UInt8] = []
        var previous: UInt8 = 0
        var index = 0
        while index < bytes.count {
            guard let value = escape(bytes, at: index) else {
                previous = 0
                index += 1
                continue
            }
            if previous == 0x0D, value == 0x0A { return true }
            if value >= 0x80 { high.append(value) }
            previous = value
            index += 3
        }
        return high.count > 1 && String(validating: high, as: UTF8.self) != nil
    }

    /// The byte escaped by the three characters at an index; nil when they are no escape.
    private static func escape(_ bytes: [UInt8], at index: Int) -> UInt8? {
        guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: "="), let high = hexValue(bytes[index + 1]),
            let low = hexValue(bytes[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
