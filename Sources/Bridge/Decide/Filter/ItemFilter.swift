import SyncMLFront
import SyncTypes

/// What a device wants of a datastore, at one time: `FilterRequest` with its dates as instants. Pure.
struct ItemFilter: Hashable, Sendable, Codable {
    /// A condition on items.
    struct Clause: Hashable, Sendable, Codable {
        /// Events must touch it.
        var window = TimeWindow.all
        /// Must hold, too; nil: nothing more.
        var condition: FilterExpression?

        /// Everything matches.
        static let all = Clause()
    }

    /// What does not match it leaves the device.
    var strict = Clause.all
    /// What does not match it is not sent, and stays where the device holds it.
    var lenient = Clause.all
    /// What it is about; nil: all kinds. Items of others match.
    var kinds: [ItemKind]?
    /// Bytes an item may have to be sent; nil: any.
    var maxBytes: Int?
    /// Items the device wants to hold at most; nil: any.
    var maxCount: Int?
    /// ATTACH is left out.
    var withoutAttachments = false

    /// Everything matches.
    static let everything = ItemFilter()

    private init() {}

    /// True when it must be looked at what an item says.
    var readsItems: Bool { strict.condition != nil || lenient.condition != nil }

    /// What makes all items be looked at once when it changes: everything but edges, which tell where to look, and the number of items.
    var key: ItemFilter {
        var key = self
        key.strict.window = .all
        key.lenient.window = .all
        key.maxCount = nil
        return key
    }

    /// Resolves what a device asks for; nil when it asks for nothing.
    ///
    /// - Parameters:
    ///   - kinds: what the datastore holds.
    ///   - now: seconds since 1970 UTC.
    ///   - isField: true for the name of a field that items of a kind have.
    ///   - instant: seconds since 1970 UTC of a date in the device's time; nil for what is no date.
    /// - Throws: `FilterError` `unsupportedType`, `unknownField`, `badValue`.
    init?(
        _ request: FilterRequest, kinds: [ItemKind], now: Int64, isField: (String, ItemKind) -> Bool,
        instant: (String) -> Int64?
    ) throws(FilterError) {
        if let type = request.type { self.kinds = try Self.kinds(type, kinds) }
        strict = try Self.clause(request.strict, kinds, isField, instant)
        lenient = try Self.clause(request.lenient, kinds, isField, instant)
        for days in request.days {
            strict.window = strict.window.intersection(
                WindowDays(first: days.lowerBound, last: days.upperBound).edges(now: now))
        }
        maxBytes = request.maxBytes
        maxCount = request.maxCount
        withoutAttachments = request.withoutAttachments
        // Whose items it is about says nothing when it says nothing of them.
        if strict == .all, lenient == .all { self.kinds = nil }
        if self == .everything { return nil }
    }

    /// The kinds of a Filter's Meta/Type; nil: all that there are.
    private static func kinds(_ type: String, _ held: [ItemKind]) throws(FilterError) -> [ItemKind]? {
        let named = held.filter { kind in
            guard let format = ItemFormat(ContentType(type), kind: kind) else { return false }
            // A calendar takes SIF's tasks, too, as what they are.
            return !format.isSIF || format == .sif(for: kind)
        }
        guard !named.isEmpty else {
            throw FilterError(.unsupportedType, "the datastore has no items of type \(type.prefix(60))")
        }
        return named.count == held.count ? nil : named
    }

    private static func clause(
        _ clause: FilterRequest.Clause, _ kinds: [ItemKind], _ isField: (String, ItemKind) -> Bool,
        _ instant: (String) -> Int64?
    ) throws(FilterError) -> Clause {
        func seconds(_ text: String) throws(FilterError) -> Int64 {
            guard let seconds = instant(text) else { throw FilterError(.badValue, "no date: \(text.prefix(40))") }
            return seconds
        }
        var window = TimeWindow.all
        for text in clause.since { window = window.intersection(TimeWindow(start: try seconds(text), end: .max)) }
        for text in clause.before { window = window.intersection(TimeWindow(start: .min, end: try seconds(text))) }
        for one in clause.condition?.comparisons ?? [] where !one.isName {
            if FilterKeyword(rawValue: one.field)?.isTime == true {
                if case .text(let text) = one.value { _ = try seconds(text) }
            } else if !kinds.contains(where: { isField(one.field, $0) }) {
                throw FilterError(.unknownField, "items of this datastore have no field \(one.field.prefix(40))")
            }
        }
        return Clause(window: window, condition: clause.condition)
    }
}

extension TimeWindow {
    /// What is inside of both.
    func intersection(_ other: TimeWindow) -> TimeWindow {
        TimeWindow(start: max(start, other.start), end: min(end, other.end))
    }
}
