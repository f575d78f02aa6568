/// Backslash escapes of values: RFC 6350 section 3.4, RFC 5545 section 3.3.11, vCard 2.1 section 2.1.
enum Escapes {
    /// The text of an escaped piece.
    ///
    /// New dialects: `\n`, `\N`, `\\`, `\,`, `\;`; another escaped character stands for itself, its backslash stays when it is
    /// a letter or digit (a path that nobody escaped). Old dialects escape only `; , : \`; `\n` is a backslash and an n.
    static func decode(_ text: String, _ dialect: Dialect) -> String {
        guard dialect != .plain, text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var out = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            guard isEscaped else {
                if scalar == "\\" { isEscaped = true } else { out.append(scalar) }
                continue
            }
            isEscaped = false
            switch scalar {
            case "n", "N":
                if dialect.isOld { out.append("\\") }
                out.append(dialect.isOld ? scalar : "\n")
            case ";", ",", "\\", ":", "\"":
                out.append(scalar)
            default:
                out.append("\\")
                out.append(scalar)
            }
        }
        if isEscaped { out.append("\\") }
        return String(out)
    }

    /// What a piece of text has to escape.
    enum Role {
        /// A whole text value.
        case text
        /// A component of a structured value (`;` between).
        case component
        /// An element of a list (`,` between; `;` in old dialects).
        case element
    }

    /// The escaped form of a text. Line ends become `\n` in new dialects and stay in old ones (quoted-printable takes them).
    static func encode(_ text: String, _ dialect: Dialect, _ role: Role) -> String {
        switch dialect {
        case .plain: text
        case .vCard30, .vCard40, .iCalendar20: encodeNew(text)
        case .vCard21, .vCalendar10: encodeOld(text, role)
        }
    }

    private static func encodeNew(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                out.append("\\")
                out.append(scalar)
            case "\n":
                out.append("\\")
                out.append("n")
            case "\r":
                continue
            default:
                // RFC 5545 section 3.1: no control characters but HTAB.
                if scalar.value >= 0x20 || scalar == "\t" { out.append(scalar) }
            }
        }
        return String(out)
    }

    /// Only what the role needs is escaped: phones show the backslash of a needless one. A backslash is doubled where a reader
    /// would else take it for an escape.
    private static func encodeOld(_ text: String, _ role: Role) -> String {
        var out = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "\\":
                let isAmbiguous = next.map { ";,\\:\"".unicodeScalars.contains($0) } ?? (role != .text)
                out.append("\\")
                if isAmbiguous { out.append("\\") }
            case ";":
                if role != .text { out.append("\\") }
                out.append(scalar)
            case ",":
                if role == .element { out.append("\\") }
                out.append(scalar)
            default:
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// The pieces between unescaped separators.
    static func split(_ text: String, on separators: [Unicode.Scalar]) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, separators.contains(scalar) {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                continue
            }
            isEscaped = !isEscaped && scalar == "\\"
            piece.append(scalar)
        }
        pieces.append(String(piece))
        return pieces
    }
}
