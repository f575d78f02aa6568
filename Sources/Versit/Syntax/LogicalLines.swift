/// Puts physical lines together: folds, soft breaks of quoted-printable, lines of base64.
///
/// In the field a value may end in a dangling soft break before an empty line (K750i, Synthesis), be soft-broken
/// without ENCODING (Siemens SK65), and end its base64 with an empty line or not, with or without blanks at the line starts.
struct LogicalLines {
    /// One content line.
    struct Line {
        /// First and behind-last physical line.
        let physical: Range<Int>
        /// What it says.
        let content: ContentLine
        /// Unfolded bytes without soft breaks, name and all; those of the text itself, where nothing was joined.
        let text: ArraySlice<UInt8>
        /// A soft break had nothing to join.
        let isDangling: Bool
    }

    /// What was joined so far.
    private struct Joined {
        var physical: Range<Int>
        var text: ArraySlice<UInt8>
        /// Where the value begins; 0 while nothing is a property.
        var valueStart = 0
        var encoding = TransferEncoding.none
        /// Joined at a soft break although no ENCODING announces it.
        var isImplied = false
        var isDangling = false
    }

    /// Bytes in which a colon is looked for: longer text without one is no property.
    private static let maxHead = 16 * 1024

    private let physical: PhysicalLines

    init(_ physical: PhysicalLines) { self.physical = physical }

    /// The content line that starts at a physical line.
    func line(at start: Int, _ dialect: Dialect, dropsFoldBlank: Bool) -> Line {
        var joined = Joined(physical: start..<(start + 1), text: physical.content(start))
        let head = dialect == .plain ? nil : join(&joined, dialect, dropsFoldBlank)
        let original = physical.bytes(of: joined.physical)
        let content: ContentLine
        if let head {
            let value = joined.text.dropFirst(joined.valueStart)
            let isImplied =
                dialect.isOld && (joined.isImplied || QuotedPrintable.isLikely(value))
                && !head.parameters.contains { $0.name == "ENCODING" }
            content = ContentLine(head, value: value, original: original, impliesQuotedPrintable: isImplied)
        } else {
            content = ContentLine(kept: joined.text, original: original)
        }
        return Line(
            physical: joined.physical, content: content, text: joined.text, isDangling: joined.isDangling)
    }

    /// Joins the physical lines that belong to a content line; answers its head, nil where it is no property.
    private func join(_ line: inout Joined, _ dialect: Dialect, _ dropsFoldBlank: Bool) -> LineHead? {
        var head: LineHead?
        var isFrame = false
        while true {
            if line.valueStart == 0, line.physical.count == 1 || line.text.count <= LogicalLines.maxHead,
                let (found, length) = LineHead.read(line.text.prefix(LogicalLines.maxHead))
            {
                // The name of a component goes on in no other line, unless that is folded.
                isFrame = found.key == "BEGIN" || found.key == "END"
                (line.valueStart, line.encoding) = (length, isFrame ? .none : found.encoding)
                head = found
            }
            let next = line.physical.upperBound
            if line.encoding == .base64 {
                guard joinBase64(&line, next, dialect) else { return head }
                continue
            }
            let isDeclared = line.encoding == .quotedPrintable
            let mayBreak = isDeclared || (dialect.isOld && line.valueStart > 0 && !isFrame)
            if mayBreak, let end = softBreak(line.text) {
                switch joinSoftBroken(&line, next, end, isDeclared: isDeclared) {
                case .joined: continue
                case .ended: return head
                case .noBreak: break
                }
            }
            guard next < physical.lines.count, physical.isFolded(next) else { return head }
            let content = physical.content(next)
            line.text += dropsFoldBlank ? content.dropFirst() : content
            line.physical = line.physical.lowerBound..<(next + 1)
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

    private func joinSoftBroken(_ line: inout Joined, _ next: Int, _ end: Int, isDeclared: Bool) -> Join {
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
    private func joinBase64(_ line: inout Joined, _ next: Int, _ dialect: Dialect) -> Bool {
        guard next < physical.lines.count else { return false }
        let content = physical.content(next)
        let isEmptyYet = line.text.count == line.valueStart
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
