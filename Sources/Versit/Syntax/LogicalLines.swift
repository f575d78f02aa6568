/// Puts physical lines together: folds, soft breaks of quoted-printable, lines of base64.
///
/// In the field a value may end in a dangling soft break before an empty line (K750i, Synthesis), be soft-broken
/// without ENCODING (Siemens SK65), and end its base64 with an empty line or not, with or without blanks at the line starts.
struct LogicalLines {
    /// One content line, unfolded.
    struct Line {
        /// First and behind-last physical line.
        var physical: Range<Int>
        /// Unfolded bytes without soft breaks; those of the text itself, where nothing was joined.
        var text: ArraySlice<UInt8>
        /// What the bytes before the colon say; nil for a line that is no property.
        var head: LineHead? { didSet { encoding = head?.encoding ?? .none } }
        /// What it says of the value.
        private(set) var encoding = TransferEncoding.none
        /// Joined at a soft break although no ENCODING announces it.
        var isImplied = false
        /// A soft break had nothing to join.
        var isDangling = false
    }

    /// Bytes in which a colon is looked for: longer text without one is no property.
    private static let maxHead = 16 * 1024

    private let physical: PhysicalLines

    init(_ physical: PhysicalLines) { self.physical = physical }

    /// The content line that starts at a physical line.
    func line(at start: Int, _ dialect: Dialect, dropsFoldBlank: Bool) -> Line {
        var line = Line(physical: start..<(start + 1), text: physical.content(start))
        if dialect == .plain { return line }
        while true {
            if line.head == nil, line.physical.count == 1 || line.text.count <= LogicalLines.maxHead {
                line.head = LineHead(line.text.prefix(LogicalLines.maxHead))
            }
            let next = line.physical.upperBound
            let encoding = line.encoding
            if encoding == .base64 {
                guard joinBase64(&line, next, dialect) else { return line }
                continue
            }
            let mayBreak = encoding == .quotedPrintable || (dialect.isOld && line.head != nil)
            if mayBreak, let end = softBreak(line.text) {
                switch joinSoftBroken(&line, next, end, isDeclared: encoding == .quotedPrintable) {
                case .joined: continue
                case .ended: return line
                case .noBreak: break
                }
            }
            guard next < physical.lines.count, physical.isFolded(next) else { return line }
            let content = physical.content(next)
            line.text += dropsFoldBlank ? content.dropFirst() : content
            line.physical = start..<(next + 1)
        }
    }

    /// Index of the `=` that ends a text, blanks behind it aside; nil when there is none.
    private func softBreak(_ text: ArraySlice<UInt8>) -> Int? {
        guard let last = text.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }), text[last] == UInt8(ascii: "=") else {
            return nil
        }
        return last
    }

    private enum Join {
        case joined
        case ended
        case noBreak
    }

    private func joinSoftBroken(_ line: inout Line, _ next: Int, _ end: Int, isDeclared: Bool) -> Join {
        let hasNext = next < physical.lines.count
        let closes = !hasNext || physical.content(next).isEmpty || LineHead.isEnd(physical.content(next))
        if !isDeclared {
            if closes || LineHead.starts(physical.content(next)) { return .noBreak }
            if physical.isFolded(next) { return .noBreak }
            line.isImplied = true
        }
        line.text = line.text[..<end]
        guard closes else {
            line.text += physical.content(next)
            line.physical = line.physical.lowerBound..<(next + 1)
            return .joined
        }
        line.isDangling = true
        let takesBlank = hasNext && physical.content(next).isEmpty
        if takesBlank { line.physical = line.physical.lowerBound..<(next + 1) }
        return .ended
    }

    /// Joins one more line of base64; false when the value has ended.
    private func joinBase64(_ line: inout Line, _ next: Int, _ dialect: Dialect) -> Bool {
        guard next < physical.lines.count else { return false }
        let content = physical.content(next)
        let isEmptyYet = line.head.map { line.text.count == $0.valueStart } ?? false
        if physical.isBlank(next) {
            guard dialect.isOld || !content.isEmpty else { return false }
            line.physical = line.physical.lowerBound..<(next + 1)
            let after = next + 1
            return isEmptyYet && after < physical.lines.count && isBase64(after)
        }
        let isData = physical.isFolded(next) || (dialect.isOld && Base64.isEncoded(content))
        guard isData else { return false }
        line.text += content.filter { $0 != 0x20 && $0 != 0x09 }
        line.physical = line.physical.lowerBound..<(next + 1)
        return true
    }

    private func isBase64(_ index: Int) -> Bool {
        let content = physical.content(index).drop { $0 == 0x20 || $0 == 0x09 }
        return Base64.isEncoded(content)
    }

    /// How an old-dialect text was folded. vCard 2.1 keeps the blank behind the break; many senders break hard at 75 or 76
    /// octets and add one, as vCard 3.0 does. True when every folded line of these is that long, give or take a UTF-8 sequence.
    func foldsHard(in range: Range<Int>) -> Bool {
        var isSeen = false
        for index in range.dropLast() where physical.isFolded(index + 1) && !physical.isBlank(index + 1) {
            let next = physical.content(index + 1).dropFirst()
            if Base64.isEncoded(next) && next.count > 40 { continue }
            let length = physical.content(index).count
            let breaksInText = next.first.map { $0 >= 0x80 } ?? false
            guard (75...76).contains(length) || (breaksInText && (72...76).contains(length)) else { return false }
            isSeen = true
        }
        return isSeen
    }
}
