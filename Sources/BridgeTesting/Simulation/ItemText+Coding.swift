import Foundation

/// Values between their syntax and what a person reads: quoted-printable, base64, escapes.
extension ItemText {
    /// The value as a person reads it.
    func decoded(_ line: Line) -> String {
        if line.parameters.contains(where: { $0 == "BASE64" || $0.hasSuffix("=BASE64") || $0.hasSuffix("=B") }) {
            let packed = line.raw.utf8.filter { $0 > 0x20 }
            return Data(base64Encoded: Data(packed)).map { String(decoding: $0, as: UTF8.self) }
                ?? "?" + String(decoding: packed, as: UTF8.self)
        }
        if line.raw.hasPrefix("data:"), let comma = line.raw.firstIndex(of: ",") {
            let packed = String(line.raw[comma...].dropFirst())
            return Data(base64Encoded: packed).map { String(decoding: $0, as: UTF8.self) } ?? "?" + packed
        }
        var value = line.raw
        if line.parameters.contains(where: { $0.hasSuffix("QUOTED-PRINTABLE") }) {
            value = ItemText.unquoted(value).replacing("\r\n", with: "\n")
        }
        return ItemText.unescaped(value, isOld: isOld)
    }

    private static func unquoted(_ value: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(value.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ value: String, isOld: Bool) -> String {
        let stroke = UInt8(ascii: "\\")
        guard value.utf8.contains(stroke) else { return value }
        var out: [UInt8] = []
        var rest = value.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == stroke, let next = rest.first else {
                out.append(byte)
                continue
            }
            switch next {
            case UInt8(ascii: "n") where !isOld, UInt8(ascii: "N") where !isOld: out.append(LineOctets.lineFeed)
            case UInt8(ascii: ";"): out.append(next)
            case UInt8(ascii: ",") where !isOld, UInt8(ascii: ":") where !isOld, stroke where !isOld: out.append(next)
            default:
                out.append(byte)
                continue
            }
            rest = rest.dropFirst()
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// A value as this text's syntax writes it: parameters to add, and the raw value.
    static func encoded(_ value: String, isOld: Bool) -> (parameters: String, raw: String) {
        guard isOld else {
            var raw = ""
            for character in value {
                switch character {
                case "\n": raw += "\\n"
                case ";", ",", "\\": raw += "\\\(character)"
                default: raw.append(character)
                }
            }
            return ("", raw)
        }
        let escaped = value.replacing(";", with: "\\;")
        let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }
        if isPlain, value.utf8.count < 60 { return ("", escaped) }
        var raw = ""
        var width = 0
        for byte in escaped.replacing("\n", with: "\r\n").utf8 {
            if width > 60 {
                raw += "=\n"
                width = 0
            }
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "=") {
                raw.unicodeScalars.append(Unicode.Scalar(byte))
                width += 1
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                raw += "=" + (hex.count == 1 ? "0" + hex : hex)
                width += 3
            }
        }
        return (";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", raw)
    }
}
