/// The lines of a text that was read before, for one that may be an edit of it: where the next text has the same bytes, they
/// need no reading.
struct KnownLines {
    /// A line with the grammar in which it was read.
    private typealias Known = (line: ContentLine, dialect: Dialect)

    private let lines: [Known]
    /// How the lines of that text end.
    private let ends: PhysicalLines.Ends
    private var next = 0

    /// How many lines of the older text may be gone in one place.
    private static let reach = 4

    /// Nothing known.
    init() {
        lines = []
        ends = PhysicalLines.Ends()
    }

    /// What was read.
    init(_ parsed: Document.Parsed) {
        var lines: [Known] = []
        lines.reserveCapacity(parsed.document.entries.reduce(0) { $0 + $1.count })
        KnownLines.collect(parsed.document.components, into: &lines)
        self.lines = lines
        ends = parsed.ends
    }

    private static func collect(_ components: [Component], into lines: inout [Known]) {
        for component in components {
            for case .line(let line) in component.entries where line.isProperty {
                lines.append((line: line, dialect: component.dialect))
            }
            collect(component.components, into: &lines)
        }
    }

    /// The next line of a component, if it is known: with it the physical line behind it.
    ///
    /// The same bytes make the same line only if the text goes on with another one: what follows a fold, a soft break or base64
    /// may belong to them. What an old text folded can mean two things, which the whole text decides.
    mutating func line(at index: Int, of physical: PhysicalLines, _ dialect: Dialect) -> (ContentLine, end: Int)? {
        guard next < lines.count, physical.ends == ends else { return nil }
        for place in next..<min(next + KnownLines.reach, lines.count) {
            let (line, own) = lines[place]
            guard own == dialect, let original = line.original, let end = physical.end(of: original, at: index) else {
                continue
            }
            next = place + 1
            // A soft break that had nothing to join is told each time.
            let isWhole =
                line.encoding == .base64 || !physical.breaksSoftly(end - 1) && !physical.content(end - 1).isEmpty
            guard isWhole, end == index + 1 || !dialect.isOld || line.encoding == .base64,
                end == physical.lines.count || LineHead.starts(physical.content(end))
            else { return nil }
            return (line, end)
        }
        return nil
    }
}

extension PhysicalLines {
    /// The physical line behind the bytes that stand at a line's beginning; nil where others stand, or these end inside a line.
    fileprivate func end(of wanted: ArraySlice<UInt8>, at index: Int) -> Int? {
        let start = lines[index].content.lowerBound
        let stop = start + wanted.count
        guard has(wanted, at: start) else { return nil }
        var end = index
        while end < lines.count, lines[end].end < stop { end += 1 }
        return end < lines.count && lines[end].end == stop ? end + 1 : nil
    }

    /// True when a line's text ends with the sign of a soft break, blanks behind it aside.
    fileprivate func breaksSoftly(_ index: Int) -> Bool {
        content(index).last { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "=")
    }
}
