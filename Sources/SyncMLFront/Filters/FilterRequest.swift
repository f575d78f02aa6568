/// What a device asks to have of a datastore: by the Filter element of DS 1.2, by what stands behind the `?` of the database name, or by
/// both, which then hold together.
public struct FilterRequest: Hashable, Sendable {
    /// A condition, SINCE and BEFORE apart.
    public struct Clause: Hashable, Sendable {
        /// Events that end before are left out: dates as they were written.
        public var since: [String] = []
        /// Events that start then or later are left out.
        public var before: [String] = []
        /// What else must hold; nil: nothing.
        public var condition: FilterExpression?

        /// True when it leaves nothing out.
        public var isEmpty: Bool { since.isEmpty && before.isEmpty && condition == nil }
    }

    /// EXCLUSIVE, what stands behind `?`, and `/fi`: what does not match leaves the device.
    public var strict = Clause()
    /// INCLUSIVE and `/tf`: what does not match is not sent, and stays where the device holds it already.
    public var lenient = Clause()
    /// `/dr`, in days from today.
    public var days: [ClosedRange<Int>] = []
    /// MAXSIZE or `/li`: bytes an item may have.
    public var maxBytes: Int?
    /// MAXCOUNT or `/max`: items the device wants to hold.
    public var maxCount: Int?
    /// NOATT or `/na`.
    public var withoutAttachments = false
    /// `/slow`.
    public var wantsSlowSync = false
    /// Meta/Type of a Filter: the items it is about; nil: all.
    public var type: String?
    /// What stands in the name and means nothing, for the log.
    public var ignored: [String] = []

    /// Nothing is asked for.
    public init() {}

    /// What a Target or its name asks for.
    ///
    /// - Parameter query: what stands behind the `?` of the name.
    public init(query: String, filter: Filter?) throws(FilterError) {
        guard query.utf8.count <= FilterGrammar.longest else {
            throw FilterError(.tooLarge, "\(query.utf8.count) bytes behind a database name")
        }
        try read(DatastoreOptions(query))
        if let filter { try read(filter) }
    }

    /// True when nothing is asked for.
    public var isEmpty: Bool {
        var rest = self
        rest.ignored = []
        return rest == FilterRequest()
    }

    // MARK: - Database names

    private mutating func read(_ options: DatastoreOptions) throws(FilterError) {
        for option in options.options {
            switch option {
            case .days(let first, let last): days.append(first...last)
            case .kilobytes(let size): limit(&maxBytes, size * 1024)
            case .count(let count): limit(&maxCount, count)
            case .withoutAttachments: withoutAttachments = true
            case .slowSync: wantsSlowSync = true
            case .filter(let text): try add(FilterGrammar.read(text), to: \.strict)
            case .sending(let text): try add(FilterGrammar.read(text), to: \.lenient)
            case .foreign(let text): ignored.append("/o(\(text.prefix(40)))")
            }
        }
        guard !options.rest.isEmpty else { return }
        if Self.compares(options.rest) {
            try add(FilterGrammar.read(options.rest), to: \.strict)
        } else {
            ignored.append(String(options.rest.prefix(80)))
        }
    }

    /// True for a text that is meant as a filter: a word of another server (`?user=ann`) is none.
    private static func compares(_ text: String) -> Bool {
        let upper = text.uppercased()
        return FilterComparison.Operator.allCases.contains { word in
            ["&\(word.rawValue);", "&I\(word.rawValue);"].contains { found in
                upper.indices.contains { upper[$0...].hasPrefix(found) }
            }
        }
    }

    // MARK: - Filter element (Representation Protocol 1.2)

