/// A text of content lines, without loss: `parse(bytes).document.serialise()` gives the same bytes, whatever they are.
public struct Document: Hashable, Sendable {
    /// Components and stray lines in their order.
    public var entries: [Entry]
    /// The grammar of lines outside all components.
    public var dialect: Dialect
    /// How the lines end that it was read from; no part of equality.
    var ends = PhysicalLines.Ends.crlf

    /// A new document.
    public init(_ components: [Component] = [], dialect: Dialect = .iCalendar20) {
        self.entries = components.map(Entry.component)
        self.dialect = components.first?.dialect ?? dialect
    }

    /// What reading gave.
    public struct Parsed: Hashable, Sendable {
        /// The text, complete.
        public var document: Document
        /// The faults met, in their order.
        public var warnings: [VersitWarning]
        /// How its lines end.
        var ends: PhysicalLines.Ends { document.ends }
    }

    /// Reads any bytes. Each top-level component has the dialect its name and VERSION tell, else the hint, else the newest
    /// that fits. `older`: a text of which this one may be an edit; the result is the same, and costs less where their lines are the
    /// same. Fails only on a limit.
    public static func parse(
        _ bytes: [UInt8], hint: Dialect? = nil, limits: VersitLimits = VersitLimits(), since older: Parsed? = nil
    ) throws(VersitError) -> Parsed {
        var reader = DocumentReader(
            bytes, hint: hint, limits: limits, known: older.map(KnownLines.init) ?? KnownLines())
        return try reader.read()
    }

    /// The components in their order.
    public var components: [Component] {
        entries.compactMap { entry in
            guard case .component(let component) = entry else { return nil }
            return component
        }
    }

    /// The first component of a name (upper case); nil when absent.
    public func first(_ name: String) -> Component? {
        for case .component(let component) in entries where component.name == name { return component }
        return nil
    }

    /// Replaces the first component of the same name, or adds it.
    public mutating func set(_ component: Component) {
        for (index, entry) in entries.enumerated() {
            guard case .component(let old) = entry, old.name == component.name else { continue }
            entries[index] = .component(component)
            return
        }
        entries.append(.component(component))
    }

    /// The bytes: unchanged lines as they were read, others written strictly, and folded unless somebody cannot read that.
    public func serialise(folds: Bool = true) -> [UInt8] {
        written(LineWriter.Style(limit: folds ? LineWriter.limit : LineWriter.unlimited))
    }

    /// True when both have the same lines, however they end.
    public static func == (left: Document, right: Document) -> Bool {
        left.entries == right.entries && left.dialect == right.dialect
    }

    /// Consistent with `==`.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(entries)
        hasher.combine(dialect)
    }

    private func written(_ style: LineWriter.Style) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(entries.reduce(0) { $0 + $1.roughSize })
        for entry in entries {
            switch entry {
            case .line(let line): LineWriter.write(line, dialect, style, into: &out)
            case .component(let component): component.write(style, into: &out)
            }
        }
        return out
    }

    /// The bytes with CRLF everywhere and every END present: for a body that goes out anyway, since text that came through
    /// XML has lost its carriage returns.
    public func serialiseStrictly() -> [UInt8] { written(LineWriter.Style(isStrict: true, ends: ends)) }
}

extension Document {
    /// Puts a nested component in the place of the first one equal to `old`, at any depth.
    public mutating func replaceNested(_ old: Component, by new: Component) {
        var isDone = false
        entries = entries.map { Document.replacing(old, by: new, in: $0, &isDone) }
    }

    private static func replacing(
        _ old: Component, by new: Component, in entry: Entry, _ isDone: inout Bool
    ) -> Entry {
        guard !isDone, case .component(var component) = entry else { return entry }
        if component == old {
            isDone = true
            return .component(new)
        }
        component.entries = component.entries.map { replacing(old, by: new, in: $0, &isDone) }
        return .component(component)
    }
}
