import SyncMLFront
import SyncTypes
import Translation

/// What a filter says of one item. Pure.
extension ItemFilter {
    /// Where an item stands.
    enum Verdict: Hashable, Sendable {
        /// The device wants it.
        case matches
        /// It is not sent, and stays on a device that has it.
        case stays
        /// It leaves the device.
        case leaves
    }

    /// What is known of an item.
    struct Item {
        let kind: ItemKind?
        /// Seconds since 1970 UTC.
        let firstStart: Int64?
        let lastEnd: Int64?
        /// What it says; nil: it cannot be read.
        let fields: ItemFields?
        /// The device's names for it.
        let names: [String]
    }

    /// Judges. `item` is asked once, and only when a condition is to be looked at.
    func judge(
        _ kind: ItemKind?, firstStart: Int64?, lastEnd: Int64?, _ item: () throws -> Item
    ) rethrows -> Verdict {
        if let kinds, let kind, !kinds.contains(kind) { return .matches }
        guard strict.window.contains(kind, firstStart: firstStart, lastEnd: lastEnd) else { return .leaves }
        let isSent = lenient.window.contains(kind, firstStart: firstStart, lastEnd: lastEnd)
        guard readsItems else { return isSent ? .matches : .stays }
        let read = try item()
        if let condition = strict.condition, !condition.isTrue(read.satisfies) { return .leaves }
        if let condition = lenient.condition, !condition.isTrue(read.satisfies) { return .stays }
        return isSent ? .matches : .stays
    }
}

extension ItemFilter.Item {
    /// One comparison. A field that is not there equals nothing and contains nothing.
    func satisfies(_ one: FilterComparison) -> Bool {
        if one.isName { return Self.holds(one, names.map { ItemFields.Value(text: $0) }, instant: nil) }
        if let keyword = FilterKeyword(rawValue: one.field), case .text(let text) = one.value {
            guard let edge = fields?.instant(of: text) else { return true }
            switch keyword {
            case .since:
                return TimeWindow(start: edge, end: .max).contains(kind, firstStart: firstStart, lastEnd: lastEnd)
            case .before:
                return TimeWindow(start: .min, end: edge).contains(kind, firstStart: firstStart, lastEnd: lastEnd)
            case .maxSize, .maxCount, .noAttachments: return true
            }
        }
        let values = fields?.values(of: one.field) ?? []
        switch one.value {
        case .text(let text): return Self.holds(one, values, instant: fields?.instant(of: text))
        case .null, .unassigned: return Self.holds(one, values, instant: nil)
        }
    }

    /// - Parameter instant: what the filter's value is as a date; nil: it is none.
    static func holds(_ one: FilterComparison, _ values: [ItemFields.Value], instant: Int64?) -> Bool {
        let wanted: String
        switch one.value {
        case .unassigned: return values.isEmpty == (one.comparison == .equal)
        case .null: return values.allSatisfy(\.text.isEmpty) == (one.comparison == .equal)
        case .text(let text): wanted = one.ignoresCase ? text.lowercased() : text
        }
        func text(_ value: ItemFields.Value) -> String { one.ignoresCase ? value.text.lowercased() : value.text }
        func isEqual(_ value: ItemFields.Value) -> Bool {
            if let instant, let other = value.instant { return other == instant }
            return text(value) == wanted
        }
        func order(_ value: ItemFields.Value, _ isRight: (Int) -> Bool) -> Bool {
            if let instant, let other = value.instant { return isRight(other < instant ? -1 : other > instant ? 1 : 0) }
            if let number = Int(wanted), let other = Int(value.text) {
                return isRight(other < number ? -1 : other > number ? 1 : 0)
            }
            let other = text(value)
            return isRight(other < wanted ? -1 : other > wanted ? 1 : 0)
        }
        switch one.comparison {
        case .equal: return wanted.isEmpty ? values.allSatisfy(\.text.isEmpty) : values.contains(where: isEqual)
        case .notEqual: return wanted.isEmpty ? !values.allSatisfy(\.text.isEmpty) : !values.contains(where: isEqual)
        case .greater: return values.contains { order($0) { $0 > 0 } }
        case .greaterOrEqual: return values.contains { order($0) { $0 >= 0 } }
        case .less: return values.contains { order($0) { $0 < 0 } }
        case .lessOrEqual: return values.contains { order($0) { $0 <= 0 } }
        case .contains: return values.contains { text($0).contains(wanted) }
        case .containsNot: return !values.contains { text($0).contains(wanted) }
        }
    }
}