    private mutating func read(_ filter: Filter) throws(FilterError) {
        guard !filter.element.has("Field") else {
            throw FilterError(.fieldLevel, "a filter of single properties (Field) is not supported")
        }
        type = filter.type
        let clause: WritableKeyPath<FilterRequest, Clause>
        switch filter.filterType?.uppercased() {
        case nil, "EXCLUSIVE": clause = \.strict
        case "INCLUSIVE": clause = \.lenient
        case let word?: throw FilterError(.unknownFilterType, "FilterType \(word.prefix(40))")
        }
        guard filter.element.has("Record") else { return }
        // S60 writes two colons.
        if let grammar = filter.grammar?.lowercased(),
            grammar.split(separator: ":").joined(separator: ":") != "syncml:filtertype-cgi"
        {
            throw FilterError(.unknownGrammar, "grammar \(grammar.prefix(60))")
        }
        try add(FilterGrammar.read(filter.record ?? ""), to: clause)
    }

    // MARK: - Keywords (DS 1.2 FilterKeyword)

    private mutating func add(
        _ expression: FilterExpression?, to clause: WritableKeyPath<FilterRequest, Clause>
    ) throws(FilterError) {
        guard let expression else { return }
        var rest: [FilterExpression] = []
        for part in expression.conjuncts {
            if case .comparison(let one) = part, let keyword = FilterKeyword(rawValue: one.field), !one.isName {
                try take(keyword, one, clause)
                continue
            }
            for one in part.comparisons {
                guard let keyword = FilterKeyword(rawValue: one.field), !one.isName else { continue }
                // One of two conditions may be about time; a limit is one of the whole datastore.
                guard keyword.isTime else { throw FilterError(.keywordMisused, "\(one.field) is no alternative") }
                _ = try keyword.argument(of: one)
            }
            rest.append(part)
        }
        self[keyPath: clause].condition = FilterExpression(
            all: (self[keyPath: clause].condition.map { [$0] } ?? []) + rest)
    }

    private mutating func take(
        _ keyword: FilterKeyword, _ comparison: FilterComparison, _ clause: WritableKeyPath<FilterRequest, Clause>
    ) throws(FilterError) {
        let text = try keyword.argument(of: comparison)
        switch keyword {
        case .since: self[keyPath: clause].since.append(text)
        case .before: self[keyPath: clause].before.append(text)
        case .maxSize: limit(&maxBytes, try keyword.number(text))
        case .maxCount: limit(&maxCount, try keyword.number(text))
        case .noAttachments:
            switch text.lowercased() {
            case "1", "true", "yes": withoutAttachments = true
            case "0", "false", "no": break
            default: throw FilterError(.badValue, "NOATT is 1 or 0")
            }
        }
    }

    private func limit(_ limit: inout Int?, _ most: Int) { limit = min(limit ?? most, most) }
}

/// Words that are no fields of items (facts of Synthesis' server; SINCE and BEFORE are Nokia's and Sony Ericsson's, too).
public enum FilterKeyword: String, Hashable, Sendable, CaseIterable {
    case since = "SINCE"
    case before = "BEFORE"
    /// In bytes.
    case maxSize = "MAXSIZE"
    case maxCount = "MAXCOUNT"
    case noAttachments = "NOATT"

    /// True for those that are judged item by item.
    public var isTime: Bool {
        switch self {
        case .since, .before: true
        case .maxSize, .maxCount, .noAttachments: false
        }
    }

    /// What the word is compared with, in the only ways that mean something: `SINCE&GE;`, `BEFORE&LT;`, `MAXSIZE&LE;`, or `&EQ;`.
    func argument(of comparison: FilterComparison) throws(FilterError) -> String {
        let isFit =
            switch (self, comparison.comparison) {
            case (_, .equal), (.since, .greaterOrEqual), (.since, .greater): true
            case (.before, .less), (.before, .lessOrEqual): true
            case (.maxSize, .lessOrEqual), (.maxCount, .lessOrEqual): true
            case (_, _): false
            }
        guard isFit, case .text(let text) = comparison.value, !text.isEmpty else {
            throw FilterError(.keywordMisused, comparison.text)
        }
        return text
    }

    fileprivate func number(_ text: String) throws(FilterError) -> Int {
        guard let number = Int(text), number > 0 else {
            throw FilterError(.badValue, "\(rawValue) is no number: \(text.prefix(40))")
        }
        return number
    }
}
