import Glibc

/// Character sets of values: UTF-8 first, the C library's converter for the rest.
public enum Charset {
    /// The text of bytes in a named character set (the CHARSET parameter); nil or an empty name: none was given.
    ///
    /// Without a usable name the bytes are UTF-8 when they can be, else Windows-1252, which holds Latin-1 (Sony Ericsson
    /// sends Latin-1 without CHARSET). Never fails: bytes without meaning become U+FFFD.
    public static func decode(_ bytes: ArraySlice<UInt8>, charset name: String?) -> String {
        let name = name.map(canonical) ?? ""
        if name.isEmpty || name == "UTF-8" || name == "US-ASCII" {
            return String(validating: bytes, as: UTF8.self) ?? windows1252(bytes)
        }
        if name == "ISO-8859-1" || name == "WINDOWS-1252" { return windows1252(bytes) }
        return converted(bytes, from: name) ?? String(validating: bytes, as: UTF8.self) ?? windows1252(bytes)
    }

    /// The same of a whole array.
    public static func decode(_ bytes: [UInt8], charset name: String?) -> String { decode(bytes[...], charset: name) }

    /// The text of bytes in Windows-1252; nil when one of them has no meaning there.
    public static func decodeWindows1252(_ bytes: [UInt8]) -> String? {
        let text = windows1252(bytes)
        return text.unicodeScalars.contains("\u{FFFD}") ? nil : text
    }

    /// A text in Windows-1252; nil when it has other letters.
    public static func encodeWindows1252(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let byte = UInt8(exactly: scalar.value), !(0x80...0x9F).contains(byte) {
                bytes.append(byte)
            } else if let place = high1252.firstIndex(of: scalar.value), scalar != "\u{FFFD}" {
                bytes.append(UInt8(0x80 + place))
            } else {
                return nil
            }
        }
        return bytes
    }

    /// A name in the converter's spelling. Devices write `UTF8`, `"UTF-8"`, ` UTF-8` (Motorola), `CHINESE`, nothing.
    static func canonical(_ name: String) -> String {
        let bare = name.filter { $0 != "\"" && $0 != " " && $0 != "\t" }.uppercased()
        return switch bare {
        case "UTF8": "UTF-8"
        case "ASCII": "US-ASCII"
        case "LATIN1", "ISO8859-1", "ISO_8859-1", "8859-1": "ISO-8859-1"
        case "CHINESE": "GBK"
        case "SHIFT-JIS", "SJIS": "SHIFT_JIS"
        case "CP1252": "WINDOWS-1252"
        default: bare
        }
    }

    /// Windows-1252: Latin-1 with letters and signs in 80-9F; the five unused places become U+FFFD.
    private static func windows1252(_ bytes: some Sequence<UInt8>) -> String {
        var out = String.UnicodeScalarView()
        for byte in bytes {
            let code: UInt32 = (0x80...0x9F).contains(byte) ? high1252[Int(byte - 0x80)] : UInt32(byte)
            out.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
        return String(out)
    }

    private static let high1252: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// iconv(3); nil when the set is unknown. Bytes it refuses become U+FFFD one by one.
    private static func converted(_ bytes: ArraySlice<UInt8>, from name: String) -> String? {
        guard name.utf8.count <= 40, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        guard let descriptor = iconv_open("UTF-8", name), descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }
        var source = bytes.map(CChar.init(bitPattern:))
        var target = [CChar](repeating: 0, count: bytes.count * 4 + 16)
        let capacity = target.count
        var out: [UInt8] = []
        source.withUnsafeMutableBufferPointer { input in
            target.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var left = input.count
                while left > 0 {
                    var to = output.baseAddress
                    var room = capacity
                    let result = iconv(descriptor, &from, &left, &to, &room)
                    out += output.prefix(capacity - room).map(UInt8.init(bitPattern:))
                    if result == -1, left > 0 {
                        out += [0xEF, 0xBF, 0xBD]
                        from = from?.advanced(by: 1)
                        left -= 1
                    }
                }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
