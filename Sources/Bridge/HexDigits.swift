/// Bytes as text for names and tokens.
enum HexDigits {
    /// Two lower-case hexadecimal digits a byte.
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
