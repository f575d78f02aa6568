import Versit

/// Edits of texts that a device holds shortened or flattened (design section 5: a value is merged at the granularity the phone
/// holds). Counts in Unicode scalars.
enum TextPatch {
    /// Characters below which no device cuts a short field, and a note.
    static let (shortestCut, shortestNoteCut) = (12, 40)
    /// Characters behind an edit that must be as before, for a text that ends early to count as an edit of a cut one.
    private static let leastAnchor = 8

    /// True when `kept` can be what a device left of `full`: white space and line ends changed, letters it cannot write turned
    /// into `?`, or the end cut off. `allowsCut` false: all of it must be there.
    static func isLoss(_ kept: String, of full: String, allowsCut: Bool) -> Bool {
        if kept == full { return true }
        guard let end = aligned(Array(kept.unicodeScalars), Array(full.unicodeScalars))?.last else { return false }
        if rest(of: full, from: end).allSatisfy(isSpace) { return true }
        return allowsCut && !kept.isEmpty
    }

    /// The full text after the edit that made `mine` out of `base`, where `base` is a loss of `full`: what was cut or
    /// flattened and not touched comes back. When `base` is no loss of it, the edit replaces everything.
    static func apply(base: String, mine: String, full: String) -> String {
        if base == full || mine == full || LineEnds.trimmed(base) == LineEnds.trimmed(full) { return mine }
        let (old, new, long) = (Array(base.unicodeScalars), Array(mine.unicodeScalars), Array(full.unicodeScalars))
        guard !old.isEmpty, let map = aligned(old, long) else { return mine }
        let (head, tail) = common(old, new)
        // An emptied text is emptied whole: there is nothing left that the hidden rest could follow.
        if new.isEmpty { return "" }
        let inserted = new[head..<(new.count - tail)]
        let rest = long[map[old.count - tail]...]
        // The hidden rest of a line whose visible part is gone does not go on with the line before.
        let isLineGone = tail == 0 && old[head...].contains("\n") && !inserted.contains("\n")
        let needsBreak = isLineGone && rest.first != "\n" && !rest.allSatisfy(isSpace)
        return text(long[..<map[head]] + inserted + (needsBreak ? ["\n"] + rest.drop(while: isSpace) : rest))
    }

    /// The text with both edits of `base`, when they touch different places; nil otherwise.
    static func combined(base: String, mine: String, theirs: String) -> String? {
        apart(base: base, mine: mine, theirs: theirs) ?? LineMerge.combined(base: base, mine: mine, theirs: theirs)
    }

    /// The same of edits that each lie in one place.
    static func apart(base: String, mine: String, theirs: String) -> String? {
        if mine == theirs || theirs == base { return mine }
        if mine == base { return theirs }
        let (old, new, other) = (
            Array(base.unicodeScalars), Array(mine.unicodeScalars), Array(theirs.unicodeScalars)
        )
        let (myHead, myTail) = common(old, new)
        let (head, tail) = common(old, other)
        // The regions of the base that were replaced: [head, count - tail).
        if old.count - myTail < head {
            return text(new[..<(new.count - myTail)] + old[(old.count - myTail)..<head] + other[head...])
        }
        if old.count - tail < myHead {
            return text(other[..<(other.count - tail)] + old[(old.count - tail)..<myHead] + new[myHead...])
        }
        return nil
    }

