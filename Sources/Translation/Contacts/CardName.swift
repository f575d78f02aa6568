import Versit

/// How FN follows N: most phones hold N only, or make their own FN of it.
enum CardName {
    /// The words of a text, lower case, without punctuation.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { $0.isWhitespace || $0 == "," || $0 == "." || $0 == ";" }.map(String.init)
    }

    /// The name in reading order: prefix, given, middle, family, suffix.
    static func composed(_ parts: [String]) -> String {
        [3, 1, 2, 0, 4].map { $0 < parts.count ? TextPatch.collapsed(parts[$0]) : "" }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// The FN that follows a change of N, in its own order and with what else it holds; nil when FN did not come from the old N.
    static func following(_ name: String, from old: [String], to new: [String]) -> String? {
        let known = words(old.joined(separator: " "))
        if words(name).sorted() == known.sorted(), name == composed(old) { return composed(new) }
        var result = name
        for index in 0..<max(old.count, new.count) {
            let before = index < old.count ? TextPatch.collapsed(old[index]) : ""
            let after = index < new.count ? TextPatch.collapsed(new[index]) : ""
            if before == after { continue }
            guard !before.isEmpty, let range = wordRange(of: before, in: result) else { return nil }
            result.replaceSubrange(range, with: after)
        }
        let clean = TextPatch.collapsed(result)
        return clean.isEmpty ? composed(new) : clean
    }

    /// Where a word or run of words stands in a text, not inside another word.
    private static func wordRange(of word: String, in text: String) -> Range<String.Index>? {
        text.ranges(of: word).first { range in
            let isStart = range.lowerBound == text.startIndex || !text[text.index(before: range.lowerBound)].isLetter
            let isEnd = range.upperBound == text.endIndex || !text[range.upperBound].isLetter
            return isStart && isEnd
        }
    }

    /// True when the phone's FN is only the consequence of its N: unchanged, absent, or changed exactly as N tells.
    static func isConsequence(held: (name: [String]?, formatted: String?), mine: (name: [String]?, formatted: String?))
        -> Bool
    {
        guard let formatted = mine.formatted, formatted != held.formatted else { return true }
        guard let old = held.name, let new = mine.name, let before = held.formatted else { return false }
        return following(before, from: old, to: new) == formatted
    }
}
