import Versit

/// TYPE values of cards: which matter, how each dialect spells them, how a line's are edited.
enum ContactTypes {
    /// Values that tell nothing apart, or that phones add and drop as they like.
    private static func isNoise(_ mark: String) -> Bool {
        switch mark {
        case "VOICE", "PREF", "INTERNET", "X400", "DOM", "INTL", "POSTAL", "PARCEL", "OTHER", "": true
        default: false
        }
    }

    /// The kinds that phones have fields for: a change from one to another is the user's.
    private static let common: Kinds = ["HOME", "WORK", "CELL", "FAX"]

    /// What vCard 2.1 knows, by property (sections 2.2.1 to 2.3.2).
    private static func old(_ property: String) -> Set<String> {
        switch property {
        case "TEL": oldNumbers
        case "EMAIL": oldMail
        case "ADR", "LABEL": oldAddresses
        case "URL", "IMPP": oldLinks
        default: []
        }
    }

    private static let oldNumbers: Set<String> = [
        "PREF", "WORK", "HOME", "VOICE", "FAX", "MSG", "CELL", "PAGER", "BBS", "MODEM", "CAR", "ISDN", "VIDEO",
    ]
    private static let oldMail: Set<String> = ["INTERNET", "HOME", "WORK", "PREF", "CELL", "X400"]
    private static let oldAddresses: Set<String> = ["DOM", "INTL", "POSTAL", "PARCEL", "HOME", "WORK"]
    private static let oldLinks: Set<String> = ["HOME", "WORK"]

    /// The kinds of a line.
    static func meaning(_ marks: [String]) -> Kinds {
        var kinds: Kinds = []
        for mark in marks where !isNoise(mark) { kinds.insert(mark == "MOBILE" ? "CELL" : mark) }
        return kinds
    }

    /// All TYPE values of a line, with the preference of vCard 4.0 as PREF.
    static func marks(_ line: ContentLine) -> [String] {
        var marks = line.types
        if line.parameters.contains(where: { $0.name == "PREF" }), !marks.contains("PREF") { marks.append("PREF") }
        return marks
    }

    /// True when kinds can have become what they are by the device's habit. A device that has returned a value of the full
    /// kind can hold it; one that has not may drop kinds, replace those few phones know, or make up one where there is none (S40:
    /// an address without kind is the home one).
    static func isLoss(
        _ kept: ContactValue, of full: ContactValue, _ property: String, _ evidence: Evidence?
    ) -> Bool {
        if kept.types == full.types { return true }
        guard let evidence else { return true }
        if evidence.proves(property, full.qualifier) { return false }
        return full.types.isEmpty || kept.types.isSubset(of: full.types) || !full.types.isSubset(of: common)
    }

    /// TYPE parameters for a new line; without fields: upstream.
    static func parameters(
        _ marks: [String], _ property: String, _ dialect: Dialect, _ fields: DeviceFields?
    ) -> [Parameter] {
        if marks.isEmpty { return [] }
        let unique = once(marks)
        if unique.isEmpty { return [] }
        switch dialect {
        case .vCard21:
            let known = old(property)
            var parameters: [Parameter] = []
            parameters.reserveCapacity(unique.count)
            for mark in unique {
                if known.contains(mark), let bare = oldParameters[mark] {
                    parameters.append(bare)
                } else if fields == nil, mark.hasPrefix("X-") {
                    parameters.append(Parameter(bareType: mark))
                }
            }
            return parameters
        case .vCard40:
            let types = unique.filter { $0 != "PREF" && $0 != "INTERNET" }.map { $0.lowercased() }
            let preferred = unique.contains("PREF") ? [Parameter("PREF", "1")] : []
            return (types.isEmpty ? [] : [Parameter("TYPE", types)]) + preferred
        case .vCard30, .vCalendar10, .iCalendar20, .plain:
            return unique.isEmpty ? [] : [Parameter("TYPE", unique)]
        }
    }

    /// All words of vCard 2.1 as its parameters.
    private static let oldParameters = Dictionary(
        uniqueKeysWithValues: oldNumbers.union(oldMail).union(oldAddresses).map { ($0, Parameter(bareType: $0)) })

    /// Each word once, empty ones left out.
    private static func once(_ marks: [String]) -> [String] {
        let isUnique = marks.indices.allSatisfy { !marks[$0].isEmpty && !marks[..<$0].contains(marks[$0]) }
        if isUnique { return marks }
        var unique: [String] = []
        for mark in marks where !mark.isEmpty && !unique.contains(mark) { unique.append(mark) }
        return unique
    }

    /// The TYPE values that a view of them has; nil where it has to be read.
    static func seen(_ marks: [String], _ property: String, _ dialect: Dialect) -> [String]? {
        switch dialect {
        case .vCard21: return marks.filter(old(property).contains)
        case .vCard30, .vCard40:
            return marks.allSatisfy { $0.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-") } }
                ? marks : nil
        case .vCalendar10, .iCalendar20, .plain: return nil
        }
    }

    /// Edits the kinds of a line in its own spelling: only those that the change took away or brought.
    static func apply(_ edit: ValueEdit, to line: inout ContentLine, _ dialect: Dialect) {
        guard let mine = edit.mine, mine.types != edit.base.types else { return }
        let gone = edit.base.types.subtracting(mine.types)
        let new = mine.types.subtracting(edit.base.types).subtracting(edit.upstream.types).words
        for index in line.parameters.indices where line.parameters[index].name == "TYPE" {
            let kept = line.parameters[index].values.flatMap { value -> [String] in
                let words = value.split(separator: ",").map(String.init)
                let left = words.filter { !gone.contains(LineEnds.trimmed($0).uppercased()) }
                return left.count == words.count ? [value] : left
            }
            if kept != line.parameters[index].values { line.parameters[index].values = kept }
        }
        line.parameters.removeAll { $0.name == "TYPE" && $0.values.isEmpty }
        guard !new.isEmpty else { return }
        let spelled = dialect == .vCard40 ? new.map { $0.lowercased() } : new
        if let index = line.parameters.firstIndex(where: { $0.name == "TYPE" && !$0.isBare }) {
            line.parameters[index].values += spelled
        } else {
            line.parameters.append(Parameter("TYPE", spelled))
        }
    }
}
