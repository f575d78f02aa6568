/// Two edits of one text of several lines, each in any number of places: lines that one side alone touched are its own, where both
/// touched the same lines their edits must lie apart in these.
enum LineMerge {
    /// Lines of a text that are compared; a longer one is merged as a whole.
    private static let most = 2000

    /// Lines of the base that a side replaced by others.
    private struct Hunk {
        var range: Range<Int>
        var lines: ArraySlice<Substring>
    }

    /// The text with both edits of `base`; nil when they touch the same place.
    static func combined(base: String, mine: String, theirs: String) -> String? {
        let old = lines(base)
        let (new, other) = (lines(mine), lines(theirs))
        guard old.count > 1, max(old.count, new.count, other.count) <= most else { return nil }
        let (own, their) = (hunks(old, new), hunks(old, other))
        var (mineAt, theirsAt, place) = (0, 0, 0)
        var out = ""
        while let first = [own.dropFirst(mineAt).first, their.dropFirst(theirsAt).first]
            .compactMap({ $0?.range.lowerBound }).min()
        {
            out += old[place..<first].joined()
            // All hunks that touch each other are one question.
            let (ownBegin, theirBegin) = (mineAt, theirsAt)
            var end = first
            while true {
                if mineAt < own.count, own[mineAt].range.lowerBound <= end {
                    end = max(end, own[mineAt].range.upperBound)
                    mineAt += 1
                } else if theirsAt < their.count, their[theirsAt].range.lowerBound <= end {
                    end = max(end, their[theirsAt].range.upperBound)
                    theirsAt += 1
                } else {
                    break
                }
            }
            let both = TextPatch.apart(
                base: old[first..<end].joined(), mine: text(old, first..<end, own[ownBegin..<mineAt]),
                theirs: text(old, first..<end, their[theirBegin..<theirsAt]))
            guard let both else { return nil }
            out += both
            place = end
        }
        return out + old[place...].joined()
    }

    /// Lines with their ends.
    private static func lines(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        var rest = text[...]
        while let end = rest.unicodeScalars.firstIndex(of: "\n") {
            let next = rest.unicodeScalars.index(after: end)
            lines.append(rest[..<next])
            rest = rest[next...]
        }
        if !rest.isEmpty { lines.append(rest) }
        return lines
    }

    private static func hunks(_ old: [Substring], _ new: [Substring]) -> [Hunk] {
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var hunks: [Hunk] = []
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            let (begin, first) = (from, to)
            while removed.contains(from) || inserted.contains(to) {
                if removed.contains(from) { from += 1 } else { to += 1 }
            }
            if begin < from || first < to {
                hunks.append(Hunk(range: begin..<from, lines: new[first..<to]))
            } else {
                (from, to) = (from + 1, to + 1)
            }
        }
        return hunks
    }

    /// What one side made of a range of the base.
    private static func text(_ old: [Substring], _ range: Range<Int>, _ hunks: ArraySlice<Hunk>) -> String {
        var out = ""
        var place = range.lowerBound
        for hunk in hunks {
            out += old[place..<hunk.range.lowerBound].joined() + hunk.lines.joined()
            place = hunk.range.upperBound
        }
        return out + old[place..<range.upperBound].joined()
    }
}
