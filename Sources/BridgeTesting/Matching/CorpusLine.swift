/// One property of a generated text, before it is spelt; written without the product's own syntax.
struct CorpusLine {
    var name: String
    /// Parameters as they stand: `TYPE=HOME`, `CELL`.
    var parameters: [String] = []
    /// Components of the value; one for most.
    var values: [String]
    /// The value stands as it is: dates, rules, pictures.
    var isRaw = false

    init(_ name: String, _ parameters: [String] = [], _ values: String..., isRaw: Bool = false) {
        self.init(name, parameters, values: values, isRaw: isRaw)
    }

    init(_ name: String, _ parameters: [String] = [], values: [String], isRaw: Bool = false) {
        self.name = name
        self.parameters = parameters
        self.values = values
        self.isRaw = isRaw
    }

    /// The line in vCard 3.0 and iCalendar, folded, or in vCard 2.1 and vCalendar 1.0 with quoted-printable where needed.
    func text(isOld: Bool) -> String { isOld ? old : modern }

    private var modern: String {
        let escaped = values.map { value in
            isRaw
                ? value
                : value.replacing("\\", with: "\\\\").replacing(",", with: "\\,").replacing(";", with: "\\;")
                    .replacing("\n", with: "\\n")
        }
        let line = ([name] + parameters).joined(separator: ";") + ":" + escaped.joined(separator: ";")
        var out = ""
        var width = 0
        for scalar in line.unicodeScalars {
            let size = String(scalar).utf8.count
            if width + size > 74 {
                out += "\r\n "
                width = 1
            }
            out.unicodeScalars.append(scalar)
            width += size
        }
        return out + "\r\n"
    }

    private var old: String {
        let value = values.map { isRaw ? $0 : $0.replacing(";", with: "\\;") }.joined(separator: ";")
        guard !value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }), !isRaw else {
            return ([name] + parameters).joined(separator: ";") + ":" + value + "\r\n"
        }
        var out = ([name] + parameters + ["ENCODING=QUOTED-PRINTABLE", "CHARSET=UTF-8"]).joined(separator: ";") + ":"
        var width = out.utf8.count
        for byte in value.replacing("\n", with: "\r\n").utf8 {
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "=")
            let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + CorpusLine.hex(byte)
            if width + piece.utf8.count > 72 {
                out += "=\r\n"
                width = 0
            }
            out += piece
            width += piece.utf8.count
        }
        return out + "\r\n"
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
}