    /// The beginning of `full` that an edit made `mine` of: behind the edit `mine` goes on as `full` does, and then it ends early.
    /// That is what a device leaves that cuts a text and whose user then mends a word in it. Nil where there is no such sign, so
    /// that the edit is one of the whole text.
    static func beginning(of full: String, under mine: String) -> String? {
        let (long, new) = (Array(full.unicodeScalars), Array(mine.unicodeScalars))
        var head = 0
        while head < min(long.count, new.count), long[head] == new[head] { head += 1 }
        guard new.count - head >= leastAnchor, long.count - head >= leastAnchor else { return nil }
        let anchor = new.suffix(leastAnchor)
        var best: (end: Int, tail: Int, edit: Int)?
        // From the end on: where two places explain the text equally well, nothing is taken for hidden.
        for end in stride(from: long.count, through: head + leastAnchor, by: -1)
        where long[end - 1] == anchor.last && long[(end - leastAnchor)..<end].elementsEqual(anchor) {
            var tail = leastAnchor
            while tail < min(new.count, end) - head, new[new.count - 1 - tail] == long[end - 1 - tail] { tail += 1 }
            let edit = new.count + end - 2 * (head + tail)
            if best.map({ edit < $0.edit }) ?? true { best = (end, tail, edit) }
        }
        guard let best, (head + best.tail) * 2 >= new.count, !long[best.end...].allSatisfy(isSpace) else { return nil }
        return text(long[..<best.end])
    }

    /// The first characters of a text, without white space at the new end; a text that is short enough as it is.
    static func cut(_ text: String, to count: Int) -> String {
        guard text.unicodeScalars.count > count else { return text }
        var kept = String.UnicodeScalarView(text.unicodeScalars.prefix(count))
        while let last = kept.last, isSpace(last) { kept.removeLast() }
        return String(kept)
    }

    /// How much of the longer text lies between the common head and the common tail.
    static func changedLength(_ a: String, _ b: String) -> Int {
        let (left, right) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
        let (head, tail) = common(left, right)
        return max(left.count, right.count) - head - tail
    }

    /// White space runs as one blank, none at the ends: the form in which two spellings of a text are the same.
    static func collapsed(_ text: String) -> String {
        if isCollapsed(text) { return text }
        var out = String.UnicodeScalarView()
        var needsSpace = false
        for scalar in text.unicodeScalars {
            if isSpace(scalar) {
                needsSpace = !out.isEmpty
                continue
            }
            if needsSpace { out.append(" ") }
            needsSpace = false
            out.append(scalar)
        }
        return String(out)
    }

    /// True of a text in ASCII with single blanks inside.
    private static func isCollapsed(_ text: String) -> Bool {
        var previous: UInt8 = 0x20
        for byte in text.utf8 {
            guard (0x21...0x7E).contains(byte) || (byte == 0x20 && previous != 0x20) else { return false }
            previous = byte
        }
        return previous != 0x20 || text.isEmpty
    }

    /// Lengths of the common head and, behind it, the common tail.
    private static func common(_ old: [Unicode.Scalar], _ new: [Unicode.Scalar]) -> (head: Int, tail: Int) {
        let shorter = min(old.count, new.count)
        var head = 0
        while head < shorter, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        return (head, tail)
    }

    /// For each place in `short`, and its end, the place in `long` that it came from; nil when it did not come from there.
    private static func aligned(_ short: [Unicode.Scalar], _ long: [Unicode.Scalar]) -> [Int]? {
        var map: [Int] = []
        map.reserveCapacity(short.count + 1)
        var place = 0
        while place < long.count, isSpace(long[place]), short.first.map({ !isSpace($0) }) ?? false { place += 1 }
        var index = 0
        while index < short.count {
            map.append(place)
            if isSpace(short[index]) {
                // A run of white space for a run of white space; at either end of the short text also for nothing.
                let start = place
                while place < long.count, isSpace(long[place]) { place += 1 }
                let first = index
                index += 1
                while index < short.count, isSpace(short[index]) {
                    map.append(min(start + index - first, place))
                    index += 1
                }
                guard place > start || index == short.count || first == 0 else { return nil }
                continue
            }
            guard place < long.count, matches(short[index], long[place]) else { return nil }
            place += 1
            index += 1
        }
        map.append(place)
        return map
    }

    private static func matches(_ short: Unicode.Scalar, _ long: Unicode.Scalar) -> Bool {
        short == long || ((short == "?" || short == "\u{FFFD}") && long.value >= 0x80)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.value == 0xA0
    }

    private static func rest(of text: String, from place: Int) -> ArraySlice<Unicode.Scalar> {
        Array(text.unicodeScalars)[place...]
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
