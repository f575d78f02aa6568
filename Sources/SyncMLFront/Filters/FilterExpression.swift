/// A condition on items, as a device writes it in a CGI filter (`syncml:filtertype-cgi`).
public indirect enum FilterExpression: Hashable, Sendable, Codable {
    /// One field against one value.
    case comparison(FilterComparison)
    /// All of these; two or more.
    case all([FilterExpression])
    /// Any of these; two or more.
    case any([FilterExpression])

    /// The comparisons, in their order.
    public var comparisons: [FilterComparison] {
        switch self {
        case .comparison(let one): [one]
        case .all(let parts), .any(let parts): parts.flatMap(\.comparisons)
        }
    }

    /// The conditions of which each must hold.
    public var conjuncts: [FilterExpression] {
        switch self {
        case .all(let parts): parts
        case .comparison, .any: [self]
        }
    }

    /// Conditions joined by `&AND;`; nil for none.
    public init?(all parts: [FilterExpression]) {
        let flat = parts.flatMap(\.conjuncts)
        guard let first = flat.first else { return nil }
        self = flat.count == 1 ? first : .all(flat)
    }

    /// True when it holds, `holds` saying so of each comparison.
    public func isTrue(_ holds: (FilterComparison) throws -> Bool) rethrows -> Bool {
        switch self {
        case .comparison(let one): try holds(one)
        case .all(let parts): try parts.allSatisfy { try $0.isTrue(holds) }
        case .any(let parts): try parts.contains { try $0.isTrue(holds) }
        }
    }

    /// The canonical text, without blanks: `FilterGrammar.read` makes the same of it.
    public var text: String {
        switch self {
        case .comparison(let one): one.text
        case .all(let parts):
            parts.map { part in
                switch part {
                case .any: "(\(part.text))"
                case .comparison, .all: part.text
                }
            }.joined(separator: "&AND;")
        case .any(let parts): parts.map(\.text).joined(separator: "&OR;")
        }
    }
}

/// One field against one value.
public struct FilterComparison: Hashable, Sendable, Codable {
    /// How they are compared. The raw value is the word of the grammar.
    public enum Operator: String, Hashable, Sendable, Codable, CaseIterable {
        case equal = "EQ"
        case notEqual = "NE"
        case greater = "GT"
        case greaterOrEqual = "GE"
        case less = "LT"
        case lessOrEqual = "LE"
        case contains = "CON"
        case containsNot = "NCON"
    }

    /// What a field is compared with.
    public enum Value: Hashable, Sendable, Codable {
        /// A text, its escapes undone.
        case text(String)
        /// `&NULL;`: there is nothing in the field.
        case null
        /// `&UNASSIGNED;`: the field is not there.
        case unassigned
    }

    /// The field in upper case; `LUID` for `&LUID;`.
    public let field: String
    /// True for `&LUID;`, which is the device's name of the item and no field of it.
    public let isName: Bool
    /// How they are compared.
    public let comparison: Operator
    /// True for `&iEQ;` and its like.
    public let ignoresCase: Bool
    /// What with.
    public let value: Value

    /// A comparison.
    public init(
        _ field: String, isName: Bool = false, _ comparison: Operator, ignoresCase: Bool = false, _ value: Value
    ) {
        self.field = field.uppercased()
        self.isName = isName
        self.comparison = comparison
        self.ignoresCase = ignoresCase
        self.value = value
    }

    /// The canonical text: everything in the value is escaped but letters, digits and `-._:+@`.
    public var text: String {
        let value =
            switch value {
            case .null: "&NULL;"
            case .unassigned: "&UNASSIGNED;"
            case .text(let text): FilterComparison.escaped(text)
            }
        return (isName ? "&LUID;" : field) + "&" + (ignoresCase ? "i" : "") + comparison.rawValue + ";" + value
    }

    private static func escaped(_ text: String) -> String {
        let plain = Set("-._:+@".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { out, byte in
            let isLetter = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            if isLetter || plain.contains(byte) {
                out.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
