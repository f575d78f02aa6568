/// Quoting and circumflex escapes of parameter values: RFC 5545 section 3.2, RFC 6868.
enum ParameterText {
    /// A parameter value as text: `^n`, `^^` and `^'` decoded in new dialects.
    static func decode(_ value: String, _ dialect: Dialect) -> String {
        guard !dialect.isOld, value.utf8.contains(UInt8(ascii: "^")) else { return value }
        var out = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in value.unicodeScalars {
            guard isEscaped else {
                if scalar == "^" { isEscaped = true } else { out.append(scalar) }
                continue
            }
            isEscaped = false
            switch scalar {
            case "n": out.append("\n")
            case "'": out.append("\"")
            case "^": out.append("^")
            default:
                out.append("^")
                out.append(scalar)
            }
        }
        if isEscaped { out.append("^") }
        return String(out)
    }

    private static let special = Array(":;,\"^".utf8)

    /// A text as parameter value, quoted when it holds a separator. Old dialects have neither quotes nor escapes: separators
    /// and line ends become blanks there.
    static func encode(_ text: String, _ dialect: Dialect) -> String {
        guard
            ASCII.contains(text, where: { $0 < 0x20 || special.contains($0) })
        else { return text }
        if dialect.isOld {
            let plain = text.unicodeScalars.map { ";:,\"\r\n".unicodeScalars.contains($0) ? " " : $0 }
            return String(String.UnicodeScalarView(plain))
        }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": out.append(contentsOf: "^n".unicodeScalars)
            case "\"": out.append(contentsOf: "^'".unicodeScalars)
            case "^": out.append(contentsOf: "^^".unicodeScalars)
            default: if scalar.value >= 0x20 || scalar == "\t" { out.append(scalar) }
            }
        }
        let escaped = String(out)
        let needsQuotes = escaped.utf8.contains { $0 == 0x3A || $0 == 0x3B || $0 == 0x2C }
        return needsQuotes ? "\"\(escaped)\"" : escaped
    }
}
