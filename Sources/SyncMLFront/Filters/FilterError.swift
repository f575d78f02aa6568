/// Why a filter of a device is refused. Equal by code.
public struct FilterError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The grammar of a Record is not `syncml:filtertype-cgi`.
        case unknownGrammar
        /// FilterType is neither INCLUSIVE nor EXCLUSIVE.
        case unknownFilterType
        /// A Field element: only some properties of the items are wanted.
        case fieldLevel
        /// Meta/Type names a type that the datastore cannot hold.
        case unsupportedType
        /// The name of a field was expected.
        case fieldExpected
        /// A comparison such as `&EQ;` was expected.
        case operatorExpected
        /// `&AND;`, `&OR;` or the end was expected.
        case joinExpected
        /// A parenthesis is not closed, or was not opened.
        case unbalanced
        /// `%` without two hexadecimal digits, or bytes that are no UTF-8.
        case badEscape
        /// `&NULL;` or `&UNASSIGNED;` with another comparison than `&EQ;` and `&NE;`, or with something behind it.
        case badSpecialValue
        /// Longer, deeper or with more comparisons than a filter may be.
        case tooLarge
        /// The items of this datastore have no such field.
        case unknownField
        /// SINCE, BEFORE, MAXSIZE, MAXCOUNT or NOATT with a comparison, or in a place, that means nothing.
        case keywordMisused
        /// No date, number or truth value where one belongs.
        case badValue
        /// An option of the database name (`/dr(-30,90)`) that is not known.
        case unknownOption
    }

    /// What is wrong.
    public let code: Code
    /// The same for people, with the place; never more than 120 characters of the device's text.
    public let reason: String

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The status of the command with the filter (OMA DS 1.2; Representation Protocol 1.2 section 10.4): 421 for a grammar nobody knows,
    /// 422 for a query that cannot be used, 406 for what is not supported, 415 for a type.
    public var status: Int {
        switch code {
        case .unknownGrammar: StatusCode.unknownSearchGrammar
        case .fieldLevel, .unknownOption: StatusCode.optionalFeatureNotSupported
        case .unsupportedType: StatusCode.unsupportedMediaType
        case .unknownFilterType, .fieldExpected, .operatorExpected, .joinExpected, .unbalanced, .badEscape,
            .badSpecialValue, .tooLarge, .unknownField, .keywordMisused, .badValue:
            StatusCode.badCGIScript
        }
    }

    /// Equal codes.
    public static func == (left: FilterError, right: FilterError) -> Bool { left.code == right.code }

    /// By the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
