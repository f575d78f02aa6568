/// Reads a CGI filter (`syncml:filtertype-cgi` of DS 1.2; behind the `?` of a database name in 1.0 and 1.1).
///
///     filter     = any                                        ; blanks may stand around every word but inside values
///     any        = all *( ("&OR;" / "|") all )
///     all        = factor *( ("&AND;" / "&amp;" / "&") factor )
///     factor     = "(" any ")" / comparison
///     comparison = ("&LUID;" / field) "&" ["i"] operator ";" value
///     field      = 1*( ALPHA / DIGIT / "-" / "_" / "." )
///     operator   = "EQ" / "NE" / "GT" / "GE" / "LT" / "LE" / "CON" / "NCON"
///     value      = "&NULL;" / "&UNASSIGNED;" / *( byte / "%" HEXDIG HEXDIG / "&amp;" )
///
/// Words are in any case. `&AND;` binds more closely than `&OR;`. A value ends before a join, `|`, `)` or the end; `&amp;` in it is an
/// ampersand unless a comparison or a parenthesis follows, then it is the join. A bare `&` joins only before one of these, too.
public struct FilterGrammar {
    /// Bytes a filter may have.
    public static let longest = 4096
    /// Comparisons in it.
    public static let most = 64
    /// Parentheses within each other.
    public static let deepest = 16

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var count = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The expression; nil for a text of blanks. `most`: bytes that are taken; a canonical text has up to three times those it was read
    /// from.
    public static func read(_ text: String, most: Int = longest) throws(FilterError) -> FilterExpression? {
        var reader = FilterGrammar(text)
        guard reader.bytes.count <= most else {
            throw FilterError(.tooLarge, "\(reader.bytes.count) bytes of filter, \(most) are taken")
        }
        reader.skipBlanks()
        guard !reader.isAtEnd else { return nil }
        let expression = try reader.any()
        guard reader.isAtEnd else {
            throw reader.error(reader.next == UInt8(ascii: ")") ? .unbalanced : .joinExpected)
        }
        return expression
    }

    // MARK: - Rules

    private mutating func any() throws(FilterError) -> FilterExpression {
        var parts = [try all()]
        while take("&OR;") || take("|") { parts.append(try all()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func all() throws(FilterError) -> FilterExpression {
        var parts = [try factor()]
        while true {
            skipBlanks()
            guard startsJoin else { break }
            if !take("&AND;"), !take("&amp;") { position += 1 }
            parts.append(try factor())
        }
        return parts.count == 1 ? parts[0] : .all(parts.flatMap(\.conjuncts))
    }

    private mutating func factor() throws(FilterError) -> FilterExpression {
        skipBlanks()
        guard take("(") else { return .comparison(try comparison()) }
        depth += 1
        guard depth <= Self.deepest else { throw error(.tooLarge) }
        let inner = try any()
        guard take(")") else { throw error(.unbalanced) }
        depth -= 1
        skipBlanks()
        return inner
    }

    private mutating func comparison() throws(FilterError) -> FilterComparison {
        count += 1
        guard count <= Self.most else { throw error(.tooLarge) }
        let isName = take("&LUID;")
        let field = isName ? "LUID" : fieldName()
        guard !field.isEmpty else { throw error(.fieldExpected) }
        skipBlanks()
        guard let (comparison, ignoresCase) = takeOperator() else { throw error(.operatorExpected) }
        let value = try self.value(comparison)
        skipBlanks()
        return FilterComparison(field, isName: isName, comparison, ignoresCase: ignoresCase, value)
    }

    private mutating func value(_ comparison: FilterComparison.Operator) throws(FilterError) -> FilterComparison.Value {
        for (word, value) in [("&NULL;", FilterComparison.Value.null), ("&UNASSIGNED;", .unassigned)] where take(word) {
            switch comparison {
            case .equal, .notEqual: break
            case .greater, .greaterOrEqual, .less, .lessOrEqual, .contains, .containsNot: throw error(.badSpecialValue)
            }
            skipBlanks()
            guard isAtEnd || startsJoin || endsValue else { throw error(.badSpecialValue) }
            return value
        }
        var text: [UInt8] = []
        while let byte = next, !endsValue {
            if byte == UInt8(ascii: "%") {
                guard position + 2 < bytes.count, let high = Self.hex(bytes[position + 1]),
                    let low = Self.hex(bytes[position + 2])
                else { throw error(.badEscape) }
                text.append(high << 4 | low)
                position += 3
            } else if byte == UInt8(ascii: "&") {
                if startsJoin { break }
                guard take("&amp;") else { throw error(.joinExpected) }
                text.append(byte)
            } else {
                text.append(byte)
                position += 1
            }
        }
        guard let value = String(validating: text, as: UTF8.self) else { throw error(.badEscape) }
        return .text(value)
    }

    // MARK: - Words

    private var isAtEnd: Bool { position >= bytes.count }
    private var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// True before what ends a value and no `&AND;`.
    private var endsValue: Bool { isAt("&OR;") || isAt("|") || isAt(")") }

    /// True before an `&AND;`; of `&amp;` and a bare `&` only when they join.
    private var startsJoin: Bool {
        if isAt("&AND;") { return true }
        guard isAt("&"), !isAt("&OR;") else { return false }
        var after = self
        if !after.take("&amp;") { after.position += 1 }
        after.skipBlanks()
        if after.isAt("(") { return true }
        if !after.take("&LUID;"), after.fieldName().isEmpty { return false }
        after.skipBlanks()
        return after.takeOperator() != nil
    }

    private func isAt(_ word: String) -> Bool {
        let letters = word.utf8
        guard position + letters.count <= bytes.count else { return false }
        return zip(letters, bytes[position...]).allSatisfy { Self.folded($0) == Self.folded($1) }
    }

    private mutating func take(_ word: String) -> Bool {
        guard isAt(word) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func fieldName() -> String {
        let start = position
        while let byte = next, Self.isFieldLetter(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func takeOperator() -> (FilterComparison.Operator, Bool)? {
        for ignoresCase in [false, true] {
            for word in FilterComparison.Operator.allCases
            where take("&" + (ignoresCase ? "i" : "") + word.rawValue + ";") {
                return (word, ignoresCase)
            }
        }
        return nil
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func isFieldLetter(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(folded(byte)) || "-_.".utf8.contains(byte)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private func error(_ code: FilterError.Code) -> FilterError {
        let rest = String(decoding: bytes[min(position, bytes.count)...].prefix(40), as: UTF8.self)
        return FilterError(code, "\(code.rawValue) at byte \(position)" + (rest.isEmpty ? "" : ", before \"\(rest)\""))
    }
}
