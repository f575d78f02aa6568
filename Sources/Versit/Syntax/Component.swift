/// A part of a component: a property or a component inside.
public enum Entry: Hashable, Sendable {
    /// A property, or a line that is none and is only kept.
    case line(ContentLine)
    /// A nested component.
    indirect case component(Component)
}

extension Entry {
    /// How many lines it has, components within components counted as one.
    var count: Int {
        switch self {
        case .line: 1
        case .component(let component): component.entries.count
        }
    }

    /// About as many bytes as it has when it is written.
    var roughSize: Int {
        switch self {
        case .line(let line): line.original?.count ?? line.value.count * 26 / 25 + 80
        case .component(let component): component.entries.reduce(64) { $0 + $1.roughSize }
        }
    }
}

/// What stands between BEGIN and END, in its order.
public struct Component: Hashable, Sendable {
    /// Upper case: "VCARD", "VEVENT".
    public let name: String
    /// Properties and nested components in their order.
    public var entries: [Entry]
    /// The grammar of its lines; nested components have their parent's.
    public var dialect: Dialect
    /// The bytes of its BEGIN line as read; nil: made here.
    var begin: ArraySlice<UInt8>?
    /// The bytes of its END line as read, empty when the text ended before; nil: made here.
    var end: ArraySlice<UInt8>?

    /// A new component.
    public init(_ name: String, _ dialect: Dialect, entries: [Entry] = []) {
        self.name = name.uppercased()
        self.dialect = dialect
        self.entries = entries
        self.begin = nil
        self.end = nil
    }

    /// The properties, without nested components, in their order.
    public var lines: [ContentLine] {
        entries.compactMap { entry in
            guard case .line(let line) = entry, line.isProperty else { return nil }
            return line
        }
    }

    /// The nested components in their order.
    public var components: [Component] {
        entries.compactMap { entry in
            guard case .component(let component) = entry else { return nil }
            return component
        }
    }

    /// The first property of a name (upper case); nil when absent.
    public func first(_ name: String) -> ContentLine? {
        for case .line(let line) in entries where line.isProperty && line.key == name { return line }
        return nil
    }

    /// All properties of a name (upper case).
    public func all(_ name: String) -> [ContentLine] { lines.filter { $0.key == name } }

    /// The decoded text of the first property of a name (upper case); nil when absent.
    public func text(_ name: String) -> String? { first(name)?.text(dialect) }

    /// Adds a property behind the last one of the same name, else behind the last property before the nested components.
    public mutating func insert(_ line: ContentLine) {
        entries.insert(.line(line), at: Component.place(for: line.key, in: entries))
    }

    /// Where a new property of a name goes.
    public static func place(for key: String, in entries: [Entry]) -> Int {
        var last: Int?
        var lastSame: Int?
        var firstNested: Int?
        for (index, entry) in entries.enumerated() {
            switch entry {
            case .line(let line):
                guard line.isProperty else { continue }
                if line.key == key { lastSame = index }
                if firstNested == nil { last = index }
            case .component:
                firstNested = firstNested ?? index
            }
        }
        return (lastSame ?? last).map { $0 + 1 } ?? firstNested ?? 0
    }

    /// Sets the first property of a name to this line, or adds it.
    public mutating func set(_ line: ContentLine) {
        let key = line.key
        for (index, entry) in entries.enumerated() {
            guard case .line(let old) = entry, old.key == key else { continue }
            entries[index] = .line(line)
            return
        }
        insert(line)
    }

    /// Removes all properties of a name (upper case).
    public mutating func remove(_ name: String) {
        entries.removeAll { entry in
            guard case .line(let line) = entry else { return false }
            return line.key == name
        }
    }

    /// Appends its bytes: what is unchanged as it was read. Strictly: with CRLF in all lines and its END present.
    func write(_ style: LineWriter.Style, into out: inout [UInt8]) {
        if let begin {
            out += style.isStrict ? LineEnds.strictLine(begin, style.ends) : begin
        } else {
            Component.write("BEGIN:", name, into: &out)
        }
        for entry in entries {
            switch entry {
            case .line(let line): LineWriter.write(line, dialect, style, into: &out)
            case .component(let component): component.write(style, into: &out)
            }
        }
        if let end, !style.isStrict || !end.isEmpty {
            out += style.isStrict ? LineEnds.strictLine(end, style.ends) : end
        } else {
            // Behind a soft break with nothing to join, a reader would join what is made here.
            if case .line(let line)? = entries.last, line.encoding == .quotedPrintable, LineWriter.endsSoftly(out) {
                out += [0x0D, 0x0A]
            }
            Component.write("END:", name, into: &out)
        }
    }

    private static func write(_ word: String, _ name: String, into out: inout [UInt8]) {
        out += word.utf8
        out += name.utf8
        out += [0x0D, 0x0A]
    }
}
